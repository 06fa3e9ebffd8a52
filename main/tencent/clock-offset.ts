/**
 * Living with a computer whose clock is wrong.
 *
 * The service refuses a signature whose time is more than five minutes from its own clock, and puts its own time in
 * the Date header of every answer. The rule:
 * - an offset is learned only from such a refusal (AuthFailure.SignatureExpire), because nothing else proves that the
 *   service's clock, and not a proxy's, disagrees with ours;
 * - it is dropped once one of the service's answers shows that this computer's clock is within the tolerance
 *   again. When the clock is put right while an offset is in use, the next request is refused once more, and that
 *   refusal carries the Date that drops the offset before the repetition.
 */

/**
 * How far this computer's clock may be off without a correction. The service tolerates five minutes; half a minute is
 * kept in hand for the way there and for a clock that goes on drifting.
 */
const GOOD_CLOCK_MS = 4.5 * 60_000;

/** A repetition signed with practically the same time would be refused again. */
const WORTH_REPEATING_MS = 30_000;

/** An HTTP Date header as epoch milliseconds; null when missing or unreadable. */
export function parseDateHeader(value: string | null): number | null {
  const time = Date.parse(String(value));
  return Number.isNaN(time) ? null : time;
}

/**
 * The offset to use after the service refused a request for its time: milliseconds to add to the local clock. It is the
 * offset in use when another try would not be signed with a different time.
 */
export function learnOffset(serverTime: number, localTime: number, offsetInUse: number): number {
  const measured = serverTime - localTime;
  if (Math.abs(measured - offsetInUse) < WORTH_REPEATING_MS) return offsetInUse;
  return Math.abs(measured) < GOOD_CLOCK_MS ? 0 : measured;
}

/** The offset to use after any other answer of the service: 0 as soon as this computer's clock is right again. */
export function keepOffset(serverTime: number, localTime: number, offsetInUse: number): number {
  return Math.abs(serverTime - localTime) < GOOD_CLOCK_MS ? 0 : offsetInUse;
}
