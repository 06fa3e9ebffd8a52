import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  reliableIdleMs,
  initialCounter,
  withReading,
  type IdleCounter,
} from '../../../main/automation/idle-counter.ts';

/** A counter read once a second from `start` on, its values in seconds. */
function read(seconds: readonly number[], everyMs = 1_000): IdleCounter {
  return seconds.reduce(
    (counter, idle, index) => withReading(counter, { at: 1_000_000 + index * everyMs, idleMs: idle * 1_000 }),
    initialCounter,
  );
}
const at = (index: number) => 1_000_000 + index * 1_000;

test('a count that falls back indicates an input and its time', () => {
  const counter = read([0, 1, 2, 3, 0]);
  expect(counter).toMatchObject({ isCounting: true, inputs: [at(4)] });
  expect(read([5, 6, 7, 1])).toMatchObject({ inputs: [at(2)] });
});

test('once a counter was seen to count, a shorter pause is enough', () => {
  expect(read([0, 1, 2, 0, 1, 0]).inputs).toEqual([at(3), at(5)]);
  expect(read([0, 1, 0, 1, 0, 1, 0]).inputs).toEqual([]);
  // The two newest.
  expect(read([0, 1, 2, 0, 1, 0, 1, 0]).inputs).toEqual([at(5), at(7)]);
});

test.each([
  ['always 0 (weston)', Array.from({ length: 90 }, () => 0)],
  ['counting from the start of the app (sway)', [0, 0, 0, 0, 1, 2, 3, 4, 5, 6]],
  ['0 once, and then correct (GNOME)', [0, 105, 106, 107, 108, 109]],
  ['stuck at another value', [7, 7, 7, 7, 7, 7, 7]],
  ['going back and forth', [0, 3, 0, 3, 0, 3, 0, 3, 0]],
  ['falling without having counted', [9, 2, 9, 2, 9, 2]],
  ['falling to a time before the last reading', [50, 51, 52, 53, 20, 54, 55, 20]],
  ['counting twice as fast', [0, 2, 4, 6, 8, 0, 2, 4, 6, 0]],
  ['counting in milliseconds instead of seconds', [0, 1_000, 2_000, 3_000, 0]],
  ['below zero', [-1, -1, 0, -1]],
  ['not a number', [NaN, NaN, 0, NaN]],
  ['infinite', [Infinity, 1, Infinity, 0]],
  ['older than any session', [4e9, 4e9 + 1, 4e9 + 2, 0]],
])('no input is detected by a counter that is %s', (_what, seconds) => {
  expect(read(seconds).inputs).toEqual([]);
});

test('after one impossible value the earlier readings are no longer trusted', () => {
  for (const impossible of [-1, NaN, 900]) {
    expect(read([0, 1, 2, 0, 1, 0, impossible])).toMatchObject({ isCounting: false, inputs: [] });
  }
});

test('after a gap, or a clock that was set back, the counter starts anew', () => {
  const seen = read([0, 1, 2, 0, 1, 0]);
  expect(seen.inputs).toHaveLength(2);
  expect(withReading(seen, { at: at(5) + 60_000, idleMs: 0 }).inputs).toHaveLength(2);
  expect(withReading(seen, { at: at(5) + 60_001, idleMs: 0 })).toMatchObject({
    isCounting: false,
    inputs: [],
  });
  expect(withReading(seen, { at: at(5), idleMs: 0 })).toMatchObject({ isCounting: false, inputs: [] });
  expect(withReading(seen, { at: at(4), idleMs: 0 })).toMatchObject({ isCounting: false, inputs: [] });
});

test('continuous input is not detected, and spoils nothing', () => {
  expect(read([0, 1, 2, 0, 1, 0, 0, 0, 0, 0])).toMatchObject({ isCounting: true, inputs: [at(3), at(5)] });
});

test('the idle time is known if the count was seen to run', () => {
  expect(reliableIdleMs(read([0, 1, 2, 3]))).toBe(3_000);
  expect(reliableIdleMs(read([0, 15, 30, 45], 15_000))).toBe(45_000);
  expect(reliableIdleMs(read([300]))).toBeNull();
  expect(reliableIdleMs(read([300, 300, 300, 300, 300]))).toBeNull();
  expect(reliableIdleMs(read([0, 1]))).toBeNull();
  expect(reliableIdleMs(read([0, 1, 2, 0]))).toBeNull();
  expect(reliableIdleMs(initialCounter)).toBeNull();
});

test('a correct counter of whole seconds is trusted, however late its readings', () => {
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
      }, initialCounter);
      expect(counter).toMatchObject({ isCounting: true, inputs: [] });
      // Then a key is pressed.
      expect(withReading(counter, { at: now + 1_000, idleMs: 0 }).inputs).toEqual([now + 1_000]);
    }),
  );
});

test('without a fall no input is detected, whatever a counter returns', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1_000 }), { maxLength: 60 }), (values) => {
      const rising = [...values].sort((one, other) => one - other);
      expect(read(rising).inputs).toEqual([]);
    }),
  );
});
