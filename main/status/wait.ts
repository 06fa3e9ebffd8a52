/**
 * The wait of a wish: for its next attempt, for its turn in a crowd, or for the network. When it is over the wish is sent,
 * unless it has grown stale meanwhile.
 */
import type { FailureReport, Wish } from '../../preload/contract/state.ts';
import type { Cancel, Time } from '../time.ts';
import { isStale, postponed, type AgentStore } from './state.ts';

export type WaitPorts = {
  store: AgentStore;
  time: Time;
  /** Whether there seems to be a way out of this computer. A guess: a VPN's interface may not count as one. */
  online: () => boolean;
  /** Sends the newest wish, which is in the queue again. */
  send: () => void;
  /** Nobody is put on free who may not be there: the agent says it once more. */
  askAgain: (wish: Wish) => void;
};

/** What lies between two attempts. */
type Pause = {
  /** In milliseconds; the countdown is on show. */
  lasts: number;
  /** Why there is one. */
  report: FailureReport;
  /** Whether it is one's turn in a crowd that is waited for. */
  crowded: boolean;
};

export type Wait = {
  forAttempt: (wish: Wish, pause: Pause) => void;
  /**
   * A request found no network. It is sent when the network seems to be back, and after so many milliseconds even where
   * it does not.
   */
  forNetwork: (wish: Wish, retryInMs: number) => void;
  /** Whether the newest wish waits: it is neither on its way nor in the queue. */
  isOn: () => boolean;
  /** Without waiting any longer. */
  sendNow: () => void;
  /** Nothing is waited for any more. */
  end: () => void;
};

/** While a wish waits for the network, how often to look for it; nothing is sent for that. */
const NETWORK_LOOK_MS = 1_000;

/** The longest timer of a countdown. Timers stand still while the computer sleeps, so the clock is looked at this often. */
const LONGEST_TIMER_MS = 5_000;

/** A timer that fires this late was slept through: whoever wished it may have left, and the crowd has. */
const SLEPT_MS = 10_000;

export function createWait({ store, time, online, send, askAgain }: WaitPorts): Wait {
  let cancel: Cancel = () => {};

  function forAttempt(wish: Wish, { lasts, report, crowded }: Pause): void {
    store.update((state) => postponed(state, { name: 'waiting', until: time.now() + lasts }, report));
    countDown(wish, lasts, crowded);
  }

  function countDown(wish: Wish, leftMs: number, crowded: boolean): void {
    const timerMs = Math.min(leftMs, LONGEST_TIMER_MS);
    const firesAt = time.now() + timerMs;
    cancel = time.after(timerMs, () => {
      const slept = time.now() - firesAt > SLEPT_MS;
      if (leftMs > timerMs && !slept) countDown(wish, leftMs - timerMs, crowded);
      // Waiting one's turn in a crowd goes on as long as the countdown is on show. Everything else grows stale.
      else if (isStale(wish, time.now()) && (slept || !crowded)) askAgain(wish);
      else sendNow();
    });
  }

  function forNetwork(wish: Wish, retryInMs: number): void {
    store.update((state) => postponed(state, { name: 'offline' }, null));
    lookForNetwork(wish, retryInMs, online());
  }

  function lookForNetwork(wish: Wish, leftMs: number, wasOnline: boolean): void {
    cancel = time.after(NETWORK_LOOK_MS, () => {
      const isOnline = online();
      const isBack = isOnline && !wasOnline;
      if (isStale(wish, time.now())) askAgain(wish);
      else if (isBack || leftMs <= NETWORK_LOOK_MS) sendNow();
      else lookForNetwork(wish, leftMs - NETWORK_LOOK_MS, isOnline);
    });
  }

  function isOn(): boolean {
    const phase = store.get().wish?.phase.name;
    return phase === 'waiting' || phase === 'offline';
  }

  function sendNow(): void {
    if (!isOn()) return;
    cancel();
    store.update((state) => postponed(state, { name: 'queued' }, state.failure));
    send();
  }

  return { forAttempt, forNetwork, isOn, sendNow, end: () => cancel() };
}
