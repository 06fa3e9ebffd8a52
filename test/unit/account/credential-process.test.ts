import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { createCredentialProcess } from '../../../main/account/credentials/credential-process.ts';
import { createRunProcess, type ProcessResult } from '../../../main/process/run-process.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { AccountState } from '../../../shared/state.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { folderOfTest, owners, programOf } from './support/programs.ts';

const MINUTE = 60_000;
const printed = {
  SecretId: 'AKIDprogramSecretId0001',
  SecretKey: 'programSecretKeyOfNoUse01',
  Token: 'programTokenOfNoUse000000000000000001',
};
const credentials = { secretId: printed.SecretId, secretKey: printed.SecretKey, token: printed.Token };
const spec = { program: '/opt/keys', arguments: [], timeoutSeconds: 10 };

const exited = (stdout: string, code = 0, stderr = ''): ProcessResult => ({
  exit: { reason: 'exited', code },
  stdout,
  stderr,
});
const prints = (keys: object) => exited(JSON.stringify(keys));

/** A provider whose program ends when and how the test decides. */
function createHarness() {
  const time = createVirtualClock();
  const runs: ((end: ProcessResult) => void)[] = [];
  const published: AccountState['keys'][] = [];
  const logged: string[] = [];
  const provider = createCredentialProcess({
    spec,
    time,
    run: () => new Promise((resolve) => runs.push(resolve)),
    onChange: (keys) => void published.push(keys),
    log: (message) => void logged.push(message),
  });
  const inMinutes = (minutes: number) => new Date(time.now() + minutes * MINUTE).toISOString();
  /** Requests the credentials with a program that ends with this result. */
  const requestWith = async (end: ProcessResult) => {
    const requested = provider.credentials();
    runs.at(-1)?.(end);
    return requested;
  };
  return { ...provider, time, runs, published, logged, inMinutes, requestWith };
}

test('requests are signed with what the program prints, and only the end of the SecretId is shown', async () => {
  const { requestWith, published, inMinutes } = createHarness();
  expect(await requestWith(prints({ ...printed, Expiration: inMinutes(60) }))).toEqual(credentials);
  expect(published).toEqual([{ storage: 'process', secretIdSuffix: '0001', hasToken: true }]);
});

test('the program is not run before a request, and parallel requests share one run', async () => {
  const { credentials: request, runs, inMinutes } = createHarness();
  expect(runs).toHaveLength(0);
  const requested = [request(), request(), request()];
  expect(runs).toHaveLength(1);
  runs[0]?.(prints({ ...printed, Expiration: inMinutes(60) }));
  expect(await Promise.all(requested)).toEqual([credentials, credentials, credentials]);
  await request();
  expect(runs).toHaveLength(1);
});

test('a request that joins a run which fails gets a later run, and no third', async () => {
  const { credentials: request, runs, inMinutes } = createHarness();
  const first = request();
  const afterSignIn = request();
  runs[0]?.(exited('', 3));
  expect(await first).toMatchObject({ code: 'KeyProgram.Exit3' });
  await expect.poll(() => runs.length).toBe(2);
  runs[1]?.(prints({ ...printed, Expiration: inMinutes(60) }));
  expect(await afterSignIn).toEqual(credentials);

  const { credentials: requestAgain, runs: others } = createHarness();
  const requested = [requestAgain(), requestAgain()];
  others[0]?.(exited('', 3));
  await expect.poll(() => others.length).toBe(2);
  others[1]?.(exited('', 4));
  expect(await Promise.all(requested)).toMatchObject([
    { code: 'KeyProgram.Exit3' },
    { code: 'KeyProgram.Exit4' },
  ]);
  expect(others).toHaveLength(2);
});

test.each([
  [0xc000_0005, '0xC0000005'],
  [0xc000_0135, '0xC0000135'],
  [9_009, '9009'],
])('the exit code %i is shown as %s', async (code, shown) => {
  const { credentials: request, runs } = createHarness();
  const requested = request();
  runs[0]?.(exited('', code));
  expect(await requested).toMatchObject({ code: `KeyProgram.Exit${shown}` });
});

