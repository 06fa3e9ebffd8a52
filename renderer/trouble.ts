/** Errors of the page's that nothing here has handled: the main process writes them down and shows them. */
import { bridge } from './bridge.ts';

/** Only the beginning: enough to find the place, and within what the contract takes. */
const MESSAGE_MAX = 2000;
const STACK_MAX = 20_000;

export function report(error: unknown): void {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  // If even this fails there is nobody left to tell.
  bridge
    .reportTrouble({ message: message.slice(0, MESSAGE_MAX), stack: stack.slice(0, STACK_MAX) })
    .catch(() => {});
}

export function reportTroubles(): void {
  window.addEventListener('error', (event) => report(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => report(event.reason));
}
