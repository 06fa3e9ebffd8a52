import { describe, expect, test } from 'vitest';
import { createStatusPoller } from '../../../main/status/status-poller.ts';
import type { ReadOutcome } from '../../../main/status/status-reader.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';

function createHarness(random?: readonly number[], intervalMs = 60_000) {
  const clock = createVirtualClock(undefined, random);
  let aheadMs = 0;
  const time = { ...clock, now: () => clock.now() + aheadMs };
  /** Sets this computer's clock; timers are not affected, as during sleep. */
  const setClock = (byMs: number) => {
    aheadMs += byMs;
  };
  let nextCheckAt: number | null = null;
  /** In how many milliseconds the next reading starts, as published; null if none is scheduled. */
  const nextCheckInMs = () => nextCheckAt && nextCheckAt - time.now();
  let readingCount = 0;
  let isKnownNow = true;
  let refresh = (): Promise<ReadOutcome> => Promise.resolve('read');
  const listeners = new Set<() => void>();
  let isAllowed = true;
  let isPushed = false;
  const poller = createStatusPoller({
    time,
    intervalMs: () => intervalMs,
    canRead: () => isAllowed,
    isStatusKnown: () => isKnownNow,
    isPushed: () => isPushed,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onSchedule: (at) => {
      nextCheckAt = at;
    },
    refresh: () => {
      readingCount += 1;
      return refresh();
    },
  });
  const notifyListeners = () => {
    for (const listener of listeners) listener();
  };
  const setCanRead = (now: boolean) => {
    isAllowed = now;
    notifyListeners();
  };
  const setKnown = (now: boolean) => {
    isKnownNow = now;
    notifyListeners();
  };
  const setPushed = (now: boolean) => {
    isPushed = now;
    notifyListeners();
  };
  const setRefresh = (way: typeof refresh) => {
    refresh = way;
  };
  return {
    time,
    poller,
    readingCount: () => readingCount,
    nextCheckInMs,
    setClock,
    setCanRead,
    setKnown,
    setPushed,
    setRefresh,
    listeners,
  };
}

test('reads at once, and then about once a minute', async () => {
  const { time, poller, readingCount } = createHarness();
  poller.start();
  expect(readingCount()).toBe(1);
  await time.advance(60 * 60_000);
  expect(readingCount()).toBe(61);
});

test.each([
  [0, 45_000],
  [0.5, 60_000],
  [1, 75_000],
])('a random value of %d makes the interval %d ms', async (random, wait) => {
  const { time, poller, readingCount } = createHarness([random]);
  poller.start();
  await time.advance(wait - 1);
  expect(readingCount()).toBe(1);
  await time.advance(1);
  expect(readingCount()).toBe(2);
});

test('stops without leaving a timer', async () => {
  const { time, poller, readingCount } = createHarness();
  poller.start();
  await time.advance(1);
  poller.stop();
  expect(time.pending()).toBe(0);
  await time.advance(3_600_000);
  expect(readingCount()).toBe(1);
});

test('a key that may not read is not used again before the next start', async () => {
  const { time, poller, readingCount, setCanRead } = createHarness();
  setCanRead(false);
  poller.start();
  await time.advance(3_600_000);
  expect(readingCount()).toBe(1);
  expect(time.pending()).toBe(0);
  setCanRead(true);
  poller.start();
  await time.advance(60_000);
  expect(readingCount()).toBe(3);
});

test('started twice, it still reads once a minute', async () => {
  const { time, poller, readingCount } = createHarness();
  poller.start();
  poller.start();
  await time.advance(60_000);
  expect(readingCount()).toBe(3);
});

test('prewarming reads, unless the last reading was a moment ago', async () => {
  const { time, poller, readingCount } = createHarness();
  poller.start();
  await time.advance(30_000);
  poller.prewarm();
  expect(readingCount()).toBe(1);
  await time.advance(1);
  poller.prewarm();
  expect(readingCount()).toBe(2);
  // The next reading is scheduled from there.
  await time.advance(59_999);
  expect(readingCount()).toBe(2);
  await time.advance(1);
  expect(readingCount()).toBe(3);
});

test('prewarming does nothing while stopped, nor if the key may not read', async () => {
  const { time, poller, readingCount, setCanRead } = createHarness();
  poller.prewarm();
  poller.start();
  poller.stop();
  await time.advance(60_000);
  poller.prewarm();
  expect(readingCount()).toBe(1);
  setCanRead(false);
  poller.start();
  await time.advance(60_000);
  poller.prewarm();
  expect(readingCount()).toBe(2);
});

