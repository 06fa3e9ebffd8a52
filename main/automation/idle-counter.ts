/**
 * What the readings of one idle counter prove. Pure.
 *
 * A counter is believed for what it was seen to do, because a desktop that cannot count answers all the same: weston says 0
 * for ever, sway counts from the start of the app, GNOME says 0 once and then 105. Only a counter that has counted in step
 * with time and then fallen back shows an input: a first reading, a constant, a leap upwards or a rising count never does.
 */

/** One reading: when, in epoch milliseconds, and the milliseconds since the last input by the counter's word. */
export type CounterReading = { at: number; idleMs: number };

export type IdleCounter = {
  /** The newest reading; null before the first, and after one that no honest counter gives. */
  last: CounterReading | null;
  /** Where the count that still runs was first seen. */
  runFrom: CounterReading | null;
  /** Whether it was ever seen to count in step with time. */
  counts: boolean;
  /** When somebody was seen to press a key or move the mouse, epoch milliseconds, oldest first; the last few. */
  inputs: readonly number[];
};

export const unseenCounter: IdleCounter = { last: null, runFrom: null, counts: false, inputs: [] };

/** Counters count in whole seconds, and an answer takes its time. */
const TOLERANCE_MS = 1_500;
/** So much of a steady count, and the counter is one. */
const COUNTED_MS = 2_000;
/** So much of a count must be lost for its fall to be an input: less may be an answer that was late. */
const FALLEN_MS = 1_000;
/** Between two readings further apart than this the computer slept, or its clock was set. */
const LONGEST_GAP_MS = 60_000;
/** No counter of a session is older than this. */
const LONGEST_IDLE_MS = 366 * 24 * 60 * 60_000;
/** As many inputs as any rule asks for. */
const INPUTS_KEPT = 2;

/** The counter after one more reading. */
export function withReading(counter: IdleCounter, reading: CounterReading): IdleCounter {
  const { at, idleMs } = reading;
  if (!(idleMs >= 0 && idleMs <= LONGEST_IDLE_MS)) return unseenCounter;
  const { last, runFrom } = counter;
  const anew: IdleCounter = { ...unseenCounter, last: reading, runFrom: reading };
  if (!last || !runFrom) return anew;
  const elapsed = at - last.at;
  if (elapsed <= 0 || elapsed > LONGEST_GAP_MS) return anew;

  const offStep = idleMs - (runFrom.idleMs + (at - runFrom.at));
  if (idleMs >= last.idleMs && Math.abs(offStep) <= TOLERANCE_MS) {
    const counted = Math.min(idleMs - runFrom.idleMs, at - runFrom.at);
    const counts = counter.counts || counted >= COUNTED_MS;
    return { ...counter, counts, last: reading };
  }
  // More idle time than has passed: what it said before was not true.
  if (offStep > TOLERANCE_MS) return anew;
  // The same for a fall that does not reach to where the last reading was.
  if (idleMs < last.idleMs && idleMs > elapsed + TOLERANCE_MS) return anew;

  const fell = counter.counts && idleMs < last.idleMs && last.idleMs - runFrom.idleMs >= FALLEN_MS;
  const inputs = fell ? [...counter.inputs, at - idleMs].slice(-INPUTS_KEPT) : counter.inputs;
  return { ...counter, last: reading, runFrom: reading, inputs };
}

/** How long nobody has touched anything, in milliseconds; null unless the count that says so was seen to run. */
export function provenIdleMs({ counts, last, runFrom }: IdleCounter): number | null {
  const running = last !== null && runFrom !== null && last.at > runFrom.at && last.idleMs > runFrom.idleMs;
  return counts && running ? last.idleMs : null;
}
