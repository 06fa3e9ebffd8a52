import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHeldKeys } from '../../../../main/desktop/x11/held-keys.ts';
import { virtualTime } from '../../../support/unit/virtual-time.ts';

/**
 * A display with two keys of Standby's. As X11 does, it reports from the press of the first key to its release, other keys
 * meanwhile too, and repeats of the key pressed last.
 */
function display() {
  const time = virtualTime();
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
      if (reporting !== null) keys.letGo(key);
      if (reporting === key) reporting = null;
    },
  };
}

test('every press is one, whatever is held, repeats, and overlaps', async () => {
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
        // A finger takes longer than a question to the display.
        await time.advance(50);
      }
      expect(presses).toEqual(expected);
    }),
  );
});

test('nothing is asked while no key is left over, and a display that does not answer leaves none stuck', async () => {
  const time = virtualTime();
  let asked = 0;
  const keys = createHeldKeys(time, () => {
    asked += 1;
    return Promise.resolve(null);
  });
  keys.press(76);
  keys.letGo(76);
  expect(asked).toBe(0);
  keys.press(76);
  keys.press(95);
  keys.letGo(76);
  await time.advance(1000);
  expect(asked).toBe(1);
  expect(time.pending()).toBe(0);
  expect(keys.press(95)).toBe(true);
});
