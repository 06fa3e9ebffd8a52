import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { createCredentialProcess } from '../../../main/account/credential-process.ts';
import { createRunProgram, type ProgramEnd } from '../../../main/account/run-program.ts';
import { realTime } from '../../../main/time.ts';
import type { AccountState } from '../../../preload/contract/state.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';
import { folderOfTest, owners, programOf } from './support/programs.ts';

const MINUTE = 60_000;
const printed = {
  SecretId: 'AKIDprogramSecretId0001',
  SecretKey: 'programSecretKeyOfNoUse01',
  Token: 'programTokenOfNoUse000000000000000001',
};
const credentials = { secretId: printed.SecretId, secretKey: printed.SecretKey, token: printed.Token };
const call = { program: '/opt/keys', arguments: [], timeoutSeconds: 10 };

const exited = (stdout: string, code = 0, stderr = ''): ProgramEnd => ({
  how: { name: 'exited', code },
  stdout,
  stderr,
});
const prints = (keys: object) => exited(JSON.stringify(keys));

/** A source whose program ends when and how the test says. */
function setUp() {
  const time = virtualTime();
  const runs: ((end: ProgramEnd) => void)[] = [];
  const shown: AccountState['keys'][] = [];
  const logged: string[] = [];
  const source = createCredentialProcess({
    call,
    time,
    run: () => new Promise((resolve) => runs.push(resolve)),
    onChange: (keys) => void shown.push(keys),
    log: (words) => void logged.push(words),
  });
  const inMinutes = (minutes: number) => new Date(time.now() + minutes * MINUTE).toISOString();
  /** Asks, with the program ending like that. */
  const askWith = async (end: ProgramEnd) => {
    const asked = source.credentials();
    runs.at(-1)?.(end);
    return asked;
  };
  return { ...source, time, runs, shown, logged, inMinutes, askWith };
}

test('what the program prints is what requests are signed with, and only the end of the SecretId is shown', async () => {
  const { askWith, shown, inMinutes } = setUp();
  expect(await askWith(prints({ ...printed, Expiration: inMinutes(60) }))).toEqual(credentials);
  expect(shown).toEqual([{ home: 'process', secretIdEnd: '0001', hasToken: true }]);
});

test('a program that is not asked is not run, and parallel questions share one run', async () => {
  const { credentials: ask, runs, inMinutes } = setUp();
  expect(runs).toHaveLength(0);
  const asked = [ask(), ask(), ask()];
  expect(runs).toHaveLength(1);
  runs[0]?.(prints({ ...printed, Expiration: inMinutes(60) }));
  expect(await Promise.all(asked)).toEqual([credentials, credentials, credentials]);
  await ask();
  expect(runs).toHaveLength(1);
});

describe('renewal', () => {
  test.each([
    ['of an hour, 5 minutes before the end', 60, 55],
    ['of ten minutes, when a fifth is left', 10, 8],
  ])('of keys %s', async (_how, life, at) => {
    const { credentials: ask, askWith, runs, time, inMinutes } = setUp();
    await askWith(prints({ ...printed, Expiration: inMinutes(life) }));
    await time.advance(at * MINUTE - 1);
    await ask();
    expect(runs).toHaveLength(1);
    await time.advance(1);
    // Nobody waits for it: the keys of before still hold.
    expect(await ask()).toEqual(credentials);
    expect(runs).toHaveLength(2);
    expect(await ask()).toEqual(credentials);
    expect(runs).toHaveLength(2);
    runs[1]?.(prints({ ...printed, SecretId: 'AKIDrenewed', Expiration: inMinutes(life) }));
    await time.advance(0);
    expect(await ask()).toEqual({ ...credentials, secretId: 'AKIDrenewed' });
    expect(runs).toHaveLength(2);
  });

  test('that fails keeps the keys while they hold, is tried again, and shows when they are over', async () => {
    const { credentials: ask, askWith, runs, time, inMinutes } = setUp();
    await askWith(prints({ ...printed, Expiration: inMinutes(60) }));
    await time.advance(55 * MINUTE);
    expect(await askWith(exited('', 1))).toEqual(credentials);
    await time.advance(29_999);
    expect(await ask()).toEqual(credentials);
    expect(runs).toHaveLength(2);
    await time.advance(1);
    expect(await askWith(exited('', 1))).toEqual(credentials);
    expect(runs).toHaveLength(3);
    await time.advance(5 * MINUTE);
    expect(await askWith(exited('', 1))).toMatchObject({ kind: 'keyProgramFailed' });
    const again = prints({ ...printed, Expiration: inMinutes(60) });
    expect(await askWith(again)).toEqual(credentials);
  });

  test('of keys without an end is for when the service refuses them', async () => {
    const { credentials: ask, askWith, refused, runs, shown, time } = setUp();
    await askWith(prints({ SecretId: printed.SecretId, SecretKey: printed.SecretKey }));
    await time.advance(365 * 24 * 60 * MINUTE);
    expect(await ask()).toEqual({ secretId: printed.SecretId, secretKey: printed.SecretKey });
    expect(runs).toHaveLength(1);
    refused();
    expect(shown.at(-1)).toEqual({ home: 'process', secretIdEnd: '', hasToken: false });
    expect(await askWith(prints(printed))).toEqual(credentials);
    expect(runs).toHaveLength(2);
  });
});

