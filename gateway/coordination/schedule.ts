/**
 * When the next call of an action may leave: the schedule that all instances reserve from. Pure, so that memory and Redis have one
 * algorithm.
 *
 * Calls are spread evenly, and no second has more of them than the limit, even if they do not arrive at the distance at which they
 * left. A refusal lowers the rate, calls that are taken raise it again by about one call a second each second (AIMD).
 */

export type Schedule = {
  /** Calls a second, at most the limit. */
  rate: number;
  /** The earliest time of the next call, milliseconds since 1970. */
  nextAt: number;
  /** The times of the last calls, as many as a second may have, the oldest first. */
  reserved: readonly number[];
  /** When a refusal last lowered the rate. */
  loweredAt: number;
  /** When a call was last reserved. */
  changedAt: number;
};

/** The window in which the limit holds, in milliseconds. Calls can arrive closer together than they left. */
export const WINDOW_MS = 1_050;

/**
 * How much time late calls may catch up, in milliseconds. Without it the delays of a busy process would add up. The limit of calls in
 * any second holds nevertheless.
 */
const CATCH_UP_MS = 200;

/** The slowest rate, in calls a second. */
const MIN_RATE = 1;

/**
 * What a refusal leaves of the rate. A call that left late can be the cause, so one refusal costs little; where the limit is lower, they
 * follow each second.
 */
const AFTER_REFUSAL = 0.75;

/** Refusals within this time are of the same rush and count once, in milliseconds. */
const SAME_RUSH_MS = 1_000;

/**
 * Clocks of instances differ by less than this, in milliseconds. A clock that is behind by more has been set back: all times
 * of the schedule move with it then, so that no call waits for the time that was taken back.
 */
const MAX_SKEW_MS = 1_000;

/** @param waitMs how long the first call waits, in milliseconds: calls of before that are not known may count until then */
export function initialSchedule(callsPerSecond: number, now: number, waitMs = 0): Schedule {
  return {
    rate: callsPerSecond,
    nextAt: now + waitMs,
    reserved: [],
    loweredAt: now - SAME_RUSH_MS,
    changedAt: now,
  };
}

/**
 * Reserves the next call, first come first served.
 * @param callsPerSecond a whole number of at least 1
 * @returns the delay until it may leave, in milliseconds
 */
export function reserve(
  schedule: Schedule,
  callsPerSecond: number,
  now: number,
): { schedule: Schedule; delayMs: number } {
  const { rate, nextAt, reserved, loweredAt, changedAt } = followClock(schedule, now);
  const [oldest = now] = reserved;
  const windowFreeAt = reserved.length < callsPerSecond ? now : oldest + WINDOW_MS;
  const leavesAt = Math.max(now, nextAt, windowFreeAt);
  return {
    schedule: {
      rate,
      nextAt: Math.max(nextAt, leavesAt - CATCH_UP_MS) + 1_000 / rate,
      reserved: [...reserved, leavesAt].slice(-callsPerSecond),
      loweredAt,
      changedAt: Math.max(now, changedAt),
    },
    delayMs: leavesAt - now,
  };
}

function followClock(schedule: Schedule, now: number): Schedule {
  const setBackBy = schedule.changedAt - now;
  if (setBackBy <= MAX_SKEW_MS) return schedule;
  return {
    rate: schedule.rate,
    nextAt: schedule.nextAt - setBackBy,
    reserved: schedule.reserved.map((at) => at - setBackBy),
    loweredAt: schedule.loweredAt - setBackBy,
    changedAt: now,
  };
}

/** A call was refused by the rate limit. */
export function refused(schedule: Schedule, now: number): Schedule {
  if (Math.abs(now - schedule.loweredAt) < SAME_RUSH_MS) return schedule;
  return { ...schedule, rate: Math.max(MIN_RATE, schedule.rate * AFTER_REFUSAL), loweredAt: now };
}

/** A call was not refused by the rate limit. Returns the same schedule if the rate is the limit already. */
export function accepted(schedule: Schedule, callsPerSecond: number): Schedule {
  if (schedule.rate >= callsPerSecond) return schedule;
  return { ...schedule, rate: Math.min(callsPerSecond, schedule.rate + 1 / schedule.rate) };
}
