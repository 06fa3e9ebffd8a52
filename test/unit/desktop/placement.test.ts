import { expect, test } from 'vitest';
import { placeNear } from '../../../main/desktop/placement.ts';

const screen = { x: 0, y: 24, width: 1280, height: 776 };
const window = { width: 380, height: 600 };

test('below an icon in an upper panel, centred on it', () => {
  expect(placeNear({ x: 600, y: 0, width: 24, height: 24 }, window, screen)).toEqual({ x: 422, y: 32 });
});

test('above an icon in a lower panel', () => {
  const work = { x: 0, y: 0, width: 1280, height: 760 };
  expect(placeNear({ x: 600, y: 764, width: 24, height: 24 }, window, work)).toEqual({ x: 422, y: 152 });
});

test('whole on the screen, at its edges and on a second one', () => {
  expect(placeNear({ x: 1270, y: 0, width: 24, height: 24 }, window, screen).x).toBe(892);
  const second = { ...screen, x: -1280 };
  expect(placeNear({ x: -1280, y: 0, width: 24, height: 24 }, window, second).x).toBe(-1272);
});

test('on a screen smaller than the window its upper left corner stays in sight', () => {
  const small = { x: 0, y: 0, width: 300, height: 400 };
  expect(placeNear({ x: 290, y: 0, width: 10, height: 10 }, window, small)).toEqual({ x: 8, y: 8 });
});
