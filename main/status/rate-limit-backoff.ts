/**
 * Computes the delay after a refusal by the rate limit. The service takes 20 switches a second from all agents of a
 * cloud account together, and many agents start their shift in the same second. The service reports neither a queue
 * position nor how many agents wait. So each agent draws its next attempt at random from an interval as long as the
 * group seems to need, and sends it at the next common slot.
 */
import type { Clock } from '../../shared/clock.ts';

/** The service's limit for one action, shared by all agents of a cloud account. */
const SWITCHES_PER_SECOND = 20;

/** The rate limit refusals of one intent so far. */
export type RateLimitHistory = {
  /** How often the intent was refused because of the limit; 1 after the first refusal. */
  refusals: number;
  /** From the first refused attempt to the last one, in milliseconds. */
  elapsedMs: number;
  /** How many agents start together, if an admin has configured it. */
  fleetSize: number | null;
};

/**
 * Distance of the slots, in milliseconds: multiples of it since 1970 are the moments at which attempts leave, on every computer of
 * the group. The service does not document whether a refused request counts. If it does, attempts at any time would keep the last
 * second full, and nobody would be accepted. Between two slots a second passes without attempts, so that the next slot finds the
 * whole limit free under either rule. What is more than a second is for different latencies and clocks. With an unknown size more
 * attempts than the limit leave in each slot, so that one that comes late does more harm.
 */
const SLOT_DISTANCE_MS = { unknownSize: 1_150, knownSize: 1_100 };

/** Width of the first draw for a group of unknown size, in milliseconds. Each later draw is at least as wide. */
const UNKNOWN_JITTER_MS = 5_000;

/** Width of the draw for the agents that are left when every agent should have had a slot, in milliseconds. */
const STRAGGLERS_JITTER_MS = 300;

/**
 * Ratio between the interval that is drawn from and the minimum that a group of known size needs: the distance of the slots, and
 * room for slots that happen to be full. A second draw gets more headroom than the first, otherwise all agents that missed their
 * slot would meet at the end of the interval.
 */
const FIRST_DRAW_HEADROOM = 1.15;
const LATER_DRAW_HEADROOM = 1.2;

/**
 * Returns the delay until the next attempt after a refusal, in milliseconds, before it is moved to a slot.
 *
 * Unknown group size: after being refused for a time t, an agent can infer that the group needs at least t; it may need
 * as long again. The delay grows with the elapsed time, by 35 to 45 % of it: less would send too many requests, more would make
 * the last agents wait past the end of the rush. Delays of different length separate agents that collided before.
 *
 * Known group size: the service has taken its 20 in the first second, the rest needs `rest / 20` s. One draw over all
 * of it spreads the group at once.
 * @param random 0 ≤ random < 1
 */
export function nextSlotDelay({ refusals, elapsedMs, fleetSize }: RateLimitHistory, random: number): number {
  if (fleetSize === null) return Math.round(growingDelay(elapsedMs, UNKNOWN_JITTER_MS, random));
  const rest = Math.max(0, fleetSize - SWITCHES_PER_SECOND);
  const headroom = refusals === 1 ? FIRST_DRAW_HEADROOM : LATER_DRAW_HEADROOM;
  const remainingMs = (rest / SWITCHES_PER_SECOND) * headroom * 1_000 - elapsedMs;
  if (remainingMs > STRAGGLERS_JITTER_MS) return Math.round(random * remainingMs);
  // More agents than configured are waiting; how many more is unknown.
  return Math.round(growingDelay(Math.max(0, -remainingMs), STRAGGLERS_JITTER_MS, random));
}

/**
 * An attempt that left this much later than its slot, or took this long, was interrupted by sleep: the rush is over.
 */
const SLEEP_DETECTION_MS = 10_000;

/** Creates the rate limit backoff, which keeps the refusals of the newest intent. */
export function createRateLimitBackoff(time: Clock, fleetSize: () => number | null) {
  let history = { intentId: 0, since: 0, refusals: 0, nextSlotAt: 0 };

  /**
   * Records that an intent was refused because of the limit.
   * @param sentAt when the refused attempt left, epoch milliseconds
   * @returns the delay before the next attempt, in milliseconds
   */
  return function slotDelay(intentId: number, sentAt: number): number {
    const now = time.now();
    const hasSleptInFlight = now - sentAt > SLEEP_DETECTION_MS;
    if (
      intentId !== history.intentId ||
      sentAt - history.nextSlotAt > SLEEP_DETECTION_MS ||
      hasSleptInFlight
    ) {
      // Sleep does not count as elapsed time.
      history = { intentId, since: hasSleptInFlight ? now : sentAt, refusals: 0, nextSlotAt: 0 };
    }
    history.refusals += 1;
    const elapsedMs = Math.max(0, sentAt - history.since);
    const { refusals } = history;
    const size = fleetSize();
    const delayMs = nextSlotDelay({ refusals, elapsedMs, fleetSize: size }, time.random());
    history.nextSlotAt = nextSlotAt(now + delayMs, size);
    return history.nextSlotAt - now;
  };
}

/** The first slot that is not before a time, both in epoch milliseconds. */
function nextSlotAt(earliest: number, fleetSize: number | null): number {
  const distance = fleetSize === null ? SLOT_DISTANCE_MS.unknownSize : SLOT_DISTANCE_MS.knownSize;
  return Math.ceil(earliest / distance) * distance;
}

function growingDelay(elapsedMs: number, jitterMs: number, random: number): number {
  return jitterMs * random + elapsedMs * (0.35 + 0.1 * random);
}
