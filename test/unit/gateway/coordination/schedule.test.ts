import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accepted,
  initialSchedule,
  refused,
  reserve,
  type Schedule,
} from '../../../../gateway/coordination/schedule.ts';

const RATE = 20;
const START = Date.UTC(2026, 10, 23, 9);

/** Reserves calls at the given times. Returns when each leaves. */
function reserveAll(times: readonly number[], schedule = initialSchedule(RATE, START)) {
  const leavesAt: number[] = [];
  for (const now of times) {
    const { schedule: next, delayMs } = reserve(schedule, RATE, now);
    schedule = next;
    leavesAt.push(now + delayMs);
  }
  return { leavesAt, schedule };
}

/** The most of these times within any second. */
function mostInASecond(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  return Math.max(...sorted.map((start) => sorted.filter((at) => at >= start && at < start + 1_000).length));
}

const steps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 })), {
  minLength: 1,
  maxLength: 150,
});

const jitters = fc.array(fc.nat({ max: 49 }), { minLength: 150, maxLength: 150 });

test('no second has more calls than the limit, though they arrive up to 50 ms apart from their time', () => {
  fc.assert(
    fc.property(steps, jitters, (waits, jitter) => {
      let now = START;
      const { leavesAt, schedule } = reserveAll(waits.map((wait) => (now += wait)));
      const arrivals = leavesAt.map((at, index) => at + (jitter[index] ?? 0));
      expect(mostInASecond(arrivals)).toBeLessThanOrEqual(RATE);
      expect(leavesAt).toEqual(leavesAt.toSorted((one, other) => one - other));
      expect(schedule.reserved.length).toBeLessThanOrEqual(RATE);
    }),
  );
});

test('a lone call leaves at once', () => {
  expect(reserve(initialSchedule(RATE, START), RATE, START).delayMs).toBe(0);
  const { schedule } = reserveAll([START]);
  expect(reserve(schedule, RATE, START + 1_000).delayMs).toBe(0);
});

test('500 calls of a shift start of 5,000 agents need at most 1.1 × 25 s', () => {
  const { leavesAt } = reserveAll(Array.from({ length: 500 }, () => START));
  expect((leavesAt.at(-1) ?? Infinity) - START).toBeLessThanOrEqual(27_500);
});

test.each([-86_400_000, -30_000, -2_000, 5_000, 86_400_000])(
  'a clock that is set by %i ms neither holds calls up nor lets a burst through',
  (stepMs) => {
    const { leavesAt: before, schedule } = reserveAll(
      Array.from({ length: 30 }, (_, index) => START + index),
    );
    const now = START + 30;
    const { leavesAt: after } = reserveAll(
      Array.from({ length: 30 }, () => now + stepMs),
      schedule,
    );
    const inRealTime = after.map((at) => at - stepMs);
    expect((inRealTime[0] ?? Infinity) - now).toBeLessThanOrEqual(1_600);
    expect(mostInASecond(inRealTime)).toBeLessThanOrEqual(RATE);
    // A clock that was set forward looks like a pause: what was reserved before is not seen any more.
    if (stepMs < 0) expect(mostInASecond([...before, ...inRealTime])).toBeLessThanOrEqual(RATE + 1);
  },
);

test('clocks of instances that differ a little do not move the schedule', () => {
  const { leavesAt } = reserveAll(Array.from({ length: 60 }, (_, index) => START - (index % 2) * 20));
  expect(mostInASecond(leavesAt)).toBeLessThanOrEqual(RATE);
});

test('refusals of one second lower the rate once, by a quarter, down to one call a second', () => {
  let schedule: Schedule = initialSchedule(RATE, START);
  for (const now of [START, START + 300, START + 999]) schedule = refused(schedule, now);
  expect(schedule.rate).toBe(15);
  for (let index = 1; index < 20; index += 1) schedule = refused(schedule, START + index * 1_000);
  expect(schedule.rate).toBe(1);
});

test('calls that are taken raise the rate to the limit again within half a minute, and no further', () => {
  let schedule: Schedule = { ...initialSchedule(RATE, START), rate: 1 };
  let now = START;
  while (schedule.rate < RATE && now < START + 60_000) {
    const { schedule: next, delayMs } = reserve(schedule, RATE, now);
    now += delayMs;
    schedule = accepted(next, RATE);
  }
  expect(now - START).toBeLessThanOrEqual(30_000);
  expect(accepted(schedule, RATE)).toBe(schedule);
});