describe('while the status is unknown', () => {
  /** The times of readings, in milliseconds from now. */
  async function collectReadingTimes(
    harness: ReturnType<typeof createHarness>,
    forMs: number,
  ): Promise<number[]> {
    const begin = harness.time.now();
    const times: number[] = [];
    for (let seen = harness.readingCount(); harness.time.now() - begin < forMs;) {
      await harness.time.advance(100);
      if (harness.readingCount() > seen) times.push(harness.time.now() - begin);
      seen = harness.readingCount();
    }
    return times;
  }

  test.each(['retry', 'throws', 'rejects'] as const)(
    'it is polled at delays from 1 s to the regular interval: %s',
    async (how) => {
      const harness = createHarness();
      harness.setKnown(false);
      harness.setRefresh(() => {
        if (how === 'throws') throw new Error('broken');
        return how === 'rejects' ? Promise.reject(new Error('broken')) : Promise.resolve('retry');
      });
      harness.poller.start();
      expect(await collectReadingTimes(harness, 200_000)).toEqual([
        1_000, 3_000, 7_000, 15_000, 31_000, 63_000, 123_000, 183_000,
      ]);
    },
  );

  test.each([
    [0, 500],
    [1, 1_500],
  ])('a random value of %d makes the first delay %d ms', async (random, delay) => {
    const harness = createHarness([random]);
    harness.setKnown(false);
    harness.setRefresh(() => Promise.resolve('retry'));
    harness.poller.start();
    expect(await collectReadingTimes(harness, delay)).toEqual([delay]);
  });

  test("a delay that has grown to the regular interval has that interval's jitter", async () => {
    const harness = createHarness([0], 4_000);
    harness.setKnown(false);
    harness.setRefresh(() => Promise.resolve('retry'));
    harness.poller.start();
    // Half of 1 s, half of 2 s, and then three quarters of 4 s.
    expect(await collectReadingTimes(harness, 7_500)).toEqual([500, 1_500, 4_500, 7_500]);
  });

  test('frequent polling starts when it becomes unknown, and ends when it becomes known', async () => {
    const harness = createHarness();
    harness.poller.start();
    await harness.time.advance(10_000);
    harness.setKnown(false);
    expect(await collectReadingTimes(harness, 4_000)).toEqual([1_000, 3_000]);
    harness.setKnown(true);
    // The scheduled reading is made; after it the regular interval applies.
    expect(await collectReadingTimes(harness, 70_000)).toEqual([3_000, 63_000]);
    harness.setKnown(false);
    expect(await collectReadingTimes(harness, 1_000)).toEqual([1_000]);
  });

  test('a change that leaves it unknown does not restart the backoff', async () => {
    const harness = createHarness();
    harness.setKnown(false);
    harness.setRefresh(() => Promise.resolve('retry'));
    harness.poller.start();
    await harness.time.advance(3_500);
    harness.setKnown(false);
    expect(await collectReadingTimes(harness, 12_000)).toEqual([3_500, 11_500]);
  });

  test('a reading in flight when it becomes unknown is not doubled', async () => {
    const harness = createHarness();
    let answer: (outcome: ReadOutcome) => void = () => {};
    harness.setRefresh(() => new Promise((resolve) => (answer = resolve)));
    harness.poller.start();
    harness.setKnown(false);
    await harness.time.advance(5_000);
    expect(harness.readingCount()).toBe(1);
    answer('retry');
    await harness.time.advance(1_000);
    expect(harness.readingCount()).toBe(2);
  });

  test('without a key the regular interval applies, because each reading may open a prompt', async () => {
    const harness = createHarness();
    harness.setKnown(false);
    harness.setRefresh(() => Promise.resolve('noKey'));
    harness.poller.start();
    expect(await collectReadingTimes(harness, 60_000)).toEqual([60_000]);
  });

  test('after a refusal by the rate limit the delays begin at 8 s', async () => {
    const harness = createHarness();
    harness.setKnown(false);
    harness.setRefresh(() => Promise.resolve('rateLimited'));
    harness.poller.start();
    expect(await collectReadingTimes(harness, 120_000)).toEqual([8_000, 24_000, 56_000, 116_000]);
  });

  test('a refusal by the rate limit never shortens a delay', async () => {
    const harness = createHarness();
    harness.setKnown(false);
    harness.setRefresh(() => Promise.resolve('retry'));
    harness.poller.start();
    await harness.time.advance(31_000);
    harness.setRefresh(() => Promise.resolve('rateLimited'));
    expect(await collectReadingTimes(harness, 92_000)).toEqual([32_000, 92_000]);
  });

  test('a skipped reading is repeated without a longer delay', async () => {
    const harness = createHarness();
    harness.setKnown(false);
    harness.setRefresh(() => Promise.resolve('skipped'));
    harness.poller.start();
    expect(await collectReadingTimes(harness, 3_000)).toEqual([1_000, 2_000, 3_000]);
  });

  test('nothing is polled if the key may not read', async () => {
    const harness = createHarness();
    harness.poller.start();
    await harness.time.advance(0);
    harness.setCanRead(false);
    harness.setKnown(false);
    expect(harness.time.pending()).toBe(0);
  });

  test('a stopped poller has no listener', async () => {
    const harness = createHarness();
    harness.poller.start();
    harness.poller.stop();
    expect(harness.listeners.size).toBe(0);
    await harness.time.advance(0);
    expect(harness.time.pending()).toBe(0);
  });
});

