/** A request with a duration: the status service, the tracker and the store together, with a fake service. */
import { describe, expect, test } from 'vitest';
import { createActivityTracker } from '../../../main/activity/activity-tracker.ts';
import { agentSlice, createAppStore } from '../../../main/app/store.ts';
import { subscribeInOrder } from '../../../main/app/store-listeners.ts';
import { createStatusService } from '../../../main/status/service.ts';
import type { ReasonChoice, Source, StatusChoice } from '../../../shared/domain.ts';
import type { PlannedReturn } from '../../../shared/planned-return.ts';
import { DEFAULT_PREFERENCES } from '../../../shared/preferences.ts';
import { appState, confirmed } from '../../support/app-state.ts';
import {
  createFakeStatusGateway,
  requestFailed,
  statusRead,
  switchConfirmed,
  switchReportedOther,
} from '../../support/unit/fake-status-gateway.ts';
import { createVirtualClock, flushMicrotasks } from '../../support/unit/virtual-clock.ts';

const MINUTE = 60_000;
const lunch = { status: 'rest', reason: 'Lunch' } as const;
const coffee = { status: 'rest', reason: 'Coffee' } as const;
const busy: StatusChoice = { status: 'notReady', reason: '' };
const free: StatusChoice = { status: 'free', reason: '' };

type HarnessOptions = { saved?: PlannedReturn | null; isStarted?: boolean; isKnown?: boolean };

function createHarness({ saved = null, isStarted = true, isKnown = true }: HarnessOptions = {}) {
  const time = createVirtualClock();
  const gateway = createFakeStatusGateway(time.now);
  const start = { confirmedAt: time.now(), since: time.now() };
  const store = createAppStore(appState({ confirmed: isKnown ? confirmed(start) : null }));
  const seen = { saved, choices: [] as ReasonChoice[], durations: [] as ReasonChoice[] };
  const status = createStatusService({
    store: agentSlice(store),
    time,
    ...gateway,
    isOnline: () => true,
    isScreenLocked: () => false,
    fleetSize: () => null,
  });
  const nothing = () => {};
  const tracker = createActivityTracker({
    time,
    activityHistory: {
      start: nothing,
      onAccountChange: nothing,
      recordChange: nothing,
      append: nothing,
      today: () => Promise.resolve(null),
      report: () => Promise.resolve(null),
      csv: () => Promise.resolve(null),
      prune: () => Promise.resolve(true),
      close: nothing,
      reopen: nothing,
    },
    preferences: () => DEFAULT_PREFERENCES,
    agent: () => store.getState().agent,
    agentPresence: () => ({ canGoFree: false, isScreenLocked: false }),
    savedReturn: () => seen.saved,
    saveReturn: (plan) => {
      seen.saved = plan;
    },
    showReturn: (plannedReturn) => store.setState({ plannedReturn }),
    showLimitUsage: nothing,
    goFree: nothing,
    rememberDuration: (choice) => seen.durations.push(choice),
    rememberChoice: (choice) => seen.choices.push(choice),
  });
  subscribeInOrder(
    store,
    [
      (after, before) => {
        if (after.agent !== before.agent) tracker.onAgentChange(before.agent, after.agent);
      },
    ],
    (error) => {
      throw error;
    },
  );
  if (isStarted) tracker.start(store.getState().agent);
  const answer = async (number: number, result: ReturnType<typeof switchConfirmed>) => {
    gateway.switches[number]?.answer(result);
    await flushMicrotasks();
  };
  const read = async (number: number, result: ReturnType<typeof statusRead>) => {
    gateway.readings[number]?.answer(result);
    await flushMicrotasks();
  };
  const plan = () => store.getState().plannedReturn;
  return { time, gateway, store, status, tracker, seen, answer, read, plan };
}

test('the return is planned from the confirmation, not from the request', async () => {
  const { time, status, answer, plan, seen } = createHarness();
  status.requestStatus(lunch, 'tray', 45);
  await time.advance(3_000);
  expect(plan()).toBeNull();
  await answer(0, switchConfirmed(lunch));
  const backAt = time.now() + 45 * MINUTE;
  expect(plan()).toEqual({ backAt, minutes: 45, stage: 'planned', promptCount: 0 });
  expect(seen.saved).toEqual({ backAt, minutes: 45, stage: { name: 'planned' } });
});

test('a request without a duration plans nothing, and neither does Free with one', async () => {
  const { status, answer, plan } = createHarness();
  status.requestStatus(lunch, 'tray');
  await answer(0, switchConfirmed(lunch));
  expect(plan()).toBeNull();
  status.requestStatus(free, 'window', 30);
  await answer(1, switchConfirmed(free));
  expect(plan()).toBeNull();
});

test('a request that fails plans nothing; another attempt by the agent plans it', async () => {
  const { status, answer, plan, time } = createHarness();
  status.requestStatus(lunch, 'window', 45);
  await answer(0, requestFailed('notPermitted'));
  expect(plan()).toBeNull();
  status.retryNow('window');
  await answer(1, switchConfirmed(lunch));
  expect(plan()?.backAt).toBe(time.now() + 45 * MINUTE);
});

