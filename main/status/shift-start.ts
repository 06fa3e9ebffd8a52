/**
 * Many agents start their shift in the same second, and the service takes 20 switches a second from all of them together.
 * Nobody tells an agent how many others wait, nor whose turn it is: there is only what each refusal says. So every agent
 * draws its next attempt by chance, from a stretch of time that is as long as the crowd seems to need.
 */
import type { Time } from '../time.ts';

/** The service's limit for one action, shared by everybody who uses the same cloud account. */
const SWITCHES_PER_SECOND = 20;

/** What one wish has met of a crowd so far. */
export type Crowding = {
  /** How often the wish was refused because of the limit; 1 after the first time. */
  refusals: number;
  /** From the first attempt that was refused to the last one, in milliseconds. */
  elapsedMs: number;
  /** How many agents start together, where the admin has said so. */
  fleetSize: number | null;
};

/** The first wait in a crowd of unknown size ends within this time, and each later one is drawn as wide at least. */
const UNKNOWN_SPREAD_MS = 5_000;

/** The few who are left when everybody should have had a turn. */
const STRAGGLERS_SPREAD_MS = 300;

/**
 * How much longer than the bare minimum a crowd of known size takes. Chance is not even: where all are spread over
 * exactly the time that they need, one in six finds its second full. A second draw has a little more room than the first,
 * or those who missed their turn would all meet at the end.
 */
const FIRST_DRAW_ROOM = 1.1;
const LATER_DRAW_ROOM = 1.2;

/**
 * How long to wait for one's turn after a refusal, in milliseconds.
 *
 * Of unknown size: who has been refused for so long knows that the crowd needs at least as long; it may need as long
 * again. The wait grows with the time spent waiting, by half to nine tenths of it: less would ask too often, more would
 * let the last agents sleep past the end of the crowd. Waits of different length pull apart those who met before.
 *
 * Of known size: the service has taken its 20 in the first second, the rest needs `rest / 20` s. One draw over all of it
 * spreads the crowd at once.
 * @param random 0 ≤ random < 1
 */
export function nextTurn({ refusals, elapsedMs, fleetSize }: Crowding, random: number): number {
  if (fleetSize === null) return Math.round(afterAll(elapsedMs, UNKNOWN_SPREAD_MS, random));
  const rest = Math.max(0, fleetSize - SWITCHES_PER_SECOND);
  const room = refusals === 1 ? FIRST_DRAW_ROOM : LATER_DRAW_ROOM;
  const left = (rest / SWITCHES_PER_SECOND) * room * 1_000 - elapsedMs;
  if (left > STRAGGLERS_SPREAD_MS) return Math.round(random * left);
  // There are more than the admin has said, by nobody knows how many.
  return Math.round(afterAll(Math.max(0, -left), STRAGGLERS_SPREAD_MS, random));
}

/** An attempt that left this much later than its turn, or took this long, was slept through: the crowd of then is gone. */
const SLEPT_MS = 10_000;

/** Remembers what the newest wish has met of a crowd, and tells it when its next turn is. */
export function createTurns(time: Time, fleetSize: () => number | null) {
  let crowd = { wishId: 0, since: 0, refusals: 0, turn: 0 };

  /**
   * A wish was just refused because of the limit.
   * @param sentAt when the refused attempt left
   * @returns how long to wait before the next one, in milliseconds
   */
  return function waitForTurn(wishId: number, sentAt: number): number {
    const now = time.now();
    const sleptInFlight = now - sentAt > SLEPT_MS;
    if (wishId !== crowd.wishId || sentAt - crowd.turn > SLEPT_MS || sleptInFlight) {
      // Time asleep is not time waited.
      crowd = { wishId, since: sleptInFlight ? now : sentAt, refusals: 0, turn: 0 };
    }
    crowd.refusals += 1;
    const elapsedMs = Math.max(0, sentAt - crowd.since);
    const { refusals } = crowd;
    const wait = nextTurn({ refusals, elapsedMs, fleetSize: fleetSize() }, time.random());
    crowd.turn = now + wait;
    return wait;
  };
}

function afterAll(waitedMs: number, spreadMs: number, random: number): number {
  return spreadMs * random + waitedMs * (0.5 + 0.4 * random);
}
