/**
 * Derives user input from the readings of one idle counter. Pure.
 *
 * A counter is only trusted after it was seen to count, because a desktop that cannot count still returns numbers:
 * weston always returns 0, sway counts from the start of the app, GNOME returns 0 once and then 105. Only a counter
 * that has counted in step with time and then fallen back indicates an input. A first reading, a constant, a leap
 * upwards or a rising count never does.
 */
import { DAY_MS, MINUTE_MS } from '../../shared/time-units.ts';

/** One reading: when, in epoch milliseconds, and the milliseconds since the last input according to the counter. */
export type CounterReading = { at: number; idleMs: number };

export type IdleCounter = {
  /** The newest reading; null before the first one, and after an implausible one. */
  last: CounterReading | null;
  /** The first reading of the current run of counting. */
  runStart: CounterReading | null;
  /** Whether it was ever seen to count in step with time. */
  isCounting: boolean;
  /** When inputs were detected, epoch milliseconds, oldest first; only the last few. */
  inputs: readonly number[];
};

export const initialCounter: IdleCounter = { last: null, runStart: null, isCounting: false, inputs: [] };

/** Counters count in whole seconds, and a reading has a latency. */
const TOLERANCE_MS = 1_500;
/** After counting steadily for this long, in milliseconds, the counter is trusted. */
const MIN_COUNTED_MS = 2_000;
/**
 * A fall only indicates an input if at least this much of a count is lost, in milliseconds: a smaller one may be a late
 * response.
 */
const MIN_FALL_MS = 1_000;
/** Between two readings further apart than this, in milliseconds, the computer slept or its clock was set. */
const MAX_GAP_MS = MINUTE_MS;
/** No session has been idle for longer than this. */
const MAX_IDLE_MS = 366 * DAY_MS;
/** As many inputs as the strictest rule requires. */
const INPUTS_KEPT = 2;

/** Returns the counter after one more reading. */
export function withReading(counter: IdleCounter, reading: CounterReading): IdleCounter {
  const { at, idleMs } = reading;
  if (!(idleMs >= 0 && idleMs <= MAX_IDLE_MS)) return initialCounter;
  const { last, runStart } = counter;
  const restarted: IdleCounter = { ...initialCounter, last: reading, runStart: reading };
  if (!last || !runStart) return restarted;
  const elapsedMs = at - last.at;
  if (elapsedMs <= 0 || elapsedMs > MAX_GAP_MS) return restarted;

  const deviationMs = idleMs - (runStart.idleMs + (at - runStart.at));
  if (idleMs >= last.idleMs && Math.abs(deviationMs) <= TOLERANCE_MS) {
    const countedMs = Math.min(idleMs - runStart.idleMs, at - runStart.at);
    const isCounting = counter.isCounting || countedMs >= MIN_COUNTED_MS;
    return { ...counter, isCounting, last: reading };
  }
  // More idle time than has passed: the earlier readings were wrong.
  if (deviationMs > TOLERANCE_MS) return restarted;
  // A fall to a point before the last reading is implausible too.
  if (idleMs < last.idleMs && idleMs > elapsedMs + TOLERANCE_MS) return restarted;

  const hasFallen =
    counter.isCounting && idleMs < last.idleMs && last.idleMs - runStart.idleMs >= MIN_FALL_MS;
  const inputs = hasFallen ? [...counter.inputs, at - idleMs].slice(-INPUTS_KEPT) : counter.inputs;
  return { ...counter, last: reading, runStart: reading, inputs };
}

/** How long there was no input, in milliseconds; null unless the current count was seen to run. */
export function reliableIdleMs({ isCounting, last, runStart }: IdleCounter): number | null {
  const isRunning =
    last !== null && runStart !== null && last.at > runStart.at && last.idleMs > runStart.idleMs;
  return isCounting && isRunning ? last.idleMs : null;
}