test('a request that is cancelled while it waits plans nothing, also if its status is read later', async () => {
  const { status, answer, read, gateway, plan } = createHarness();
  status.requestStatus(lunch, 'window', 45);
  await answer(0, requestFailed('serviceError'));
  status.cancelIntent();
  void status.refresh();
  await read(gateway.readings.length - 1, statusRead('rest', { reason: 'Lunch' }));
  expect(plan()).toBeNull();
});

test('a request that is replaced before its confirmation plans nothing', async () => {
  const { status, answer, plan } = createHarness();
  status.requestStatus(lunch, 'window', 45);
  status.requestStatus(busy, 'window');
  await answer(0, switchConfirmed(lunch));
  expect(plan()).toBeNull();
  await answer(1, switchConfirmed(busy));
  expect(plan()).toBeNull();
});

test('the duration of the second click on the same reason counts', async () => {
  const { status, answer, gateway, plan } = createHarness();
  status.requestStatus(lunch, 'window', 45);
  status.requestStatus(lunch, 'tray', 30);
  await answer(0, switchConfirmed(lunch));
  expect(gateway.switches).toHaveLength(1);
  expect(plan()?.minutes).toBe(30);
});

test('a switch that only a reading confirms plans the return from that reading', async () => {
  const { status, answer, read, time, plan } = createHarness();
  status.requestStatus(lunch, 'window', 45);
  await answer(0, switchReportedOther(lunch, null));
  expect(plan()).toBeNull();
  await time.advance(500);
  await read(0, statusRead('rest', { reason: 'Lunch' }));
  expect(plan()?.backAt).toBe(time.now() + 45 * MINUTE);
});

describe('a request during a call', () => {
  async function reserve(minutes: number | null) {
    const harness = createHarness();
    const { status, answer, read } = harness;
    status.requestStatus(lunch, 'window', minutes);
    await answer(0, switchReportedOther(lunch, 'busy'));
    await read(0, statusRead('busy', { reserveRest: true }));
    const readNext = async (reading: ReturnType<typeof statusRead>) => {
      void status.refresh();
      await read(harness.gateway.readings.length - 1, reading);
    };
    return { ...harness, readNext };
  }

  test('plans the return from the begin of the break after the call', async () => {
    const { plan, seen, time, readNext } = await reserve(45);
    expect(plan()).toBeNull();
    expect(seen.choices).toEqual([]);
    await time.advance(5 * MINUTE);
    await readNext(statusRead('afterCallWork', { reserveRest: true }));
    expect(plan()).toBeNull();
    await time.advance(2 * MINUTE);
    const since = time.now() - 20_000;
    await readNext(statusRead('rest', { reason: 'Lunch', lastStatusAt: since }));
    expect(plan()).toMatchObject({ backAt: since + 45 * MINUTE, minutes: 45 });
    expect(seen.choices).toEqual([{ ...lunch, minutes: 45 }]);
  });

  test.each([
    ['is cancelled during the call', statusRead('busy')],
    ['is replaced by another status elsewhere', statusRead('busy', { reserveNotReady: true })],
    ['is followed by Free', statusRead('free')],
    ['is followed by another reason', statusRead('rest', { reason: 'Coffee' })],
  ])('plans nothing when it %s', async (_, reading) => {
    const { plan, readNext } = await reserve(45);
    await readNext(reading);
    await readNext(statusRead('rest', { reason: 'Lunch' }));
    expect(plan()).toBeNull();
  });

  test('plans nothing without a duration, and nothing after Free during the call', async () => {
    const without = await reserve(null);
    await without.readNext(statusRead('rest', { reason: 'Lunch' }));
    expect(without.plan()).toBeNull();

    const { status, answer, gateway, read, readNext, plan } = await reserve(45);
    status.requestStatus(free, 'window');
    await answer(1, switchReportedOther(free, 'busy'));
    await read(gateway.readings.length - 1, statusRead('busy'));
    await readNext(statusRead('rest', { reason: 'Lunch' }));
    expect(plan()).toBeNull();
  });

  test('the last choice counts', async () => {
    const { status, answer, gateway, read, readNext, plan } = await reserve(45);
    status.requestStatus(coffee, 'window', 15);
    await answer(1, switchReportedOther(coffee, 'busy'));
    await read(gateway.readings.length - 1, statusRead('busy', { reserveRest: true }));
    await readNext(statusRead('rest', { reason: 'Coffee' }));
    expect(plan()?.minutes).toBe(15);
  });
});

test('a switch with another answer, which no reading confirms, plans nothing', async () => {
  const { status, answer, read, plan } = createHarness();
  status.requestStatus(lunch, 'window', 45);
  await answer(0, switchReportedOther(lunch, 'free'));
  await read(0, statusRead('free'));
  expect(plan()).toBeNull();
});

