import { expect, test } from 'vitest';
import {
  onDue,
  plannedReturn,
  type PlannedReturn,
  type ReturnEvent,
} from '../../../main/day/planned-return.ts';
import { createReturnService } from '../../../main/day/return-service.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';
import { HOUR, MINUTE } from './support/entries.ts';

/** An agent at a desk whose computer can sleep, restart, and have its clock set. */
function desk({ freeByItself = false, mayFree = false } = {}) {
  const awake = virtualTime();
  const state = { clockAhead: 0, freeByItself, mayFree, shut: false, saved: null as PlannedReturn | null };
  const events: [minute: number, ReturnEvent['kind']][] = [];
  const begin = awake.now();
  const time = { ...awake, now: () => awake.now() + state.clockAhead };
  const start = (saved: PlannedReturn | null) => {
    const service = createReturnService({
      time,
      settings: () => ({ freeByItself: state.freeByItself }),
      atTheDesk: () => ({ mayFree: state.mayFree, shut: state.shut }),
      saved: () => saved,
      emit: ({ kind }) => events.push([Math.round((time.now() - begin) / MINUTE), kind]),
      save: (plan) => (state.saved = plan),
    });
    expect(events).toEqual([]);
    service.start();
    return service;
  };
  return {
    state,
    events,
    start,
    service: start(null),
    inMinutes: (minutes: number) => time.now() + minutes * MINUTE,
    minutes: (count: number) => awake.advance(count * MINUTE),
    /** Timers stand still and the clock goes on. */
    sleep: (minutes: number) => (state.clockAhead += minutes * MINUTE),
    timers: () => awake.pending(),
  };
}

test('a break of a quarter of an hour: reminded, due, and asked again until somebody answers', async () => {
  const { service, events, inMinutes, minutes, state, timers } = desk();
  service.plan(inMinutes(15));
  await minutes(22);
  expect(events).toEqual([
    [13, 'reminder'],
    [15, 'due'],
    [18, 'askAgain'],
    [21, 'askAgain'],
  ]);
  service.cancel();
  await minutes(60);
  expect(events).toHaveLength(4);
  expect(state.saved).toBeNull();
  expect(timers()).toBe(0);
});

test('"5 more minutes" before the end, and after it', async () => {
  const { service, events, inMinutes, minutes } = desk();
  service.plan(inMinutes(15));
  await minutes(14);
  service.fiveMore();
  await minutes(7);
  expect(events).toEqual([
    [13, 'reminder'],
    [18, 'reminder'],
    [20, 'due'],
  ]);
  service.fiveMore();
  await minutes(5);
  expect(events.slice(3)).toEqual([
    [24, 'reminder'],
    [26, 'due'],
  ]);
});

test('a very short break has no reminder, and a time gone by is due at once', async () => {
  const { service, events, inMinutes, minutes } = desk();
  service.plan(inMinutes(2));
  await minutes(2);
  service.plan(inMinutes(-1));
  expect(events).toEqual([
    [2, 'due'],
    [2, 'due'],
  ]);
});

test('asleep over the deadline: told on waking, and once more where the screen is unlocked after that', async () => {
  const { service, events, inMinutes, minutes, sleep } = desk();
  service.plan(inMinutes(15));
  await minutes(5);
  sleep(120);
  service.resume();
  await minutes(1);
  expect(events).toEqual([[125, 'due']]);
  service.resume();
  expect(events.slice(1)).toEqual([[126, 'askAgain']]);
});

test('asleep over the deadline where no event tells of waking: found within a minute', async () => {
  const { service, events, inMinutes, minutes, sleep } = desk();
  service.plan(inMinutes(15));
  await minutes(5);
  sleep(120);
  await minutes(1);
  expect(events).toEqual([[126, 'due']]);
});

test('a restart in a break loses nothing and repeats nothing', async () => {
  const first = desk();
  first.service.plan(first.inMinutes(15));
  await first.minutes(14);
  const saved = plannedReturn.parse(JSON.parse(JSON.stringify(first.state.saved)));

  const second = desk();
  second.start(saved);
  // The second desk's clock begins where the first one's did.
  await second.minutes(16);
  expect(second.events).toEqual([[15, 'due']]);

  const third = desk();
  third.sleep(8 * 60);
  third.start(saved);
  expect(third.events).toEqual([[480, 'due']]);
});

test('a clock set forward over the deadline, and one set back', async () => {
  const forward = desk();
  forward.service.plan(forward.inMinutes(15));
  forward.state.clockAhead = HOUR;
  await forward.minutes(1);
  expect(forward.events).toEqual([[61, 'due']]);

  const back = desk();
  back.service.plan(back.inMinutes(15));
  await back.minutes(16);
  back.state.clockAhead = -HOUR;
  await back.minutes(4);
  // Due once; and asked again after minutes, not after the hour that the clock lost.
  expect(back.events.slice(1)).toEqual([
    [15, 'due'],
    [-40, 'askAgain'],
  ]);
});

test('free by itself only if the setting says so and somebody is there', async () => {
  const alone = desk({ freeByItself: true });
  alone.service.plan(alone.inMinutes(5));
  await alone.minutes(6);
  expect(alone.events.at(-1)).toEqual([5, 'due']);
  alone.state.mayFree = true;
  await alone.minutes(2);
  expect(alone.events.at(-1)).toEqual([8, 'goFree']);
  expect([alone.service.current(), alone.state.saved]).toEqual([null, null]);
});

test.each([
  [true, true, false, 'free'],
  [true, false, false, 'ask'],
  [false, true, false, 'ask'],
  [true, true, true, 'hold'],
  [false, false, true, 'hold'],
] as const)('setting %s, may be freed %s, shut %s: %s', (freeByItself, mayFree, shut, expected) => {
  expect(onDue({ freeByItself }, { mayFree, shut })).toBe(expected);
});

test.each([true, false])(
  'behind a locked screen nothing is sent or asked; the unlock asks (%s)',
  async (freeByItself) => {
    const { service, events, inMinutes, minutes, state, timers } = desk({ freeByItself });
    service.plan(inMinutes(5));
    await minutes(4);
    state.shut = true;
    await minutes(60);
    expect(events).toEqual([[3, 'reminder']]);
    // Looked at now and then, not without a pause.
    expect(timers()).toBe(1);
    state.shut = false;
    service.resume();
    expect(events.slice(1)).toEqual([[64, 'due']]);
    // Locked again without an answer: silence until the next unlock, which does not wait for the three minutes.
    state.shut = true;
    await minutes(10);
    state.shut = false;
    service.resume();
    expect(events.slice(2)).toEqual([[74, 'askAgain']]);
    await minutes(3);
    expect(events.slice(3)).toEqual([[77, 'askAgain']]);
  },
);

test('an unlock in the middle of a break asks nothing', async () => {
  const { service, events, inMinutes, minutes } = desk();
  service.resume();
  service.plan(inMinutes(15));
  await minutes(5);
  service.resume();
  await minutes(5);
  expect(events).toEqual([]);
});

test('no timer runs without a plan', () => {
  expect(desk().timers()).toBe(0);
});
