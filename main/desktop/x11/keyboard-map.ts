/** The keyboard of an X11 display: which key has which keysyms, and so which key an accelerator means. Pure. */
import type { Keys } from '../../settings/accelerator.ts';
import { keycodeAt } from './key-codes.ts';
import { ALT_LEFT, keysymsOf, NUM_LOCK, SCROLL_LOCK, SUPER_LEFT } from './keysyms.ts';

/** One key's keysyms: groups (layouts) of levels (plain, with Shift, with AltGr…). */
export type MappedKey = { keycode: number; groups: number[][] };

export type KeyboardMap = {
  keys: MappedKey[];
  /** Which modifiers a key sets, by its key code. */
  modifiers: ReadonlyMap<number, number>;
};

/** A key with modifiers, as X11 grabs it. */
export type Spot = { keycode: number; modifiers: number };

const SHIFT = 1;
const LOCK = 2;
const CONTROL = 4;
/** Alt and Super where no key says otherwise: Mod1 and Mod4 by convention. */
const USUAL_ALT = 8;
const USUAL_SUPER = 64;

/**
 * The key that an accelerator means on this keyboard, or null where it has none.
 *
 * A key counts by what it types alone, in any of the keyboard's layouts. Digits also count where they need Shift (French),
 * because they stand on the key; the number pad counts with and without NumLock. Letters on a keyboard without any Latin
 * letter (Russian, Greek) are those of the same places on a US keyboard, as toolkits take them.
 */
export function locate(keys: Keys, map: KeyboardMap): Spot | null {
  const keycode = keyOf(keys.key, map);
  if (keycode === null) return null;
  const modifiers =
    (keys.shift ? SHIFT : 0) |
    (keys.control ? CONTROL : 0) |
    (keys.alt ? maskOf(ALT_LEFT, map) || USUAL_ALT : 0) |
    (keys.super ? maskOf(SUPER_LEFT, map) || USUAL_SUPER : 0);
  return { keycode, modifiers };
}

function keyOf(key: string, map: KeyboardMap): number | null {
  const levels = /^\d$|^num/.test(key) ? [0, 1] : [0];
  for (const keysym of keysymsOf(key)) {
    for (const level of levels) {
      const found = map.keys.find(({ groups }) => groups.some((group) => group[level] === keysym));
      if (found) return found.keycode;
    }
  }
  if (!/^[a-z]$/.test(key) || hasLatinLetters(map)) return null;
  const keycode = keycodeAt(`Key${key.toUpperCase()}`);
  return map.keys.some((mapped) => mapped.keycode === keycode && mapped.groups.length > 0) ? keycode : null;
}

function hasLatinLetters({ keys }: KeyboardMap): boolean {
  return keys.some(({ groups }) => groups.some(([plain = 0]) => plain >= 0x61 && plain <= 0x7a));
}

/** The modifiers that the key with a keysym sets; 0 where there is none. */
function maskOf(keysym: number, map: KeyboardMap): number {
  const key = map.keys.find(
    ({ keycode, groups }) =>
      map.modifiers.has(keycode) && groups.some((group) => group.slice(0, 2).includes(keysym)),
  );
  return key ? (map.modifiers.get(key.keycode) ?? 0) : 0;
}

/**
 * The sets of lock modifiers that may be on while keys are pressed: X11 grabs keys with exactly the modifiers it is told,
 * so each set is grabbed too.
 */
export function lockSets(map: KeyboardMap): number[] {
  const locks = [LOCK, maskOf(NUM_LOCK, map), maskOf(SCROLL_LOCK, map)];
  const sets = locks.reduce((all, lock) => [...all, ...all.map((set) => set | lock)], [0]);
  return [...new Set(sets)];
}

/** The modifiers of an event that are neither locks nor mouse buttons. */
export function withoutLocks(state: number, map: KeyboardMap): number {
  return state & 0xff & ~(LOCK | maskOf(NUM_LOCK, map) | maskOf(SCROLL_LOCK, map));
}
