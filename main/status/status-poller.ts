/** Polls the agent's status at regular intervals, and more often while it is unknown. */
import { startCall, type PortCall } from '../../shared/port-guard.ts';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import { CALL_TIMEOUT_MS, SHORTENED_TIMEOUT_MS } from './limits.ts';
import type { ReadOutcome } from './status-reader.ts';

export type StatusPoller = {
  /** Reads now, and regularly from then on. */
  start: () => void;
  /** Ends the readings: nothing shows the status, or no account is set up. */
  stop: () => void;
  /**
   * Reads before the user is likely to see the status or to switch, which opens the connection early. Does nothing if
   * the last reading was just made.
   */
  prewarm: () => void;
};

export type StatusPollerDeps = {
  time: Clock;
  refresh: () => Promise<ReadOutcome>;
  /** From one reading to the next, in milliseconds. Called before each reading. */
  intervalMs: () => number;
  /**
   * False if no account is set up, and after the service refused reading with this key, until the status is shown
   * again.
   */
  canRead: () => boolean;
  /** Whether the confirmed status is still valid. While it is not, polling is more frequent. */
  isStatusKnown: () => boolean;
  /** Registers a listener for each change of `isStatusKnown`; returns its removal. */
  subscribe: (listener: () => void) => CancelTimer;
};

/**
 * Each interval varies by up to this share, so that clients that start together, after a power cut or at the start of a
 * shift, spread out.
 */
const JITTER = 0.25;

/**
 * The first delay while the status is unknown, in milliseconds. Each later one is twice as long, up to the regular
 * interval.
 */
const INITIAL_RETRY_MS = 1_000;
/** All agents of a contact center may lose their status in the same second. */
const RETRY_JITTER = 0.5;

/** A connection used this recently, in milliseconds, is still open: servers keep one for a minute and more. */
const KEEP_ALIVE_MS = 30_000;

/** The longest that `refresh` may take, in milliseconds: for the reading in flight and for the one after it. */
const REFRESH_TIMEOUT_MS = SHORTENED_TIMEOUT_MS + CALL_TIMEOUT_MS + 1_000;

/** Polls the status. The next reading is scheduled after the last one succeeded, failed or timed out. */
export function createStatusPoller(deps: StatusPollerDeps): StatusPoller {
  const { time, refresh, intervalMs, canRead, isStatusKnown, subscribe } = deps;
  let cancelTimer: CancelTimer = () => {};
  let unsubscribe: CancelTimer = () => {};
  let inFlight: PortCall<ReadOutcome> | null = null;
  let isRunning = false;
  let wasKnown = false;
  /** Readings since the status became unknown. */
  let retries = 0;
  let lastPollAt = Number.NEGATIVE_INFINITY;

  async function poll(): Promise<void> {
    lastPollAt = time.now();
    const call = startCall(time, REFRESH_TIMEOUT_MS, refresh);
    inFlight = call;
    const result = await call.result;
    // The poller was stopped or restarted meanwhile.
    if (inFlight !== call) return;
    inFlight = null;
    scheduleNext(result.type === 'answered' ? result.value : null);
  }

  /** @param outcome of the reading just made; null if it gave no result, or if none was made */
  function scheduleNext(outcome: ReadOutcome | null): void {
    cancelTimer();
    if (!canRead()) return;
    cancelTimer = time.setTimer(nextDelay(outcome), () => void poll());
  }

  function nextDelay(outcome: ReadOutcome | null): number {
    const regularMs = intervalMs();
    const retryMs = INITIAL_RETRY_MS * 2 ** retries;
    if (isStatusKnown() || outcome === 'failed' || retryMs >= regularMs) return addJitter(regularMs, JITTER);
    // `skipped`: a switch is in flight and nothing was sent.
    if (outcome !== 'skipped') retries += 1;
    return addJitter(retryMs, RETRY_JITTER);
  }

  function addJitter(milliseconds: number, share: number): number {
    return milliseconds * (1 - share + 2 * share * time.random());
  }

  function onKnownChange(): void {
    const known = isStatusKnown();
    if (known === wasKnown) return;
    wasKnown = known;
    retries = 0;
    if (!known && !inFlight) scheduleNext(null);
  }

  function stop(): void {
    isRunning = false;
    cancelTimer();
    unsubscribe();
    inFlight?.cancel();
    inFlight = null;
  }

  function start(): void {
    stop();
    isRunning = true;
    wasKnown = isStatusKnown();
    retries = 0;
    unsubscribe = subscribe(onKnownChange);
    void poll();
  }

  return {
    start,
    stop,
    prewarm: () => {
      // The absolute value covers a clock that was set back, which reveals nothing about the connection.
      if (isRunning && canRead() && Math.abs(time.now() - lastPollAt) > KEEP_ALIVE_MS) start();
    },
  };
}
