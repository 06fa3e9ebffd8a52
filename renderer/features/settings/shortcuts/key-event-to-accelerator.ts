/** Converts key events into Electron accelerators, "Control+Shift+F9". Pure. */
import type { AppState } from '../../../../shared/state.ts';

type Platform = AppState['platform'];

/** The used part of a KeyboardEvent. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'isComposing'
> & {
  getModifierState: (key: 'AltGraph') => boolean;
  /** Deprecated, but the only source of the Windows key code. */
  keyCode: number;
};

/** The layout map of navigator.keyboard: the character of each key without modifiers, by KeyboardEvent.code. Null if unavailable. */
export type Layout = ReadonlyMap<string, string> | null;

/**
 * Why keys cannot be a shortcut. `altGr`: AltGr types characters on many keyboards. `bare`: without Control, Alt or the like
 * the shortcut would fire during typing. `dead`: a dead key, which combines with the next letter. `layout`: Electron has no
 * name for this key on this layout. `unknown`: the system has no name for the key.
 */
export type Refusal = 'altGr' | 'bare' | 'dead' | 'layout' | 'unknown';

export type AcceleratorResult =
  /** `code`: KeyboardEvent.code, by which the main process checks that the accelerator registers this key. */
  | { kind: 'shortcut'; accelerator: string; code: string }
  | { kind: 'refused'; reason: Refusal }
  /** Only modifiers so far, or an input method is composing. */
  | { kind: 'incomplete' };

const modifierKeys = new Set([
  ...['Control', 'Alt', 'Shift', 'Meta', 'OS', 'Super', 'Hyper', 'AltGraph'],
  ...['CapsLock', 'NumLock', 'ScrollLock', 'Fn', 'FnLock'],
]);

/**
 * The punctuation that Electron has a name for, with the Windows key code of a US keyboard. Windows registers the code, so
 * there a key is accepted only if it has that code.
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

/** Codes of keys that type characters, which depend on the layout. */
const typingKey =
  /^(?:Key([A-Z])|Digit(\d)|Minus|Equal|Bracket(?:Left|Right)|Backslash|Semicolon|Quote|Comma|Period|Slash|Backquote|Intl\w+)$/;

/** Names by KeyboardEvent.code, independent of the layout. */
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

/** Media keys, which need no modifier. */
const mediaKeys: Partial<Record<string, string>> = {
  MediaTrackNext: 'MediaNextTrack',
  MediaTrackPrevious: 'MediaPreviousTrack',
  MediaStop: 'MediaStop',
  MediaPlayPause: 'MediaPlayPause',
  AudioVolumeUp: 'VolumeUp',
  AudioVolumeDown: 'VolumeDown',
  AudioVolumeMute: 'VolumeMute',
};

/** The active modifiers in the order of the notation: "Control+Shift"; `''` is none. */
export function activeModifiers(press: KeyPress, platform: Platform): string {
  return [
    ...(press.ctrlKey ? ['Control'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey ? ['Shift'] : []),
    ...(press.metaKey ? [platform === 'darwin' ? 'Command' : 'Super'] : []),
  ].join('+');
}

/**
 * Converts a key press into an accelerator, or returns why it cannot be one. Accepts only keys that Electron can register on
 * this layout; otherwise another key would fire.
 */
export function toAccelerator(press: KeyPress, platform: Platform, layout: Layout): AcceleratorResult {
  if (press.isComposing || press.key === 'Process') return { kind: 'incomplete' };
  if (press.key === 'AltGraph' || press.getModifierState('AltGraph'))
    return { kind: 'refused', reason: 'altGr' };
  if (modifierKeys.has(press.key)) return { kind: 'incomplete' };
  // A key that is dead with Shift may type a character without it. On macOS, Option makes dead keys of letters.
  if (press.key === 'Dead' && !press.shiftKey && platform !== 'darwin') {
    return { kind: 'refused', reason: 'dead' };
  }
  const key = typingKey.test(press.code) ? typedKey(press, platform, layout) : namedKey(press);
  if (key === null) return { kind: 'refused', reason: getRefusal(press) };
  if (!isSafe(key, press)) return { kind: 'refused', reason: 'bare' };
  const modifiers = activeModifiers(press, platform);
  const accelerator = modifiers === '' ? key : `${modifiers}+${key}`;
  return { kind: 'shortcut', accelerator, code: press.code };
}

function getRefusal({ code, key }: KeyPress): Refusal {
  if (!typingKey.test(code)) return 'unknown';
  return key === 'Dead' ? 'dead' : 'layout';
}

/**
 * The name of a key that types characters: the character without modifiers. Digits are named by their code where they need
 * Shift (French), and letters where the layout is not Latin (Cyrillic, Greek).
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

/** The same without a layout map: letters by `key`, digits by `code`, punctuation by `key`. */
function plainByPress(key: string, code: string): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return /^Digit(\d)$/.exec(code)?.[1] ?? (punctuation.has(key) ? key : '');
}

/** Whether it is one printable ASCII character; `''` is not. */
function isAscii(plain: string): boolean {
  return /^[!-~]$/.test(plain);
}

/** The name of a key that types no character, or of the number pad. */
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
