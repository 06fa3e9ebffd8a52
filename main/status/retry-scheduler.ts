/**
 * Delays an intent until its next attempt: for a backoff, for a slot in the rate limit, or until the network is back.
 * An intent that became stale meanwhile is not sent.
 */
import type { FailureReport, StatusIntent } from '../../shared/state.ts';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import { requiresPresence, isStale, retryScheduled, type AgentStore } from './state.ts';

export type RetrySchedulerDeps = {
  store: AgentStore;
  time: Clock;
  /** Whether a network interface seems to be up. A guess: a VPN's interface may not count as one. */
  isOnline: () => boolean;
  /** Whether no user can see the screen: it is locked, the computer sleeps, or another user's session is in front. */
  isScreenLocked: () => boolean;
  /** Sends the newest intent, which is queued again. */
  send: () => void;
  /** Fails the intent until the agent confirms it: an agent who may be away is never set to Free. */
  requireConfirmation: (intent: StatusIntent) => void;
};

/** The delay between two attempts. */
type RetryDelay = {
  /** In milliseconds, shown as a countdown. */
  ms: number;
  /** The failure that caused the delay. */
  report: FailureReport;
  /** Whether the delay is a slot in the rate limit. */
  rateLimited: boolean;
};

export type RetryScheduler = {
  scheduleRetry: (intent: StatusIntent, delay: RetryDelay) => void;
  /**
   * Waits after a request found no network. The intent is sent when the network seems to be back, and after `retryInMs`
   * milliseconds even if it does not.
   */
  waitForNetwork: (intent: StatusIntent, retryInMs: number) => void;
  /** Whether the newest intent waits: it is neither in flight nor queued. */
  isWaiting: () => boolean;
  /** Sends the waiting intent now. */
  flush: () => void;
  /** Cancels the timer. */
  cancel: () => void;
};

/** How often to check for the network while an intent waits for it, in milliseconds. Checking sends nothing. */
const NETWORK_POLL_MS = 1_000;

/**
 * The longest timer of a countdown, in milliseconds. Timers stop while the computer sleeps, so the clock is compared
 * this often.
 */
const MAX_TIMER_MS = 5_000;

/**
 * A timer that fires this late, in milliseconds, was interrupted by sleep: the agent may have left, and a rush on the
 * rate limit is over.
 */
const SLEEP_DETECTION_MS = 10_000;

export function createRetryScheduler({
  store,
  time,
  isOnline,
  isScreenLocked,
  send,
  requireConfirmation,
}: RetrySchedulerDeps): RetryScheduler {
  let cancelTimer: CancelTimer = () => {};

  /** Runs when the delay is over. After an intent to be Free the agent may have locked the screen meanwhile. */
  function sendIfPresent(intent: StatusIntent): void {
    if (requiresPresence(intent) && isScreenLocked()) requireConfirmation(intent);
    else flush();
  }

  function scheduleRetry(intent: StatusIntent, { ms, report, rateLimited }: RetryDelay): void {
    store.update((state) => retryScheduled(state, { type: 'waiting', until: time.now() + ms }, report));
    countDown(intent, ms, rateLimited);
  }

  function countDown(intent: StatusIntent, leftMs: number, rateLimited: boolean): void {
    const timerMs = Math.min(leftMs, MAX_TIMER_MS);
    const firesAt = time.now() + timerMs;
    cancelTimer = time.setTimer(timerMs, () => {
      const hasSlept = time.now() - firesAt > SLEEP_DETECTION_MS;
      if (leftMs > timerMs && !hasSlept) countDown(intent, leftMs - timerMs, rateLimited);
      // A slot in the rate limit stays valid as long as its countdown is shown. Every other intent becomes stale.
      else if (isStale(intent, time.now()) && (hasSlept || !rateLimited)) requireConfirmation(intent);
      else sendIfPresent(intent);
    });
  }

  function waitForNetwork(intent: StatusIntent, retryInMs: number): void {
    store.update((state) => retryScheduled(state, { type: 'offline' }, null));
    pollNetwork(intent, retryInMs, isOnline());
  }

  function pollNetwork(intent: StatusIntent, leftMs: number, wasOnline: boolean): void {
    cancelTimer = time.setTimer(NETWORK_POLL_MS, () => {
      const isOnlineNow = isOnline();
      const isBackOnline = isOnlineNow && !wasOnline;
      if (isStale(intent, time.now())) requireConfirmation(intent);
      else if (isBackOnline || leftMs <= NETWORK_POLL_MS) sendIfPresent(intent);
      else pollNetwork(intent, leftMs - NETWORK_POLL_MS, isOnlineNow);
    });
  }

  function isWaiting(): boolean {
    const phase = store.get().intent?.phase.type;
    return phase === 'waiting' || phase === 'offline';
  }

  function flush(): void {
    if (!isWaiting()) return;
    cancelTimer();
    store.update((state) => retryScheduled(state, { type: 'queued' }, state.failure));
    send();
  }

  return { scheduleRetry, waitForNetwork, isWaiting, flush, cancel: () => cancelTimer() };
}