describe('what it takes', () => {
  test.each([
    ['seconds since 1970', Date.UTC(2030, 0, 1) / 1000],
    ['a time in another zone', '2030-01-01T08:00:00+08:00'],
    ['no end', null],
  ])('an Expiration that is %s', async (_what, Expiration) => {
    expect(await setUp().askWith(prints({ ...printed, Expiration, Version: 1 }))).toEqual(credentials);
  });

  test('an empty Token is none', async () => {
    const answer = await setUp().askWith(prints({ ...printed, Token: '' }));
    expect(answer).toEqual({ secretId: printed.SecretId, secretKey: printed.SecretKey });
  });
});

describe('what it does not take', () => {
  test.each<[string, ProgramEnd, object]>([
    ['no JSON', exited('keys: none'), { code: 'KeyProgram.NotJson' }],
    ['nothing', exited(''), { code: 'KeyProgram.NotJson' }],
    ['no object', exited('[]'), { code: 'KeyProgram.WrongShape', message: '{}' }],
    [
      'fields that are missing, which are named',
      prints({ SecretId: printed.SecretId, Token: 7 }),
      { code: 'KeyProgram.WrongShape', message: 'SecretKey, Token' },
    ],
    ['blanks in a key', prints({ ...printed, Token: 'two words\n' }), { message: 'Token' }],
    ['an empty key', prints({ ...printed, SecretKey: '' }), { message: 'SecretKey' }],
    [
      'a time without a zone',
      prints({ ...printed, Expiration: '2030-01-01 08:00' }),
      { message: 'Expiration' },
    ],
    ['a time before time', prints({ ...printed, Expiration: -1e300 }), { message: 'Expiration' }],
    [
      'keys that are over already',
      prints({ ...printed, Expiration: '2026-11-23T08:59:59Z' }),
      { code: 'KeyProgram.Expired', message: '2026-11-23T08:59:59.000Z' },
    ],
    [
      'a flood',
      { how: { name: 'tooMuchOutput' }, stdout: '', stderr: '' },
      { code: 'KeyProgram.TooMuchOutput' },
    ],
  ])('%s', async (_what, end, failure) => {
    expect(await setUp().askWith(end)).toMatchObject({ kind: 'keyProgramInvalid', ...failure });
  });
});

