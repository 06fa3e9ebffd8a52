import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHeldKeys } from '../../../../../main/desktop/shortcuts/x11/held-keys.ts';
import { createVirtualClock } from '../../../../support/unit/virtual-clock.ts';

/**
 * A fake display with two grabbed keys. Like X11, it reports all keys from the press of the first one to its release, and
 * repeats of the last one.
 */
function display() {
  const time = createVirtualClock();
  const down = new Set<number>();
  let reporting: number | null = null;
  const presses: number[] = [];
  const keys = createHeldKeys(time, (asked) => Promise.resolve(asked.filter((key) => down.has(key))));

  function report(key: number): void {
    reporting ??= key;
    if (keys.press(key)) presses.push(key);
  }
  return {
    time,
    presses,
    down,
    press: (key: number) => {
      if (down.has(key)) return false;
      down.add(key);
      report(key);
      return true;
    },
    repeat: (key: number) => {
      if (down.has(key)) report(key);
    },
    release: (key: number) => {
      if (!down.delete(key)) return;
      if (reporting !== null) keys.release(key);
      if (reporting === key) reporting = null;
    },
  };
}

test('each press counts once, whatever is held, repeats or overlaps', async () => {
  const step = fc.record({
    what: fc.constantFrom('press', 'repeat', 'release'),
    key: fc.constantFrom(76, 95),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { time, presses, press, repeat, release } = display();
      const expected: number[] = [];
      for (const { what, key } of steps) {
        if (what === 'press' && press(key)) expected.push(key);
        if (what === 'repeat') repeat(key);
        if (what === 'release') release(key);
        // A key press lasts longer than a request to the display.
        await time.advance(50);
      }
      expect(presses).toEqual(expected);
    }),
  );
});

test('the keyboard is queried only while keys are held, and a display without replies leaves no key stuck', async () => {
  const time = createVirtualClock();
  let asked = 0;
  const keys = createHeldKeys(time, () => {
    asked += 1;
    return Promise.resolve(null);
  });
  keys.press(76);
  keys.release(76);
  expect(asked).toBe(0);
  keys.press(76);
  keys.press(95);
  keys.release(76);
  await time.advance(1000);
  expect(asked).toBe(1);
  expect(time.pending()).toBe(0);
  expect(keys.press(95)).toBe(true);
});
