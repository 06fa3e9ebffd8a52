/** Maps KeyboardEvent.code to X11 key codes (evdev code + 8, as in Chromium). */

/** Ranges of consecutive key codes. */
const runs: readonly (readonly [first: number, codes: string])[] = [
  [9, 'Escape'],
  [10, 'Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal Backspace Tab'],
  [24, 'KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight Enter'],
  [38, 'KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote'],
  [51, 'Backslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash'],
  [63, 'NumpadMultiply'],
  [65, 'Space'],
  [67, 'F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NumLock ScrollLock Numpad7 Numpad8 Numpad9 NumpadSubtract'],
  [83, 'Numpad4 Numpad5 Numpad6 NumpadAdd Numpad1 Numpad2 Numpad3 Numpad0 NumpadDecimal'],
  [94, 'IntlBackslash F11 F12'],
  [104, 'NumpadEnter'],
  [106, 'NumpadDivide PrintScreen'],
  [110, 'Home ArrowUp PageUp ArrowLeft ArrowRight End ArrowDown PageDown Insert Delete'],
  [121, 'AudioVolumeMute AudioVolumeDown AudioVolumeUp'],
  [171, 'MediaTrackNext MediaPlayPause MediaTrackPrevious MediaStop'],
  [191, 'F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24'],
];

const keycodes = new Map(
  runs.flatMap(([first, codes]) => codes.split(' ').map((code, offset) => [code, first + offset] as const)),
);

/** The X11 key code of a KeyboardEvent.code; null if it is not in the table. */
export function keycodeAt(code: string): number | null {
  return keycodes.get(code) ?? null;
}
