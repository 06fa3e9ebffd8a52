import { expect, test } from 'vitest';
import { isFit, parseKeys, sameKeys } from '../../../main/settings/accelerator.ts';
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
])('%s is fit to be global', (keys) => expect(isFit(keys)).toBe(true));

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
])('%s is not: it would fire while somebody types, or never', (keys) => expect(isFit(keys)).toBe(false));

test.each(['linux', 'darwin', 'win32'] as const)(
  'the usual keys on %s are fit, and all different',
  (platform) => {
    const keys = Object.values(defaultSettings(platform).shortcuts);
    expect(keys.every(isFit)).toBe(true);
    for (const one of keys) expect(keys.filter((other) => sameKeys(one, other, platform))).toEqual([one]);
  },
);

test('the same keys are known in any order and notation', () => {
  expect(sameKeys('Shift+Ctrl+f9', 'Control+Shift+F9', 'linux')).toBe(true);
  expect(sameKeys('CommandOrControl+1', 'Control+1', 'linux')).toBe(true);
  expect(sameKeys('CommandOrControl+1', 'Control+1', 'darwin')).toBe(false);
  expect(sameKeys('Cmd+1', 'CmdOrCtrl+1', 'darwin')).toBe(true);
  expect(sameKeys('Control+1', 'Control+Shift+1', 'linux')).toBe(false);
});

test('a key is known by each of its names, and a shifted character is Shift with its key', () => {
  expect(sameKeys('Control+Return', 'ctrl+enter', 'linux')).toBe(true);
  expect(sameKeys('Control+Esc', 'Control+Escape', 'linux')).toBe(true);
  expect(sameKeys('Control+Plus', 'Control+Shift+=', 'linux')).toBe(true);
  expect(sameKeys('Control+!', 'Control+Shift+1', 'linux')).toBe(true);
  expect(sameKeys('Nonsense', 'Nonsense', 'linux')).toBe(true);
  expect(sameKeys('Nonsense', 'Control+Nonsense', 'linux')).toBe(false);
  expect(parseKeys('Alt+num4', 'linux')).toEqual({
    control: false,
    alt: true,
    shift: false,
    super: false,
    key: 'num4',
  });
});
