/** Reports uncaught errors of the renderer to the main process, which logs and shows them. */
import { api } from './api.ts';

/** The maximum lengths of `rendererError` in shared/ipc/forms.ts. */
const MESSAGE_MAX = 2000;
const STACK_MAX = 20_000;

export function reportError(error: unknown): void {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  // A failed report cannot be reported.
  api.app
    .reportError({ message: message.slice(0, MESSAGE_MAX), stack: stack.slice(0, STACK_MAX) })
    .catch(() => {});
}

export function reportUncaughtErrors(): void {
  window.addEventListener('error', (event) => reportError(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => reportError(event.reason));
}
