/** Notifies listeners of state changes in order, and isolates their errors. */
import type { AppState } from '../../shared/state.ts';
import type { AppStore } from './store.ts';

/** Renders the state, or saves a part of it. */
export type StoreListener = (after: AppState, before: AppState) => void;

/**
 * Notifies the listeners of each state change, one change after the other. The store calls its listeners within `setState`, so
 * an error thrown by one would reach the status service and skip the other listeners. A change made by a listener is queued
 * until all listeners have received the current one, so no listener receives an older state last.
 * @param onError receives an error thrown by a listener; the others are still notified
 * @returns unsubscribes
 */
export function subscribeInOrder(
  store: AppStore,
  listeners: readonly StoreListener[],
  onError: (error: unknown) => void,
): () => void {
  const pending: { after: AppState; before: AppState }[] = [];
  let isNotifying = false;

  return store.subscribe((after, before) => {
    pending.push({ after, before });
    if (isNotifying) return;
    isNotifying = true;
    for (let next = pending.shift(); next; next = pending.shift()) notifyAll(next.after, next.before);
    isNotifying = false;
  });

  function notifyAll(after: AppState, before: AppState): void {
    for (const listener of listeners) runSafely(() => listener(after, before), onError);
  }
}

/** Runs an action and passes its errors to `onError`. */
export function runSafely(action: () => void, onError: (error: unknown) => void): void {
  try {
    action();
  } catch (error) {
    onError(error);
  }
}
