import { describe, expect, it } from 'vitest';
import { planLaunch, RELAUNCHED } from '../../../../main/desktop/security/launch-plan.ts';

const profile = '--user-data-dir=/home/me/second profile';
const plan = (args: string[], env: Record<string, string> = {}, isSandboxOff = false) =>
  planLaunch(args, env, isSandboxOff);

describe('arguments', () => {
  it.each([
    [[]],
    [[profile]],
    [['--ozone-platform=wayland', '--force-device-scale-factor=1.5', '--disable-gpu']],
    [['--force-renderer-accessibility', '--loopback-http']],
    [['--quit']],
    [['-Embedding']],
  ])('allowed arguments need no relaunch: %j', (args) => {
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
    '--quit=1',
    '--relaunched=1',
    '--force-device-scale-factor=1 --no-sandbox',
    '--some-switch-of-next-year',
    '/tmp/document',
    '--',
    '',
  ])('other arguments lead to a relaunch without them: %j', (arg) => {
    expect(plan([profile, arg]).next).toEqual({ type: 'relaunch', args: [RELAUNCHED, profile] });
  });

  it('any arguments are clean after one relaunch', () => {
    const { next } = plan(['--no-sandbox', profile, '--inspect', '--disable-gpu']);
    expect(next.type === 'relaunch' && plan(next.args).next).toEqual({ type: 'proceed' });
  });

  it('forbidden arguments after a relaunch end the start, and are named without their values', () => {
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
  ])('variables that Electron reads before our code lead to a relaunch without them: %s', (name) => {
    expect(plan([profile], { [name]: '', PATH: '/bin' })).toEqual({
      remove: [name],
      next: { type: 'relaunch', args: [RELAUNCHED, profile] },
    });
    // Also with the argument that marks a relaunch they have no effect.
    expect(plan([RELAUNCHED], { [name]: '' })).toEqual({
      remove: [name],
      next: { type: 'refuse', offending: [name] },
    });
  });

  it('forbidden variables are removed for the relaunch', () => {
    const env: Record<string, string> = { NODE_OPTIONS: '', ELECTRON_ENABLE_LOGGING: '1', PATH: '/bin' };
    const { remove, next } = plan([profile], env);
    for (const name of remove) Reflect.deleteProperty(env, name);
    expect(next.type === 'relaunch' && plan(next.args, env).next).toEqual({ type: 'proceed' });
  });

  it('variables that are read later are removed without a relaunch', () => {
    const env = { SSLKEYLOGFILE: '/tmp/keys' };
    expect(plan([], env)).toEqual({ remove: ['SSLKEYLOGFILE'], next: { type: 'proceed' } });
  });

  it('variables of the desktop, of the proxy and of Electron itself stay', () => {
    const env = {
      CHROME_DESKTOP: 'x',
      // Chromium sets it before our code runs, if its sandbox is the setuid helper.
      SBX_CHROME_API_RQ: '1',
      https_proxy: 'x',
      XDG_SESSION_TYPE: 'x',
      NODENV_ROOT: 'x',
      ELECTRONIC: 'x',
    };
    expect(plan([], env)).toEqual({ remove: [], next: { type: 'proceed' } });
  });

  it('variables that switch the sandbox off in spite of a relaunch end the start', () => {
    expect(plan([RELAUNCHED], { ELECTRON_DISABLE_SANDBOX: '1' }, true)).toEqual({
      remove: ['ELECTRON_DISABLE_SANDBOX'],
      next: { type: 'refuse', offending: ['ELECTRON_DISABLE_SANDBOX', '--no-sandbox'] },
    });
    // Or by any other means of this version of Electron.
    expect(plan([RELAUNCHED], {}, true).next).toEqual({ type: 'refuse', offending: ['--no-sandbox'] });
  });
});
