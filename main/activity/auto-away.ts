/** Sets an away status on lock, sleep, idle and quit, as the preferences configure it. All of it is off by default. */
import type { Preferences } from '../../shared/preferences.ts';
import type { AgentState } from '../../shared/state.ts';
import type { StatusChoice } from '../../shared/domain.ts';
import type { CancelTimer, Clock } from '../../shared/clock.ts';

type AwayTrigger = 'lock' | 'sleep' | 'idle';

export type AutoAwayDeps = {
  time: Clock;
  preferences: () => Preferences;
  agent: () => AgentState;
  /** Requests a status change on behalf of the app. Returns whether the change was allowed. */
  change: (choice: StatusChoice, source: AwayTrigger | 'quit') => boolean;
  /** Registers a listener for changes of the agent's state. Returns the function that removes it. */
  subscribe: (listener: () => void) => CancelTimer;
  /** Prompts the agent to return, or goes free if preferences and presence allow it. */
  promptReturn: () => void;
};

/** Maximum time that quitting waits for the confirmation. */
const QUIT_TIMEOUT_MS = 3_000;

export function createAutoAway({ time, preferences, agent, change, subscribe, promptReturn }: AutoAwayDeps) {
  /** The status set because the agent left; null when the agent left without automation. */
  let autoAwayChoice: StatusChoice | null = null;
  let cancelWaiting: CancelTimer = () => {};

  function configuredChoice(cause: AwayTrigger): StatusChoice | null {
    const { onLock, onSleep, onIdle } = preferences();
    return { lock: onLock, sleep: onSleep, idle: onIdle?.choice ?? null }[cause];
  }

  /** Whether the agent is free, is becoming free, or may be free (unconfirmed). Only free agents receive calls. */
  function mightBeFree(): boolean {
    const { confirmed, intent, failure } = agent();
    if (intent) return intent.choice.status === 'free';
    const mayHaveBecomeFree = confirmed?.isValid === false && failure?.choice?.status === 'free';
    return confirmed?.status === 'free' || mayHaveBecomeFree;
  }

  function onAway(cause: AwayTrigger): void {
    cancelWaiting();
    const choice = configuredChoice(cause);
    if (choice && mightBeFree() && change(choice, cause)) autoAwayChoice = choice;
  }

  /** The agent is present again. Prompts only if the app set the away status. */
  function onReturn(): void {
    const awayChoice = autoAwayChoice;
    autoAwayChoice = null;
    if (awayChoice) promptOnce(awayChoice);
  }

  /** Prompts now, or after the away status is confirmed if its intent is still pending. */
  function promptOnce(awayChoice: StatusChoice): void {
    const { confirmed, intent } = agent();
    if (!intent) {
      if (confirmed && isSame(confirmed, awayChoice)) promptReturn();
      return;
    }
    if (!isSame(intent.choice, awayChoice)) return;
    cancelWaiting = subscribe(() => {
      if (agent().intent === intent) return;
      cancelWaiting();
      promptOnce(awayChoice);
    });
  }

  /**
   * Sets the away status before the app quits. Resolves on confirmation, at the latest after {@link QUIT_TIMEOUT_MS}. Null
   * if there is none to set.
   */
  function setAwayBeforeQuit(): Promise<void> | null {
    const choice = preferences().onQuit;
    if (!choice || !mightBeFree() || !change(choice, 'quit')) return null;
    return new Promise((resolve) => {
      const stopWaiting: (() => void)[] = [];
      const finish = () => {
        for (const stop of stopWaiting) stop();
        resolve();
      };
      stopWaiting.push(
        subscribe(() => {
          if (!agent().intent) finish();
        }),
        time.setTimer(QUIT_TIMEOUT_MS, finish),
      );
    });
  }

  return { onAway, onReturn, setAwayBeforeQuit };
}

function isSame(one: { status: string; reason: string }, { status, reason }: StatusChoice): boolean {
  return one.status === status && one.reason === reason;
}
