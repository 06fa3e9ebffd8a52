import { describe, expect, test } from 'vitest';
import { createStatusService, type StatusServiceDeps } from '../../../main/status/service.ts';
import { initialAgentState } from '../../../main/status/state.ts';
import type { AgentState } from '../../../shared/state.ts';
import type { StatusChoice } from '../../../shared/domain.ts';
import {
  createFakeStatusGateway,
  switchConfirmed,
  statusRead,
  requestFailed,
  switchReportedOther,
} from '../../support/unit/fake-status-gateway.ts';
import { getCountdownMs } from '../../support/unit/service-harness.ts';
import { flushMicrotasks, createVirtualClock } from '../../support/unit/virtual-clock.ts';

const free: StatusChoice = { status: 'free', reason: '' };
const lunch: StatusChoice = { status: 'rest', reason: 'Lunch' };
const busy: StatusChoice = { status: 'notReady', reason: '' };

function createHarness(change: Partial<StatusServiceDeps> = {}) {
  const time = createVirtualClock();
  const gateway = createFakeStatusGateway(time.now);
  const faults: unknown[] = [];
  let state: AgentState = initialAgentState();
  const service = createStatusService({
    store: {
      get: () => state,
      update: (next) => {
        state = next(state);
      },
    },
    time,
    ...gateway,
    isOnline: () => true,
    isScreenLocked: () => false,
    fleetSize: () => null,
    onError: (error) => faults.push(error),
    ...change,
  });
  const resolveSwitch = async (
    number: number,
    answer: Parameters<(typeof gateway.switches)[0]['answer']>[0],
  ) => {
    gateway.switches[number]?.answer(answer);
    await flushMicrotasks();
  };
  const resolveReading = async (
    number: number,
    answer: Parameters<(typeof gateway.readings)[0]['answer']>[0],
  ) => {
    gateway.readings[number]?.answer(answer);
    await flushMicrotasks();
  };
  return { time, gateway, service, faults, state: () => state, resolveSwitch, resolveReading };
}

const broken = () => {
  throw new Error('the port is broken');
};

describe('a switch that', () => {
  test.each<[string, StatusServiceDeps['setStatus']]>([
    ['throws', broken],
    ['rejects', () => Promise.reject(new Error('the port is broken'))],
  ])('%s is reported, and the next one is sent', async (_how, first) => {
    const gateway = createFakeStatusGateway();
    let calls = 0;
    const { service, state } = createHarness({
      setStatus: (choice, signal) => {
        calls += 1;
        return calls === 1 ? first(choice, signal) : gateway.setStatus(choice, signal);
      },
    });
    service.requestStatus(lunch, 'tray');
    await flushMicrotasks();
    expect(state()).toMatchObject({
      intent: null,
      failure: { kind: 'appError', code: 'App.Error', message: 'the port is broken', choice: lunch },
    });
    service.requestStatus(busy, 'tray');
    gateway.switches[0]?.answer(switchConfirmed(busy));
    await flushMicrotasks();
    expect(state()).toMatchObject({ intent: null, failure: null, confirmed: busy });
  });

  test('never answers is reported after its time limit, and invalidates the status', async () => {
    const { service, gateway, state, time, resolveSwitch } = createHarness();
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, switchConfirmed(free));
    service.requestStatus(lunch, 'tray');
    await time.advance(94_999);
    expect(state().intent).toMatchObject({ choice: lunch, phase: { type: 'sending' } });
    await time.advance(1);
    expect(state()).toMatchObject({
      intent: null,
      confirmed: { ...free, isValid: false },
      failure: { kind: 'appError', code: 'App.NoAnswer', choice: lunch },
    });
    expect(state().failure?.message).not.toBe('');
    expect(gateway.switches[1]?.signal.aborted).toBe(true);
  });

  test('never answers gives way to a newer choice 12 s after its start', async () => {
    const { service, gateway, state, time, resolveSwitch } = createHarness();
    service.requestStatus(lunch, 'tray');
    await time.advance(5_000);
    service.requestStatus(busy, 'tray');
    expect(state().intent?.phase.type).toBe('queued');
    await time.advance(6_999);
    expect(gateway.switches).toHaveLength(1);
    await time.advance(1);
    expect(gateway.switches[0]?.signal.aborted).toBe(true);
    expect(gateway.switches[1]?.choice).toEqual(busy);
    // The result of the first one is ignored now.
    await resolveSwitch(0, switchConfirmed(lunch));
    await resolveSwitch(1, switchConfirmed(busy));
    expect(state()).toMatchObject({ intent: null, failure: null, confirmed: busy });
  });

  test('has been in flight longer than that gives way at once, to the same choice too', async () => {
    const { service, gateway, time } = createHarness();
    service.requestStatus(lunch, 'tray');
    await time.advance(12_000);
    service.requestStatus(lunch, 'tray');
    await flushMicrotasks();
    expect(gateway.switches).toHaveLength(2);
  });

  test('is retried meanwhile is reported sooner', async () => {
    const { service, state, time } = createHarness();
    service.requestStatus(lunch, 'tray');
    service.retryNow('window');
    await time.advance(12_000);
    expect(state()).toMatchObject({ intent: null, failure: { code: 'App.NoAnswer' } });
  });

  test('returns another shape than its type declares is reported', async () => {
    for (const answer of [undefined, { ok: true }, { ok: false }, { ok: true, agents: [] }]) {
      // The cast is deliberate: the port violates its type.
      const { service, state } = createHarness({ setStatus: () => Promise.resolve(answer as never) });
      service.requestStatus(lunch, 'tray');
      await flushMicrotasks();
      expect(state()).toMatchObject({ intent: null, failure: { kind: 'appError', choice: lunch } });
    }
  });
});