test('a reading that never settles does not end polling', async () => {
  const { time, poller, readingCount, setRefresh } = createHarness();
  setRefresh(() => new Promise(() => {}));
  poller.start();
  await time.advance(107_999);
  expect(readingCount()).toBe(1);
  await time.advance(60_001);
  expect(readingCount()).toBe(2);
});

test('the result of a reading from before a restart schedules nothing', async () => {
  const { time, poller, readingCount, setRefresh } = createHarness();
  let answer: (outcome: ReadOutcome) => void = () => {};
  setRefresh(() => new Promise((resolve) => (answer = resolve)));
  poller.start();
  setRefresh(() => Promise.resolve('read'));
  poller.start();
  answer('read');
  await time.advance(60_000);
  expect(readingCount()).toBe(3);
});

describe('the published time of the next reading', () => {
  test('is that of the regular interval, and null while a reading runs', async () => {
    const { time, poller, nextCheckInMs, setRefresh } = createHarness();
    let answer: (outcome: ReadOutcome) => void = () => {};
    setRefresh(() => new Promise((resolve) => (answer = resolve)));
    poller.start();
    expect(nextCheckInMs()).toBeNull();
    answer('read');
    await time.advance(0);
    expect(nextCheckInMs()).toBe(60_000);
    await time.advance(59_999);
    expect(nextCheckInMs()).toBe(1);
    await time.advance(1);
    expect(nextCheckInMs()).toBeNull();
  });

  test.each([
    ['retry', 1_000],
    ['skipped', 1_000],
    ['rateLimited', 8_000],
    ['noKey', 60_000],
  ] as const)('while the status is unknown, after the outcome %s it is %d ms ahead', async (outcome, ms) => {
    const { time, poller, nextCheckInMs, setKnown, setRefresh } = createHarness();
    setKnown(false);
    setRefresh(() => Promise.resolve(outcome));
    poller.start();
    await time.advance(0);
    expect(nextCheckInMs()).toBe(ms);
  });

  test('changes when the status becomes unknown', async () => {
    const { time, poller, nextCheckInMs, setKnown } = createHarness();
    poller.start();
    await time.advance(10_000);
    expect(nextCheckInMs()).toBe(50_000);
    setKnown(false);
    expect(nextCheckInMs()).toBe(1_000);
  });

  test.each(['stopped', 'not permitted to read'])('is null once the poller is %s', async (how) => {
    const { time, poller, readingCount, nextCheckInMs, setCanRead } = createHarness();
    poller.start();
    await time.advance(10_000);
    if (how === 'stopped') poller.stop();
    else setCanRead(false);
    expect(nextCheckInMs()).toBeNull();
    await time.advance(3_600_000);
    expect(readingCount()).toBe(1);
  });

  test('returns when another reading shows that reading is permitted again', async () => {
    const { time, poller, readingCount, nextCheckInMs, setCanRead } = createHarness();
    poller.start();
    await time.advance(10_000);
    setCanRead(false);
    setCanRead(true);
    expect(nextCheckInMs()).toBe(60_000);
    await time.advance(60_000);
    expect(readingCount()).toBe(2);
  });

  test('is of the new start after a stop and a start', async () => {
    const { time, poller, nextCheckInMs } = createHarness();
    poller.start();
    await time.advance(30_000);
    poller.stop();
    poller.start();
    await time.advance(0);
    expect(nextCheckInMs()).toBe(60_000);
  });

  test.each([
    [true, 30_000],
    [false, 5_000],
  ])('is corrected after the clock was set back: status known %s, within %d ms', async (known, checkMs) => {
    const { time, poller, readingCount, nextCheckInMs, setClock, setKnown, setRefresh } = createHarness();
    setKnown(known);
    setRefresh(() => Promise.resolve('noKey'));
    poller.start();
    await time.advance(0);
    setClock(-3_600_000);
    await time.advance(checkMs);
    expect(nextCheckInMs()).toBe(60_000 - checkMs);
    await time.advance(60_000 - checkMs - 1);
    expect(readingCount()).toBe(1);
    await time.advance(1);
    expect(readingCount()).toBe(2);
  });

  test('has passed after a sleep, and the reading starts at the next comparison of the clock', async () => {
    const { time, poller, readingCount, setClock } = createHarness();
    poller.start();
    await time.advance(10_000);
    setClock(3_600_000);
    await time.advance(19_999);
    expect(readingCount()).toBe(1);
    await time.advance(1);
    expect(readingCount()).toBe(2);
  });

  test('stays true when the clock is set forward by less than the delay', async () => {
    const { time, poller, readingCount, nextCheckInMs, setClock } = createHarness();
    poller.start();
    await time.advance(0);
    setClock(20_000);
    await time.advance(30_000);
    expect(nextCheckInMs()).toBe(10_000);
    await time.advance(10_000);
    expect(readingCount()).toBe(2);
  });
});

