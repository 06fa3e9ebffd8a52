import { describe, expect, it } from 'vitest';
import { planLaunch, RELAUNCHED } from '../../../main/desktop/launch-plan.ts';

const profile = '--user-data-dir=/home/me/second profile';
const plan = (args: string[], env: Record<string, string> = {}, sandboxOff = false) =>
  planLaunch(args, env, sandboxOff);

describe('arguments', () => {
  it.each([
    [[]],
    [[profile]],
    [['--ozone-platform=wayland', '--force-device-scale-factor=1.5', '--disable-gpu']],
    [['--force-renderer-accessibility']],
  ])('go on with what is allowed: %j', (args) => {
    expect(plan(args)).toEqual({ remove: [], next: { type: 'proceed' } });
  });

  it.each([
    '--no-sandbox',
    '-no-sandbox',
    '/no-sandbox',
    ' --no-sandbox',
    '--NO-SANDBOX',
    '--js-flags=--allow-natives-syntax',
    '--proxy-server=127.0.0.1:1',
    '--renderer-cmd-prefix=/tmp/x',
    '--ozone-platform=headless',
    '--user-data-dir',
    '--user-data-dir=',
    '--disable-gpu-sandbox',
    '--disable-gpu=1',
    '--relaunched=1',
    '--force-device-scale-factor=1 --no-sandbox',
    '--some-switch-of-next-year',
    '/tmp/document',
    '--',
    '',
  ])('launch anew without what is not: %j', (arg) => {
    expect(plan([profile, arg]).next).toEqual({ type: 'relaunch', args: [RELAUNCHED, profile] });
  });

  it('are clean after one relaunch, whatever they were', () => {
    const { next } = plan(['--no-sandbox', profile, '--inspect', '--disable-gpu']);
    expect(next.type === 'relaunch' && plan(next.args).next).toEqual({ type: 'proceed' });
  });

  it('that are back after a relaunch end the start, and are named without their values', () => {
    expect(plan([RELAUNCHED, '--proxy-server=secret', profile, 'x']).next).toEqual({
      type: 'refuse',
      offending: ['--proxy-server', 'x'],
    });
  });
});

describe('variables', () => {
  it.each([
    'ELECTRON_DISABLE_SANDBOX',
    'ELECTRON_ENABLE_LOGGING',
    'ELECTRON_OF_NEXT_YEAR',
    'CHROME_LOG_FILE',
    'CHROME_DEVEL_SANDBOX',
    'NODE_OPTIONS',
    'NODE_COMPILE_CACHE',
    'SBX_USER_NS',
    'Electron_Enable_Logging',
  ])('that Electron obeys before the first line lead to a launch without them: %s', (name) => {
    expect(plan([profile], { [name]: '', PATH: '/bin' })).toEqual({
      remove: [name],
      next: { type: 'relaunch', args: [RELAUNCHED, profile] },
    });
    // Set again by the system, as a login session does: once is enough, or Standby would never start.
    expect(plan([RELAUNCHED], { [name]: '' })).toEqual({ remove: [name], next: { type: 'proceed' } });
  });

  it('that are read later are removed, and nothing more', () => {
    const env = { SSLKEYLOGFILE: '/tmp/keys' };
    expect(plan([], env)).toEqual({ remove: ['SSLKEYLOGFILE'], next: { type: 'proceed' } });
  });

  it('of the desktop, of the proxy and of Electron itself stay', () => {
    const env = {
      CHROME_DESKTOP: 'x',
      https_proxy: 'x',
      XDG_SESSION_TYPE: 'x',
      NODENV_ROOT: 'x',
      ELECTRONIC: 'x',
    };
    expect(plan([], env)).toEqual({ remove: [], next: { type: 'proceed' } });
  });

  it('that switch the sandbox off in spite of a relaunch end the start', () => {
    expect(plan([RELAUNCHED], { ELECTRON_DISABLE_SANDBOX: '1' }, true)).toEqual({
      remove: ['ELECTRON_DISABLE_SANDBOX'],
      next: { type: 'refuse', offending: ['--no-sandbox'] },
    });
  });
});
