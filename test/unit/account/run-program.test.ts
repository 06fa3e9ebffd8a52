import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, lchownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createRunProgram } from '../../../main/account/run-program.ts';
import { realTime } from '../../../main/time.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';
import { folderOfTest, notAProgram, owners, programOf } from './support/programs.ts';

const run = createRunProgram({ time: realTime, owners });

/** A server that programs can call to say that they are there; the connection ends when they do. */
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

test('it has its arguments as they are, no input, and its output apart', async () => {
  const call = programOf(
    `
      process.stdin.on('data', () => {}).on('end', () => {
        process.stdout.write(JSON.stringify(process.argv.slice(2)));
        process.stderr.write('words');
        process.exitCode = 3;
      });
    `,
    ['a b', '$HOME', '; exit 1', '"'],
  );
  expect(await run(call)).toEqual({
    how: { name: 'exited', code: 3 },
    stdout: JSON.stringify(['a b', '$HOME', '; exit 1', '"']),
    stderr: 'words',
  });
});

test('it knows who is logged in, and nothing that changes how programs are loaded', async () => {
  vi.stubEnv('NODE_OPTIONS', '--no-warnings');
  vi.stubEnv('LD_LIBRARY_PATH', '/somewhere');
  vi.stubEnv('STANDBY_SECRET', 'of this process');
  vi.stubEnv('KRB5CCNAME', 'FILE:/tmp/ticket');
  vi.stubEnv('PATH', `/home/mei/.local/bin:${process.env.PATH ?? ''}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const call = programOf('console.log(JSON.stringify([process.env, process.cwd()]))');
  const { stdout } = await run(call);
  const [environment, folder] = JSON.parse(stdout) as [Record<string, string>, string];
  expect(environment).toMatchObject({ HOME: process.env.HOME, KRB5CCNAME: 'FILE:/tmp/ticket' });
  // Only what administrators have installed is found by its name.
  expect(environment.PATH).toBe('/usr/bin:/bin:/usr/sbin:/sbin');
  expect(Object.keys(environment)).not.toContain('NODE_OPTIONS');
  expect(Object.keys(environment)).not.toContain('LD_LIBRARY_PATH');
  expect(Object.keys(environment)).not.toContain('STANDBY_SECRET');
  expect(folder).toBe(dirname(call.program));
});

test('one that does not listen to SIGTERM is ended when its time is over', async () => {
  const time = virtualTime();
  const { port, called } = await callableServer();
  const running = createRunProgram({ time, owners })(programOf(callAndStay, [port], 5));
  await called;
  await time.advance(4_999);
  expect(time.pending()).toBe(1);
  await time.advance(1);
  expect(await running).toMatchObject({ how: { name: 'timedOut' } });
});

test('what a program has started is ended with it', async () => {
  const time = virtualTime();
  const { port, called } = await callableServer();
  const call = programOf(
    `
      import { spawn } from 'node:child_process';
      spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(callAndStay)}, ...process.argv.slice(1)], { stdio: 'inherit' });
    `,
    [port],
    5,
  );
  const running = createRunProgram({ time, owners })(call);
  const socket = await called;
  const gone = once(
    socket.on('error', () => {}),
    'close',
  );
  await time.advance(5_000);
  expect(await running).toMatchObject({ how: { name: 'timedOut' } });
  await gone;
});

test('nothing is left running after a good end', async () => {
  const time = virtualTime();
  const before = process.listenerCount('exit');
  await createRunProgram({ time, owners })(programOf('console.log(1)'));
  expect(time.pending()).toBe(0);
  expect(process.listenerCount('exit')).toBe(before);
});

test.each(['stdout', 'stderr'])('one that floods %s is ended', async (stream) => {
  const flood = `const more = () => process.${stream}.write('x'.repeat(65536), more); more();`;
  const { how, stdout, stderr } = await run(programOf(flood));
  expect(how).toEqual({ name: 'tooMuchOutput' });
  expect(stdout.length + stderr.length).toBeLessThanOrEqual(64 * 1024);
});

test('one that crashes is said to have been killed', async () => {
  const { how } = await run(programOf("process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000)"));
  expect(how).toEqual({ name: 'killed', signal: 'SIGSEGV' });
});

test.each([
  ['one that is not there', () => '/opt/standby-no-such-program', 'ENOENT'],
  ['one that may not be run', notAProgram, 'EACCES'],
  ['one with a name that cannot be', () => '/opt/a\0b', 'ERR_INVALID_ARG_VALUE'],
])('%s is not started', async (_what, program, code) => {
  const time = virtualTime();
  const end = await createRunProgram({ time, owners })({
    program: program(),
    arguments: [],
    timeoutSeconds: 5,
  });
  expect(end).toMatchObject({ how: { name: 'notStarted', code }, stdout: '', stderr: '' });
  expect(time.pending()).toBe(0);
});

describe('one that others could have changed is not started', () => {
  /** A program in folders of its own, which leaves a mark when it runs. */
  function marked() {
    const folder = folderOfTest();
    const bin = join(folder, 'corp', 'bin');
    mkdirSync(bin, { recursive: true, mode: 0o755 });
    const mark = join(folder, 'mark');
    const program = join(bin, 'keys');
    writeFileSync(program, `#!/bin/sh\n: > ${mark}\n`, { mode: 0o755 });
    return { folder, bin, program, mark };
  }
  type Marked = ReturnType<typeof marked>;
  const runOf = (program: string) => run({ program, arguments: [], timeoutSeconds: 5 });

  test.each<[what: string, open: (marked: Marked) => string]>([
    ['the program, by its group', ({ program }) => (chmodSync(program, 0o775), program)],
    ['the program, by everybody', ({ program }) => (chmodSync(program, 0o757), program)],
    ['its folder, by its group', ({ bin }) => (chmodSync(bin, 0o775), bin)],
    ['the folder above that, by everybody', ({ folder }) => (chmodSync(folder, 0o777), folder)],
  ])('%s', async (_what, open) => {
    const made = marked();
    const part = open(made);
    expect(await runOf(made.program)).toMatchObject({
      how: { name: 'unsafe', message: expect.stringContaining(`${part}: `) as string },
    });
    expect(existsSync(made.mark)).toBe(false);
  });

  test('through a link in a safe folder, where the folder behind it is open', async () => {
    const { folder, bin, mark } = marked();
    const open = join(folder, 'open');
    mkdirSync(open);
    writeFileSync(join(open, 'keys'), `#!/bin/sh\n: > ${mark}\n`, { mode: 0o755 });
    chmodSync(open, 0o777);
    symlinkSync('../../open/keys', join(bin, 'link'));
    expect(await runOf(join(bin, 'link'))).toMatchObject({ how: { name: 'unsafe' } });
    symlinkSync(open, join(bin, 'folder'));
    expect(await runOf(join(bin, 'folder', 'keys'))).toMatchObject({ how: { name: 'unsafe' } });
    expect(await runOf(`${bin}/folder/../corp/bin/keys`)).toMatchObject({
      how: { name: 'unsafe' },
    });
    expect(existsSync(mark)).toBe(false);
  });

  /** Only root can give a file to somebody else. */
  const asRoot = test.runIf(process.getuid?.() === 0);

  asRoot.each<[what: string, partOf: (marked: Marked) => string]>([
    ['the program', ({ program }) => program],
    ['a folder above it', ({ folder }) => folder],
  ])('%s, by its owner', async (_what, partOf) => {
    const made = marked();
    chownSync(partOf(made), 12_345, 12_345);
    expect(await runOf(made.program)).toMatchObject({
      how: { name: 'unsafe', message: `${partOf(made)}: is not owned by root` },
    });
    expect(existsSync(made.mark)).toBe(false);
  });

  asRoot('through another user’s link in a folder like /tmp', async () => {
    const { folder, program, mark } = marked();
    const shared = join(folder, 'tmp');
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    const link = join(shared, 'keys');
    symlinkSync(program, link);
    lchownSync(link, 12_345, 12_345);
    expect(await runOf(link)).toMatchObject({ how: { name: 'unsafe' } });
    expect(existsSync(mark)).toBe(false);
  });

  test('links that lead round and round', async () => {
    const { bin } = marked();
    symlinkSync('loop', join(bin, 'loop'));
    expect(await runOf(join(bin, 'loop'))).toMatchObject({ how: { name: 'unsafe' } });
  });

  test('but one in safe folders runs, also through links of trusted users and below /tmp', async () => {
    const { bin, program, mark } = marked();
    symlinkSync('../bin', join(bin, 'again'));
    symlinkSync(program, join(bin, 'link'));
    expect(await runOf(join(bin, 'again', 'link'))).toMatchObject({ how: { name: 'exited', code: 0 } });
    expect(existsSync(mark)).toBe(true);
  });

  test('and only when it starts again: a folder that was opened since is seen', async () => {
    const { bin, program } = marked();
    expect(await runOf(program)).toMatchObject({ how: { name: 'exited' } });
    chmodSync(bin, 0o777);
    expect(await runOf(program)).toMatchObject({ how: { name: 'unsafe' } });
  });
});
