import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onePress, REPEAT_GAP_MS } from '../../../main/desktop/press-filter.ts';

/** Reports presses at these moments, and counts those that come through. */
function countAt(moments: readonly number[]): number {
  let now = 0;
  let count = 0;
  const report = onePress(
    () => {
      count += 1;
    },
    () => now,
  );
  for (const moment of moments) {
    now = moment;
    report();
  }
  return count;
}

const wait = fc.integer({ min: 0, max: REPEAT_GAP_MS - 1 });
const pause = fc.integer({ min: REPEAT_GAP_MS, max: 60_000 });

test('a key that is held is one press, whatever its delay and rate, and in whatever bursts a slow process hears of it', () => {
  const presses = fc.array(fc.tuple(pause, fc.array(wait, { maxLength: 200 })), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(presses, (all) => {
      let now = 0;
      const moments = all.flatMap(([before, repeats]) => {
        now += before;
        return [now, ...repeats.map((gap) => (now += gap))];
      });
      expect(countAt(moments)).toBe(all.length);
    }),
  );
});

test.each([
  ['Windows, slowest', 1000, 500],
  ['Windows, fastest', 250, 33],
  ['X11, as it comes', 660, 40],
])('%s: held for five seconds, it is one press; two seconds later, another', (_name, delay, interval) => {
  const repeats = Array.from(
    { length: Math.floor((5000 - delay) / interval) },
    (_, n) => delay + n * interval,
  );
  expect(countAt([0, ...repeats])).toBe(1);
  expect(countAt([0, ...repeats, 7000])).toBe(2);
});
