import { expect, test } from 'vitest';
import {
  fitSize,
  guessIconPosition,
  moveInto,
  positionNear,
} from '../../../../main/desktop/window/window-position.ts';

const screen = { x: 0, y: 24, width: 1280, height: 776 };
const window = { width: 380, height: 600 };

test('the window is below an icon in an upper panel, centered on it', () => {
  expect(positionNear({ x: 600, y: 0, width: 24, height: 24 }, window, screen)).toEqual({ x: 422, y: 32 });
});

test('the window is above an icon in a lower panel', () => {
  const work = { x: 0, y: 0, width: 1280, height: 760 };
  expect(positionNear({ x: 600, y: 764, width: 24, height: 24 }, window, work)).toEqual({ x: 422, y: 152 });
});

test('the window is completely on the screen, at its edges and on a second one', () => {
  expect(positionNear({ x: 1270, y: 0, width: 24, height: 24 }, window, screen).x).toBe(892);
  const second = { ...screen, x: -1280 };
  expect(positionNear({ x: -1280, y: 0, width: 24, height: 24 }, window, second).x).toBe(-1272);
});

test('on a screen smaller than the window its upper left corner is visible', () => {
  const small = { x: 0, y: 0, width: 300, height: 400 };
  expect(positionNear({ x: 290, y: 0, width: 10, height: 10 }, window, small)).toEqual({ x: 0, y: 0 });
});

test.each([
  ['upper', { x: 0, y: 24, width: 1280, height: 776 }, { x: 892, y: 32 }],
  ['lower', { x: 0, y: 0, width: 1280, height: 760 }, { x: 892, y: 152 }],
  ['left', { x: 60, y: 0, width: 1220, height: 800 }, { x: 68, y: 192 }],
  ['right', { x: 0, y: 0, width: 1220, height: 800 }, { x: 832, y: 192 }],
  ['lower, with a narrow one above,', { x: 0, y: 10, width: 1280, height: 750 }, { x: 892, y: 152 }],
])('without the icon’s position the window is at the end of the %s panel', (_, workArea, expected) => {
  const bounds = { x: 0, y: 0, width: 1280, height: 800 };
  for (const pointer of [
    { x: 640, y: 400 },
    { x: 70, y: 30 },
  ]) {
    const anchor = guessIconPosition(pointer, { bounds, workArea });
    expect(positionNear(anchor, window, workArea)).toEqual(expected);
  }
});

test('a pointer on the panel has clicked the icon there; without a panel the pointer is all that is known', () => {
  const bounds = { x: 0, y: 0, width: 1280, height: 800 };
  const pointer = { x: 600, y: 12 };
  expect(guessIconPosition(pointer, { bounds, workArea: screen })).toEqual({
    ...pointer,
    width: 0,
    height: 0,
  });
  expect(guessIconPosition(pointer, { bounds, workArea: bounds })).toMatchObject(pointer);
});

const WANTED = { width: 380, height: 672 };

test.each([
  { x: 0, y: 0, width: 800, height: 600 },
  { x: 0, y: 27, width: 1092, height: 587 },
  { x: 1920, y: 0, width: 320, height: 240 },
  { x: -640, y: 40, width: 640, height: 440 },
])(
  'on %j the window is completely on the screen, for any position of the icon and of the window before',
  (workArea) => {
    const size = fitSize(WANTED, workArea);
    const right = workArea.x + workArea.width;
    const bottom = workArea.y + workArea.height;
    for (const anchorX of [workArea.x, right]) {
      for (const anchorY of [workArea.y, bottom]) {
        const beside = positionNear({ x: anchorX, y: anchorY, width: 0, height: 0 }, size, workArea);
        const moved = moveInto({ x: anchorX, y: anchorY, ...WANTED }, WANTED, workArea);
        for (const bounds of [{ ...size, ...beside }, moved]) {
          expect(bounds.x).toBeGreaterThanOrEqual(workArea.x);
          expect(bounds.y).toBeGreaterThanOrEqual(workArea.y);
          expect(bounds.x + bounds.width).toBeLessThanOrEqual(right);
          expect(bounds.y + bounds.height).toBeLessThanOrEqual(bottom);
        }
      }
    }
  },
);

test('the window gets its size back on a larger screen', () => {
  const small = moveInto({ x: 0, y: 0, ...WANTED }, WANTED, { x: 0, y: 0, width: 800, height: 500 });
  expect(small.height).toBe(500);
  expect(moveInto(small, WANTED, { x: 0, y: 0, width: 1280, height: 800 })).toMatchObject(WANTED);
});
