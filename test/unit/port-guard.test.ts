import { afterEach, describe, expect, test, vi } from 'vitest';
import { callPortSync, callPort, guardClock, startCall } from '../../shared/port-guard.ts';
import { flushMicrotasks, createVirtualClock } from '../support/unit/virtual-clock.ts';
import { errorMessage } from '../../shared/errors.ts';

const LIMIT_MS = 95_000;

/** A call of a port and its result. Its clock can be set independently of its timers. */
function createCall(work: () => unknown = () => new Promise(() => {})) {
  const timers = createVirtualClock();
  let ahead = 0;
  let signal: AbortSignal | null = null;
  const time = { ...timers, now: () => timers.now() + ahead };
  const call = startCall(time, LIMIT_MS, (given) => {
    signal = given;
    return work();
  });
  const results: unknown[] = [];
  void call.result.then((result) => results.push(result));
  return {
    ...call,
    results,
    time: timers,
    setClockAhead: (milliseconds: number) => (ahead = milliseconds),
    isAborted: () => signal?.aborted,
  };
}

/** A port whose result the test resolves. */
function createDeferred() {
  let answer: (value: string) => void = () => {};
  const promise = new Promise<string>((resolve) => (answer = resolve));
  return { work: () => promise, answer };
}

describe('a call', () => {
  test.each<[string, () => unknown, unknown]>([
    ['answers', () => Promise.resolve(7), { type: 'answered', value: 7 }],
    ['answers at once', () => 7, { type: 'answered', value: 7 }],
    ['rejects', () => Promise.reject(new Error('no')), { type: 'threw', error: new Error('no') }],
    [
      'throws',
      () => {
        throw new Error('no');
      },
      { type: 'threw', error: new Error('no') },
    ],
  ])(
    'that %s ends with that result: nothing is aborted, and no timer is left',
    async (_how, work, result) => {
      const { results, isAborted, time } = createCall(work);
      await flushMicrotasks();
      expect(results).toEqual([result]);
      expect([isAborted(), time.pending()]).toEqual([false, 0]);
    },
  );

  test('that is not answered ends at its limit, and a later answer is ignored', async () => {
    const { work, answer } = createDeferred();
    const { results, isAborted, time } = createCall(work);
    await time.advance(LIMIT_MS - 1);
    expect([results, isAborted()]).toEqual([[], false]);
    await time.advance(1);
    expect([results, isAborted()]).toEqual([[{ type: 'timedOut' }], true]);
    answer('too late');
    await flushMicrotasks();
    expect(results).toHaveLength(1);
    expect(time.pending()).toBe(0);
  });

  test('that is cancelled is aborted, and no timer is left', async () => {
    const { results, cancel, isAborted, time } = createCall();
    cancel();
    await flushMicrotasks();
    expect([results, isAborted(), time.pending()]).toEqual([[{ type: 'cancelled' }], true, 0]);
  });
});

describe('a shorter limit', () => {
  test('counts from the start of the call', async () => {
    const { shortenTimeout, results, time } = createCall();
    await time.advance(5_000);
    shortenTimeout(12_000);
    expect(time.pending()).toBe(1);
    await time.advance(6_999);
    expect(results).toEqual([]);
    await time.advance(1);
    expect(results).toEqual([{ type: 'timedOut' }]);
  });

  test.each([12_000, 12_001])('that was reached %d ms after the start ends the call at once', async (ms) => {
    const { shortenTimeout, results, isAborted, time } = createCall();
    await time.advance(ms);
    shortenTimeout(12_000);
    expect([isAborted(), time.pending()]).toEqual([true, 0]);
    await flushMicrotasks();
    expect(results).toEqual([{ type: 'timedOut' }]);
  });

  test('is reached by a sleep too, during which the timers stood still', () => {
    const { shortenTimeout, setClockAhead, isAborted } = createCall();
    setClockAhead(12_000);
    shortenTimeout(12_000);
    expect(isAborted()).toBe(true);
  });

  test('is not extended by a clock that was set back', async () => {
    const { shortenTimeout, setClockAhead, results, time } = createCall();
    setClockAhead(-3_600_000);
    shortenTimeout(12_000);
    await time.advance(12_000);
    expect(results).toEqual([{ type: 'timedOut' }]);
  });
});

