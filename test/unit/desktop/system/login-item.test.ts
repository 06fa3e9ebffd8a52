import { expect, test, vi } from 'vitest';
import { APP_ID } from '../../../../main/desktop/system/app-user-model-id.ts';
import { isLoginItemEnabled } from '../../../../main/desktop/system/autostart.ts';

vi.mock('electron', () => ({ app: {} }));

const settings = (openAtLogin: boolean, ...items: [name: string, enabled: boolean][]) => ({
  openAtLogin,
  launchItems: items.map(([name, enabled]) => ({ name, enabled })),
});

test.each([
  ['registered, and on', settings(true, [APP_ID, true]), true],
  ['registered, and turned off in the task manager', settings(true, [APP_ID, false]), false],
  ['not registered', settings(false), false],
  ['registered, while another item is off', settings(true, ['Other', false], [APP_ID, true]), true],
  ['registered under another name', settings(true, ['electron.app.Standby', true]), true],
])('on Windows start at login is as the system has it: %s', (_what, found, expected) => {
  expect(isLoginItemEnabled(found, 'win32')).toBe(expected);
});

test('on macOS the system tells it directly', () => {
  expect(isLoginItemEnabled({ openAtLogin: true }, 'darwin')).toBe(true);
  expect(isLoginItemEnabled({ openAtLogin: false }, 'darwin')).toBe(false);
});
