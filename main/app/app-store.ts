import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Notice } from '../../preload/contract/notice.ts';
import type { AppState } from '../../preload/contract/state.ts';
import { askPort } from '../port-guard.ts';
import type { AgentStore } from '../status/state.ts';

/** The one truth of the main process, from which tray, window and notifications are drawn. */
export type AppStore = StoreApi<AppState>;

/**
 * A listener that throws keeps neither the others from hearing of a change nor its writer from going on.
 * @param onFault told of it; may change the state itself. Thrown where nobody is in the way unless told.
 */
export function createAppStore(
  initial: AppState,
  onFault: (error: unknown) => void = (error) =>
    queueMicrotask(() => {
      throw error;
    }),
): AppStore {
  const store = createStore(() => initial);
  let isTelling = false;

  function tell(error: unknown): void {
    // Showing the fault is a change as well: the same listener would throw again, for ever.
    if (isTelling) return;
    isTelling = true;
    try {
      onFault(error);
    } finally {
      isTelling = false;
    }
  }

  return {
    ...store,
    subscribe: (listener) =>
      store.subscribe((after, before) => askPort(() => listener(after, before), undefined, tell)),
  };
}

/** The agent's part of the truth, for the status service, which knows no other. */
export function agentPart(store: AppStore): AgentStore {
  return {
    get: () => store.getState().agent,
    update: (change) => {
      const before = store.getState().agent;
      const after = change(before);
      if (after !== before) store.setState({ agent: after });
    },
  };
}

/** Shows a notice; it replaces what was said of the same kind. */
export function say(store: AppStore, news: Notice): void {
  store.setState(({ notices }) => ({
    notices: [...notices.filter(({ kind }) => kind !== news.kind), news],
  }));
}
