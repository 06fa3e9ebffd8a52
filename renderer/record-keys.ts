/** Turns pressed keys into Electron's notation, "Control+Shift+F9". Pure: the recorder shows what this says. */
import type { AppState } from '../preload/contract/state.ts';

type Platform = AppState['platform'];

/** What is read of a KeyboardEvent. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'isComposing'
> & { getModifierState: (key: 'AltGraph') => boolean };

/**
 * Why keys can be no shortcut. `altGr`: it types characters on many keyboards. `bare`: without Control, Alt or the like
 * they would fire while somebody types. `unknown`: the system has no name for the key.
 */
export type Refusal = 'altGr' | 'bare' | 'unknown';

export type ReadKeys =
  | { kind: 'shortcut'; accelerator: string }
  | { kind: 'refused'; why: Refusal }
  /** Nothing but modifiers so far, or an input method at work. */
  | { kind: 'incomplete' };

const modifierKeys = new Set([
  ...['Control', 'Alt', 'Shift', 'Meta', 'OS', 'Super', 'Hyper', 'AltGraph'],
  ...['CapsLock', 'NumLock', 'ScrollLock', 'Fn', 'FnLock'],
]);

/** By place on the keyboard: with Shift held, `key` would be another character on each layout. */
const byCode: Partial<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backquote: '`',
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

/** What was pressed, as a shortcut, or why it can be none. */
export function readKeys(press: KeyPress, platform: Platform): ReadKeys {
  if (press.isComposing || press.key === 'Process') return { kind: 'incomplete' };
  if (press.key === 'AltGraph' || press.getModifierState('AltGraph'))
    return { kind: 'refused', why: 'altGr' };
  if (modifierKeys.has(press.key)) return { kind: 'incomplete' };
  const key = nameOfKey(press);
  if (key === null) return { kind: 'refused', why: 'unknown' };
  if (!isSafe(key, press)) return { kind: 'refused', why: 'bare' };
  const modifiers = heldModifiers(press, platform);
  return { kind: 'shortcut', accelerator: modifiers === '' ? key : `${modifiers}+${key}` };
}

/** Letters follow the layout; where it has none (Cyrillic, or Option on macOS) they go by their place. */
function nameOfKey({ key, code }: KeyPress): string | null {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const placed = /^(?:Key([A-Z])|Digit(\d)|Numpad(\d))$/.exec(code);
  if (placed !== null) return placed[1] ?? placed[2] ?? `num${placed[3] ?? ''}`;
  if (/^F([1-9]|1\d|2[0-4])$/.test(key)) return key;
  return mediaKeys[key] ?? byCode[code] ?? byKey[key] ?? null;
}

function isSafe(key: string, { ctrlKey, altKey, metaKey, shiftKey }: KeyPress): boolean {
  if (ctrlKey || altKey || metaKey || Object.values(mediaKeys).includes(key)) return true;
  const number = Number(/^F(\d+)$/.exec(key)?.[1] ?? 0);
  return number >= 13 || (number > 0 && shiftKey);
}
