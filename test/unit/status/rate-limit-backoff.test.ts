import { describe, expect, test } from 'vitest';
import { createRateLimitBackoff, nextSlotDelay } from '../../../main/status/rate-limit-backoff.ts';
import { simulateShiftStart } from '../../support/unit/rate-limit-simulation.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';

/** A lower bound, in seconds, for serving the last of that many agents. */
const minSeconds = (agents: number) => agents / 20;

/** How many seeds are simulated per fleet size: the large fleets take seconds. */
const fleets = [
  { agents: 50, seeds: 20 },
  { agents: 500, seeds: 5 },
  { agents: 5_000, seeds: 1 },
];
const each = fleets.flatMap(({ agents, seeds }) =>
  Array.from({ length: seeds }, (_, index) => ({ agents, seed: index + 1 })),
);

describe('all agents request Free in the same second:', () => {
  test.each(each)(
    '$agents agents, fleet size unknown: seed $seed',
    async ({ agents, seed }) => {
      const result = await simulateShiftStart({ agents, fleetSize: null, seed });
      expect(result).toMatchObject({ free: agents, delayedFirst: 0, wrongCountdowns: 0 });
      expect(result.countdowns).toBe(result.refused);
      expect(result.lastAfterS).toBeLessThanOrEqual(2 * minSeconds(agents) + 10);
      expect(result.requests / agents).toBeLessThanOrEqual(8);
    },
    60_000,
  );

  test.each(each)(
    '$agents agents, fleet size configured: seed $seed',
    async ({ agents, seed }) => {
      const result = await simulateShiftStart({ agents, fleetSize: agents, seed });
      expect(result).toMatchObject({ free: agents, delayedFirst: 0, wrongCountdowns: 0 });
      expect(result.countdowns).toBe(result.refused);
      expect(result.lastAfterS).toBeLessThanOrEqual(1.25 * minSeconds(agents));
      expect(result.requests / agents).toBeLessThanOrEqual(2.5);
    },
    60_000,
  );

  test('more agents than configured are served too', async () => {
    const result = await simulateShiftStart({ agents: 500, fleetSize: 50, seed: 1 });
    expect(result).toMatchObject({ free: 500, wrongCountdowns: 0 });
    expect(result.lastAfterS).toBeLessThanOrEqual(2 * minSeconds(500) + 10);
  });
});

describe('the delay until a slot', () => {
  test('is short after a single refusal', () => {
    expect(nextSlotDelay({ refusals: 1, elapsedMs: 0, fleetSize: null }, 0.99)).toBeLessThanOrEqual(5_000);
    expect(nextSlotDelay({ refusals: 1, elapsedMs: 0, fleetSize: 10 }, 0.99)).toBeLessThanOrEqual(300);
  });

  test('grows with the elapsed time, and starts anew for another intent', () => {
    const time = createVirtualClock();
    const slotDelay = createRateLimitBackoff(time, () => null);
    expect(slotDelay(1, time.now())).toBe(2_500);
    expect(slotDelay(1, time.now() + 10_000)).toBe(2_500 + 7_000);
    expect(slotDelay(2, time.now() + 20_000)).toBe(2_500);
  });

  test('does not count the time that the computer slept', async () => {
    const time = createVirtualClock();
    const slotDelay = createRateLimitBackoff(time, () => null);
    expect(slotDelay(1, time.now())).toBe(2_500);
    await time.advance(3_600_000);
    expect(slotDelay(1, time.now())).toBe(2_500);
  });
});
