import type { AppState } from '../../../../shared/state.ts';

const macSymbols: Partial<Record<string, string>> = {
  Control: '⌃',
  Ctrl: '⌃',
  Alt: '⌥',
  Option: '⌥',
  Shift: '⇧',
  Command: '⌘',
  Cmd: '⌘',
  CommandOrControl: '⌘',
};
const names: Partial<Record<string, string>> = { Control: 'Ctrl', CommandOrControl: 'Ctrl', Super: 'Win' };
/** Key caps of keys that Electron names differently; the same on every platform. */
const keyCaps: Partial<Record<string, string>> = {
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  numadd: 'Num +',
  numsub: 'Num -',
  nummult: 'Num *',
  numdiv: 'Num /',
  numdec: 'Num .',
  MediaPlayPause: '⏯',
  MediaNextTrack: '⏭',
  MediaPreviousTrack: '⏮',
  MediaStop: '⏹',
};
const ariaNames: Partial<Record<string, string>> = {
  Ctrl: 'Control',
  Command: 'Meta',
  Cmd: 'Meta',
  Super: 'Meta',
  Option: 'Alt',
};

/** Formats an accelerator for this platform: "Control+Shift+F9" as "Ctrl+Shift+F9", on macOS as "⌃⇧F9". */
export function readableKeys(accelerator: string, platform: AppState['platform']): string {
  const keys = accelerator.split('+').map((key) => keyCaps[key] ?? key.replace(/^num(\d)$/, 'Num $1'));
  if (platform === 'darwin') return keys.map((key) => macSymbols[key] ?? key).join('');
  return keys.map((key) => (key === 'Super' && platform === 'linux' ? key : (names[key] ?? key))).join('+');
}

/** The same for `aria-keyshortcuts`. */
export function ariaKeys(accelerator: string, platform: AppState['platform']): string {
  const either = platform === 'darwin' ? 'Meta' : 'Control';
  return accelerator
    .split('+')
    .map((key) => (key === 'CommandOrControl' ? either : (ariaNames[key] ?? key)))
    .join('+');
}
