import type { Bridge } from '../preload/contract/index.ts';

declare global {
  interface Window {
    /** Put there by the preload script; the only way out of this page. */
    readonly standby: Bridge;
  }
}

export const bridge: Bridge = window.standby;