test('a following switch replaces the plan, and without a duration it ends the plan', async () => {
  const { status, answer, plan, time } = createHarness();
  status.requestStatus(lunch, 'window', 45);
  await answer(0, switchConfirmed(lunch));
  status.requestStatus(coffee, 'window', 15);
  expect(plan()?.minutes).toBe(45);
  await time.advance(1_000);
  await answer(1, switchConfirmed(coffee));
  expect(plan()).toMatchObject({ backAt: time.now() + 15 * MINUTE, minutes: 15 });
  status.requestStatus(busy, 'window');
  await answer(2, switchConfirmed(busy));
  expect(plan()).toBeNull();
});

test('the plan of an earlier break ends also if the status was in doubt before the next switch', async () => {
  const { store, status, answer, plan } = createHarness();
  status.requestStatus(lunch, 'window', 45);
  await answer(0, switchConfirmed(lunch));
  store.setState(({ agent }) => ({
    agent: { ...agent, confirmed: agent.confirmed && { ...agent.confirmed, isValid: false } },
  }));
  expect(plan()?.minutes).toBe(45);
  status.requestStatus(coffee, 'window');
  await answer(1, switchConfirmed(coffee));
  expect(plan()).toBeNull();
});

test('after a restart the plan is restored; a request that was not confirmed before the end left none', async () => {
  const before = createHarness();
  before.status.requestStatus(lunch, 'window', 45);
  await before.answer(0, switchConfirmed(lunch));
  const backAt = before.time.now() + 45 * MINUTE;
  before.status.requestStatus(coffee, 'window', 15);
  const after = createHarness({ saved: before.seen.saved, isStarted: false, isKnown: false });
  void after.status.refresh();
  await after.read(0, statusRead('rest', { reason: 'Lunch' }));
  after.tracker.start(after.store.getState().agent);
  expect(after.plan()).toMatchObject({ backAt, minutes: 45 });
});

test('a switch before the saved plan is restored ends it', async () => {
  const saved: PlannedReturn = { backAt: Date.UTC(2030, 0, 1), minutes: 45, stage: { name: 'planned' } };
  for (const minutes of [null, 15]) {
    const after = createHarness({ saved, isStarted: false, isKnown: false });
    after.status.requestStatus(coffee, 'window', minutes);
    await after.answer(0, switchConfirmed(coffee));
    after.tracker.start(after.store.getState().agent);
    expect(after.plan()?.minutes ?? null).toBe(minutes);
    expect(after.seen.saved?.minutes ?? null).toBe(minutes);
  }
});

test('choices with a reason are remembered on confirmation, if the agent made them', async () => {
  const { status, answer, seen } = createHarness();
  let number = 0;
  const confirm = async (choice: StatusChoice, source: Source, minutes: number | null) => {
    status.requestStatus(choice, source, minutes);
    const before = [...seen.choices];
    await answer(number, switchConfirmed(choice));
    number += 1;
    return seen.choices.slice(before.length);
  };
  expect(await confirm(lunch, 'window', 45)).toEqual([{ ...lunch, minutes: 45 }]);
  expect(await confirm(coffee, 'tray', null)).toEqual([{ ...coffee, minutes: null }]);
  expect(await confirm(lunch, 'shortcut', 30)).toEqual([{ ...lunch, minutes: 30 }]);
  expect(await confirm(busy, 'window', 30)).toEqual([]);
  for (const source of ['lock', 'sleep', 'idle', 'quit', 'undo'] as const) {
    expect(await confirm(source === 'sleep' ? coffee : lunch, source, null)).toEqual([]);
  }
});

test('a chosen duration and "not set" are remembered for the confirmed reason, a time of day is not', async () => {
  const { status, answer, tracker, seen, plan, time } = createHarness();
  tracker.planReturn({ minutes: 5 });
  status.requestStatus(lunch, 'window');
  tracker.planReturn({ minutes: 10 });
  await answer(0, switchConfirmed(lunch));
  expect(seen.durations).toEqual([]);
  tracker.planReturn({ minutes: 30 });
  expect(plan()).toMatchObject({ backAt: time.now() + 30 * MINUTE, minutes: 30 });
  tracker.planReturn({ backAt: time.now() + 20 * MINUTE });
  expect(plan()).toMatchObject({ backAt: time.now() + 20 * MINUTE, minutes: null });
  tracker.planReturn(null);
  expect(plan()).toBeNull();
  expect(seen.durations).toEqual([
    { ...lunch, minutes: 30 },
    { ...lunch, minutes: null },
  ]);
});

test('"5 more minutes" leaves no chosen duration', async () => {
  const { status, answer, tracker, plan, time } = createHarness();
  status.requestStatus(lunch, 'window', 45);
  await answer(0, switchConfirmed(lunch));
  tracker.extendReturn();
  expect(plan()).toMatchObject({ backAt: time.now() + 50 * MINUTE, minutes: null });
});
