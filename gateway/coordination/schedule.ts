/**
 * When the next call of an action may leave: the schedule that all instances reserve from. Pure, so that memory and Redis have one
 * algorithm.
 *
 * Calls are spread evenly, and no second has more of them than the limit, even if they do not arrive at the distance at which they
 * left. A refusal halves the rate, calls that are taken raise it again by about one call a second each second (AIMD).
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
};

/** The window in which the limit holds, in milliseconds. Calls can arrive closer together than they left. */
const WINDOW_MS = 1_050;

/** The slowest rate, in calls a second. */
const MIN_RATE = 1;

/** Refusals within this time are of the same rush and count once, in milliseconds. */
const SAME_RUSH_MS = 1_000;

/** A call is never planned further ahead than this; a clock that was set back would plan it so. In milliseconds. */
const MAX_AHEAD_MS = 60_000;

export function initialSchedule(callsPerSecond: number, now: number): Schedule {
  return { rate: callsPerSecond, nextAt: now, reserved: [], loweredAt: Number.NEGATIVE_INFINITY };
}

/**
 * Reserves the next call, first come first served.
 * @returns the delay until it may leave, in milliseconds
 */
export function reserve(
  schedule: Schedule,
  callsPerSecond: number,
  now: number,
): { schedule: Schedule; delayMs: number } {
  const isSane = (time: number) => Math.abs(time - now) <= MAX_AHEAD_MS;
  const past = schedule.reserved.filter(isSane);
  const [oldest = now] = past;
  const windowFreeAt = past.length < callsPerSecond ? now : oldest + WINDOW_MS;
  const leavesAt = Math.max(now, isSane(schedule.nextAt) ? schedule.nextAt : now, windowFreeAt);
  const reserved = [...past, leavesAt].slice(-callsPerSecond);
  const nextAt = leavesAt + 1_000 / schedule.rate;
  return { schedule: { ...schedule, reserved, nextAt }, delayMs: leavesAt - now };
}

/** A call was refused by the rate limit. */
export function refused(schedule: Schedule, now: number): Schedule {
  const sinceLowered = now - schedule.loweredAt;
  if (sinceLowered >= 0 && sinceLowered < SAME_RUSH_MS) return schedule;
  return { ...schedule, rate: Math.max(MIN_RATE, schedule.rate / 2), loweredAt: now };
}

/** A call was not refused by the rate limit. */
export function accepted(schedule: Schedule, callsPerSecond: number): Schedule {
  return { ...schedule, rate: Math.min(callsPerSecond, schedule.rate + 1 / schedule.rate) };
}