describe('renewal', () => {
  test.each([
    ['that last an hour, 5 minutes before they expire', 60, 55],
    ['that last ten minutes, when a fifth is left', 10, 8],
  ])('of credentials %s', async (_how, life, at) => {
    const { credentials: request, requestWith, runs, time, inMinutes } = createHarness();
    await requestWith(prints({ ...printed, Expiration: inMinutes(life) }));
    await time.advance(at * MINUTE - 1);
    await request();
    expect(runs).toHaveLength(1);
    await time.advance(1);
    // Requests do not wait for it: the old credentials are still valid.
    expect(await request()).toEqual(credentials);
    expect(runs).toHaveLength(2);
    expect(await request()).toEqual(credentials);
    expect(runs).toHaveLength(2);
    runs[1]?.(prints({ ...printed, SecretId: 'AKIDrenewed', Expiration: inMinutes(life) }));
    await time.advance(0);
    expect(await request()).toEqual({ ...credentials, secretId: 'AKIDrenewed' });
    expect(runs).toHaveLength(2);
  });

  test('that fails keeps the credentials while they are valid, is retried, and shows their expiry', async () => {
    const { credentials: request, requestWith, runs, time, inMinutes } = createHarness();
    await requestWith(prints({ ...printed, Expiration: inMinutes(60) }));
    await time.advance(55 * MINUTE);
    expect(await requestWith(exited('', 1))).toEqual(credentials);
    await time.advance(29_999);
    expect(await request()).toEqual(credentials);
    expect(runs).toHaveLength(2);
    await time.advance(1);
    expect(await requestWith(exited('', 1))).toEqual(credentials);
    expect(runs).toHaveLength(3);
    await time.advance(5 * MINUTE);
    expect(await requestWith(exited('', 1))).toMatchObject({ kind: 'keyProgramFailed' });
    const again = prints({ ...printed, Expiration: inMinutes(60) });
    expect(await requestWith(again)).toEqual(credentials);
  });

  test('of credentials without an expiry happens after the service refused them', async () => {
    const { credentials: request, requestWith, invalidate, runs, published, time } = createHarness();
    await requestWith(prints({ SecretId: printed.SecretId, SecretKey: printed.SecretKey }));
    await time.advance(365 * 24 * 60 * MINUTE);
    expect(await request()).toEqual({ secretId: printed.SecretId, secretKey: printed.SecretKey });
    expect(runs).toHaveLength(1);
    invalidate();
    expect(published.at(-1)).toEqual({ storage: 'process', secretIdSuffix: '', hasToken: false });
    expect(await requestWith(prints(printed))).toEqual(credentials);
    expect(runs).toHaveLength(2);
  });
});

describe('valid output:', () => {
  test.each([
    ['seconds since 1970', Date.UTC(2030, 0, 1) / 1000],
    ['a time in another zone', '2030-01-01T08:00:00+08:00'],
    ['no end', null],
  ])('an Expiration that is %s', async (_what, Expiration) => {
    expect(await createHarness().requestWith(prints({ ...printed, Expiration, Version: 1 }))).toEqual(
      credentials,
    );
  });

  test('an empty Token counts as none', async () => {
    const answer = await createHarness().requestWith(prints({ ...printed, Token: '' }));
    expect(answer).toEqual({ secretId: printed.SecretId, secretKey: printed.SecretKey });
  });
});

describe('invalid output:', () => {
  test.each<[string, ProcessResult, object]>([
    ['not JSON', exited('keys: none'), { code: 'KeyProgram.NotJson' }],
    ['nothing', exited(''), { code: 'KeyProgram.NotJson' }],
    ['not an object', exited('[]'), { code: 'KeyProgram.WrongShape', message: '{}' }],
    [
      'missing fields, which are named',
      prints({ SecretId: printed.SecretId, Token: 7 }),
      { code: 'KeyProgram.WrongShape', message: 'SecretKey, Token' },
    ],
    ['spaces in a key', prints({ ...printed, Token: 'two words\n' }), { message: 'Token' }],
    ['an empty key', prints({ ...printed, SecretKey: '' }), { message: 'SecretKey' }],
    [
      'a time without a zone',
      prints({ ...printed, Expiration: '2030-01-01 08:00' }),
      { message: 'Expiration' },
    ],
    ['a time out of range', prints({ ...printed, Expiration: -1e300 }), { message: 'Expiration' }],
    [
      'expired keys',
      prints({ ...printed, Expiration: '2026-11-23T08:59:59Z' }),
      { code: 'KeyProgram.Expired', message: '2026-11-23T08:59:59.000Z' },
    ],
    [
      'too much output',
      { exit: { reason: 'tooMuchOutput' }, stdout: '', stderr: '' },
      { code: 'KeyProgram.TooMuchOutput' },
    ],
  ])('%s', async (_what, end, failure) => {
    expect(await createHarness().requestWith(end)).toMatchObject({ kind: 'keyProgramInvalid', ...failure });
  });
});