describe('a reading that', () => {
  test.each<[string, StatusServiceDeps['readStatus']]>([
    ['throws', broken],
    ['rejects', () => Promise.reject(new Error('the port is broken'))],
    ['answers nonsense', () => Promise.resolve(undefined as never)],
  ])('%s is reported if no status is known, and is to be retried', async (_how, readStatus) => {
    const { service, state } = createHarness({ readStatus });
    expect(await service.refresh()).toBe('retry');
    expect(state().failure).toMatchObject({ kind: 'appError', choice: null });
  });

  test('never settles ends after its time limit, and does not prevent another one', async () => {
    const { service, gateway, time, resolveReading, state } = createHarness();
    const first = service.refresh();
    await time.advance(95_000);
    expect(await first).toBe('retry');
    const second = service.refresh();
    await resolveReading(1, statusRead('rest', { reason: 'Lunch' }));
    expect(await second).toBe('read');
    expect(state().confirmed).toMatchObject(lunch);
    expect(gateway.readings[0]?.signal.aborted).toBe(true);
  });

  test('never settles after a switch that reported another status is reported on retry', async () => {
    const { service, state, time, resolveSwitch } = createHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchReportedOther(lunch, 'busy'));
    service.retryNow('tray');
    await time.advance(12_000);
    expect(state()).toMatchObject({ intent: null, failure: { kind: 'temporarilyRejected', choice: lunch } });
  });
});

