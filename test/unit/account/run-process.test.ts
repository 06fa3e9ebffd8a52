import { expect, test } from 'vitest';
import { createRunProcess } from '../../../main/process/run-process.ts';
import { systemClock } from '../../../shared/clock.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { posixCases } from '../../support/unit/posix.ts';
import { callableServer, callAndStay, notAProgram, owners, programOf } from './support/programs.ts';

const run = createRunProcess({ time: systemClock, owners });

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

test.each([
  ['a missing program', () => '/opt/standby-no-such-program', 'ENOENT'],
  ...posixCases<[string, () => string, string]>(['a file without execute permission', notAProgram, 'EACCES']),
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

test('a program gets its input on stdin', async () => {
  const spec = programOf(
    "process.stdin.setEncoding('utf8').on('data', (text) => process.stdout.write(text.toUpperCase()))",
  );
  expect(await run({ ...spec, input: '{"status":"rest"}\n' })).toMatchObject({
    exit: { reason: 'exited', code: 0 },
    stdout: '{"STATUS":"REST"}\n',
  });
});

test('a program that does not read its input is no error', async () => {
  const result = await run({ ...programOf(''), input: 'x'.repeat(1_000_000) });
  expect(result.exit).toEqual({ reason: 'exited', code: 0 });
});

test('output that is ignored has no limit', async () => {
  const spec = programOf("process.stdout.write('x'.repeat(1_000_000))");
  expect(await run({ ...spec, ignoresOutput: true })).toMatchObject({
    exit: { reason: 'exited', code: 0 },
    stdout: '',
  });
  expect((await run(spec)).exit).toEqual({ reason: 'tooMuchOutput' });
});
