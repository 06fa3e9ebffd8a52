/** What follows when the agent leaves the screen, as the preferences say; all of it is off until they do. */
import type { Preferences } from '../../preload/contract/preferences.ts';
import type { AgentState } from '../../preload/contract/state.ts';
import type { Choice } from '../../preload/contract/vocabulary.ts';
import type { Cancel, Time } from '../time.ts';

type Leaving = 'lock' | 'sleep' | 'idle';

export type AbsencePorts = {
  time: Time;
  preferences: () => Preferences;
  agent: () => AgentState;
  /** Changes the status without being asked; the answer is whether that was allowed. */
  change: (choice: Choice, source: Leaving | 'quit') => boolean;
  /** Calls back after each change of the agent's state; the answer stops that. */
  subscribe: (listener: () => void) => Cancel;
  /** It is time to be back: asks the agent, or goes free where the preferences and the keyboard say so. */
  due: () => void;
};

/** How long quitting waits for the proof. */
const FAREWELL_MS = 3_000;

export function createAbsence({ time, preferences, agent, change, subscribe, due }: AbsencePorts) {
  /** The status that was set because the agent left; null when they left it by themselves. */
  let leftAs: Choice | null = null;
  let stopWaiting: Cancel = () => {};

  function wanted(cause: Leaving): Choice | null {
    const { whenLocked, whenAsleep, whenIdle } = preferences();
    return { lock: whenLocked, sleep: whenAsleep, idle: whenIdle?.choice ?? null }[cause];
  }

  /** Only who is free, or about to be, is in the way of a customer's call. */
  function isFree(): boolean {
    const { proved, wish } = agent();
    return (wish?.choice.status ?? (proved?.holds ? proved.status : null)) === 'free';
  }

  function left(cause: Leaving): void {
    stopWaiting();
    const choice = wanted(cause);
    if (choice && isFree() && change(choice, cause)) leftAs = choice;
  }

  /** Somebody is there again: if it was the app that set them away, they are asked whether they are back. */
  function back(): void {
    const set = leftAs;
    leftAs = null;
    if (set) askOnce(set);
  }

  /** Asks now; or, while that status is still on its way to the service, when it has arrived. */
  function askOnce(set: Choice): void {
    const { proved, wish } = agent();
    if (!wish) {
      if (proved && isSame(proved, set)) due();
      return;
    }
    if (!isSame(wish.choice, set)) return;
    stopWaiting = subscribe(() => {
      if (agent().wish === wish) return;
      stopWaiting();
      askOnce(set);
    });
  }

  /** Sets the agent away before the app ends, and waits for the proof, but never long. */
  function farewell(): Promise<void> {
    const choice = preferences().whenQuitting;
    if (!choice || !isFree() || !change(choice, 'quit')) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        stopListening();
        stopTimer();
        resolve();
      };
      const stopListening = subscribe(() => {
        if (!agent().wish) finish();
      });
      const stopTimer = time.after(FAREWELL_MS, finish);
    });
  }

  return { left, back, farewell };
}

function isSame(one: { status: string; reason: string }, { status, reason }: Choice): boolean {
  return one.status === status && one.reason === reason;
}
