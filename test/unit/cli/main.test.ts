/** The command line against the real server on a real socket: output, exit codes, languages, and many commands. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connectClient } from '../../../cli/client.ts';
import { runCli } from '../../../cli/main.ts';
import { pipeName } from '../../../main/local-api/socket-path.ts';
import { systemClock } from '../../../shared/clock.ts';
import { ENDPOINT_FILE, localError } from '../../../shared/local-api/protocol.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';
import { isWindows } from '../../support/unit/posix.ts';
import { createServerHarness, fakeHandlers, STATUS } from '../local-api/support.ts';

/** A folder like `dist`, with the texts of the source. */
const assets = join(import.meta.dirname, '../../../assets');

async function run(profileFolder: string, args: string[], systemLanguages = ['en-US']) {
  let [stdout, stderr] = ['', ''];
  const code = await runCli({
    args,
    version: '1.2.3',
    profileFolder,
    distFolder: assets,
    systemLanguages,
    platform: 'linux',
    pid: 1,
    time: systemClock,
    print: (text) => (stdout += text),
    printError: (text) => (stderr += text),
  });
  return { code, stdout, stderr };
}

async function createHarness(change: Parameters<typeof fakeHandlers>[0] = {}) {
  const harness = createServerHarness({ handlers: fakeHandlers(change) });
  expect(await harness.api.start()).toBe(true);
  return { ...harness, run: (...args: string[]) => run(harness.profile, args) };
}

test('a reason of several words, a duration and a timeout reach the app', async () => {
  const inputs: unknown[] = [];
  const harness = await createHarness({
    switch: (input) => {
      inputs.push(input);
      return { ok: true, result: { outcome: 'reserved', status: 'rest', reason: input.reason } };
    },
  });
  expect(await harness.run('rest', 'Fire', 'drill', '--back', '30', '--timeout', '5')).toEqual({
    code: 5,
    stdout: 'Rest · Fire drill is set after this call.\n',
    stderr: '',
  });
  await harness.run('busy', '--no-wait');
  expect(inputs).toEqual([
    { status: 'rest', reason: 'Fire drill', backInMinutes: 30, wait: true, timeoutSeconds: 5 },
    { status: 'notReady', reason: '', wait: false, timeoutSeconds: 60 },
  ]);
});

test.each([
  ['refused', 1],
  ['usage', 2],
  ['unknown', 3],
  ['notSetUp', 4],
] as const)('an error of the category %s ends with %i', async (category, code) => {
  const harness = await createHarness({ undo: () => localError(category, 'nothingToUndo', 'words') });
  expect(await harness.run('undo')).toEqual({
    code,
    stdout: '',
    stderr: 'There is nothing to undo. A switch can be undone for 30 seconds.\nLocalApi.nothingToUndo\n',
  });
  const { stdout, stderr } = await harness.run('undo', '--json');
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    error: {
      category,
      kind: 'nothingToUndo',
      code: 'LocalApi.nothingToUndo',
      message: 'words',
      requestId: null,
    },
  });
});

test('a failure of the service is explained, with the code and the RequestId', async () => {
  const error = {
    category: 'refused',
    kind: 'inCall',
    code: 'X.InCall',
    message: 'words',
    requestId: 'id-1',
  } as const;
  const harness = await createHarness({ toggle: () => ({ ok: false, error }) });
  const { code, stderr } = await harness.run('toggle');
  expect(code).toBe(1);
  expect(stderr.trimEnd().split('\n')).toHaveLength(3);
  expect(stderr).toContain('X.InCall · RequestId id-1');
});

test('a failure that this version does not know shows the message of the app', async () => {
  const error = {
    category: 'refused',
    kind: 'ofTheFuture',
    code: 'X',
    message: 'some words',
    requestId: null,
  } as const;
  const harness = await createHarness({ toggle: () => ({ ok: false, error }) });
  expect((await harness.run('toggle')).stderr).toBe('some words\nX\n');
});

test('the status is shown in the language of the app; one that is not known ends with 3', async () => {
  const harness = createServerHarness({
    language: () => 'zh-CN',
    handlers: fakeHandlers({ status: () => ({ ok: true, result: { ...STATUS, known: false } }) }),
  });
  await harness.api.start();
  const { code, stdout } = await run(harness.profile, ['status']);
  expect(code).toBe(3);
  expect(stdout).toMatch(/^未知。.* 时为小休·Lunch。\n$/);
});