describe('a refresh', () => {
  test('gets a reading that begins after the call, shared by all concurrent calls', async () => {
    const { service, gateway, state, resolveReading } = createHarness();
    const first = service.refresh();
    const second = service.refresh();
    const third = service.refresh();
    expect(gateway.readings).toHaveLength(1);
    await resolveReading(0, requestFailed('connectionLost'));
    expect(await first).toBe('retry');
    expect(gateway.readings).toHaveLength(2);
    await resolveReading(1, statusRead('free'));
    expect(await Promise.all([second, third])).toEqual(['read', 'read']);
    expect(state().confirmed).toMatchObject(free);
    expect(gateway.readings).toHaveLength(2);
    void service.refresh();
    expect(gateway.readings).toHaveLength(3);
  });

  test('waits no longer than 12 s for the reading in flight', async () => {
    const { service, gateway, time } = createHarness();
    void service.refresh();
    void service.refresh();
    await time.advance(11_999);
    expect(gateway.readings).toHaveLength(1);
    await time.advance(1);
    expect(gateway.readings).toHaveLength(2);
  });

  test('for an earlier account gets no reading of the next one', async () => {
    const { service, gateway } = createHarness();
    void service.refresh();
    const queued = service.refresh();
    service.reset(lunch);
    expect(await queued).toBe('skipped');
    expect(gateway.readings).toHaveLength(1);
    expect(gateway.readings[0]?.signal.aborted).toBe(true);
  });

  test('gets the newer reading if a switch has superseded the one in flight', async () => {
    const { service, gateway, resolveSwitch, resolveReading } = createHarness();
    void service.refresh();
    const queued = service.refresh();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchConfirmed(lunch));
    const newer = service.refresh();
    await resolveReading(0, statusRead('free'));
    expect(gateway.readings).toHaveLength(2);
    await resolveReading(1, statusRead('rest', { reason: 'Lunch' }));
    expect(await Promise.all([queued, newer])).toEqual(['read', 'read']);
    expect(gateway.readings).toHaveLength(2);
  });

  test('is skipped while a switch is in flight', async () => {
    const { service, gateway } = createHarness();
    service.requestStatus(lunch, 'tray');
    expect(await service.refresh()).toBe('skipped');
    expect(gateway.readings).toHaveLength(0);
  });

  test.each([
    ['connectionLost', 'retry', false],
    ['agentMissing', 'retry', true],
    ['rateLimited', 'rateLimited', false],
    ['secretIdUnknown', 'retry', true],
    ['credentialsUnavailable', 'noKey', true],
    ['keyProgramFailed', 'noKey', true],
    ['keyProgramTimedOut', 'noKey', true],
    ['keyProgramInvalid', 'noKey', true],
    ['keyProgramUnsafe', 'noKey', true],
    ['notPermitted', 'retry', false],
    ['cancelled', 'retry', false],
  ] as const)('after %s returns %s, and shows the failure: %s', async (kind, outcome, isShown) => {
    const { service, state, resolveReading } = createHarness();
    const requested = service.refresh();
    await resolveReading(0, requestFailed(kind));
    expect(await requested).toBe(outcome);
    expect(state().failure !== null).toBe(isShown);
  });

  test('without an account shows no failure', async () => {
    const { service, state, resolveReading } = createHarness();
    const requested = service.refresh();
    await resolveReading(0, requestFailed('setupIncomplete', 'App.NoAccount'));
    expect(await requested).toBe('retry');
    expect(state()).toMatchObject({ failure: null, unknownCause: 'starting' });
  });

  test('shows no failure if the status is known, or while an intent or another failure is shown', async () => {
    const { service, state, resolveSwitch, resolveReading } = createHarness();
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, requestFailed('notPermitted'));
    void service.refresh();
    await resolveReading(0, requestFailed('secretIdUnknown'));
    expect(state().failure?.kind).toBe('notPermitted');
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(1, requestFailed('rateLimited'));
    service.dismissFailure();
    void service.refresh();
    await resolveReading(1, requestFailed('secretIdUnknown'));
    expect(state().failure).toBeNull();
  });
});

