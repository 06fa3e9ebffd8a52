/** Turns pressed keys into Electron's notation, "Control+Shift+F9". Pure: the recorder shows what this says. */
import type { AppState } from '../preload/contract/state.ts';

type Platform = AppState['platform'];

/** What is read of a KeyboardEvent. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'isComposing'
> & {
  getModifierState: (key: 'AltGraph') => boolean;
  /** Deprecated, and all that tells which key it is for Windows. */
  keyCode: number;
};

/**
 * What each key types alone, by its place (KeyboardEvent.code): what navigator.keyboard tells of the layout. Null where it
 * tells nothing.
 */
export type Layout = ReadonlyMap<string, string> | null;

/**
 * Why keys can be no shortcut. `altGr`: it types characters on many keyboards. `bare`: without Control, Alt or the like
 * they would fire while somebody types. `dead`: it waits for a letter to put an accent on. `layout`: Electron cannot name
 * what this key is on this keyboard. `unknown`: the system has no name for the key.
 */
export type Refusal = 'altGr' | 'bare' | 'dead' | 'layout' | 'unknown';

export type ReadKeys =
  /** `code`: the place of the key, by which the main process checks that it is the one that will fire. */
  | { kind: 'shortcut'; accelerator: string; code: string }
  | { kind: 'refused'; why: Refusal }
  /** Nothing but modifiers so far, or an input method at work. */
  | { kind: 'incomplete' };

const modifierKeys = new Set([
  ...['Control', 'Alt', 'Shift', 'Meta', 'OS', 'Super', 'Hyper', 'AltGraph'],
  ...['CapsLock', 'NumLock', 'ScrollLock', 'Fn', 'FnLock'],
]);

/**
 * The characters that Electron has a name for, each with the key code that Windows gives it on a US keyboard. Windows registers
 * the code, so there a key counts only if it has that code too.
 */
const punctuation = new Map([
  ['-', 189],
  ['=', 187],
  ['[', 219],
  [']', 221],
  ['\\', 220],
  [';', 186],
  ["'", 222],
  [',', 188],
  ['.', 190],
  ['/', 191],
  ['`', 192],
]);

/** Keys that type characters, which are others on each layout. */
const typingKey =
  /^(?:Key([A-Z])|Digit(\d)|Minus|Equal|Bracket(?:Left|Right)|Backslash|Semicolon|Quote|Comma|Period|Slash|Backquote|Intl\w+)$/;

/** By place on the keyboard: the same key whatever the layout. */
const byCode: Partial<Record<string, string>> = {
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
  NumpadMultiply: 'nummult',
  NumpadDivide: 'numdiv',
  NumpadDecimal: 'numdec',
  NumpadEnter: 'Enter',
  Space: 'Space',
};

const byKey: Partial<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
  Delete: 'Delete',
  Backspace: 'Backspace',
  Enter: 'Enter',
  Tab: 'Tab',
  Escape: 'Escape',
  PrintScreen: 'PrintScreen',
};

/** Keys that nobody types with; they need no modifier. */
const mediaKeys: Partial<Record<string, string>> = {
  MediaTrackNext: 'MediaNextTrack',
  MediaTrackPrevious: 'MediaPreviousTrack',
  MediaStop: 'MediaStop',
  MediaPlayPause: 'MediaPlayPause',
  AudioVolumeUp: 'VolumeUp',
  AudioVolumeDown: 'VolumeDown',
  AudioVolumeMute: 'VolumeMute',
};

/** The modifiers that are held, in the order in which they are written: "Control+Shift"; `''` is none. */
export function heldModifiers(press: KeyPress, platform: Platform): string {
  return [
    ...(press.ctrlKey ? ['Control'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey ? ['Shift'] : []),
    ...(press.metaKey ? [platform === 'darwin' ? 'Command' : 'Super'] : []),
  ].join('+');
}

/**
 * What was pressed, as a shortcut, or why it can be none. Only what Electron can register for this key on this layout is a
 * shortcut; another key would fire otherwise.
 */
export function readKeys(press: KeyPress, platform: Platform, layout: Layout): ReadKeys {
  if (press.isComposing || press.key === 'Process') return { kind: 'incomplete' };
  if (press.key === 'AltGraph' || press.getModifierState('AltGraph'))
    return { kind: 'refused', why: 'altGr' };
  if (modifierKeys.has(press.key)) return { kind: 'incomplete' };
  // With Shift, the key may be a character alone. On macOS, Option makes dead keys of letters.
  if (press.key === 'Dead' && !press.shiftKey && platform !== 'darwin') {
    return { kind: 'refused', why: 'dead' };
  }
  const key = typingKey.test(press.code) ? typedKey(press, platform, layout) : namedKey(press);
  if (key === null) return { kind: 'refused', why: whyNot(press) };
  if (!isSafe(key, press)) return { kind: 'refused', why: 'bare' };
  const modifiers = heldModifiers(press, platform);
  const accelerator = modifiers === '' ? key : `${modifiers}+${key}`;
  return { kind: 'shortcut', accelerator, code: press.code };
}

function whyNot({ code, key }: KeyPress): Refusal {
  if (!typingKey.test(code)) return 'unknown';
  return key === 'Dead' ? 'dead' : 'layout';
}

/**
 * The name of a key that types characters: what it types alone. Digits go by their place where they need Shift (French), and
 * letters where the layout has none that is Latin (Cyrillic, Greek).
 */
function typedKey({ key, code, keyCode }: KeyPress, platform: Platform, layout: Layout): string | null {
  const [, letterHere, digitHere] = typingKey.exec(code) ?? [];
  const plain = layout === null ? plainByPress(key, code) : (layout.get(code) ?? '').toLowerCase();
  if (/^[a-z]$/.test(plain)) return plain.toUpperCase();
  if (/^\d$/.test(plain)) return plain;
  const windowsCode = punctuation.get(plain);
  if (windowsCode !== undefined) return platform !== 'win32' || keyCode === windowsCode ? plain : null;
  if (digitHere !== undefined) return digitHere;
  return letterHere !== undefined && !isAscii(plain) ? letterHere : null;
}

/** The same where the layout is not known: a letter is what was pressed, all else is where it was pressed. */
function plainByPress(key: string, code: string): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return /^Digit(\d)$/.exec(code)?.[1] ?? (punctuation.has(key) ? key : '');
}

/** Whether it is one character of the Latin keyboard; nothing is not. */
function isAscii(plain: string): boolean {
  return /^[!-~]$/.test(plain);
}

/** The name of a key that types nothing, or is on the number pad. */
function namedKey({ key, code }: KeyPress): string | null {
  const pad = /^Numpad(\d)$/.exec(code)?.[1];
  if (pad !== undefined) return `num${pad}`;
  if (/^F([1-9]|1\d|2[0-4])$/.test(key)) return key;
  return mediaKeys[key] ?? byCode[code] ?? byKey[key] ?? null;
}

function isSafe(key: string, { ctrlKey, altKey, metaKey, shiftKey }: KeyPress): boolean {
  if (ctrlKey || altKey || metaKey || Object.values(mediaKeys).includes(key)) return true;
  const number = Number(/^F(\d+)$/.exec(key)?.[1] ?? 0);
  return number >= 13 || (number > 0 && shiftKey);
}
