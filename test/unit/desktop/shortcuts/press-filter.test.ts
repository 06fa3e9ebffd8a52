import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterRepeats, REPEAT_GAP_MS } from '../../../../main/desktop/shortcuts/press-filter.ts';

/** Reports presses at the given times, and counts those that pass the filter. */
function countAt(moments: readonly number[]): number {
  let now = 0;
  let count = 0;
  const report = filterRepeats(
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

test('a held key is one press, whatever its repeat delay and rate, and in whatever bursts the events arrive', () => {
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
])(
  '%s: a key that is held for five seconds is one press, and two seconds later another one',
  (_name, delay, interval) => {
    const repeats = Array.from(
      { length: Math.floor((5000 - delay) / interval) },
      (_, n) => delay + n * interval,
    );
    expect(countAt([0, ...repeats])).toBe(1);
    expect(countAt([0, ...repeats, 7000])).toBe(2);
  },
);
