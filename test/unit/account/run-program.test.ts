import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createRunProgram } from '../../../main/account/run-program.ts';
import { realTime } from '../../../main/time.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';
import { notAProgram, programOf } from './support/programs.ts';

const run = createRunProgram(realTime);

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
  onTestFinished(() => void vi.unstubAllEnvs());
  const { stdout } = await run(programOf('console.log(JSON.stringify([process.env, process.cwd()]))'));
  const [environment, folder] = JSON.parse(stdout) as [Record<string, string>, string];
  expect(environment).toMatchObject({ HOME: process.env.HOME, KRB5CCNAME: 'FILE:/tmp/ticket' });
  expect(Object.keys(environment)).not.toContain('NODE_OPTIONS');
  expect(Object.keys(environment)).not.toContain('LD_LIBRARY_PATH');
  expect(Object.keys(environment)).not.toContain('STANDBY_SECRET');
  expect(folder).toBe(dirname(process.execPath));
});

test('one that does not listen to SIGTERM is ended when its time is over', async () => {
  const time = virtualTime();
  const { port, called } = await callableServer();
  const running = createRunProgram(time)(programOf(callAndStay, [port], 5));
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
  const running = createRunProgram(time)(call);
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
  await createRunProgram(time)(programOf('console.log(1)'));
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
  const end = await createRunProgram(time)({ program: program(), arguments: [], timeoutSeconds: 5 });
  expect(end).toMatchObject({ how: { name: 'notStarted', code }, stdout: '', stderr: '' });
  expect(time.pending()).toBe(0);
});
