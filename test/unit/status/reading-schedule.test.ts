import { expect, test } from 'vitest';
import { createReadingSchedule } from '../../../main/status/reading-schedule.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

function setUp(random?: readonly number[]) {
  const time = virtualTime(undefined, random);
  let readings = 0;
  let allowed = true;
  const schedule = createReadingSchedule({
    time,
    intervalMs: () => 60_000,
    mayRead: () => allowed,
    refresh: () => {
      readings += 1;
      return Promise.resolve();
    },
  });
  const allow = (now: boolean) => {
    allowed = now;
  };
  return { time, schedule, readings: () => readings, allow };
}

test('reads at once, and then about once a minute', async () => {
  const { time, schedule, readings } = setUp();
  schedule.start();
  expect(readings()).toBe(1);
  await time.advance(60 * 60_000);
  expect(readings()).toBe(61);
});

test.each([
  [0, 45_000],
  [0.5, 60_000],
  [1, 75_000],
])('chance %d makes it %d ms', async (random, wait) => {
  const { time, schedule, readings } = setUp([random]);
  schedule.start();
  await time.advance(wait - 1);
  expect(readings()).toBe(1);
  await time.advance(1);
  expect(readings()).toBe(2);
});

test('stops while nobody looks, and leaves no timer behind', async () => {
  const { time, schedule, readings } = setUp();
  schedule.start();
  await time.advance(1);
  schedule.stop();
  expect(time.pending()).toBe(0);
  await time.advance(3_600_000);
  expect(readings()).toBe(1);
});

test('a key that may not read is not asked again before somebody looks', async () => {
  const { time, schedule, readings, allow } = setUp();
  allow(false);
  schedule.start();
  await time.advance(3_600_000);
  expect(readings()).toBe(1);
  expect(time.pending()).toBe(0);
  allow(true);
  schedule.start();
  await time.advance(60_000);
  expect(readings()).toBe(3);
});

test('started twice, it still reads once a minute', async () => {
  const { time, schedule, readings } = setUp();
  schedule.start();
  schedule.start();
  await time.advance(60_000);
  expect(readings()).toBe(3);
});

test('whoever is expected is read for, unless that was done a moment ago', async () => {
  const { time, schedule, readings } = setUp();
  schedule.start();
  await time.advance(30_000);
  schedule.expectSomebody();
  expect(readings()).toBe(1);
  await time.advance(1);
  schedule.expectSomebody();
  expect(readings()).toBe(2);
  // The next one is planned from there.
  await time.advance(59_999);
  expect(readings()).toBe(2);
  await time.advance(1);
  expect(readings()).toBe(3);
});

test('nobody is expected while it is stopped, nor where the key may not read', async () => {
  const { time, schedule, readings, allow } = setUp();
  schedule.expectSomebody();
  schedule.start();
  schedule.stop();
  await time.advance(60_000);
  schedule.expectSomebody();
  expect(readings()).toBe(1);
  allow(false);
  schedule.start();
  await time.advance(60_000);
  schedule.expectSomebody();
  expect(readings()).toBe(2);
});
