import { describe, expect, test } from 'vitest';
import { createReadingSchedule } from '../../../main/status/reading-schedule.ts';
import type { ReadOutcome } from '../../../main/status/reader.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

function setUp(random?: readonly number[]) {
  const time = virtualTime(undefined, random);
  let readings = 0;
  let known = true;
  let refresh = (): Promise<ReadOutcome> => Promise.resolve('read');
  const listeners = new Set<() => void>();
  let allowed = true;
  const schedule = createReadingSchedule({
    time,
    intervalMs: () => 60_000,
    mayRead: () => allowed,
    isKnown: () => known,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: () => {
      readings += 1;
      return refresh();
    },
  });
  const allow = (now: boolean) => {
    allowed = now;
  };
  const know = (now: boolean) => {
    known = now;
    for (const listener of listeners) listener();
  };
  const answerBy = (way: typeof refresh) => {
    refresh = way;
  };
  return { time, schedule, readings: () => readings, allow, know, answerBy, listeners };
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

describe('while the status is unknown', () => {
  /** When readings began, in milliseconds from now on. */
  async function readingTimes(set: ReturnType<typeof setUp>, forMs: number): Promise<number[]> {
    const begin = set.time.now();
    const times: number[] = [];
    for (let seen = set.readings(); set.time.now() - begin < forMs;) {
      await set.time.advance(100);
      if (set.readings() > seen) times.push(set.time.now() - begin);
      seen = set.readings();
    }
    return times;
  }

  test.each(['retry', 'throws', 'rejects'] as const)(
    'it is polled from 1 s to the ordinary interval: %s',
    async (how) => {
      const set = setUp();
      set.know(false);
      set.answerBy(() => {
        if (how === 'throws') throw new Error('broken');
        return how === 'rejects' ? Promise.reject(new Error('broken')) : Promise.resolve('retry');
      });
      set.schedule.start();
      expect(await readingTimes(set, 200_000)).toEqual([
        1_000, 3_000, 7_000, 15_000, 31_000, 63_000, 123_000, 183_000,
      ]);
    },
  );

  test.each([
    [0, 500],
    [1, 1_500],
  ])('chance %d makes the first delay %d ms', async (random, delay) => {
    const set = setUp([random]);
    set.know(false);
    set.answerBy(() => Promise.resolve('retry'));
    set.schedule.start();
    expect(await readingTimes(set, delay)).toEqual([delay]);
  });

  test('polling begins with the moment in which it becomes unknown, and ends with the one in which it is known', async () => {
    const set = setUp();
    set.schedule.start();
    await set.time.advance(10_000);
    set.know(false);
    expect(await readingTimes(set, 4_000)).toEqual([1_000, 3_000]);
    set.know(true);
    // The reading that was planned is made; from there on it is the ordinary interval again.
    expect(await readingTimes(set, 70_000)).toEqual([3_000, 63_000]);
    set.know(false);
    expect(await readingTimes(set, 1_000)).toEqual([1_000]);
  });

  test('a change that leaves it unknown does not begin the backoff anew', async () => {
    const set = setUp();
    set.know(false);
    set.answerBy(() => Promise.resolve('retry'));
    set.schedule.start();
    await set.time.advance(3_500);
    set.know(false);
    expect(await readingTimes(set, 4_000)).toEqual([3_500]);
  });

  test('a reading that is under way when it becomes unknown is not doubled', async () => {
    const set = setUp();
    let answer: (outcome: ReadOutcome) => void = () => {};
    set.answerBy(() => new Promise((resolve) => (answer = resolve)));
    set.schedule.start();
    set.know(false);
    await set.time.advance(5_000);
    expect(set.readings()).toBe(1);
    answer('retry');
    await set.time.advance(1_000);
    expect(set.readings()).toBe(2);
  });

  test('where somebody must act, or too many ask, it is polled no more often than otherwise', async () => {
    const set = setUp();
    set.know(false);
    set.answerBy(() => Promise.resolve('failed'));
    set.schedule.start();
    expect(await readingTimes(set, 60_000)).toEqual([60_000]);
  });

  test('a reading that could not be made is asked for again without a longer delay', async () => {
    const set = setUp();
    set.know(false);
    set.answerBy(() => Promise.resolve('skipped'));
    set.schedule.start();
    expect(await readingTimes(set, 3_000)).toEqual([1_000, 2_000, 3_000]);
  });

  test('nothing is polled where the key may not read', async () => {
    const set = setUp();
    set.schedule.start();
    await set.time.advance(0);
    set.allow(false);
    set.know(false);
    expect(set.time.pending()).toBe(0);
  });

  test('a stopped schedule hears of nothing', async () => {
    const set = setUp();
    set.schedule.start();
    set.schedule.stop();
    expect(set.listeners.size).toBe(0);
    await set.time.advance(0);
    expect(set.time.pending()).toBe(0);
  });
});

test('a reading that never comes back does not end the readings', async () => {
  const { time, schedule, readings, answerBy } = setUp();
  answerBy(() => new Promise(() => {}));
  schedule.start();
  await time.advance(107_999);
  expect(readings()).toBe(1);
  await time.advance(60_001);
  expect(readings()).toBe(2);
});

test('the answer to a reading from before a new start plans nothing', async () => {
  const { time, schedule, readings, answerBy } = setUp();
  let answer: (outcome: ReadOutcome) => void = () => {};
  answerBy(() => new Promise((resolve) => (answer = resolve)));
  schedule.start();
  answerBy(() => Promise.resolve('read'));
  schedule.start();
  answer('read');
  await time.advance(60_000);
  expect(readings()).toBe(3);
});