describe('checking now', () => {
  test('reads at once, and the next reading is scheduled from there', async () => {
    const { time, poller, readingCount, nextCheckInMs } = createHarness();
    poller.start();
    await time.advance(20_000);
    poller.checkNow();
    expect(readingCount()).toBe(2);
    expect(nextCheckInMs()).toBeNull();
    await time.advance(0);
    expect(nextCheckInMs()).toBe(60_000);
    await time.advance(59_999);
    expect(readingCount()).toBe(2);
  });

  test('does nothing while a reading runs', () => {
    const { poller, readingCount, setRefresh } = createHarness();
    setRefresh(() => new Promise(() => {}));
    poller.start();
    poller.checkNow();
    poller.checkNow();
    expect(readingCount()).toBe(1);
  });

  test('does nothing while reading is refused, nor before the start, nor after a stop', async () => {
    const { time, poller, readingCount, setCanRead } = createHarness();
    poller.checkNow();
    expect(readingCount()).toBe(0);
    poller.start();
    await time.advance(0);
    setCanRead(false);
    poller.checkNow();
    setCanRead(true);
    poller.stop();
    poller.checkNow();
    expect(readingCount()).toBe(1);
    expect(time.pending()).toBe(0);
  });

  test('does not restart the backoff', async () => {
    const { time, poller, nextCheckInMs, setKnown, setRefresh } = createHarness();
    setKnown(false);
    setRefresh(() => Promise.resolve('retry'));
    poller.start();
    await time.advance(3_000);
    expect(nextCheckInMs()).toBe(4_000);
    poller.checkNow();
    await time.advance(0);
    expect(nextCheckInMs()).toBe(8_000);
  });
});

describe('while changes are pushed', () => {
  test('a status that is known is not read regularly, and is again afterwards', async () => {
    const { poller, time, readingCount, nextCheckInMs, setPushed } = createHarness();
    poller.start();
    await time.advance(0);
    setPushed(true);
    expect(nextCheckInMs()).toBeNull();
    await time.advance(3_600_000);
    expect(readingCount()).toBe(1);
    setPushed(false);
    expect(nextCheckInMs()).toBe(60_000);
    await time.advance(60_000);
    expect(readingCount()).toBe(2);
  });

  test('a status that is unknown is read as always, until it is known', async () => {
    const { poller, time, readingCount, nextCheckInMs, setPushed, setKnown } = createHarness();
    poller.start();
    await time.advance(0);
    setPushed(true);
    setKnown(false);
    await time.advance(1_000);
    expect(readingCount()).toBe(2);
    setKnown(true);
    expect(nextCheckInMs()).toBeNull();
    await time.advance(3_600_000);
    expect(readingCount()).toBe(2);
  });

  test('a person can have it read, and so can a look at the tray', async () => {
    const { poller, time, readingCount, setPushed } = createHarness();
    poller.start();
    await time.advance(0);
    setPushed(true);
    poller.checkNow();
    await time.advance(60_000);
    expect(readingCount()).toBe(2);
    poller.prewarm();
    await time.advance(60_000);
    expect(readingCount()).toBe(3);
  });
});
