import { expect, test } from 'vitest';
import { decideOnDue, type PlannedReturnEvent } from '../../../main/activity/planned-return.ts';
import { plannedReturn, type PlannedReturn } from '../../../shared/planned-return.ts';
import { createPlannedReturnService } from '../../../main/activity/planned-return-service.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { HOUR, MINUTE } from './support/entries.ts';

/** A simulated computer with sleep, restart and a clock that can be set. */
function desk({ autoFree = false, canGoFree = false } = {}) {
  const awake = createVirtualClock();
  const state = {
    clockAhead: 0,
    autoFree,
    canGoFree,
    isScreenLocked: false,
    saved: null as PlannedReturn | null,
  };
  const events: [minute: number, PlannedReturnEvent['kind']][] = [];
  let saves = 0;
  const begin = awake.now();
  const time = { ...awake, now: () => awake.now() + state.clockAhead };
  const start = (saved: PlannedReturn | null) => {
    const service = createPlannedReturnService({
      time,
      settings: () => ({ autoFree: state.autoFree }),
      agentPresence: () => ({ canGoFree: state.canGoFree, isScreenLocked: state.isScreenLocked }),
      saved: () => saved,
      emit: ({ kind }) => events.push([Math.round((time.now() - begin) / MINUTE), kind]),
      save: (plan) => {
        state.saved = plan;
        saves += 1;
      },
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
    /** Timers stop and the clock continues. */
    sleep: (minutes: number) => (state.clockAhead += minutes * MINUTE),
    timers: () => awake.pending(),
    saves: () => saves,
  };
}

test('a return in a quarter of an hour is announced, due, and prompted repeatedly until an answer', async () => {
  const { service, events, inMinutes, minutes, state, timers } = desk();
  service.plan(inMinutes(15));
  await minutes(22);
  expect(events).toEqual([
    [13, 'reminder'],
    [15, 'due'],
    [18, 'promptAgain'],
    [21, 'promptAgain'],
  ]);
  service.cancel();
  await minutes(60);
  expect(events).toHaveLength(4);
  expect(state.saved).toBeNull();
  expect(timers()).toBe(0);
});

test('"5 more minutes" extends a planned return before and after it is due', async () => {
  const { service, events, inMinutes, minutes } = desk();
  service.plan(inMinutes(15));
  await minutes(14);
  service.extendReturn();
  await minutes(7);
  expect(events).toEqual([
    [13, 'reminder'],
    [18, 'reminder'],
    [20, 'due'],
  ]);
  service.extendReturn();
  await minutes(5);
  expect(events.slice(3)).toEqual([
    [24, 'reminder'],
    [26, 'due'],
  ]);
});

test('a very short break is not announced, and a time in the past is due at once', async () => {
  const { service, events, inMinutes, minutes } = desk();
  service.plan(inMinutes(2));
  await minutes(2);
  service.plan(inMinutes(-1));
  expect(events).toEqual([
    [2, 'due'],
    [2, 'due'],
  ]);
});

test('a return that became due during sleep is prompted at wake-up, and again at a later unlock', async () => {
  const { service, events, inMinutes, minutes, sleep } = desk();
  service.plan(inMinutes(15));
  await minutes(5);
  sleep(120);
  service.resume();
  await minutes(1);
  expect(events).toEqual([[125, 'due']]);
  service.resume();
  expect(events.slice(1)).toEqual([[126, 'promptAgain']]);
});

test('after sleep until the due time the return is prompted, without the announcement', async () => {
  const { service, events, inMinutes, minutes, sleep } = desk();
  service.plan(inMinutes(15));
  await minutes(5);
  sleep(10);
  service.resume();
  expect(events).toEqual([[15, 'due']]);
});

test('the plan is saved when it changes, not at each check', async () => {
  const { service, inMinutes, minutes, saves } = desk();
  service.plan(inMinutes(15));
  await minutes(12);
  expect(saves()).toBe(1);
  await minutes(5);
  // Announced and due; two of the three minutes until the next prompt have passed.
  expect(saves()).toBe(3);
});

test('a return that became due during sleep is noticed within a minute without a wake-up event', async () => {
  const { service, events, inMinutes, minutes, sleep } = desk();
  service.plan(inMinutes(15));
  await minutes(5);
  sleep(120);
  await minutes(1);
  expect(events).toEqual([[126, 'due']]);
});

test('a restart during a break neither loses nor repeats a prompt', async () => {
  const first = desk();
  first.service.plan(first.inMinutes(15));
  await first.minutes(14);
  const saved = plannedReturn.parse(JSON.parse(JSON.stringify(first.state.saved)));

  const second = desk();
  second.start(saved);
  // The clock of the second computer starts at the same time as the first one's.
  await second.minutes(16);
  expect(second.events).toEqual([[15, 'due']]);

  const third = desk();
  third.sleep(8 * 60);
  third.start(saved);
  expect(third.events).toEqual([[480, 'due']]);
});

test('a planned return is correct after the clock was set forward over the due time, or back', async () => {
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
  // Due once, and prompted again after minutes, not after the hour by which the clock was set back.
  expect(back.events.slice(1)).toEqual([
    [15, 'due'],
    [-40, 'promptAgain'],
  ]);
});

test('a due return sets Free only if the setting is on and the agent is present', async () => {
  const alone = desk({ autoFree: true });
  alone.service.plan(alone.inMinutes(5));
  await alone.minutes(6);
  expect(alone.events.at(-1)).toEqual([5, 'due']);
  alone.state.canGoFree = true;
  await alone.minutes(2);
  expect(alone.events.at(-1)).toEqual([8, 'goFree']);
  expect([alone.service.current(), alone.state.saved]).toEqual([null, null]);
});

test.each([
  [true, true, false, 'free'],
  [true, false, false, 'prompt'],
  [false, true, false, 'prompt'],
  [true, true, true, 'hold'],
  [false, false, true, 'hold'],
] as const)(
  'a due return with the setting %s, presence gate %s, locked screen %s: %s',
  (autoFree, canGoFree, isScreenLocked, expected) => {
    expect(decideOnDue({ autoFree }, { canGoFree, isScreenLocked })).toBe(expected);
  },
);

test.each([true, false])(
  'behind a locked screen nothing is sent or prompted; the unlock prompts (%s)',
  async (autoFree) => {
    const { service, events, inMinutes, minutes, state, timers } = desk({ autoFree });
    service.plan(inMinutes(5));
    await minutes(4);
    state.isScreenLocked = true;
    await minutes(60);
    expect(events).toEqual([[3, 'reminder']]);
    // Checked at intervals, not in a busy loop.
    expect(timers()).toBe(1);
    state.isScreenLocked = false;
    service.resume();
    expect(events.slice(1)).toEqual([[64, 'due']]);
    // Locked again without an answer: no prompt until the next unlock, which does not wait for the three minutes.
    state.isScreenLocked = true;
    await minutes(10);
    state.isScreenLocked = false;
    service.resume();
    expect(events.slice(2)).toEqual([[74, 'promptAgain']]);
    await minutes(3);
    expect(events.slice(3)).toEqual([[77, 'promptAgain']]);
  },
);

test('an unlock during a break does not prompt', async () => {
  const { service, events, inMinutes, minutes } = desk();
  service.resume();
  service.plan(inMinutes(15));
  await minutes(5);
  service.resume();
  await minutes(5);
  expect(events).toEqual([]);
});

test('no timer runs without a planned return', () => {
  expect(desk().timers()).toBe(0);
});

test.each([1, 2, 3, 4])(
  'a timer that fires %s ms early does not delay the prompt, though the clock goes on meanwhile',
  async (earlyMs) => {
    const clock = createVirtualClock();
    const dueAt: number[] = [];
    // Each reading of the clock takes a millisecond.
    let readings = 0;
    const now = () => clock.now() + readings++;
    const service = createPlannedReturnService({
      time: {
        ...clock,
        now,
        setTimer: (milliseconds, callback) => clock.setTimer(Math.max(0, milliseconds - earlyMs), callback),
      },
      settings: () => ({ autoFree: false }),
      agentPresence: () => ({ canGoFree: false, isScreenLocked: false }),
      saved: () => null,
      emit: ({ kind }) => {
        if (kind === 'due') dueAt.push(now());
      },
      save: () => {},
    });
    service.start();
    const backAt = now() + 500;
    service.plan(backAt);
    await clock.advance(MINUTE / 2);
    expect(dueAt).toHaveLength(1);
    expect(dueAt[0]).toBeLessThan(backAt + 100);
  },
);
