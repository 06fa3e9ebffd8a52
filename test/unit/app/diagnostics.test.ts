import { expect, test } from 'vitest';
import { diagnostics } from '../../../main/app/diagnostics.ts';
import { appState, failureReport, MONDAY_9AM } from '../../support/app-state.ts';

const environment = { SESSIONNAME: 'RDP-Tcp#3', XDG_CURRENT_DESKTOP: 'GNOME', XDG_SESSION_TYPE: 'x11' };

const lines = (platform: 'linux' | 'win32', variables: Record<string, string> = environment) =>
  diagnostics({ ...appState(), platform }, MONDAY_9AM, variables, {
    installation: 'package, for all users',
    issuer: null,
  }).split('\n');

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

test('diagnostics name the issuer of the sign-in by its host, and the last failure, without the person', () => {
  const signIn = {
    step: 'signedOut',
    issuerHost: 'login.example.com',
    userCode: '',
    verificationAddress: '',
    failure: failureReport({ kind: 'signInExpired', code: 'Issuer.invalid_grant' }),
    canUseDeviceCode: false,
    sessionOnly: false,
  } as const;
  const { account, ...state } = appState();
  const text = diagnostics({ ...state, account: { ...account, signIn } }, MONDAY_9AM, environment, {
    installation: '',
    issuer: 'https://login.example.com/tenant-of-the-company/v2.0',
  });
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      'Sign-in: signedOut',
      'Issuer: login.example.com',
      'Sign-in failure: signInExpired, Issuer.invalid_grant',
    ]),
  );
  expect(text).not.toContain('tenant-of-the-company');
  expect(text).not.toContain('mei.lin');
});
