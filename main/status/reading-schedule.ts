import { startCall, type PortCall } from '../port-guard.ts';
import type { Cancel, Time } from '../time.ts';
import { CALL_LIMIT_MS, GIVE_WAY_MS } from './limits.ts';
import type { ReadOutcome } from './reader.ts';

export type ReadingSchedule = {
  /** Read now, and from now on every so often. */
  start: () => void;
  /** No more readings: nobody looks, or there is nobody to read for. */
  stop: () => void;
  /** Somebody is about to look, or to switch: a reading opens the connection for them. None where one was made just now. */
  expectSomebody: () => void;
};

export type ReadingPorts = {
  time: Time;
  refresh: () => Promise<ReadOutcome>;
  /** From one reading to the next, in milliseconds; asked for each time. */
  intervalMs: () => number;
  /**
   * False where nobody is set up, and once the service has said that the key may not: it is not asked again until somebody
   * looks.
   */
  mayRead: () => boolean;
  /** Whether the status last proved still holds. While it does not, it is polled more often. */
  isKnown: () => boolean;
  /** Calls back after each change of what `isKnown` tells; the answer stops that. */
  subscribe: (listener: () => void) => Cancel;
};

/** Readings that begin together, after a power cut or at the start of a shift, drift apart by up to this share. */
const JITTER = 0.25;

/** The first delay while the status is unknown; each later one is twice as long, up to the ordinary interval. */
const FIRST_RETRY_MS = 1_000;
/** All agents of a centre may lose their status in the same second. */
const RETRY_JITTER = 0.5;

/** A connection of a moment ago is still open: servers keep one for a minute and more. */
const WARM_MS = 30_000;

/** The longest that `refresh` may take: for the reading under way, and for the one after it. */
const REFRESH_LIMIT_MS = GIVE_WAY_MS + CALL_LIMIT_MS + 1_000;

/**
 * Reads the status back gently. The next reading is planned when the last one has come back, failed, or not come back within
 * its limit.
 */
export function createReadingSchedule(ports: ReadingPorts): ReadingSchedule {
  const { time, refresh, intervalMs, mayRead, isKnown, subscribe } = ports;
  let cancelTimer: Cancel = () => {};
  let unsubscribe: Cancel = () => {};
  let underWay: PortCall<ReadOutcome> | null = null;
  let runs = false;
  let wasKnown = false;
  /** Readings since the status became unknown. */
  let retries = 0;
  let readAt = Number.NEGATIVE_INFINITY;

  async function readAndPlan(): Promise<void> {
    readAt = time.now();
    const call = startCall(time, REFRESH_LIMIT_MS, refresh);
    underWay = call;
    const result = await call.result;
    // Stopped meanwhile, or started anew.
    if (underWay !== call) return;
    underWay = null;
    plan(result.type === 'answered' ? result.value : 'retry');
  }

  function plan(outcome: ReadOutcome): void {
    cancelTimer();
    if (!mayRead()) return;
    cancelTimer = time.after(nextDelay(outcome), () => void readAndPlan());
  }

  function nextDelay(outcome: ReadOutcome): number {
    const ordinaryMs = intervalMs();
    const retryMs = FIRST_RETRY_MS * 2 ** retries;
    if (isKnown() || outcome === 'failed' || retryMs >= ordinaryMs) return jittered(ordinaryMs, JITTER);
    // A request for a switch is in flight: nothing was asked.
    if (outcome !== 'skipped') retries += 1;
    return jittered(retryMs, RETRY_JITTER);
  }

  function jittered(milliseconds: number, share: number): number {
    return milliseconds * (1 - share + 2 * share * time.random());
  }

  function follow(): void {
    const known = isKnown();
    if (known === wasKnown) return;
    wasKnown = known;
    retries = 0;
    if (!known && !underWay) plan('retry');
  }

  function stop(): void {
    runs = false;
    cancelTimer();
    unsubscribe();
    underWay?.cancel();
    underWay = null;
  }

  function start(): void {
    stop();
    runs = true;
    wasKnown = isKnown();
    retries = 0;
    unsubscribe = subscribe(follow);
    void readAndPlan();
  }

  return {
    start,
    stop,
    expectSomebody: () => {
      // A clock that was set back says nothing of the connection.
      if (runs && mayRead() && Math.abs(time.now() - readAt) > WARM_MS) start();
    },
  };
}
