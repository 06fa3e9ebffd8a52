import { expect, test } from 'vitest';
import { keycodeAt } from '../../../../../main/desktop/shortcuts/x11/key-codes.ts';
import {
  findCombination,
  lockSets,
  withoutLocks,
  type KeyboardMap,
} from '../../../../../main/desktop/shortcuts/x11/keyboard-map.ts';
import { parseAccelerator } from '../../../../../main/settings/accelerator.ts';

const [CONTROL, ALT, NUM, SUPER] = [4, 8, 16, 64];
const code = (place: string) => keycodeAt(place) ?? 0;

/** A keyboard: the characters of each key by level; a string is one layout, an array several. */
function keyboard(places: Partial<Record<string, number[] | number[][]>>): KeyboardMap {
  const isGroups = (keysyms: number[] | number[][]): keysyms is number[][] => Array.isArray(keysyms[0]);
  return {
    keys: [
      ...Object.entries(places).map(([place, keysyms = []]) => ({
        keycode: code(place),
        groups: isGroups(keysyms) ? keysyms : [keysyms],
      })),
      { keycode: 64, groups: [[0xffe9, 0xffe7]] },
      { keycode: 77, groups: [[0xff7f]] },
      { keycode: 133, groups: [[0xffeb]] },
    ],
    modifiers: new Map([
      [64, ALT],
      [77, NUM],
      [133, SUPER],
    ]),
  };
}

const char = (text: string) => text.charCodeAt(0);
const german = keyboard({
  Digit7: [char('7'), char('/'), char('{')],
  Digit8: [char('8'), char('('), char('[')],
  Minus: [0xdf, char('?'), char('\\')],
  Slash: [char('-'), char('_')],
  KeyK: [char('k'), char('K')],
  Backquote: [0xfe52, 0xb0],
  F9: [0xffc6],
  Numpad4: [0xff96, 0xffb4],
  NumpadDecimal: [0xff9f, 0xffac],
});
const french = keyboard({
  KeyQ: [char('a'), char('A')],
  Digit1: [char('&'), char('1')],
  Digit6: [char('-'), char('6')],
});
const russian = keyboard({ KeyK: [0x6cc, 0x6ec], F13: [0x1008ff81, 0xffca] });
const usAndRussian = keyboard({
  KeyK: [
    [0x6cc, 0x6ec],
    [char('k'), char('K')],
  ],
  KeyQ: [[0x6ca], [char('q')]],
});

const place = (accelerator: string, map: KeyboardMap) => {
  const keys = parseAccelerator(accelerator, 'linux');
  return keys && findCombination(keys, map)?.keycode;
};

test.each([
  ['Control+K', german, 'KeyK'],
  ['Control+-', german, 'Slash'],
  ['Control+7', german, 'Digit7'],
  ['Control+F9', german, 'F9'],
  ['Control+num4', german, 'Numpad4'],
  ['Control+numdec', german, 'NumpadDecimal'],
  ['Control+A', french, 'KeyQ'],
  ['Control+1', french, 'Digit1'],
  ['Control+6', french, 'Digit6'],
  ['Control+-', french, 'Digit6'],
  ['Control+K', russian, 'KeyK'],
  ['Control+K', usAndRussian, 'KeyK'],
] as const)('%s on keyboard %# is the key at its position', (accelerator, map, expected) => {
  expect(place(accelerator, map)).toBe(code(expected));
});

test.each([
  ['Control+`', german, 'a dead key'],
  ['Control+[', german, 'a character with AltGr only'],
  ['Control+/', german, 'a character with Shift only'],
  ['Control+Q', german, 'no such letter among Latin ones'],
  ['F13', german, 'no such key'],
  ['F13', russian, 'a key that needs Shift and Super'],
  ['MediaPlayPause', german, 'no such key'],
  ['Control+Q', russian, 'no key at the place of the letter'],
] as const)('%s is not on keyboard %#: %s', (accelerator, map, _why) => {
  expect(place(accelerator, map)).toBeUndefined();
});

test('modifiers are read from the keyboard, with defaults if it has none', () => {
  const keys = parseAccelerator('Control+Alt+Super+K', 'linux');
  expect(keys && findCombination(keys, german)?.modifiers).toBe(CONTROL | ALT | SUPER);
  expect(keys && findCombination(keys, { ...german, modifiers: new Map() })?.modifiers).toBe(
    CONTROL | ALT | SUPER,
  );
});

test('keys are grabbed with every combination of locks, which an event ignores; AltGr is not ignored', () => {
  expect(lockSets(german).sort((a, b) => a - b)).toEqual([0, 2, 16, 18]);
  expect(withoutLocks(2 | 16 | CONTROL | 0x2000 | 0x100, german)).toBe(CONTROL);
  expect(withoutLocks(CONTROL | 128, german)).toBe(CONTROL | 128);
});