describe('a program that fails', () => {
  test.each<[ProcessResult['exit'], object]>([
    [
      { reason: 'exited', code: 3 },
      { kind: 'keyProgramFailed', code: 'KeyProgram.Exit3', message: '' },
    ],
    [
      { reason: 'killed', signal: 'SIGSEGV' },
      { kind: 'keyProgramFailed', code: 'KeyProgram.SIGSEGV' },
    ],
    [{ reason: 'timedOut' }, { kind: 'keyProgramTimedOut', code: 'KeyProgram.TimedOut', message: '' }],
    [
      { reason: 'unsafe', message: '/opt: can be written by its group or by others' },
      {
        kind: 'keyProgramUnsafe',
        code: 'KeyProgram.Unsafe',
        message: '/opt: can be written by its group or by others',
      },
    ],
    [
      { reason: 'notStarted', code: 'ENOENT', message: 'spawn /opt/keys ENOENT' },
      { kind: 'keyProgramFailed', code: 'KeyProgram.ENOENT', message: 'spawn /opt/keys ENOENT' },
    ],
  ])('%j', async (exit, failure) => {
    expect(await createHarness().requestWith({ exit, stdout: '', stderr: 'no ticket\n' })).toMatchObject(
      failure,
    );
  });

  test('is run again for the next request', async () => {
    const { requestWith } = createHarness();
    expect(await requestWith(exited('', 1))).toMatchObject({ kind: 'keyProgramFailed' });
    expect(await requestWith(prints(printed))).toEqual(credentials);
  });

  test('has its stderr in the log only, without the secrets that it prints or that are in use', async () => {
    const { requestWith, logged, time, inMinutes } = createHarness();
    await requestWith(prints({ ...printed, SecretKey: 'asecret(old)', Expiration: inMinutes(10) }));
    await time.advance(9 * MINUTE);
    const half = '{"SecretId": "half-an-id", "SecretKey": "half.a.secret';
    const stderr = `cannot use half-an-id with half.a.secret, nor asecret(old), nor ${printed.Token}`;
    expect(await requestWith(exited(half, 1, stderr))).toMatchObject({ secretId: printed.SecretId });
    await time.advance(MINUTE);
    expect(await requestWith(exited('', 2, 'no ticket\n'))).toEqual({
      kind: 'keyProgramFailed',
      code: 'KeyProgram.Exit2',
      message: '',
    });
    expect(logged).toEqual([
      'KeyProgram.Exit1: cannot use •••• with ••••, nor ••••, nor ••••',
      'KeyProgram.Exit2: no ticket',
    ]);
  });

  test('keeps no copy of keys that were refused', async () => {
    const { requestWith, invalidate, credentials: request, runs } = createHarness();
    // In a function of its own, because this function's stack would retain the keys.
    const issueKeys = async () => {
      await requestWith(prints({ ...printed, SecretKey: markerOf('Key'), Token: markerOf('Token') }));
    };
    await issueKeys();
    expect(heldInMemory('Key')).toBe(true);
    invalidate();
    void request();
    expect(runs).toHaveLength(2);
    // V8 retains the last text that a regular expression was used on.
    expect(/^[ab]$/.test('a')).toBe(true);
    expect([heldInMemory('Key'), heldInMemory('Token')]).toEqual([false, false]);
  });
});

/** A text that occurs nowhere else in memory; assembled here, so that the source does not contain it. */
function markerOf(name: string): string {
  return ['marker', name, 'ofNoUse', 73_313].join('');
}

/** Whether the JavaScript heap still contains that text, according to a heap snapshot. */
function heldInMemory(name: string): boolean {
  const file = writeHeapSnapshot(join(folderOfTest(), 'heap.heapsnapshot'));
  return readFileSync(file).includes(Buffer.from(`"marker${name}ofNoUse73313"`));
}

describe('a real program', () => {
  const logged: string[] = [];
  const providerOf = (script: string, seconds?: number) =>
    createCredentialProcess({
      log: (message) => void logged.push(message),
      spec: programOf(script, [], seconds),
      run: createRunProcess({ time: systemClock, owners }),
      time: systemClock,
      onChange: () => {},
    });

  test('issues credentials', async () => {
    const provider = providerOf(`console.log(JSON.stringify(${JSON.stringify(printed)}))`);
    expect(await provider.credentials()).toEqual(credentials);
  });

  test('reports its error without its secrets', async () => {
    const provider = providerOf(`
      console.log('${printed.SecretKey}');
      console.error('no session for mei; tried ${printed.SecretKey}, password=hunter2, eyJhbGciOiJIUzI1NiJ9abcdef');
      process.exitCode = 4;
    `);
    expect(await provider.credentials()).toEqual({
      kind: 'keyProgramFailed',
      code: 'KeyProgram.Exit4',
      message: '',
    });
    expect(logged).toEqual(['KeyProgram.Exit4: no session for mei; tried ••••, password=••••, ••••']);
  });

  test('is killed at its time limit', async () => {
    const provider = providerOf("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)", 1);
    expect(await provider.credentials()).toMatchObject({ kind: 'keyProgramTimedOut' });
  });
});

test('deeply nested output is a failure without any of its content, and the next output is used', async () => {
  const { requestWith, inMinutes } = createHarness();
  const deep = `${'{"a":'.repeat(5_000)}"${printed.SecretKey}"${'}'.repeat(5_000)}`;
  expect(await requestWith(exited(deep, 0, `got ${printed.SecretKey}`))).toEqual({
    kind: 'keyProgramInvalid',
    code: 'KeyProgram.BeyondLimits',
    message: expect.not.stringContaining(printed.SecretKey) as string,
  });
  expect(await requestWith(prints({ ...printed, Expiration: inMinutes(60) }))).toEqual(credentials);
});
