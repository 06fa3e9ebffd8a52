import { expect, test } from 'vitest';
import { isLocked, retryWhileLocked } from '../../main/runtime/retry-locked.ts';
import { createVirtualClock } from '../support/unit/virtual-clock.ts';

const failure = (code: string) => Object.assign(new Error(code), { code });

/** Runs an operation that fails with each of these codes first. @returns the times of its attempts, and its result */
async function run(codes: readonly string[], platform: NodeJS.Platform, limitMs = 3_000) {
  const time = createVirtualClock(0);
  const attempts: number[] = [];
  const attempt = () => {
    attempts.push(time.now());
    const code = codes[attempts.length - 1];
    if (code !== undefined) throw failure(code);
    return 'done';
  };
  const result = retryWhileLocked(attempt, { platform, setTimer: time.setTimer }, limitMs).catch(String);
  await time.advance(60_000);
  return { attempts, result: await result };
}

test.each(['EPERM', 'EACCES', 'EBUSY'])('on Windows %s is retried at growing intervals', async (code) => {
  expect(
    await run(
      Array.from({ length: 8 }, () => code),
      'win32',
    ),
  ).toEqual({
    attempts: [0, 10, 30, 70, 150, 310, 630, 1_030, 1_430],
    result: 'done',
  });
});

test('a file that stays locked is given up after the limit', async () => {
  const { attempts, result } = await run(
    Array.from({ length: 99 }, () => 'EBUSY'),
    'win32',
  );
  expect(attempts.at(-1)).toBe(3_000);
  expect(result).toBe('Error: EBUSY');
  expect((await run(['EBUSY', 'EBUSY'], 'win32', 0)).attempts).toEqual([0]);
});

test.each([
  ['win32', 'ENOSPC'],
  ['win32', 'ENOENT'],
  ['linux', 'EACCES'],
  ['darwin', 'EBUSY'],
] as const)('on %s the error %s is final', async (platform, code) => {
  expect(await run([code], platform)).toEqual({ attempts: [0], result: `Error: ${code}` });
});

test('only an error of the system can tell a lock', () => {
  expect(isLocked(failure('EBUSY'), 'win32')).toBe(true);
  for (const other of ['EBUSY', null, new Error('EBUSY'), { code: 'EBUSY' }]) {
    expect(isLocked(other, 'win32')).toBe(false);
  }
});