describe('a program that fails', () => {
  test.each<[ProgramEnd['how'], object]>([
    [
      { name: 'exited', code: 3 },
      { kind: 'keyProgramFailed', code: 'KeyProgram.Exit3', message: '' },
    ],
    [
      { name: 'killed', signal: 'SIGSEGV' },
      { kind: 'keyProgramFailed', code: 'KeyProgram.SIGSEGV' },
    ],
    [{ name: 'timedOut' }, { kind: 'keyProgramTimedOut', code: 'KeyProgram.TimedOut', message: '' }],
    [
      { name: 'unsafe', message: '/opt: can be written by its group or by others' },
      {
        kind: 'keyProgramUnsafe',
        code: 'KeyProgram.Unsafe',
        message: '/opt: can be written by its group or by others',
      },
    ],
    [
      { name: 'notStarted', code: 'ENOENT', message: 'spawn /opt/keys ENOENT' },
      { kind: 'keyProgramFailed', code: 'KeyProgram.ENOENT', message: 'spawn /opt/keys ENOENT' },
    ],
  ])('%j', async (how, failure) => {
    expect(await setUp().askWith({ how, stdout: '', stderr: 'no ticket\n' })).toMatchObject(failure);
  });

  test('is asked again for the next request', async () => {
    const { askWith } = setUp();
    expect(await askWith(exited('', 1))).toMatchObject({ kind: 'keyProgramFailed' });
    expect(await askWith(prints(printed))).toEqual(credentials);
  });

  test('has what it said in the log only, without the secrets that it prints or that are in use', async () => {
    const { askWith, logged, time, inMinutes } = setUp();
    await askWith(prints({ ...printed, SecretKey: 'asecret(old)', Expiration: inMinutes(10) }));
    await time.advance(9 * MINUTE);
    const half = '{"SecretId": "half-an-id", "SecretKey": "half.a.secret';
    const stderr = `cannot use half-an-id with half.a.secret, nor asecret(old), nor ${printed.Token}`;
    expect(await askWith(exited(half, 1, stderr))).toMatchObject({ secretId: printed.SecretId });
    await time.advance(MINUTE);
    expect(await askWith(exited('', 2, 'no ticket\n'))).toEqual({
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
    const { askWith, refused, credentials: ask, runs } = setUp();
    // In a function of its own: this one keeps what it has on its stack.
    const handOut = async () => {
      await askWith(prints({ ...printed, SecretKey: markerOf('Key'), Token: markerOf('Token') }));
    };
    await handOut();
    expect(heldInMemory('Key')).toBe(true);
    refused();
    void ask();
    expect(runs).toHaveLength(2);
    // V8 holds the text that a regular expression was last used on, until it is used on another.
    expect(/^[ab]$/.test('a')).toBe(true);
    expect([heldInMemory('Key'), heldInMemory('Token')]).toEqual([false, false]);
  });
});

/** A text that stands nowhere else; put together here, so that not even the source has it whole. */
function markerOf(name: string): string {
  return ['marker', name, 'ofNoUse', 73_313].join('');
}

/** Whether the program's JavaScript can still reach that text, in a snapshot of its memory. */
function heldInMemory(name: string): boolean {
  const file = writeHeapSnapshot(join(folderOfTest(), 'heap.heapsnapshot'));
  return readFileSync(file).includes(Buffer.from(`"marker${name}ofNoUse73313"`));
}

describe('a real program', () => {
  const logged: string[] = [];
  const sourceOf = (script: string, seconds?: number) =>
    createCredentialProcess({
      log: (words) => void logged.push(words),
      call: programOf(script, [], seconds),
      run: createRunProgram({ time: realTime, owners }),
      time: realTime,
      onChange: () => {},
    });

  test('hands out keys', async () => {
    const source = sourceOf(`console.log(JSON.stringify(${JSON.stringify(printed)}))`);
    expect(await source.credentials()).toEqual(credentials);
  });

  test('says what is wrong, without its secrets', async () => {
    const source = sourceOf(`
      console.log('${printed.SecretKey}');
      console.error('no session for mei; tried ${printed.SecretKey}, password=hunter2, eyJhbGciOiJIUzI1NiJ9abcdef');
      process.exitCode = 4;
    `);
    expect(await source.credentials()).toEqual({
      kind: 'keyProgramFailed',
      code: 'KeyProgram.Exit4',
      message: '',
    });
    expect(logged).toEqual(['KeyProgram.Exit4: no session for mei; tried ••••, password=••••, ••••']);
  });

  test('has its time', async () => {
    const source = sourceOf("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)", 1);
    expect(await source.credentials()).toMatchObject({ kind: 'keyProgramTimedOut' });
  });
});

test('output that is nested without end is a failure in which nothing of it is repeated, and the next one counts', async () => {
  const { askWith, inMinutes } = setUp();
  const deep = `${'{"a":'.repeat(5_000)}"${printed.SecretKey}"${'}'.repeat(5_000)}`;
  expect(await askWith(exited(deep, 0, `got ${printed.SecretKey}`))).toEqual({
    kind: 'keyProgramInvalid',
    code: 'KeyProgram.BeyondLimits',
    message: expect.not.stringContaining(printed.SecretKey) as string,
  });
  expect(await askWith(prints({ ...printed, Expiration: inMinutes(60) }))).toEqual(credentials);
});
