/** The window's copy of the truth. The main process owns the state; here it is only kept and shown. */
import { create } from 'zustand';
import type { Bridge } from '../preload/contract/index.ts';
import { createTranslate, type Translate } from '../assets/locales/translate.ts';
import type { AppState } from '../preload/contract/state.ts';
import { bridge } from './bridge.ts';

/** The ways of being away, in which a reason can be given. */
export type Away = 'rest' | 'notReady';

type Mirror = {
  /** Null until the first snapshot or push. */
  state: AppState | null;
  /** The texts in the language of that state; null until then. */
  t: Translate | null;
  /** The status whose "Other…" field is open. */
  typingReasonFor: Away | null;
  /** Which "Back in" chip was clicked last. The state knows the plan, not the span that made it. */
  pickedReturn: { minutes: number; backAt: number } | null;
  /** Something to say that no state carries; stays until dismissed. */
  note: string | null;
};

export const useMirror = create<Mirror>(() => ({
  state: null,
  t: null,
  typingReasonFor: null,
  pickedReturn: null,
  note: null,
}));

/** The state; for components below App, which draws them only once there is one. */
export function useAppState(): AppState {
  const state = useMirror((mirror) => mirror.state);
  if (state === null) throw new Error('Drawn before the first state.');
  return state;
}

export const openReasonField = (status: Away): void => useMirror.setState({ typingReasonFor: status });
export const closeReasonField = (): void => useMirror.setState({ typingReasonFor: null });

/** Plans to be back so many minutes from now. */
export function pickReturn(minutes: number): void {
  const backAt = Date.now() + minutes * 60_000;
  useMirror.setState({ pickedReturn: { minutes, backAt } });
  void bridge.planReturn(backAt);
}

export const say = (note: string | null): void => useMirror.setState({ note });

function receive(state: AppState, t: Translate): void {
  useMirror.setState(({ state: previous, typingReasonFor }) => {
    const asked = state.ask.id !== previous?.ask.id ? state.ask.otherReasonFor : null;
    return { state, t, typingReasonFor: asked ?? typingReasonFor };
  });
}

/**
 * Keeps the mirror filled: one snapshot, then pushes. It listens before it asks, so that nothing falls between; a push
 * that overtakes the answer is the newer of the two, and the answer is dropped. A state in another language waits for its
 * texts, and any state that comes meanwhile takes its place: state and texts always speak the same language.
 */
export async function followState(bridge: Bridge): Promise<void> {
  const newest: { state: AppState | null } = { state: null };
  let spoken: string | null = null;

  async function follow(state: AppState): Promise<void> {
    newest.state = state;
    const { t } = useMirror.getState();
    if (t !== null && state.language === spoken) {
      receive(state, t);
      return;
    }
    const texts = await bridge.getTexts(state.language);
    // Only the newest state's language is spoken, whichever texts come first.
    if (newest.state.language !== state.language) return;
    spoken = state.language;
    receive(newest.state, createTranslate(spoken, texts));
  }

  bridge.on('state', (state) => void follow(state));
  const snapshot = await bridge.getState();
  if (newest.state === null) await follow(snapshot);
}
