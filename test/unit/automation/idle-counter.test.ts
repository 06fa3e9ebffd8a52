import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  provenIdleMs,
  unseenCounter,
  withReading,
  type IdleCounter,
} from '../../../main/automation/idle-counter.ts';

/** A counter read once a second from `start` on, its words in seconds. */
function read(seconds: readonly number[], everyMs = 1_000): IdleCounter {
  return seconds.reduce(
    (counter, idle, index) => withReading(counter, { at: 1_000_000 + index * everyMs, idleMs: idle * 1_000 }),
    unseenCounter,
  );
}
const at = (index: number) => 1_000_000 + index * 1_000;

test('a count that falls back shows an input, and when it was', () => {
  const counter = read([0, 1, 2, 3, 0]);
  expect(counter).toMatchObject({ counts: true, inputs: [at(4)] });
  expect(read([5, 6, 7, 1])).toMatchObject({ inputs: [at(2)] });
});

test('once it was seen to count, a shorter pause is enough', () => {
  expect(read([0, 1, 2, 0, 1, 0]).inputs).toEqual([at(3), at(5)]);
  expect(read([0, 1, 0, 1, 0, 1, 0]).inputs).toEqual([]);
  // The two newest.
  expect(read([0, 1, 2, 0, 1, 0, 1, 0]).inputs).toEqual([at(5), at(7)]);
});

test.each([
  ['weston: 0 for ever', Array.from({ length: 90 }, () => 0)],
  ['sway: counts from the start of the app', [0, 0, 0, 0, 1, 2, 3, 4, 5, 6]],
  ['GNOME: 0 once, and then the truth', [0, 105, 106, 107, 108, 109]],
  ['stuck elsewhere', [7, 7, 7, 7, 7, 7, 7]],
  ['back and forth', [0, 3, 0, 3, 0, 3, 0, 3, 0]],
  ['falls without having counted', [9, 2, 9, 2, 9, 2]],
  ['falls to where no input can have been', [50, 51, 52, 53, 20, 54, 55, 20]],
  ['counts twice as fast', [0, 2, 4, 6, 8, 0, 2, 4, 6, 0]],
  ['counts in milliseconds where seconds are meant', [0, 1_000, 2_000, 3_000, 0]],
  ['below zero', [-1, -1, 0, -1]],
  ['no number', [NaN, NaN, 0, NaN]],
  ['without an end', [Infinity, 1, Infinity, 0]],
  ['older than any session', [4e9, 4e9 + 1, 4e9 + 2, 0]],
])('no input is seen in a counter that is %s', (_what, seconds) => {
  expect(read(seconds).inputs).toEqual([]);
});

test('one impossible word, and what was seen before is no longer believed', () => {
  for (const impossible of [-1, NaN, 900]) {
    expect(read([0, 1, 2, 0, 1, 0, impossible])).toMatchObject({ counts: false, inputs: [] });
  }
});

test('after a gap, or a clock that was set back, all begins anew', () => {
  const seen = read([0, 1, 2, 0, 1, 0]);
  expect(seen.inputs).toHaveLength(2);
  expect(withReading(seen, { at: at(5) + 60_000, idleMs: 0 }).inputs).toHaveLength(2);
  expect(withReading(seen, { at: at(5) + 60_001, idleMs: 0 })).toMatchObject({ counts: false, inputs: [] });
  expect(withReading(seen, { at: at(5), idleMs: 0 })).toMatchObject({ counts: false, inputs: [] });
  expect(withReading(seen, { at: at(4), idleMs: 0 })).toMatchObject({ counts: false, inputs: [] });
});

test('somebody who never pauses proves nothing, and spoils nothing', () => {
  expect(read([0, 1, 2, 0, 1, 0, 0, 0, 0, 0])).toMatchObject({ counts: true, inputs: [at(3), at(5)] });
});

test('so long nobody has touched anything, by a count that was seen to run', () => {
  expect(provenIdleMs(read([0, 1, 2, 3]))).toBe(3_000);
  expect(provenIdleMs(read([0, 15, 30, 45], 15_000))).toBe(45_000);
  expect(provenIdleMs(read([300]))).toBeNull();
  expect(provenIdleMs(read([300, 300, 300, 300, 300]))).toBeNull();
  expect(provenIdleMs(read([0, 1]))).toBeNull();
  expect(provenIdleMs(read([0, 1, 2, 0]))).toBeNull();
  expect(provenIdleMs(unseenCounter)).toBeNull();
});

test('an honest counter of whole seconds is believed, however late its readings', () => {
  const gaps = fc.array(fc.integer({ min: 900, max: 1_400 }), { minLength: 6, maxLength: 40 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 0, max: 100_000 }), (waits, pastInput) => {
      let now = 1_000_000;
      const counter = waits.reduce((seen, wait) => {
        now += wait;
        return withReading(seen, {
          at: now,
          idleMs: Math.floor((now - 1_000_000 + pastInput) / 1_000) * 1_000,
        });
      }, unseenCounter);
      expect(counter).toMatchObject({ counts: true, inputs: [] });
      // Then a key is pressed.
      expect(withReading(counter, { at: now + 1_000, idleMs: 0 }).inputs).toEqual([now + 1_000]);
    }),
  );
});

test('without a fall there is no input, whatever a counter says', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1_000 }), { maxLength: 60 }), (words) => {
      const rising = [...words].sort((one, other) => one - other);
      expect(read(rising).inputs).toEqual([]);
    }),
  );
});
