import { expect, test } from 'vitest';
import { diagnostics } from '../../../main/app/diagnostics.ts';
import { appState, MONDAY_9AM } from '../../support/app-state.ts';

const environment = { SESSIONNAME: 'RDP-Tcp#3', XDG_CURRENT_DESKTOP: 'GNOME', XDG_SESSION_TYPE: 'x11' };

const lines = (platform: 'linux' | 'win32', variables: Record<string, string> = environment) =>
  diagnostics({ ...appState(), platform }, MONDAY_9AM, variables, 'package, for all users').split('\n');

test('diagnostics on Windows name the session and the installation', () => {
  expect(lines('win32')).toEqual(
    expect.arrayContaining(['Session: RDP-Tcp#3', 'Installation: package, for all users']),
  );
  expect(lines('win32').join()).not.toContain('Desktop');
  expect(lines('win32', {})).toContain('Session: (unknown)');
});

test('diagnostics on Linux name the desktop', () => {
  expect(lines('linux')).toEqual(expect.arrayContaining(['Desktop: GNOME', 'Session: x11']));
});
