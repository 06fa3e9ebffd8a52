/** Maps accelerators to keys of an X11 keyboard, by the keysyms of each key. Pure. */
import type { ParsedAccelerator } from '../../../settings/accelerator.ts';
import { keycodeAt } from './key-codes.ts';
import { ALT_LEFT, toKeysyms, NUM_LOCK, SCROLL_LOCK, SUPER_LEFT } from './keysyms.ts';

/** Keysyms of one key: groups (layouts) of levels (plain, with Shift, with AltGr…). */
export type MappedKey = { keycode: number; groups: number[][] };

export type KeyboardMap = {
  keys: MappedKey[];
  /** Modifier mask of each modifier key, by key code. */
  modifiers: ReadonlyMap<number, number>;
};

/** A key with modifiers, as used by an X11 grab. */
export type KeyCombination = { keycode: number; modifiers: number };

const SHIFT = 1;
const LOCK = 2;
const CONTROL = 4;
/** Masks of Alt and Super if no key defines them: Mod1 and Mod4 by convention. */
const USUAL_ALT = 8;
const USUAL_SUPER = 64;

/**
 * Finds the key that an accelerator means on this keyboard; null if there is none.
 *
 * A key matches by the character it types without modifiers, in any layout. Digits also match where they need Shift
 * (French), because they are printed on the key; number pad keys match with and without NumLock. On a keyboard without Latin
 * letters (Russian, Greek), letters match by their position on a US keyboard, as in GUI toolkits.
 */
export function findCombination(keys: ParsedAccelerator, map: KeyboardMap): KeyCombination | null {
  const keycode = findKeycode(keys.key, map);
  if (keycode === null) return null;
  const modifiers =
    (keys.shift ? SHIFT : 0) |
    (keys.control ? CONTROL : 0) |
    (keys.alt ? getModifierMask(ALT_LEFT, map) || USUAL_ALT : 0) |
    (keys.super ? getModifierMask(SUPER_LEFT, map) || USUAL_SUPER : 0);
  return { keycode, modifiers };
}

function findKeycode(key: string, map: KeyboardMap): number | null {
  const levels = /^\d$|^num/.test(key) ? [0, 1] : [0];
  for (const keysym of toKeysyms(key)) {
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

/** Modifier mask of the key with a keysym; 0 if there is none. */
function getModifierMask(keysym: number, map: KeyboardMap): number {
  const key = map.keys.find(
    ({ keycode, groups }) =>
      map.modifiers.has(keycode) && groups.some((group) => group.slice(0, 2).includes(keysym)),
  );
  return key ? (map.modifiers.get(key.keycode) ?? 0) : 0;
}

/**
 * Combinations of lock modifiers. X11 grabs a key with exactly the given modifiers, so each combination is grabbed too.
 */
export function lockSets(map: KeyboardMap): number[] {
  const locks = [LOCK, getModifierMask(NUM_LOCK, map), getModifierMask(SCROLL_LOCK, map)];
  const sets = locks.reduce((all, lock) => [...all, ...all.map((set) => set | lock)], [0]);
  return [...new Set(sets)];
}

/** Modifiers of an event without locks and mouse buttons. */
export function withoutLocks(state: number, map: KeyboardMap): number {
  return state & 0xff & ~(LOCK | getModifierMask(NUM_LOCK, map) | getModifierMask(SCROLL_LOCK, map));
}
