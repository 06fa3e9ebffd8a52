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
  /**
   * Reads now, because the user asks for it. Does nothing while a reading runs, while the poller is stopped and while
   * reading is refused. The backoff continues, so that repeated calls do not make polling more frequent.
   */
  checkNow: () => void;
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
  /**
   * Whether changes of the status are pushed. While they are, a status that is known is not read regularly. Default: no.
   */
  isPushed?: () => boolean;
  /** Registers a listener for each change of `isStatusKnown`, `canRead` and `isPushed`; returns its removal. */
  subscribe: (listener: () => void) => CancelTimer;
  /**
   * Receives when the next reading starts, epoch milliseconds; null when a reading starts, and when none is scheduled.
   * Called again with a new time when the clock was changed.
   */
  onSchedule: (nextCheckAt: number | null) => void;
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

/**
 * After a refusal by the rate limit the backoff continues here: with a delay of 2³ s. The service takes 20 readings a
 * second from all agents together, so delays of 1 s would only add to the rush. About 500 agents spread over 4 to 12 s,
 * and over the next delays the rest of them gets a reading.
 */
const RATE_LIMITED_RETRIES = 3;

/**
 * How often the clock is compared with the time of the next reading, in milliseconds. Timers stop while the computer
 * sleeps, and the clock may be changed. It is compared more often while the status is unknown: the time is shown then.
 */
const CLOCK_CHECK_MS = { known: 30_000, unknown: 5_000 };

/** A connection used this recently, in milliseconds, is still open: servers keep one for a minute and more. */
const KEEP_ALIVE_MS = 30_000;

/** The longest that `refresh` may take, in milliseconds: for the reading in flight and for the one after it. */
const REFRESH_TIMEOUT_MS = SHORTENED_TIMEOUT_MS + CALL_TIMEOUT_MS + 1_000;

/** Polls the status. The next reading is scheduled after the last one succeeded, failed or timed out. */
export function createStatusPoller(deps: StatusPollerDeps): StatusPoller {
  const { time, refresh, intervalMs, canRead, isStatusKnown, subscribe, onSchedule } = deps;
  const isPushed = deps.isPushed ?? (() => false);
  let cancelTimer: CancelTimer = () => {};
  let unsubscribe: CancelTimer = () => {};
  let inFlight: PortCall<ReadOutcome> | null = null;
  let isRunning = false;
  let wasKnown = false;
  let wasReadable = false;
  let wasPushed = false;
  /** Readings since the status became unknown. */
  let retries = 0;
  let lastPollAt = Number.NEGATIVE_INFINITY;

  async function poll(): Promise<void> {
    unschedule();
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
    if (!canRead() || (isPushed() && isStatusKnown())) {
      unschedule();
      return;
    }
    const delayMs = nextDelay(outcome);
    countDown(delayMs, time.now() + delayMs);
  }

  function unschedule(): void {
    cancelTimer();
    cancelTimer = () => {};
    onSchedule(null);
  }

  /**
   * Waits in steps and compares the clock after each. A clock that was set forward, or a sleep, makes the reading due
   * earlier. A clock that was set back does not delay it.
   */
  function countDown(leftMs: number, dueAt: number): void {
    cancelTimer();
    const stepMs = Math.min(leftMs, isStatusKnown() ? CLOCK_CHECK_MS.known : CLOCK_CHECK_MS.unknown);
    cancelTimer = time.setTimer(stepMs, () => {
      const now = time.now();
      const nowLeftMs = Math.min(leftMs - stepMs, dueAt - now);
      if (nowLeftMs <= 0) void poll();
      else countDown(nowLeftMs, now + nowLeftMs);
    });
    onSchedule(dueAt);
  }

  /** In whole milliseconds. */
  function nextDelay(outcome: ReadOutcome | null): number {
    const regularMs = intervalMs();
    if (outcome === 'rateLimited') retries = Math.max(retries, RATE_LIMITED_RETRIES);
    const retryMs = INITIAL_RETRY_MS * 2 ** retries;
    if (isStatusKnown() || outcome === 'noKey' || retryMs >= regularMs) return addJitter(regularMs, JITTER);
    // `skipped`: a switch is in flight and nothing was sent.
    if (outcome !== 'skipped') retries += 1;
    return addJitter(retryMs, RETRY_JITTER);
  }

  function addJitter(milliseconds: number, share: number): number {
    return Math.round(milliseconds * (1 - share + 2 * share * time.random()));
  }

  function onStateChange(): void {
    const [known, readable, pushed] = [isStatusKnown(), canRead(), isPushed()];
    const [becameUnknown, isReadableChanged] = [wasKnown && !known, readable !== wasReadable];
    // With the first pushed status the next reading is cancelled. Without a stream the readings go on.
    const becameKnown = pushed && known && !wasKnown;
    const isPushedChanged = pushed !== wasPushed || becameKnown;
    if (known !== wasKnown) retries = 0;
    wasKnown = known;
    wasReadable = readable;
    wasPushed = pushed;
    if (!inFlight && (becameUnknown || isReadableChanged || isPushedChanged)) scheduleNext(null);
  }

  function stop(): void {
    isRunning = false;
    unsubscribe();
    inFlight?.cancel();
    inFlight = null;
    unschedule();
  }

  function start(): void {
    stop();
    isRunning = true;
    wasKnown = isStatusKnown();
    wasReadable = canRead();
    wasPushed = isPushed();
    retries = 0;
    unsubscribe = subscribe(onStateChange);
    void poll();
  }

  return {
    start,
    stop,
    prewarm: () => {
      // The absolute value covers a clock that was set back, which reveals nothing about the connection.
      if (isRunning && canRead() && Math.abs(time.now() - lastPollAt) > KEEP_ALIVE_MS) start();
    },
    checkNow: () => {
      if (isRunning && !inFlight && canRead()) void poll();
    },
  };
}
