import type { Clock } from '../../../shared/clock.ts';

/** A clock that only moves when the test advances it. */
export type VirtualClock = Clock & {
  /** Advances by this many milliseconds, and runs the timers that become due, in order. */
  advance: (milliseconds: number) => Promise<void>;
  /** How many timers are set. */
  pending: () => number;
};

type Timer = { at: number; callback: () => void };

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
  /** Sorted with the next timer last, so that removing it is cheap with thousands of agents. */
  const timers: Timer[] = [];

  function random(): number {
    if (typeof randomValues === 'function') return randomValues();
    issuedCount += 1;
    return randomValues[(issuedCount - 1) % randomValues.length] ?? 0.5;
  }

  /** The position of a timer: of those that are due at the same time, the one set first is next. */
  function findIndex(at: number): number {
    let [low, high] = [0, timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((timers[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    now: () => now,
    setTimer: (milliseconds, callback) => {
      const timer = { at: now + milliseconds, callback };
      timers.splice(findIndex(timer.at), 0, timer);
      return () => {
        // From the first timer of that time on: a search from the start is slow with thousands of agents.
        const index = timers.indexOf(timer, findIndex(timer.at));
        if (index >= 0) timers.splice(index, 1);
      };
    },
    random,
    pending: () => timers.length,
    advance: async (milliseconds) => {
      const end = now + milliseconds;
      for (;;) {
        await flush();
        const next = timers.at(-1);
        if (!next || next.at > end) break;
        timers.pop();
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
