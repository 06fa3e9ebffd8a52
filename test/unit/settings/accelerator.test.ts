import { expect, test } from 'vitest';
import { isValidShortcut, parseAccelerator, isSameAccelerator } from '../../../main/settings/accelerator.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';

test.each([
  'Control+Shift+F9',
  'Control+1',
  'Alt+Space',
  'Super+Z',
  'Shift+F9',
  'F13',
  'MediaPlayPause',
  'CommandOrControl+Plus',
])('%s is valid as a global shortcut', (keys) => expect(isValidShortcut(keys)).toBe(true));

test.each([
  ...['', 'A', 'F9', 'Shift+A', 'Shift+1', 'Control', 'Control+Shift', 'Control+', 'Hyper+A', 'Space'],
  ...[
    'Control+Nonsense',
    'Control+F25',
    'Control+F0',
    'Control+ß',
    'Control++',
    'A+Control',
    'AltGr+X',
    'Control+AltGr+X',
  ],
])('%s is not valid as a global shortcut: it would fire during typing, or never', (keys) =>
  expect(isValidShortcut(keys)).toBe(false),
);

test.each(['linux', 'darwin', 'win32'] as const)(
  'the default shortcuts on %s are valid and distinct',
  (platform) => {
    const keys = Object.values(defaultSettings(platform).shortcuts);
    expect(keys.every(isValidShortcut)).toBe(true);
    for (const one of keys)
      expect(keys.filter((other) => isSameAccelerator(one, other, platform))).toEqual([one]);
  },
);

test('no default shortcut on Windows takes a key of Office, F12, or what switches or closes windows', () => {
  const office = ['F8', 'F9', 'F10', 'F11', 'F12'].map((key) => `Control+Shift+${key}`);
  office.push('Control+Alt+F1', 'Control+Alt+F2', 'Control+Alt+F4', 'Control+Alt+F5', 'Control+Alt+F9');
  for (const keys of Object.values(defaultSettings('win32').shortcuts)) {
    expect(parseAccelerator(keys, 'win32')?.key).not.toBe('f12');
    expect(office.filter((other) => isSameAccelerator(keys, other, 'win32'))).toEqual([]);
  }
});

test('the same keys are recognized in any order and notation', () => {
  expect(isSameAccelerator('Shift+Ctrl+f9', 'Control+Shift+F9', 'linux')).toBe(true);
  expect(isSameAccelerator('CommandOrControl+1', 'Control+1', 'linux')).toBe(true);
  expect(isSameAccelerator('CommandOrControl+1', 'Control+1', 'darwin')).toBe(false);
  expect(isSameAccelerator('Cmd+1', 'CmdOrCtrl+1', 'darwin')).toBe(true);
  expect(isSameAccelerator('Control+1', 'Control+Shift+1', 'linux')).toBe(false);
});

test('a key is recognized by each of its names, and a shifted character is Shift with its key', () => {
  expect(isSameAccelerator('Control+Return', 'ctrl+enter', 'linux')).toBe(true);
  expect(isSameAccelerator('Control+Esc', 'Control+Escape', 'linux')).toBe(true);
  expect(isSameAccelerator('Control+Plus', 'Control+Shift+=', 'linux')).toBe(true);
  expect(isSameAccelerator('Control+!', 'Control+Shift+1', 'linux')).toBe(true);
  expect(isSameAccelerator('Nonsense', 'Nonsense', 'linux')).toBe(true);
  expect(isSameAccelerator('Nonsense', 'Control+Nonsense', 'linux')).toBe(false);
  expect(parseAccelerator('Alt+num4', 'linux')).toEqual({
    control: false,
    alt: true,
    shift: false,
    super: false,
    key: 'num4',
  });
});
