import type { Time } from '../../../main/time.ts';

/** A clock that moves only when it is told to. */
export type VirtualTime = Time & {
  /** Moves on by so many milliseconds, and runs what falls due on the way, in order. */
  advance: (milliseconds: number) => Promise<void>;
  /** How many timers are set. */
  pending: () => number;
};

/** @param random the chances to hand out, over and over; ½ unless told. */
export function virtualTime(
  start = Date.UTC(2026, 10, 23, 9),
  random: readonly number[] = [0.5],
): VirtualTime {
  let now = start;
  let handedOut = 0;
  const timers = new Set<{ at: number; callback: () => void }>();

  return {
    now: () => now,
    after: (milliseconds, callback) => {
      const timer = { at: now + milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    random: () => {
      handedOut += 1;
      return random[(handedOut - 1) % random.length] ?? 0.5;
    },
    pending: () => timers.size,
    advance: async (milliseconds) => {
      const end = now + milliseconds;
      for (;;) {
        await settled();
        const due = [...timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
        if (!due) break;
        timers.delete(due);
        now = due.at;
        due.callback();
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
