import { expect, test } from 'vitest';
import { createRequestLimit, type RequestPurpose } from '../../../../tencent/transport/request-limit.ts';
import { flushMicrotasks, createVirtualClock } from '../../../support/unit/virtual-clock.ts';

function createHarness() {
  const time = createVirtualClock();
  const limit = createRequestLimit(time);
  const acquireAll = (purpose: RequestPurpose) => {
    let acquired = 0;
    while (limit.tryAcquire(purpose)) acquired += 1;
    return acquired;
  };
  return { time, limit, acquireAll };
}

test('ten requests pass at once, and two a second from then on', async () => {
  const { time, acquireAll } = createHarness();
  expect(acquireAll('switch')).toBe(10);
  await time.advance(3_000);
  expect(acquireAll('switch')).toBe(6);
  await time.advance(3_600_000);
  expect(acquireAll('switch')).toBe(10);
});

test('connection tests leave tokens for readings, and readings leave one for a switch', () => {
  const { acquireAll } = createHarness();
  expect(acquireAll('check')).toBe(6);
  expect(acquireAll('reading')).toBe(3);
  expect(acquireAll('switch')).toBe(1);
});

test('waiting requests get their token in order', async () => {
  const { time, limit, acquireAll } = createHarness();
  acquireAll('switch');
  const order: number[] = [];
  for (const one of [1, 2]) void limit.acquire('switch', undefined).then(() => order.push(one));
  await time.advance(400);
  expect(order).toEqual([]);
  await time.advance(100);
  expect(order).toEqual([1]);
  await time.advance(500);
  expect(order).toEqual([1, 2]);
  expect(time.pending()).toBe(0);
});

test('a cancelled request waits no longer, and leaves no timer', async () => {
  const { time, limit, acquireAll } = createHarness();
  acquireAll('switch');
  const controller = new AbortController();
  let over = false;
  void limit.acquire('switch', controller.signal).then(() => (over = true));
  controller.abort();
  await flushMicrotasks();
  expect(over).toBe(true);
  expect(time.pending()).toBe(0);
});

test('a clock that stands still, or runs backwards, blocks no request forever', async () => {
  const { time } = createHarness();
  for (const now of [() => 0, () => -performance.now()]) {
    const limit = createRequestLimit({ ...time, now });
    while (limit.tryAcquire('switch'));
    let over = false;
    void limit.acquire('reading', undefined).then(() => (over = true));
    await time.advance(5_000);
    expect(over).toBe(true);
  }
});
