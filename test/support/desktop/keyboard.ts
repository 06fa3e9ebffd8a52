import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Presses keys on the real display, whatever window has the focus.
 * @param keys in xdotool's names: `ctrl+shift+F9`, `Escape`
 */
export async function pressKeys(...keys: string[]): Promise<void> {
  await run('xdotool', ['key', ...keys]);
}

/** Keys by their places, which are the same on every layout: X11's key codes. */
const places = {
  control: 37,
  shift: 50,
  alt: 64,
  super: 133,
  digit1: 10,
  minus: 20,
  q: 24,
  bracketLeft: 34,
  bracketRight: 35,
  a: 38,
  s: 39,
  k: 45,
  semicolon: 47,
  quote: 48,
  backquote: 49,
  backslash: 51,
  x: 53,
  c: 54,
  slash: 61,
  capsLock: 66,
  numLock: 77,
  r: 27,
  f10: 76,
  f11: 95,
  f12: 96,
} as const;
export type Place = keyof typeof places;

/** Presses the keys at these places: each is held while the next is pressed. */
export async function pressAt(...held: Place[]): Promise<void> {
  const codes = held.map((place) => String(places[place]));
  await run('xdotool', [
    ...codes.flatMap((code) => ['keydown', code]),
    ...codes.reverse().flatMap((code) => ['keyup', code]),
  ]);
}

/** Presses keys and holds the last one, which repeats, until `letGo`; the others are let go with it. */
export async function holdAt(...held: Place[]): Promise<{ letGo: () => Promise<void> }> {
  const codes = held.map((place) => String(places[place]));
  await run(
    'xdotool',
    codes.flatMap((code) => ['keydown', code]),
  );
  return {
    letGo: async () => {
      await run(
        'xdotool',
        codes.reverse().flatMap((code) => ['keyup', code]),
      );
    },
  };
}

/** Switches the keyboard of the display to a layout: `de`, or `us,ru` for two. */
export async function setLayout(layout: string): Promise<void> {
  await run('setxkbmap', ['-layout', layout]);
}

/** Waits until a window with this title can be seen and has the focus. */
export async function windowShown(title: string): Promise<void> {
  await run('xdotool', [
    'search',
    '--sync',
    '--onlyvisible',
    '--name',
    `^${title}$`,
    'windowfocus',
    '--sync',
  ]);
}

/** Moves the mouse a little, as a hand on it does. */
export async function moveMouse(): Promise<void> {
  await run('xdotool', ['mousemove_relative', '--', '3', '2']);
}
