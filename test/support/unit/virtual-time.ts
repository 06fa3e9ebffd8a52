import type { Time } from '../../../main/time.ts';

/** A clock that moves only when it is told to. */
export type VirtualTime = Time & {
  /** Moves on by so many milliseconds, and runs what falls due on the way, in order. */
  advance: (milliseconds: number) => Promise<void>;
  /** How many timers are set. */
  pending: () => number;
};

type Timer = { at: number; callback: () => void };

/** @param chance the chances to hand out, over and over, or where they come from; ½ unless told. */
export function virtualTime(
  start = Date.UTC(2026, 10, 23, 9),
  chance: readonly number[] | (() => number) = [0.5],
): VirtualTime {
  let now = start;
  let handedOut = 0;
  /** The next one last, so that taking it is cheap with thousands of agents. */
  const timers: Timer[] = [];

  function random(): number {
    if (typeof chance === 'function') return chance();
    handedOut += 1;
    return chance[(handedOut - 1) % chance.length] ?? 0.5;
  }

  /** Where a timer belongs: of those that are due together, the one set first is the next. */
  function placeFor(at: number): number {
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
    after: (milliseconds, callback) => {
      const timer = { at: now + milliseconds, callback };
      timers.splice(placeFor(timer.at), 0, timer);
      return () => {
        const place = timers.indexOf(timer);
        if (place >= 0) timers.splice(place, 1);
      };
    },
    random,
    pending: () => timers.length,
    advance: async (milliseconds) => {
      const end = now + milliseconds;
      for (;;) {
        await settled();
        const next = timers.at(-1);
        if (!next || next.at > end) break;
        timers.pop();
        now = next.at;
        next.callback();
      }
      now = end;
      await settled();
    },
  };
}

/** Lets everything that is ready to go on go on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
