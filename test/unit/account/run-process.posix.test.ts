/** Running a program where it has an owner, a mode, signals and a process group. */
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, lchownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createRunProcess } from '../../../main/process/run-process.ts';
import { systemClock } from '../../../shared/clock.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { callableServer, callAndStay, folderOfTest, owners, programOf } from './support/programs.ts';

const run = createRunProcess({ time: systemClock, owners });

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

test('a crashed program is reported as killed', async () => {
  const { exit } = await run(programOf("process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000)"));
  expect(exit).toEqual({ reason: 'killed', signal: 'SIGSEGV' });
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
