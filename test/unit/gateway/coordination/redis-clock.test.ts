import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedisClock } from '../../../../gateway/coordination/redis-clock.ts';

test('the clock is as exact as half of the fastest sample, however slow the others are', () => {
  const offsets = fc.integer({ min: -86_400_000, max: 86_400_000 });
  const samples = fc.array(fc.record({ outMs: fc.nat(1_000), backMs: fc.nat(1_000) }), { minLength: 1 });
  fc.assert(
    fc.property(offsets, samples, (offset, trips) => {
      let local = 1_000_000;
      const clock = createRedisClock(() => local);
      for (const { outMs, backMs } of trips) {
        const sentAt = local;
        local += outMs + backMs;
        clock.sample(sentAt, sentAt + outMs + offset, local);
      }
      const fastest = Math.min(...trips.map(({ outMs, backMs }) => outMs + backMs));
      // Rounded to a millisecond.
      expect(Math.abs(clock.now() - (local + offset))).toBeLessThanOrEqual(fastest / 2 + fastest / 2 + 1);
    }),
  );
});

test('it follows at the next sample when a clock was set', () => {
  let local = 1_000_000;
  const clock = createRedisClock(() => local);
  clock.sample(local, local + 5_000, local);
  local -= 3_600_000;
  clock.sample(local, local + 3_605_000, local + 10);
  expect(Math.abs(clock.now() - (local + 3_605_000))).toBeLessThanOrEqual(10);
});

test('before the first sample it is the clock of this computer', () => {
  expect(createRedisClock(() => 42).now()).toBe(42);
});