test('a call without a shorter limit has its own limit', async () => {
  const time = createVirtualClock();
  const result = callPort(time, LIMIT_MS, () => new Promise(() => {}));
  await time.advance(LIMIT_MS);
  expect(await result).toEqual({ type: 'timedOut' });
});

const broken = () => {
  throw new Error('broken');
};

describe('a synchronous call', () => {
  test('that returns reports no error', () => {
    const faults: unknown[] = [];
    expect(
      callPortSync<string>(
        () => 'yes',
        'no',
        (error) => faults.push(error),
      ),
    ).toBe('yes');
    expect(faults).toEqual([]);
  });

  test('that throws is reported, and returns the fallback', () => {
    const faults: unknown[] = [];
    expect(callPortSync<string>(broken, 'no', (error) => faults.push(error))).toBe('no');
    expect(faults).toEqual([new Error('broken')]);
  });
});

describe('a guarded clock', () => {
  afterEach(() => void vi.useRealTimers());

  const guarded = (time: Partial<ReturnType<typeof createVirtualClock>> = {}) => {
    const own = createVirtualClock(1_000, [0.1]);
    const fallback = createVirtualClock(9_000, [0.9]);
    const faults: unknown[] = [];
    return {
      own,
      fallback,
      faults,
      ...guardClock({ ...own, ...time }, (error) => faults.push(error), fallback),
    };
  };

  test('that works is used for everything', async () => {
    const { now, random, setTimer, own, fallback, faults } = guarded();
    expect([now(), random()]).toEqual([1_000, 0.1]);
    const fired: string[] = [];
    setTimer(10, () => fired.push('first'));
    const cancel = setTimer(10, () => fired.push('cancelled'));
    expect(cancel).not.toThrow();
    expect([own.pending(), fallback.pending()]).toEqual([1, 0]);
    await own.advance(10);
    expect([fired, faults]).toEqual([['first'], []]);
  });

  test('that throws is reported and replaced by the fallback clock', async () => {
    const { now, random, setTimer, fallback, faults } = guarded({
      now: broken,
      random: broken,
      setTimer: broken,
    });
    expect([now(), random()]).toEqual([9_000, 0.9]);
    const fired: string[] = [];
    setTimer(10, () => fired.push('first'));
    setTimer(10, () => fired.push('cancelled'))();
    await fallback.advance(10);
    expect(fired).toEqual(['first']);
    expect(faults).toEqual(Array(4).fill(new Error('broken')));
  });

  test('whose timers cannot be cancelled is reported, without further effect', () => {
    const { setTimer, faults } = guarded({ setTimer: () => broken });
    expect(setTimer(10, () => {})).not.toThrow();
    expect(faults).toEqual([new Error('broken')]);
  });

  test("without a fallback clock uses the platform's", () => {
    vi.useFakeTimers({ now: 77 });
    const fired: string[] = [];
    const { now, setTimer } = guardClock({ now: broken, setTimer: broken, random: broken }, () => {});
    setTimer(10, () => fired.push('fired'));
    vi.advanceTimersByTime(10);
    expect([now(), fired]).toEqual([87, ['fired']]);
  });
});

test('every thrown value has an error message', () => {
  expect(errorMessage(new TypeError('not a function'))).toBe('not a function');
  expect(errorMessage('out of memory')).toBe('out of memory');
  for (const thrown of [undefined, null, 7, { message: 'not an error' }]) {
    expect(errorMessage(thrown)).toBe('Unknown error');
  }
});