test('control characters of a reason do not reach the terminal', async () => {
  const harness = await createHarness({
    status: () => ({ ok: true, result: { ...STATUS, reason: 'a\u001b[2Jb\nc' } }),
  });
  expect((await harness.run('status')).stdout).toMatch(/^Rest · a \[2Jb c since .*\n$/);
});

test('where no app runs, the language is that of the settings, otherwise of the system', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => removeFolder(profile));
  expect(await run(profile, ['status'], ['zh_CN.UTF-8'])).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^Standby 未运行/) as unknown,
  });
  writeFileSync(join(profile, 'settings.json'), JSON.stringify({ preferences: { language: 'en' } }));
  expect((await run(profile, ['status'], ['zh-CN'])).stderr).toMatch(/^Standby is not running/);
});

test.each([
  ['no command', []],
  ['an unknown command', ['lunch']],
  ['an unknown option', ['rest', '--bak', '3']],
  ['a duration that is no number', ['rest', '--back', 'soon']],
  ['a duration beyond a day', ['rest', '--back', '1441']],
  ['a reason of Free', ['free', 'Lunch']],
  ['an unknown shell', ['completion', 'cmd']],
])('%s is explained and ends with 2, and nothing is sent', async (_what, args) => {
  const { code, stdout, stderr } = await run('/nowhere', args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^.+\n"standby --help" lists the commands\.\n$/);
});

test('help and version are shown without the app', async () => {
  expect(await run('/nowhere', ['--version'])).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' });
  expect((await run('/nowhere', ['rest', '--help'], ['zh-CN'])).stdout).toContain('用法：');
});

test.each([
  ['ends at once', '', 'connectionLost'],
  ['sends something else', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'replyInvalid'],
])('a listener that %s is no Standby: exit code 3', async (_what, text, kind) => {
  const profile = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => removeFolder(profile));
  const path = isWindows ? pipeName(crypto.randomUUID()) : join(profile, 's');
  const server = createServer((socket) => socket.on('error', () => {}).end(text));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  writeFileSync(
    join(profile, ENDPOINT_FILE),
    JSON.stringify({ protocol: 1, path, token: 't'.repeat(40), pid: 1 }),
  );
  const { code, stdout } = await run(profile, ['status', '--json']);
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ error: { kind } });
});

test('2,000 commands, ten at a time: each is answered, and no connection is left', async () => {
  const harness = await createHarness();
  const clientDeps = { profileFolder: harness.profile, time: systemClock, name: 'soak', pid: 1 };
  let answered = 0;
  const runMany = async () => {
    for (let count = 0; count < 200; count += 1) {
      const connected = await connectClient(clientDeps);
      if (!connected.ok) throw new Error(connected.error.code);
      const outcome = await connected.client.request('status', {});
      if (outcome.ok) answered += 1;
      connected.client.close();
    }
  };
  await Promise.all(Array.from({ length: 10 }, runMany));
  expect(answered).toBe(2_000);
  expect(harness.errors).toEqual([]);
  expect((await harness.run('status')).code).toBe(0);
  // A pipe of Windows accepts a few clients at a time, and the others try again.
}, 300_000);

test('watch prints a line for each change that a person can see, at the time of the window', async () => {
  const pending = {
    status: 'free',
    reason: '',
    source: 'tray',
    phase: 'sending',
    nextAttemptAt: null,
  } as const;
  const harness = await createHarness({
    watch: (_input, { emit }) => {
      emit({ ...STATUS, pending: { ...pending, attempt: 1 } });
      emit({ ...STATUS, pending: { ...pending, attempt: 2 } });
      emit({ ...STATUS, since: '2026-11-23T21:30:00Z' });
      return { ok: true, result: {} };
    },
  });
  const lines = (await harness.run('watch')).stdout.trimEnd().split('\n');
  expect(lines.map((line) => line.replaceAll(/\d/g, '0'))).toEqual([
    expect.stringMatching(/^00:00 {2}Rest · .* since 00:00 · Switching to Free…/),
    expect.stringMatching(/^00:00 {2}Rest · .* since 00:00/),
  ]);
  expect((await harness.run('watch', '--json')).stdout.trimEnd().split('\n')).toHaveLength(3);
});
