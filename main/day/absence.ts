/** What follows when the agent leaves the screen, as the preferences say; all of it is off until they do. */
import type { AutomaticCause } from '../../preload/contract/day.ts';
import type { Preferences } from '../../preload/contract/preferences.ts';
import type { AgentState } from '../../preload/contract/state.ts';
import type { Choice, Source } from '../../preload/contract/vocabulary.ts';
import type { Time } from '../time.ts';

export type AbsencePorts = {
  time: Time;
  preferences: () => Preferences;
  agent: () => AgentState;
  choose: (choice: Choice, source: Source) => void;
  /** Calls back after each change of the agent's state; the answer stops that. */
  subscribe: (listener: () => void) => () => void;
  note: (cause: AutomaticCause, choice: Choice) => void;
  /** It is time to be back: asks the agent, or goes free where the preferences and the keyboard say so. */
  due: () => void;
};

type Leaving = 'lock' | 'sleep' | 'idle';

/** How long quitting waits for the proof. */
const FAREWELL_MS = 3_000;

export function createAbsence({ time, preferences, agent, choose, subscribe, note, due }: AbsencePorts) {
  /** The status that was set because the agent left; null when they left it by themselves. */
  let leftAs: Choice | null = null;

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
    const choice = wanted(cause);
    if (!choice || !isFree()) return;
    leftAs = choice;
    note(cause, choice);
    choose(choice, cause);
  }

  /** Somebody is there again: if it was the app that set them away, they are asked whether they are back. */
  function back(): void {
    const set = leftAs;
    leftAs = null;
    const { proved } = agent();
    if (set && proved?.status === set.status && proved.reason === set.reason) due();
  }

  /** Sets the agent away before the app ends, and waits for the proof, but never long. */
  function farewell(): Promise<void> {
    const choice = preferences().whenQuitting;
    if (!choice || !isFree()) return Promise.resolve();
    note('quit', choice);
    choose(choice, 'quit');
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