describe('faults of other ports:', () => {
  test('a listener of the store that throws prevents no request, and is reported', async () => {
    let state = initialAgentState();
    const { service, gateway, faults, resolveSwitch } = createHarness({
      store: {
        get: () => state,
        update: (change) => {
          state = change(state);
          throw new Error('the tray is gone');
        },
      },
    });
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchConfirmed(lunch));
    service.requestStatus(busy, 'tray');
    expect(gateway.switches).toHaveLength(2);
    expect(state.confirmed).toMatchObject(lunch);
    expect(faults[0]).toMatchObject({ message: 'the tray is gone' });
  });

  test('a store that throws, with an error reporter that throws, does not make the service throw', () => {
    const { service } = createHarness({ store: { get: broken, update: broken }, onError: broken });
    expect(() => service.requestStatus(lunch, 'tray')).not.toThrow();
  });

  test('a clock, timers and a random source that throw are replaced', async () => {
    const fallbackClock = createVirtualClock();
    const { service, gateway, state, faults } = createHarness({
      time: { now: broken, setTimer: broken, random: broken },
      fallbackClock,
    });
    service.requestStatus(lunch, 'tray');
    gateway.switches[0]?.answer(requestFailed('serverUnreachable'));
    await fallbackClock.advance(499);
    expect(gateway.switches).toHaveLength(1);
    await fallbackClock.advance(1);
    expect(gateway.switches).toHaveLength(2);
    expect(state().intent?.requestedAt).toBeGreaterThan(0);
    expect(faults.length).toBeGreaterThan(0);
  });

  test('timers that never fire do not prevent a later choice from being sent', async () => {
    const { service, gateway, time } = createHarness();
    const silent = { ...time, setTimer: () => () => {} };
    const stuck = createHarness({ ...gateway, time: silent });
    stuck.service.requestStatus(lunch, 'tray');
    await time.advance(12_000);
    stuck.service.requestStatus(busy, 'tray');
    await flushMicrotasks();
    expect(gateway.switches.map(({ choice }) => choice)).toEqual([lunch, busy]);
    expect(service).toBeDefined();
  });

  test('a network guess and a fleet size that throw do not prevent a retry', async () => {
    const { service, state, time, resolveSwitch } = createHarness({ isOnline: broken, fleetSize: broken });
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, requestFailed('noNetwork'));
    expect(state().intent?.phase.type).toBe('offline');
    await time.advance(1_000);
    await resolveSwitch(1, requestFailed('rateLimited'));
    expect(state().intent?.phase.type).toBe('waiting');
  });

  test('a screen guess that throws does not prevent a queued Free from being sent', async () => {
    const { service, gateway, faults, resolveSwitch } = createHarness({ isScreenLocked: broken });
    service.requestStatus(lunch, 'tray');
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, switchConfirmed(lunch));
    expect(gateway.switches.map(({ choice }) => choice)).toEqual([lunch, free]);
    expect(faults).not.toEqual([]);
  });

  test('without a listener for retries the retry is made, and no error is reported', async () => {
    const { service, gateway, faults, resolveSwitch } = createHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, requestFailed('rateLimited'));
    service.retryNow('window');
    expect(gateway.switches).toHaveLength(2);
    expect(faults).toEqual([]);
  });
});

describe('during a call', () => {
  test.each(['busy', 'afterCallWork'] as const)(
    '%s: Free cancels the reservation, and is no failure',
    async (status) => {
      const { service, state, resolveSwitch, resolveReading } = createHarness();
      service.requestStatus(lunch, 'tray');
      await resolveSwitch(0, switchReportedOther(lunch, status));
      await resolveReading(0, statusRead(status, { reserveRest: true }));
      expect(state()).toMatchObject({ intent: null, failure: null, confirmed: { afterCall: 'rest' } });
      service.requestStatus(free, 'tray');
      await resolveSwitch(1, switchReportedOther(free, status));
      await resolveReading(1, statusRead(status));
      expect(state()).toMatchObject({ intent: null, failure: null, confirmed: { status, afterCall: null } });
      expect(state().receipt).toBeNull();
    },
  );

  test('Free fails if the reservation stays', async () => {
    const { service, state, resolveSwitch, resolveReading } = createHarness();
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, switchReportedOther(free, 'busy'));
    await resolveReading(0, statusRead('busy', { reserveRest: true }));
    expect(state()).toMatchObject({ intent: null, failure: { kind: 'temporarilyRejected', choice: free } });
  });

  test('another status than before is reserved', async () => {
    const { service, state, resolveSwitch, resolveReading } = createHarness();
    service.requestStatus(busy, 'tray');
    await resolveSwitch(0, switchReportedOther(busy, 'busy'));
    await resolveReading(0, statusRead('busy', { reserveNotReady: true }));
    expect(state()).toMatchObject({ intent: null, failure: null, confirmed: { afterCall: 'notReady' } });
  });

  test('a call that ends before the reading lets the switch succeed', async () => {
    const { service, state, resolveSwitch, resolveReading } = createHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchReportedOther(lunch, 'busy'));
    await resolveReading(0, statusRead('rest', { reason: 'Lunch' }));
    expect(state()).toMatchObject({ intent: null, failure: null, confirmed: lunch, receipt: { to: lunch } });
  });

  test('a failure is resolved when a later reading finds the reservation', async () => {
    const { service, state, resolveSwitch, resolveReading } = createHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchReportedOther(lunch, 'busy'));
    await resolveReading(0, requestFailed('connectionLost'));
    expect(state().failure?.kind).toBe('temporarilyRejected');
    void service.refresh();
    await resolveReading(1, statusRead('busy', { reserveRest: true }));
    expect(state().failure).toBeNull();
  });
});

