import { describe, expect, test } from 'vitest';
import { createRateLimitBackoff, nextSlotDelay } from '../../../main/status/rate-limit-backoff.ts';
import { simulateShiftStart, type ShiftStartOptions } from '../../support/unit/rate-limit-simulation.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';

/** A lower bound, in seconds, for serving the last of that many agents. */
const minSeconds = (agents: number) => agents / 20;

/** How many seeds are simulated per fleet size: the large fleets take seconds. */
const fleets = [
  { agents: 50, seeds: 20 },
  { agents: 500, seeds: 5 },
  { agents: 5_000, seeds: 1 },
];
/** Whether a refused request uses up the limit, too, is documented nowhere. */
const rules = ['simulator', 'strict'] as const;
const each = rules.flatMap((rule) =>
  fleets.flatMap(({ agents, seeds }) =>
    Array.from({ length: seeds }, (_, index) => ({ rule, agents, seed: index + 1 })),
  ),
);

describe('all agents request Free in the same second:', () => {
  test.each(each)(
    '$agents agents, fleet size unknown, rule $rule: seed $seed',
    async ({ rule, agents, seed }) => {
      const result = await simulateShiftStart({ rule, agents, fleetSize: null, seed });
      expect(result).toMatchObject({ free: agents, delayedFirst: 0, wrongCountdowns: 0 });
      expect(result.countdowns).toBe(result.refused);
      expect(result.lastAfterS).toBeLessThanOrEqual(1.6 * minSeconds(agents) + 10);
      expect(result.requests / agents).toBeLessThanOrEqual(10);
    },
  );

  test.each(each.filter(({ rule, agents }) => rule === 'simulator' || agents <= 500))(
    '$agents agents, fleet size configured, rule $rule: seed $seed',
    async ({ rule, agents, seed }) => {
      const result = await simulateShiftStart({ rule, agents, fleetSize: agents, seed });
      expect(result).toMatchObject({ free: agents, delayedFirst: 0, wrongCountdowns: 0 });
      expect(result.countdowns).toBe(result.refused);
      // Slots are 1.1 s apart, which counts for a small group.
      expect(result.lastAfterS).toBeLessThanOrEqual(1.2 * minSeconds(agents) + 1.1);
      expect(result.requests / agents).toBeLessThanOrEqual(2.5);
    },
  );

  test('more agents than configured are served too', async () => {
    const result = await simulateShiftStart({ agents: 500, fleetSize: 50, seed: 1 });
    expect(result).toMatchObject({ free: 500, wrongCountdowns: 0 });
    expect(result.lastAfterS).toBeLessThanOrEqual(2 * minSeconds(500) + 10);
  });
});

describe('500 agents, fleet size unknown, under either rule:', () => {
  test.each<[condition: string, options: Partial<ShiftStartOptions>, ratio: number]>([
    ['clocks that differ by 100 ms', { clockErrorMs: 50 }, 2],
    ['a tenth of the agents with a version that knows no slots', { oldVersionShare: 0.1 }, 2.5],
  ])('%s', async (_condition, options, ratio) => {
    for (const rule of rules) {
      const result = await simulateShiftStart({ rule, agents: 500, fleetSize: null, seed: 1, ...options });
      expect(result.free).toBe(500);
      expect(result.lastAfterS).toBeLessThanOrEqual(ratio * minSeconds(500) + 10);
    }
  });

  test('2,000 agents who press within a minute', async () => {
    for (const rule of rules) {
      const options = { rule, agents: 2_000, fleetSize: null, seed: 1, pressedWithinMs: 60_000 };
      const result = await simulateShiftStart(options);
      expect(result).toMatchObject({ free: 2_000, wrongCountdowns: 0 });
      expect(result.lastAfterS).toBeLessThanOrEqual(2.5 * minSeconds(2_000));
    }
  });

  test('with clocks that differ by seconds everybody is served, too', async () => {
    const options = { agents: 500, fleetSize: null, seed: 1, clockErrorMs: 2_000 };
    expect(await simulateShiftStart({ rule: 'strict', ...options })).toMatchObject({ free: 500 });
  });
});

describe('the delay until a slot', () => {
  test('is short after a single refusal', () => {
    expect(nextSlotDelay({ refusals: 1, elapsedMs: 0, fleetSize: null }, 0.99)).toBeLessThanOrEqual(5_000);
    expect(nextSlotDelay({ refusals: 1, elapsedMs: 0, fleetSize: 10 }, 0.99)).toBeLessThanOrEqual(300);
  });

  test('ends at the same moments on every computer', () => {
    const size: { fleetSize: number | null } = { fleetSize: null };
    for (const start of [0, 1, 999, 1_149, 1_150, 123_456]) {
      const time = createVirtualClock(start, [0.1, 0.7]);
      const slotDelay = createRateLimitBackoff(time, () => size.fleetSize);
      size.fleetSize = null;
      expect((start + slotDelay(1, start)) % 1_150).toBe(0);
      size.fleetSize = 500;
      expect((start + slotDelay(2, start)) % 1_100).toBe(0);
    }
  });

  test('grows with the elapsed time, and starts anew for another intent', () => {
    const time = createVirtualClock(0);
    const slotDelay = createRateLimitBackoff(time, () => null);
    // 2,500, 2,500 + 0.4 × 10,000 and 2,500, each moved to the next slot.
    expect(slotDelay(1, time.now())).toBe(3 * 1_150);
    expect(slotDelay(1, time.now() + 10_000)).toBe(6 * 1_150);
    expect(slotDelay(2, time.now() + 20_000)).toBe(3 * 1_150);
  });

  test('does not count the time that the computer slept', async () => {
    const time = createVirtualClock(0);
    const slotDelay = createRateLimitBackoff(time, () => null);
    expect(slotDelay(1, time.now())).toBe(3 * 1_150);
    await time.advance(1_150 * 3_600);
    expect(slotDelay(1, time.now())).toBe(3 * 1_150);
  });
});
