/**
 * Parses accelerators, key combinations in Electron's notation ("Control+Shift+F9"), validates them as global shortcuts, and
 * compares them. Pure. Names are those of Electron (shell/common/keyboard_util.cc), case-insensitive.
 */

/** A parsed accelerator. `key` is one of the names below in lower case: "f9", "k", "-", "num4". */
export type ParsedAccelerator = {
  control: boolean;
  alt: boolean;
  shift: boolean;
  super: boolean;
  key: string;
};

type Modifier = 'control' | 'alt' | 'shift' | 'super';

/**
 * Without AltGr: Electron ignores it when it registers the keys, so the key without modifiers would be taken from every
 * program.
 */
const modifierNames = new Map<string, Modifier | 'either'>([
  ['commandorcontrol', 'either'],
  ['cmdorctrl', 'either'],
  ['ctrl', 'control'],
  ['control', 'control'],
  ['cmd', 'super'],
  ['command', 'super'],
  ['super', 'super'],
  ['meta', 'super'],
  ['alt', 'alt'],
  ['option', 'alt'],
  ['shift', 'shift'],
]);

/** Aliases of keys. */
const otherNames = new Map([
  ['return', 'enter'],
  ['esc', 'escape'],
]);

/** Characters that Electron parses as Shift with another key, as on a US keyboard. */
const shifted = new Map(Array.from(')!@#$%^&*(').map((character, digit) => [character, String(digit)]));
for (const [character, key] of [':;', '<,', '_-', '>.', '?/', '~`', '{[', '|\\', '}]', `"'`]) {
  if (character !== undefined && key !== undefined) shifted.set(character, key);
}
shifted.set('plus', '=');

/** Characters, besides letters and digits, that have their own key. */
const PUNCTUATION = "-=[]\\;',./`";

const namedKeys = new Set(
  [
    'space tab enter escape backspace delete insert up down left right home end pageup pagedown printscreen',
    'capslock numlock scrolllock numadd numsub nummult numdiv numdec',
    'volumeup volumedown volumemute medianexttrack mediaprevioustrack mediastop mediaplaypause',
  ].flatMap((names) => names.split(' ')),
);

/** Keys that are not used for typing, so they are valid without modifiers. */
const noModifierKeys = /^(f1[3-9]|f2[0-4]|media\w+|volume\w+)$/;
const functionKey = /^f([1-9]|1\d|2[0-4])$/;

/**
 * Parses an accelerator.
 * @returns null for an unknown modifier or key, or if there is not exactly one key, at the end
 */
export function parseAccelerator(accelerator: string, platform: NodeJS.Platform): ParsedAccelerator | null {
  const names = accelerator.split('+').map((name) => name.trim().toLowerCase());
  const last = names.pop() ?? '';
  const keys: ParsedAccelerator = { control: false, alt: false, shift: false, super: false, key: last };
  for (const name of names) {
    const modifier = modifierNames.get(name);
    if (modifier === undefined) return null;
    keys[modifier === 'either' ? (platform === 'darwin' ? 'super' : 'control') : modifier] = true;
  }
  const base = shifted.get(last);
  if (base !== undefined) return { ...keys, shift: true, key: base };
  const key = otherNames.get(last) ?? last;
  return isKey(key) ? { ...keys, key } : null;
}

function isKey(key: string): boolean {
  if (key.length === 1) return /[a-z0-9]/.test(key) || PUNCTUATION.includes(key);
  return functionKey.test(key) || /^num\d$/.test(key) || namedKeys.has(key);
}

/**
 * Whether keys are valid as a global shortcut: one key, with modifiers that typing does not use. With Shift alone only a
 * function key is valid, because a letter with Shift would fire while the user types.
 */
export function isValidShortcut(accelerator: string): boolean {
  const keys = parseAccelerator(accelerator, 'linux');
  if (keys === null) return false;
  if (noModifierKeys.test(keys.key)) return true;
  return keys.control || keys.alt || keys.super || (functionKey.test(keys.key) && keys.shift);
}

/** Whether two notations mean the same keys. A notation that cannot be parsed equals only itself. */
export function isSameAccelerator(one: string, other: string, platform: NodeJS.Platform): boolean {
  const [first, second] = [parseAccelerator(one, platform), parseAccelerator(other, platform)];
  if (first === null || second === null) return one === other;
  return (['control', 'alt', 'shift', 'super', 'key'] as const).every(
    (field) => first[field] === second[field],
  );
}
