import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, lchownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createRunProcess } from '../../../main/account/run-process.ts';
import { systemClock } from '../../../shared/clock.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { folderOfTest, notAProgram, owners, programOf } from './support/programs.ts';

const run = createRunProcess({ time: systemClock, owners });

/** A server that programs connect to while they run; the connection ends with the program. */
async function callableServer() {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const called = new Promise<Socket>((resolve) => server.once('connection', resolve));
  return { port: String(port), called };
}

const callAndStay = `
  import { connect } from 'node:net';
  process.on('SIGTERM', () => {});
  connect(Number(process.argv[2]), '127.0.0.1');
`;

test('a program gets its arguments unchanged and no input, and its outputs are separate', async () => {
  const spec = programOf(
    `
      process.stdin.on('data', () => {}).on('end', () => {
        process.stdout.write(JSON.stringify(process.argv.slice(2)));
        process.stderr.write('words');
        process.exitCode = 3;
      });
    `,
    ['a b', '$HOME', '; exit 1', '"'],
  );
  expect(await run(spec)).toEqual({
    exit: { reason: 'exited', code: 3 },
    stdout: JSON.stringify(['a b', '$HOME', '; exit 1', '"']),
    stderr: 'words',
  });
});

test("a program gets the user's environment, without variables that change how programs are loaded", async () => {
  vi.stubEnv('NODE_OPTIONS', '--no-warnings');
  vi.stubEnv('LD_LIBRARY_PATH', '/somewhere');
  vi.stubEnv('STANDBY_SECRET', 'of this process');
  vi.stubEnv('KRB5CCNAME', 'FILE:/tmp/ticket');
  vi.stubEnv('PATH', `/home/mei/.local/bin:${process.env.PATH ?? ''}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const spec = programOf('console.log(JSON.stringify([process.env, process.cwd()]))');
  const { stdout } = await run(spec);
  const [environment, folder] = JSON.parse(stdout) as [Record<string, string>, string];
  expect(environment).toMatchObject({ HOME: process.env.HOME, KRB5CCNAME: 'FILE:/tmp/ticket' });
  // Only programs that administrators installed are found by name.
  expect(environment.PATH).toBe('/usr/bin:/bin:/usr/sbin:/sbin');
  expect(Object.keys(environment)).not.toContain('NODE_OPTIONS');
  expect(Object.keys(environment)).not.toContain('LD_LIBRARY_PATH');
  expect(Object.keys(environment)).not.toContain('STANDBY_SECRET');
  expect(folder).toBe(dirname(spec.program));
});

test('a program that ignores SIGTERM is killed at its time limit', async () => {
  const time = createVirtualClock();
  const { port, called } = await callableServer();
  const running = createRunProcess({ time, owners })(programOf(callAndStay, [port], 5));
  await called;
  await time.advance(4_999);
  expect(time.pending()).toBe(1);
  await time.advance(1);
  expect(await running).toMatchObject({ exit: { reason: 'timedOut' } });
});

test('the children of a program are killed with it', async () => {
  const time = createVirtualClock();
  const { port, called } = await callableServer();
  const spec = programOf(
    `
      import { spawn } from 'node:child_process';
      spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(callAndStay)}, ...process.argv.slice(1)], { stdio: 'inherit' });
    `,
    [port],
    5,
  );
  const running = createRunProcess({ time, owners })(spec);
  const socket = await called;
  const gone = once(
    socket.on('error', () => {}),
    'close',
  );
  await time.advance(5_000);
  expect(await running).toMatchObject({ exit: { reason: 'timedOut' } });
  await gone;
});

test('no process is left after a successful run', async () => {
  const time = createVirtualClock();
  const before = process.listenerCount('exit');
  await createRunProcess({ time, owners })(programOf('console.log(1)'));
  expect(time.pending()).toBe(0);
  expect(process.listenerCount('exit')).toBe(before);
});

test.each(['stdout', 'stderr'])('a program that floods %s is killed', async (stream) => {
  const flood = `const more = () => process.${stream}.write('x'.repeat(65536), more); more();`;
  const { exit, stdout, stderr } = await run(programOf(flood));
  expect(exit).toEqual({ reason: 'tooMuchOutput' });
  expect(stdout.length + stderr.length).toBeLessThanOrEqual(64 * 1024);
});

test('a crashed program is reported as killed', async () => {
  const { exit } = await run(programOf("process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000)"));
  expect(exit).toEqual({ reason: 'killed', signal: 'SIGSEGV' });
});

test.each([
  ['a missing program', () => '/opt/standby-no-such-program', 'ENOENT'],
  ['a file without execute permission', notAProgram, 'EACCES'],
  ['a program with an invalid name', () => '/opt/a\0b', 'ERR_INVALID_ARG_VALUE'],
])('%s is not started', async (_what, program, code) => {
  const time = createVirtualClock();
  const end = await createRunProcess({ time, owners })({
    program: program(),
    arguments: [],
    timeoutSeconds: 5,
  });
  expect(end).toMatchObject({ exit: { reason: 'notStarted', code }, stdout: '', stderr: '' });
  expect(time.pending()).toBe(0);
});

describe('a program that others could have changed is not started:', () => {
  /** Creates a program in folders of its own, which creates a file when it runs. */
  function createProgram() {
    const folder = folderOfTest();
    const bin = join(folder, 'corp', 'bin');
    mkdirSync(bin, { recursive: true, mode: 0o755 });
    const mark = join(folder, 'mark');
    const program = join(bin, 'keys');
    writeFileSync(program, `#!/bin/sh\n: > ${mark}\n`, { mode: 0o755 });
    return { folder, bin, program, mark };
  }
  type MarkedProgram = ReturnType<typeof createProgram>;
  const runProgram = (program: string) => run({ program, arguments: [], timeoutSeconds: 5 });

  test.each<[what: string, open: (createProgram: MarkedProgram) => string]>([
    ['the program is writable by its group', ({ program }) => (chmodSync(program, 0o775), program)],
    ['the program is writable by everybody', ({ program }) => (chmodSync(program, 0o757), program)],
    ['its folder is writable by its group', ({ bin }) => (chmodSync(bin, 0o775), bin)],
    ['the folder above that is writable by everybody', ({ folder }) => (chmodSync(folder, 0o777), folder)],
  ])('%s', async (_what, open) => {
    const made = createProgram();
    const part = open(made);
    expect(await runProgram(made.program)).toMatchObject({
      exit: { reason: 'unsafe', message: expect.stringContaining(`${part}: `) as string },
    });
    expect(existsSync(made.mark)).toBe(false);
  });

  test('a link in a safe folder leads to a folder that is open', async () => {
    const { folder, bin, mark } = createProgram();
    const open = join(folder, 'open');
    mkdirSync(open);
    writeFileSync(join(open, 'keys'), `#!/bin/sh\n: > ${mark}\n`, { mode: 0o755 });
    chmodSync(open, 0o777);
    symlinkSync('../../open/keys', join(bin, 'link'));
    expect(await runProgram(join(bin, 'link'))).toMatchObject({ exit: { reason: 'unsafe' } });
    symlinkSync(open, join(bin, 'folder'));
    expect(await runProgram(join(bin, 'folder', 'keys'))).toMatchObject({ exit: { reason: 'unsafe' } });
    expect(await runProgram(`${bin}/folder/../corp/bin/keys`)).toMatchObject({
      exit: { reason: 'unsafe' },
    });
    expect(existsSync(mark)).toBe(false);
  });

  /** Only root can change the owner of a file. */
  const testAsRoot = test.runIf(process.getuid?.() === 0);

  testAsRoot.each<[what: string, partOf: (createProgram: MarkedProgram) => string]>([
    ['the program', ({ program }) => program],
    ['a folder above it', ({ folder }) => folder],
  ])('%s belongs to another user', async (_what, partOf) => {
    const made = createProgram();
    chownSync(partOf(made), 12_345, 12_345);
    expect(await runProgram(made.program)).toMatchObject({
      exit: { reason: 'unsafe', message: `${partOf(made)}: is not owned by root` },
    });
    expect(existsSync(made.mark)).toBe(false);
  });

  testAsRoot('through another user’s link in a folder like /tmp', async () => {
    const { folder, program, mark } = createProgram();
    const shared = join(folder, 'tmp');
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    const link = join(shared, 'keys');
    symlinkSync(program, link);
    lchownSync(link, 12_345, 12_345);
    expect(await runProgram(link)).toMatchObject({ exit: { reason: 'unsafe' } });
    expect(existsSync(mark)).toBe(false);
  });

  test('symbolic links form a cycle', async () => {
    const { bin } = createProgram();
    symlinkSync('loop', join(bin, 'loop'));
    expect(await runProgram(join(bin, 'loop'))).toMatchObject({ exit: { reason: 'unsafe' } });
  });

  test('but a program in safe folders is, also through links of trusted users and below /tmp', async () => {
    const { bin, program, mark } = createProgram();
    symlinkSync('../bin', join(bin, 'again'));
    symlinkSync(program, join(bin, 'link'));
    expect(await runProgram(join(bin, 'again', 'link'))).toMatchObject({
      exit: { reason: 'exited', code: 0 },
    });
    expect(existsSync(mark)).toBe(true);
  });

  test('and a folder opened after the first run is detected at the second', async () => {
    const { bin, program } = createProgram();
    expect(await runProgram(program)).toMatchObject({ exit: { reason: 'exited' } });
    chmodSync(bin, 0o777);
    expect(await runProgram(program)).toMatchObject({ exit: { reason: 'unsafe' } });
  });
});
