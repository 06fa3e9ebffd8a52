import type { Cancel, Time } from '../time.ts';

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
  refresh: () => Promise<void>;
  /** From one reading to the next, in milliseconds; asked for each time. */
  intervalMs: () => number;
  /** False once the service has said that the key may not: it is not asked again until somebody looks. */
  mayRead: () => boolean;
};

/** Readings that begin together, after a power cut or at the start of a shift, drift apart by up to this share. */
const JITTER = 0.25;

/** A connection of a moment ago is still open: servers keep one for a minute and more. */
const WARM_MS = 30_000;

/** Reads the status back gently. The next reading is planned when the last one has come back. */
export function createReadingSchedule({ time, refresh, intervalMs, mayRead }: ReadingPorts): ReadingSchedule {
  let cancel: Cancel = () => {};
  /** Tells an earlier start from the one in force. */
  let round = 0;
  let runs = false;
  let readAt = Number.NEGATIVE_INFINITY;

  async function readAndPlan(current: number): Promise<void> {
    readAt = time.now();
    await refresh();
    if (current !== round || !mayRead()) return;
    const wait = intervalMs() * (1 - JITTER + 2 * JITTER * time.random());
    cancel = time.after(wait, () => void readAndPlan(current));
  }

  function stop(): void {
    round += 1;
    runs = false;
    cancel();
  }

  function start(): void {
    stop();
    runs = true;
    void readAndPlan(round);
  }

  return {
    start,
    stop,
    expectSomebody: () => {
      if (runs && mayRead() && time.now() - readAt > WARM_MS) start();
    },
  };
}
