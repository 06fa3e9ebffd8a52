/** Zustand store of the renderer: a copy of the main process's state, and state of the window's own. */
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Api } from '../shared/ipc/ipc-schema.ts';
import { createTranslate, type Translate } from '../shared/i18n.ts';
import type { AppState } from '../shared/state.ts';
import { reuseUnchanged } from './reuse-unchanged.ts';

/** The statuses that can have a reason. */
export type AwayStatus = 'rest' | 'notReady';

export type AccountRequest = 'setUp' | 'sessionKey';

type AppStore = {
  /** The copy of the main process's state. Null until the first snapshot or push. */
  state: AppState | null;
  /** The translate function in the language of that state; null until then. */
  t: Translate | null;
  /** The status whose "Other…" field is open. */
  openReasonFieldFor: AwayStatus | null;
  /** A message of the window itself, shown as a notice until dismissed. */
  toast: string | null;
  /** What the account form is opened for next: to set up an account, or to type a key for this session. */
  accountRequest: AccountRequest | null;
};

export const useAppStore = create<AppStore>(() => ({
  state: null,
  t: null,
  openReasonFieldFor: null,
  toast: null,
  accountRequest: null,
}));

/** The current state. Throws before the first one; App renders its views only after it. */
export function getAppState(): AppState {
  return requireState(useAppStore.getState().state);
}

function requireState(state: AppState | null): AppState {
  if (state === null) throw new Error('Rendered before the first state.');
  return state;
}

/**
 * Reads a part of the state. The component re-renders only when the selected value changes; of a selected object or list
 * the members are compared. For components below App, which renders its views only after the first state.
 */
export function useAppState<Selected>(select: (state: AppState) => Selected): Selected {
  return useAppStore(useShallow(({ state }) => select(requireState(state))));
}

/** The duration that is planned with a reason, in minutes; null is none. */
export function durationOf(
  durations: AppState['reasonDurations'],
  status: AwayStatus,
  reason: string,
): number | null {
  const found = durations.find((duration) => duration.status === status && duration.reason === reason);
  return found?.minutes ?? null;
}

export const openReasonField = (status: AwayStatus): void =>
  useAppStore.setState({ openReasonFieldFor: status });
export const closeReasonField = (): void => useAppStore.setState({ openReasonFieldFor: null });

/** Notes what the account form is opened for. The view that has the form is opened by a call to the main process. */
export const requestAccountForm = (accountRequest: AccountRequest): void =>
  useAppStore.setState({ accountRequest });
/** Whether the account form was requested for this. */
export const isAccountFormRequested = (request: AccountRequest): boolean =>
  useAppStore.getState().accountRequest === request;
export const endAccountRequest = (request: AccountRequest): void => {
  if (isAccountFormRequested(request)) useAppStore.setState({ accountRequest: null });
};

export const showToast = (toast: string | null): void => useAppStore.setState({ toast });

function applyState(state: AppState, t: Translate): void {
  useAppStore.setState(({ state: previous, openReasonFieldFor }) => {
    const requestedStatus =
      state.focusRequest.id !== previous?.focusRequest.id ? state.focusRequest.otherReasonFor : null;
    return {
      state: reuseUnchanged(previous, state),
      t,
      openReasonFieldFor: requestedStatus ?? openReasonFieldFor,
    };
  });
}

/**
 * Fills the store: one snapshot, then pushes. The listener is added before the snapshot is requested, so that no push is
 * missed; a snapshot that arrives after a push is older and dropped. A state in another language is applied together with its
 * texts; a newer state that arrives during their loading replaces it.
 */
export async function syncState(api: Api): Promise<void> {
  const newest: { state: AppState | null } = { state: null };
  let appliedLanguage: string | null = null;

  async function handleState(state: AppState): Promise<void> {
    newest.state = state;
    const { t } = useAppStore.getState();
    if (t !== null && state.language === appliedLanguage) {
      applyState(state, t);
      return;
    }
    const texts = await api.app.getTranslations(state.language);
    // The language may have changed again while the texts were loading.
    if (newest.state.language !== state.language) return;
    appliedLanguage = state.language;
    applyState(newest.state, createTranslate(appliedLanguage, texts, newest.state.about.keychain));
  }

  api.on('state', (state) => void handleState(state));
  const snapshot = await api.app.getState();
  if (newest.state === null) await handleState(snapshot);
}
