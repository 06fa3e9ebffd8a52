import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppState, Notice } from '../../preload/contract/state.ts';
import type { AgentStore } from '../status/state.ts';

/** The one truth of the main process, from which tray, window and notifications are drawn. */
export type AppStore = StoreApi<AppState>;

export function createAppStore(initial: AppState): AppStore {
  return createStore(() => initial);
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
