import { expect, test } from 'vitest';
import { withTimeLimits } from '../../../main/activity/log/read-limits.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';

const never = () => new Promise<never>(() => {});

test('a readable log is read, and no timer is left', async () => {
  const time = createVirtualClock();
  const log = withTimeLimits(
    {
      report: () => Promise.resolve(null),
      csv: (day) => Promise.resolve(`of ${day}`),
    },
    time,
  );
  expect(await log.report('2026-11-23')).toBeNull();
  expect(await log.csv('2026-11-23', () => '')).toBe('of 2026-11-23');
  expect(time.pending()).toBe(0);
});

test('a log on a hanging disk is unreadable after the time limit', async () => {
  const time = createVirtualClock();
  const log = withTimeLimits({ report: never, csv: never }, time);
  const answers: unknown[] = [];
  void log.report(null).then((answer) => answers.push(answer));
  void log.csv('2026-11-23', () => '').then((answer) => answers.push(answer));
  await time.advance(14_999);
  expect(answers).toEqual([]);
  await time.advance(1);
  expect(answers).toEqual([null, null]);
});

test('a failed read is reported as a failure', async () => {
  const boom = () => Promise.reject(new Error('EIO'));
  const log = withTimeLimits({ report: boom, csv: boom }, createVirtualClock());
  await expect(log.report(null)).rejects.toThrow('EIO');
});
