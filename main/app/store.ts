/** The app's store, and helpers to update it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Notice } from '../../shared/notice.ts';
import type { AppState } from '../../shared/state.ts';
import { callPortSync } from '../../shared/port-guard.ts';
import type { AgentStore } from '../status/state.ts';

/** The main process's single source of truth. Tray, window and notifications render it. */
export type AppStore = StoreApi<AppState>;

/**
 * Creates the store. A listener that throws affects neither the other listeners nor the caller of `setState`.
 * @param onError receives the error and may change the state; by default the error is thrown in a microtask
 */
export function createAppStore(
  initial: AppState,
  onError: (error: unknown) => void = (error) =>
    queueMicrotask(() => {
      throw error;
    }),
): AppStore {
  const store = createStore(() => initial);
  let isReporting = false;

  function reportError(error: unknown): void {
    // Showing the error changes the state too, and the same listener would throw again, endlessly.
    if (isReporting) return;
    isReporting = true;
    try {
      onError(error);
    } finally {
      isReporting = false;
    }
  }

  return {
    ...store,
    subscribe: (listener) =>
      store.subscribe((after, before) => callPortSync(() => listener(after, before), undefined, reportError)),
  };
}

/** The agent's part of the state, for the status service. */
export function agentSlice(store: AppStore): AgentStore {
  return {
    get: () => store.getState().agent,
    update: (change) => {
      const before = store.getState().agent;
      const after = change(before);
      if (after !== before) store.setState({ agent: after });
    },
  };
}

/** Adds a notice, replacing one of the same kind. */
export function addNotice(store: AppStore, notice: Notice): void {
  store.setState(({ notices }) => ({
    notices: [...notices.filter(({ kind }) => kind !== notice.kind), notice],
  }));
}
