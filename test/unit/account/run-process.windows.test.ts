/** The environment that a program gets on Windows, and the end of what it has started. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createRunProcess } from '../../../main/process/run-process.ts';
import { systemClock } from '../../../shared/clock.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { owners, programOf } from './support/programs.ts';

test('a program gets the variables of Windows that a sign-in needs, and no others', async () => {
  vi.stubEnv('COMPUTERNAME', 'DESK-7');
  vi.stubEnv('USERDNSDOMAIN', 'CORP.EXAMPLE');
  vi.stubEnv('PSModulePath', 'C:\\Users\\mei\\Modules');
  vi.stubEnv('STANDBY_SECRET', 'of this process');
  onTestFinished(() => void vi.unstubAllEnvs());
  const run = createRunProcess({ time: systemClock, owners });
  const { stdout } = await run(programOf('console.log(JSON.stringify(process.env))'));
  const environment = JSON.parse(stdout) as Record<string, string>;
  expect(environment).toMatchObject({ COMPUTERNAME: 'DESK-7', USERDNSDOMAIN: 'CORP.EXAMPLE' });
  expect(Object.keys(environment)).not.toContain('PSModulePath');
  expect(Object.keys(environment)).not.toContain('STANDBY_SECRET');
});

/** Source of a program that starts another one, which connects to the pipe of the first argument and stays. */
const startChild = `
  import { spawn } from 'node:child_process';
  const source = "require('node:net').connect(process.argv[1])";
  spawn(process.execPath, ['-e', source, process.argv[2]], { stdio: 'ignore' });
  setInterval(() => {}, 60_000);
`;

/** A named pipe that programs connect to while they run. A connection over TCP needs more of Wine than it has. */
async function callablePipe() {
  const name = `\\\\.\\pipe\\standby-test-${crypto.randomUUID()}`;
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(name);
  await once(server, 'listening');
  const called = new Promise<Socket>((resolve) => server.once('connection', resolve));
  return { name, called };
}

/** Resolves when the process at the other end has ended. */
const ended = (socket: Socket) =>
  once(
    socket.on('error', () => {}),
    'close',
  );

test('what a program has started is ended at the time limit', async () => {
  const time = createVirtualClock();
  const { name, called } = await callablePipe();
  const running = createRunProcess({ time, owners })(programOf(startChild, [name], 5));
  const gone = ended(await called);
  await time.advance(5_000);
  await gone;
  await time.advance(1_000);
  expect(await running).toMatchObject({ exit: { reason: 'timedOut' } });
});

test('what a program has started is ended when the app quits', async () => {
  const { name, called } = await callablePipe();
  const running = createRunProcess({ time: systemClock, owners })(programOf(startChild, [name]));
  const gone = ended(await called);
  const onQuit = process.listeners('exit').at(-1);
  onQuit?.(0);
  await gone;
  // Both taskkill.exe and Node end the program; which of them is first decides the reason.
  expect((await running).exit.reason).toMatch(/^(exited|killed)$/);
});
