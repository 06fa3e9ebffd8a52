import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Presses keys on the real display, in the focused window.
 * @param keys in xdotool's names: `ctrl+shift+F9`, `Escape`
 */
export async function pressKeys(...keys: string[]): Promise<void> {
  await run('xdotool', ['key', ...keys]);
}

/** X11 key codes by the physical positions of the keys, which do not depend on the layout. */
const keyCodes = {
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
export type KeyName = keyof typeof keyCodes;

/** Presses physical keys: each is held while the next is pressed. */
export async function pressPhysicalKeys(...keys: KeyName[]): Promise<void> {
  const codes = keys.map((place) => String(keyCodes[place]));
  await run('xdotool', [
    ...codes.flatMap((code) => ['keydown', code]),
    ...codes.reverse().flatMap((code) => ['keyup', code]),
  ]);
}

/** Presses physical keys and holds the last one, which repeats, until `release`, which also releases the others. */
export async function holdPhysicalKeys(...keys: KeyName[]): Promise<{ release: () => Promise<void> }> {
  const codes = keys.map((place) => String(keyCodes[place]));
  await run(
    'xdotool',
    codes.flatMap((code) => ['keydown', code]),
  );
  return {
    release: async () => {
      await run(
        'xdotool',
        codes.reverse().flatMap((code) => ['keyup', code]),
      );
    },
  };
}

/** Sets the keyboard layout of the display: `de`, or `us,ru` for two. */
export async function setLayout(layout: string): Promise<void> {
  await run('setxkbmap', ['-layout', layout]);
}

/** Moves the mouse a little, as user input. */
export async function moveMouse(): Promise<void> {
  await run('xdotool', ['mousemove_relative', '--', '3', '2']);
}

/** Moves the pointer of the real display to the upper left corner, where no window is opened. */
export async function movePointerAway(): Promise<void> {
  await run('xdotool', ['mousemove', '0', '0']);
}
