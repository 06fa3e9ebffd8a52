/**
 * Key combinations in Electron's notation ("Control+Shift+F9"): what each means, which are fit to be global, and which are
 * the same. Pure. The names are those that Electron reads (shell/common/keyboard_util.cc), in any case of letters.
 */

/** What a combination asks for. `key` is one of the names below in lower case: "f9", "k", "-", "num4". */
export type Keys = { control: boolean; alt: boolean; shift: boolean; super: boolean; key: string };

type Modifier = 'control' | 'alt' | 'shift' | 'super';

/**
 * AltGr is not among them: Electron leaves it out when it registers the keys, and the bare key would be taken from every
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

/** Two names of one key. */
const otherNames = new Map([
  ['return', 'enter'],
  ['esc', 'escape'],
]);

/** Characters that Electron reads as Shift with another key, as on a US keyboard. */
const shifted = new Map(Array.from(')!@#$%^&*(').map((character, digit) => [character, String(digit)]));
for (const [character, key] of [':;', '<,', '_-', '>.', '?/', '~`', '{[', '|\\', '}]', `"'`]) {
  if (character !== undefined && key !== undefined) shifted.set(character, key);
}
shifted.set('plus', '=');

/** Characters, besides letters and digits, that a key of its own can have. */
const PUNCTUATION = "-=[]\\;',./`";

const namedKeys = new Set(
  [
    'space tab enter escape backspace delete insert up down left right home end pageup pagedown printscreen',
    'capslock numlock scrolllock numadd numsub nummult numdiv numdec',
    'volumeup volumedown volumemute medianexttrack mediaprevioustrack mediastop mediaplaypause',
  ].flatMap((names) => names.split(' ')),
);

/** Keys that nobody types with: fit to stand alone. */
const standsAlone = /^(f1[3-9]|f2[0-4]|media\w+|volume\w+)$/;
const functionKey = /^f([1-9]|1\d|2[0-4])$/;

/**
 * What a combination means.
 * @returns null where Electron knows no such modifier or key, or there is not exactly one key, at the end
 */
export function parseKeys(accelerator: string, platform: NodeJS.Platform): Keys | null {
  const names = accelerator.split('+').map((name) => name.trim().toLowerCase());
  const last = names.pop() ?? '';
  const keys: Keys = { control: false, alt: false, shift: false, super: false, key: last };
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
 * Whether keys can be a global shortcut: one key, with modifiers that typing does not use. With Shift alone only a function
 * key is fit; a letter with nothing but Shift would fire while somebody writes.
 */
export function isFit(accelerator: string): boolean {
  const keys = parseKeys(accelerator, 'linux');
  if (keys === null) return false;
  if (standsAlone.test(keys.key)) return true;
  return keys.control || keys.alt || keys.super || (functionKey.test(keys.key) && keys.shift);
}

/** Whether two notations mean the same keys. What cannot be read is the same as nothing but itself. */
export function sameKeys(one: string, other: string, platform: NodeJS.Platform): boolean {
  const [first, second] = [parseKeys(one, platform), parseKeys(other, platform)];
  if (first === null || second === null) return one === other;
  return (['control', 'alt', 'shift', 'super', 'key'] as const).every((part) => first[part] === second[part]);
}