describe('time asleep', () => {
  function createSleepingHarness() {
    const clock = createVirtualClock(undefined, [0.99]);
    let sleptMs = 0;
    const set = createHarness({ time: { ...clock, now: () => clock.now() + sleptMs } });
    const sleep = (milliseconds: number) => {
      sleptMs += milliseconds;
    };
    return { ...set, time: clock, sleep };
  }

  test('does not count as elapsed time in the rate limit, nor while the request is in flight', async () => {
    const { service, gateway, sleep, time, resolveSwitch } = createSleepingHarness();
    service.requestStatus(lunch, 'tray');
    sleep(3_600_000);
    await resolveSwitch(0, requestFailed('rateLimited'));
    await time.advance(6_100);
    await resolveSwitch(1, requestFailed('rateLimited'));
    await time.advance(15_000);
    expect(gateway.switches).toHaveLength(3);
  });

  test('ends a countdown: an away intent is sent, an intent to be Free is not', async () => {
    for (const choice of [lunch, free]) {
      const { service, gateway, sleep, state, time, resolveSwitch } = createSleepingHarness();
      service.requestStatus(choice, 'tray');
      for (let attempt = 0; attempt < 4; attempt += 1) {
        await resolveSwitch(attempt, requestFailed('rateLimited'));
        if (attempt < 3) await time.advance(20_000);
      }
      const sent = gateway.switches.length;
      sleep(3_600_000);
      await time.advance(5_000);
      expect(gateway.switches.length - sent).toBe(choice === lunch ? 1 : 0);
      if (choice === free) expect(state().failure?.kind).toBe('freeConfirmationRequired');
    }
  });

  test('ends the undo offer', async () => {
    const { service, gateway, sleep, state, resolveSwitch } = createSleepingHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchConfirmed(lunch));
    service.requestStatus(free, 'tray');
    await resolveSwitch(1, switchConfirmed(free));
    sleep(30_000);
    service.undo();
    expect(state().undo).toBeNull();
    expect(gateway.switches).toHaveLength(2);
  });

  test('does not hide, by a clock set back, that an intent to be Free is stale', async () => {
    const { service, gateway, sleep, state, time, resolveSwitch } = createSleepingHarness();
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, requestFailed('serverUnreachable'));
    sleep(-3_600_000);
    await time.advance(30_000);
    expect(gateway.switches).toHaveLength(1);
    expect(state().failure?.kind).toBe('freeConfirmationRequired');
  });
});

test('a long countdown ends on time, whether or not the computer slept for a moment', async () => {
  const clock = createVirtualClock(undefined, [0.99]);
  let dozedMs = 0;
  const { service, gateway, state, resolveSwitch } = createHarness({
    time: { ...clock, now: () => clock.now() + dozedMs },
  });
  service.requestStatus(free, 'tray');
  await resolveSwitch(0, requestFailed('rateLimited'));
  await clock.advance(getCountdownMs(state(), clock));
  await resolveSwitch(1, requestFailed('rateLimited'));
  const countdownMs = getCountdownMs(state(), clock);
  expect(countdownMs).toBeGreaterThan(5_000);
  dozedMs = 10_000;
  await clock.advance(countdownMs - 1);
  expect(gateway.switches).toHaveLength(2);
  await clock.advance(1);
  expect(gateway.switches).toHaveLength(3);
});

test('a network delay that ends with a poll is not prolonged by it', async () => {
  const { service, gateway, time, resolveSwitch } = createHarness();
  service.requestStatus(lunch, 'tray');
  await resolveSwitch(0, requestFailed('noNetwork'));
  await time.advance(1_000);
  // The second delay is half of 2 s.
  await resolveSwitch(1, requestFailed('noNetwork'));
  await time.advance(1_000);
  expect(gateway.switches).toHaveLength(3);
});
