import { expect, test } from 'vitest';
import { withTimeLimits } from '../../../main/day/read-limits.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

const never = () => new Promise<never>(() => {});

test('a log that can be read is read as before, and no timer is left', async () => {
  const time = virtualTime();
  const log = withTimeLimits(
    {
      report: () => Promise.resolve(null),
      verify: () => Promise.resolve({ outcome: 'intact', lines: 3 }),
      csv: (day) => Promise.resolve(`of ${day}`),
    },
    time,
  );
  expect(await log.report('2026-11-23')).toBeNull();
  expect(await log.verify()).toEqual({ outcome: 'intact', lines: 3 });
  expect(await log.csv('2026-11-23', () => '')).toBe('of 2026-11-23');
  expect(time.pending()).toBe(0);
});

test('a disk that hangs is unreadable after a while', async () => {
  const time = virtualTime();
  const log = withTimeLimits({ report: never, verify: never, csv: never }, time);
  const answers: unknown[] = [];
  void log.report(null).then((answer) => answers.push(answer));
  void log.csv('2026-11-23', () => '').then((answer) => answers.push(answer));
  void log.verify().then((answer) => answers.push(answer));
  await time.advance(14_999);
  expect(answers).toEqual([]);
  await time.advance(1);
  expect(answers).toEqual([null, null]);
  await time.advance(44_999);
  expect(answers).toHaveLength(2);
  await time.advance(1);
  expect(answers.at(-1)).toEqual({ outcome: 'unreadable', message: 'ETIMEDOUT' });
});

test('a reading that fails, fails', async () => {
  const boom = () => Promise.reject(new Error('EIO'));
  const log = withTimeLimits({ report: boom, verify: boom, csv: boom }, virtualTime());
  await expect(log.report(null)).rejects.toThrow('EIO');
});
