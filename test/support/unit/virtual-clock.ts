import type { Clock } from '../../../shared/clock.ts';
import { createTimerQueue } from './timer-queue.ts';

/** A clock that only moves when the test advances it. */
export type VirtualClock = Clock & {
  /** Advances by this many milliseconds, and runs the timers that become due, in order. */
  advance: (milliseconds: number) => Promise<void>;
  /** How many timers are set. */
  pending: () => number;
};

/**
 * Creates a virtual clock.
 * @param randomValues the random values to return, repeated, or a function that returns them; default ½
 * @param flush waits until no work is left that needs no timer; default: some turns of microtasks
 */
export function createVirtualClock(
  start = Date.UTC(2026, 10, 23, 9),
  randomValues: readonly number[] | (() => number) = [0.5],
  flush: () => Promise<void> = flushMicrotasks,
): VirtualClock {
  let now = start;
  let issuedCount = 0;
  const timers = createTimerQueue();

  function random(): number {
    if (typeof randomValues === 'function') return randomValues();
    issuedCount += 1;
    return randomValues[(issuedCount - 1) % randomValues.length] ?? 0.5;
  }

  return {
    now: () => now,
    setTimer: (milliseconds, callback) => timers.add(now + milliseconds, callback),
    random,
    pending: timers.size,
    advance: async (milliseconds) => {
      const end = now + milliseconds;
      for (;;) {
        await flush();
        const next = timers.takeDue(end);
        if (!next) break;
        now = next.at;
        next.callback();
      }
      now = end;
      await flush();
    },
  };
}

/** Waits for some turns of microtasks. */
export async function flushMicrotasks(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}
