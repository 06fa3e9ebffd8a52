import type { Api } from '../shared/ipc/ipc-schema.ts';

declare global {
  interface Window {
    /** Exposed by the preload script; the only API of this page. */
    readonly standby: Api;
  }
}

export const api: Api = window.standby;
