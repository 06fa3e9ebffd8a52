import { describe, expect, test } from 'vitest';
import { createTurns, nextTurn } from '../../../main/status/shift-start.ts';
import { shiftStart } from '../../support/unit/shift-start.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

/** The last of so many agents cannot be served earlier than after this many seconds. */
const floorS = (agents: number) => agents / 20;

/** How often each is played: the large ones take seconds. */
const crowds = [
  { agents: 50, seeds: 20 },
  { agents: 500, seeds: 5 },
  { agents: 5_000, seeds: 1 },
];
const each = crowds.flatMap(({ agents, seeds }) =>
  Array.from({ length: seeds }, (_, index) => ({ agents, seed: index + 1 })),
);

describe('everybody presses Free in the same second', () => {
  test.each(each)(
    '$agents agents, and nobody knows how many: seed $seed',
    async ({ agents, seed }) => {
      const result = await shiftStart({ agents, fleetSize: null, seed });
      expect(result).toMatchObject({ free: agents, delayedFirst: 0, untrueCountdowns: 0 });
      expect(result.countdowns).toBe(result.refused);
      expect(result.lastAfterS).toBeLessThanOrEqual(2 * floorS(agents) + 10);
      expect(result.requests / agents).toBeLessThanOrEqual(8);
    },
    60_000,
  );

  test.each(each)(
    '$agents agents, as the admin has said: seed $seed',
    async ({ agents, seed }) => {
      const result = await shiftStart({ agents, fleetSize: agents, seed });
      expect(result).toMatchObject({ free: agents, delayedFirst: 0, untrueCountdowns: 0 });
      expect(result.countdowns).toBe(result.refused);
      expect(result.lastAfterS).toBeLessThanOrEqual(1.25 * floorS(agents));
      expect(result.requests / agents).toBeLessThanOrEqual(2.5);
    },
    60_000,
  );

  test('more agents than the admin has said are served all the same', async () => {
    const result = await shiftStart({ agents: 500, fleetSize: 50, seed: 1 });
    expect(result).toMatchObject({ free: 500, untrueCountdowns: 0 });
    expect(result.lastAfterS).toBeLessThanOrEqual(2 * floorS(500) + 10);
  });
});

describe('the wait for a turn', () => {
  test('is short for a single refusal', () => {
    expect(nextTurn({ refusals: 1, elapsedMs: 0, fleetSize: null }, 0.99)).toBeLessThanOrEqual(5_000);
    expect(nextTurn({ refusals: 1, elapsedMs: 0, fleetSize: 10 }, 0.99)).toBeLessThanOrEqual(300);
  });

  test('grows with the time that has been waited, and starts anew for another wish', () => {
    const time = virtualTime();
    const waitForTurn = createTurns(time, () => null);
    expect(waitForTurn(1, time.now())).toBe(2_500);
    expect(waitForTurn(1, time.now() + 10_000)).toBe(2_500 + 7_000);
    expect(waitForTurn(2, time.now() + 20_000)).toBe(2_500);
  });

  test('does not count the time that the computer slept', async () => {
    const time = virtualTime();
    const waitForTurn = createTurns(time, () => null);
    expect(waitForTurn(1, time.now())).toBe(2_500);
    await time.advance(3_600_000);
    expect(waitForTurn(1, time.now())).toBe(2_500);
  });
});
