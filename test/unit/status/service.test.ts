import { describe, expect, test } from 'vitest';
import { createStatusService } from '../../../main/status/service.ts';
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
import { flushMicrotasks, createVirtualClock } from '../../support/unit/virtual-clock.ts';

const free: StatusChoice = { status: 'free', reason: '' };
const lunch: StatusChoice = { status: 'rest', reason: 'Lunch' };
const busy: StatusChoice = { status: 'notReady', reason: '' };

function createHarness(random?: readonly number[]) {
  const time = createVirtualClock(undefined, random);
  const gateway = createFakeStatusGateway(time.now);
  let state: AgentState = initialAgentState();
  const history: AgentState[] = [];
  const store = {
    get: () => state,
    update: (change: (before: AgentState) => AgentState) => {
      state = change(state);
      history.push(state);
    },
  };
  let isOnline = true;
  let isLocked = false;
  const service = createStatusService({
    store,
    time,
    ...gateway,
    isOnline: () => isOnline,
    isScreenLocked: () => isLocked,
    fleetSize: () => null,
  });
  const setScreenLocked = (now: boolean) => {
    isLocked = now;
  };
  const setOnline = (now: boolean) => {
    isOnline = now;
  };
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
  return {
    time,
    gateway,
    service,
    setOnline,
    setScreenLocked,
    history,
    state: () => state,
    resolveSwitch,
    resolveReading,
  };
}

describe('an intent', () => {
  test('is "switching" at once and "switched" only after its confirmation', async () => {
    const { service, state, resolveSwitch, time } = createHarness();
    service.requestStatus(lunch, 'tray');
    expect(state().intent).toMatchObject({ choice: lunch, source: 'tray', phase: { type: 'sending' } });
    expect(state().confirmed).toBeNull();

    await time.advance(40);
    await resolveSwitch(0, switchConfirmed(lunch, 'id-1'));
    expect(state().intent).toBeNull();
    expect(state().confirmed).toMatchObject({ ...lunch, isValid: true, since: time.now() });
    expect(state().receipt).toMatchObject({
      to: lunch,
      source: 'tray',
      requestId: 'id-1',
      attempts: 1,
      from: null,
    });
    expect((state().receipt?.confirmedAt ?? 0) - (state().receipt?.requestedAt ?? 0)).toBe(40);
  });

  test('that is submitted twice in a row is sent once', () => {
    const { service, gateway } = createHarness();
    service.requestStatus(lunch, 'window');
    service.requestStatus(lunch, 'window');
    expect(gateway.switches).toHaveLength(1);
  });

  test('that is the newest waits for the one in flight, replaces any other, and is sent last', async () => {
    const { service, gateway, state, resolveSwitch } = createHarness();
    service.requestStatus(lunch, 'tray');
    service.requestStatus(busy, 'tray');
    service.requestStatus(free, 'shortcut');
    expect(gateway.switches).toHaveLength(1);
    await resolveSwitch(0, switchConfirmed(lunch));
    expect(state().confirmed).toMatchObject(lunch);
    expect(state().intent).toMatchObject({ choice: free, phase: { type: 'sending' } });
    expect(gateway.switches.map(({ choice }) => choice)).toEqual([lunch, free]);
    await resolveSwitch(1, switchConfirmed(free));
    expect(state()).toMatchObject({ confirmed: free, intent: null });
  });

  test('that the request in flight then confirms needs no request of its own', async () => {
    const { service, gateway, state, resolveSwitch } = createHarness();
    service.requestStatus(lunch, 'tray');
    service.requestStatus(free, 'tray');
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchConfirmed(lunch));
    expect(gateway.switches).toHaveLength(1);
    expect(state().intent).toBeNull();
  });

  test('ignores the failure of an older one', async () => {
    const { service, state, resolveSwitch } = createHarness();
    service.requestStatus(lunch, 'tray');
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, requestFailed('notPermitted'));
    expect(state().failure).toBeNull();
    expect(state().intent?.choice).toEqual(free);
  });
});

describe('a failure', () => {
  test('that is not retried ends the intent, and the confirmed status stays valid', async () => {
    const { service, state, resolveSwitch } = createHarness();
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, switchConfirmed(free));
    service.requestStatus(busy, 'tray');
    await resolveSwitch(1, requestFailed('notPermitted', 'UnauthorizedOperation'));
    expect(state().intent).toBeNull();
    expect(state().confirmed).toMatchObject({ ...free, isValid: true });
    expect(state().failure).toMatchObject({
      kind: 'notPermitted',
      code: 'UnauthorizedOperation',
      requestId: 'request-1',
      whoCanFix: 'admin',
      choice: busy,
    });
  });

  test('with an unknown outcome invalidates the status until a reading', async () => {
    const { service, gateway, state, resolveSwitch, resolveReading } = createHarness();
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, switchConfirmed(free));
    service.requestStatus(busy, 'tray');
    await resolveSwitch(1, requestFailed('agentMissing'));
    expect(state().confirmed).toMatchObject({ ...free, isValid: false });
    expect(gateway.readings).toHaveLength(1);
    await resolveReading(0, statusRead('notReady'));
    expect(state().confirmed).toMatchObject({ ...busy, isValid: true });
  });

  test.each([
    ['serverUnreachable', 800],
    // 4 s, and until the next slot.
    ['rateLimited', 4_950],
  ] as const)('that may pass is retried automatically after a jittered delay: %s', async (kind, wait) => {
    const { service, gateway, state, time, resolveSwitch } = createHarness([0.8]);
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, requestFailed(kind));
    expect(state().intent?.phase).toEqual({ type: 'waiting', until: time.now() + wait });
    await time.advance(wait - 1);
    expect(gateway.switches).toHaveLength(1);
    await time.advance(1);
    expect(gateway.switches).toHaveLength(2);
    await resolveSwitch(1, switchConfirmed(lunch));
    expect(state()).toMatchObject({ intent: null, failure: null, receipt: { attempts: 2 } });
  });

  test('is not retried after a newer intent', async () => {
    const { service, gateway, time, resolveSwitch } = createHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, requestFailed('rateLimited'));
    service.requestStatus(free, 'tray');
    await resolveSwitch(1, switchConfirmed(free));
    await time.advance(3_600_000);
    expect(gateway.switches.map(({ choice }) => choice)).toEqual([lunch, free]);
  });

  test('that waits for its retry can be retried now, or cancelled', async () => {
    const { service, gateway, state, time, resolveSwitch } = createHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, requestFailed('rateLimited'));
    service.retryNow('window');
    expect(gateway.switches).toHaveLength(2);
    await resolveSwitch(1, requestFailed('rateLimited'));
    service.cancelIntent();
    expect(state().intent).toBeNull();
    expect(state().failure?.choice).toEqual(lunch);
    expect(time.pending()).toBe(0);
    service.retryNow('window');
    expect(state()).toMatchObject({ intent: { choice: lunch }, failure: null });
  });

  test('whose switch is found by a later reading counts as a switch', async () => {
    const { service, gateway, state, time, resolveSwitch, resolveReading } = createHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, requestFailed('timedOut'));
    void service.refresh();
    await resolveReading(0, statusRead('rest', { reason: 'Lunch' }));
    expect(state()).toMatchObject({ intent: null, failure: null, confirmed: lunch, receipt: { to: lunch } });
    await time.advance(60_000);
    expect(gateway.switches).toHaveLength(1);
  });
});

describe('a response that reports another status', () => {
  test('is shown as it is, with the reservation for after the call', async () => {
    const { service, state, resolveSwitch, resolveReading } = createHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchReportedOther(lunch, 'busy'));
    expect(state().receipt).toBeNull();
    await resolveReading(0, statusRead('busy', { reserveRest: true }));
    expect(state()).toMatchObject({
      intent: null,
      failure: null,
      confirmed: { status: 'busy', afterCall: 'rest' },
    });
  });

  test('is a failure if nothing is reserved', async () => {
    const { service, state, resolveSwitch, resolveReading } = createHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchReportedOther(lunch, 'busy'));
    await resolveReading(0, statusRead('busy'));
    expect(state()).toMatchObject({
      intent: null,
      failure: { kind: 'temporarilyRejected' },
      confirmed: { status: 'busy' },
    });
  });
});

describe('a reading', () => {
  test('sets the status and when it began', async () => {
    const { service, state, time, resolveReading } = createHarness();
    void service.refresh();
    await resolveReading(0, statusRead('rest', { reason: 'Lunch', lastStatusAt: time.now() - 60_000 }));
    expect(state().confirmed).toMatchObject({ ...lunch, since: time.now() - 60_000 });
    expect(state().lastAwayChoice).toEqual(lunch);
  });

  test('that began before a switch cannot overwrite it', async () => {
    const { service, state, resolveSwitch, resolveReading } = createHarness();
    void service.refresh();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchConfirmed(lunch));
    await resolveReading(0, statusRead('free'));
    expect(state().confirmed).toMatchObject(lunch);
  });

  test('that the key does not permit is no failure', async () => {
    const { service, state, resolveReading } = createHarness();
    void service.refresh();
    await resolveReading(0, { ...requestFailed('notPermitted') });
    expect(state().failure).toBeNull();
  });
});

test('the toggle switches to the last away choice, and back to Free', async () => {
  const { service, gateway, resolveSwitch } = createHarness();
  service.requestStatus(lunch, 'tray');
  await resolveSwitch(0, switchConfirmed(lunch));
  service.toggleStatus('shortcut');
  await resolveSwitch(1, switchConfirmed(free));
  service.toggleStatus('shortcut');
  await resolveSwitch(2, switchConfirmed(lunch));
  expect(gateway.switches.map(({ choice }) => choice)).toEqual([lunch, free, lunch]);
});

test('with the status unknown the toggle switches to an away status, never to Free', () => {
  const { service, gateway } = createHarness();
  service.toggleStatus('shortcut');
  expect(gateway.switches[0]?.choice.status).toBe('rest');
});

test('another account starts from the initial state, and ignores responses for the old one', async () => {
  const { service, gateway, state, resolveSwitch } = createHarness();
  service.requestStatus(lunch, 'tray');
  service.reset({ status: 'rest', reason: '' });
  expect(gateway.switches[0]?.signal.aborted).toBe(true);
  await resolveSwitch(0, switchConfirmed(lunch));
  expect(state()).toEqual(initialAgentState());
  service.requestStatus(busy, 'tray');
  expect(gateway.switches).toHaveLength(2);
});

test('a hundred quick choices end in the last one, and no other intent is shown on the way', async () => {
  const { service, gateway, state, history, resolveSwitch } = createHarness();
  const choices = [free, lunch, busy];
  for (let click = 0; click < 100; click += 1) service.requestStatus(choices[click % 3] ?? free, 'window');
  const last = choices[99 % 3] ?? free;
  const before = history.length;
  for (let sent = 0; sent < gateway.switches.length; sent += 1) {
    const requested = gateway.switches[sent];
    if (requested) await resolveSwitch(sent, switchConfirmed(requested.choice));
  }
  expect(gateway.switches.length).toBeLessThanOrEqual(2);
  expect(state()).toMatchObject({ intent: null, confirmed: last });
  expect(history.slice(before).every(({ intent }) => intent === null || intent.choice === last)).toBe(true);
});

describe('undo', () => {
  test('restores the previous status and reason, for half a minute', async () => {
    const { service, gateway, state, time, resolveSwitch } = createHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchConfirmed(lunch));
    expect(state().undo).toBeNull();
    service.requestStatus(free, 'tray');
    await resolveSwitch(1, switchConfirmed(free));
    expect(state().undo).toEqual({ choice: lunch, until: time.now() + 30_000 });
    service.undo();
    expect(gateway.switches[2]?.choice).toEqual(lunch);
    await resolveSwitch(2, switchConfirmed(lunch));
    expect(state().receipt?.source).toBe('undo');
  });

  test('is no longer offered afterwards', async () => {
    const { service, gateway, state, time, resolveSwitch } = createHarness();
    for (const [number, choice] of [lunch, free].entries()) {
      service.requestStatus(choice, 'tray');
      await resolveSwitch(number, switchConfirmed(choice));
    }
    await time.advance(30_000);
    expect(state().undo).toBeNull();
    service.undo();
    expect(gateway.switches).toHaveLength(2);
  });

  test('is not offered if the previous status cannot be set', async () => {
    const { service, state, resolveReading, resolveSwitch } = createHarness();
    void service.refresh();
    await resolveReading(0, statusRead('afterCallWork'));
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, switchConfirmed(free));
    expect(state().receipt?.from?.status).toBe('afterCallWork');
    expect(state().undo).toBeNull();
  });
});

describe('without a network', () => {
  test('the state is offline at once, and an away intent is sent when the network is back', async () => {
    const { service, gateway, state, time, setOnline, resolveSwitch } = createHarness([0.99]);
    setOnline(false);
    service.requestStatus(lunch, 'shortcut');
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await resolveSwitch(attempt, requestFailed('noNetwork'));
      expect(state()).toMatchObject({ intent: { phase: { type: 'offline' } }, failure: null });
      if (attempt < 5) await time.advance(30_000);
    }
    expect(gateway.switches).toHaveLength(6);
    setOnline(true);
    await time.advance(999);
    expect(gateway.switches).toHaveLength(6);
    await time.advance(1);
    await resolveSwitch(6, switchConfirmed(lunch));
    expect(state()).toMatchObject({ confirmed: lunch, receipt: { attempts: 7, source: 'shortcut' } });
  });

  test.each(['tray', 'window', 'shortcut', 'lock'] as const)(
    'a wrong guess does not prevent a choice from being sent: %s',
    async (source) => {
      const { service, gateway, state, setOnline, resolveSwitch } = createHarness();
      setOnline(false);
      service.requestStatus(lunch, source);
      await resolveSwitch(0, switchConfirmed(lunch));
      expect(gateway.switches).toHaveLength(1);
      expect(state()).toMatchObject({ intent: null, confirmed: lunch });
    },
  );

  test('"try now" sends, whatever the guess', async () => {
    const { service, gateway, setOnline, resolveSwitch } = createHarness([0.99]);
    setOnline(false);
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, requestFailed('noNetwork'));
    service.retryNow('window');
    expect(gateway.switches).toHaveLength(2);
  });

  test('requests are retried at growing intervals, even if the guess stays wrong', async () => {
    for (const isOnlineGuess of [false, true]) {
      const { service, gateway, time, setOnline } = createHarness([0.99]);
      setOnline(isOnlineGuess);
      service.requestStatus(lunch, 'tray');
      const sentAt: number[] = [];
      const begin = time.now();
      for (let second = 0; second <= 100; second += 1) {
        if (gateway.switches.length > sentAt.length) {
          gateway.switches.at(-1)?.answer(requestFailed('noNetwork'));
          sentAt.push((time.now() - begin) / 1_000);
        }
        await time.advance(1_000);
      }
      expect(sentAt).toEqual([0, 1, 3, 7, 15, 31, 61, 91]);
    }
  });

  test('a request that finds no route waits for the network too', async () => {
    const { service, gateway, state, time, resolveSwitch } = createHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, requestFailed('noNetwork'));
    expect(state()).toMatchObject({ intent: { phase: { type: 'offline' } }, failure: null });
    await time.advance(1_000);
    expect(gateway.switches).toHaveLength(2);
  });

  test('a stale intent to be Free is not sent and must be confirmed again', async () => {
    const { service, gateway, state, time, setOnline } = createHarness([0.99]);
    setOnline(false);
    service.requestStatus(free, 'tray');
    while (time.pending() > 0) {
      gateway.switches.at(-1)?.answer(requestFailed('noNetwork'));
      await time.advance(1_000);
      if (state().failure) break;
    }
    expect(
      gateway.switches.every(({ sentAt }) => sentAt - (gateway.switches[0]?.sentAt ?? 0) <= 60_000),
    ).toBe(true);
    expect(state()).toMatchObject({
      intent: null,
      failure: { kind: 'freeConfirmationRequired', choice: free },
    });
    setOnline(true);
    const sent = gateway.switches.length;
    await time.advance(60_000);
    expect(gateway.switches).toHaveLength(sent);
    service.retryNow('window');
    expect(gateway.switches).toHaveLength(sent + 1);
  });

  test('a recent intent to be Free is sent', async () => {
    const { service, gateway, time, setOnline } = createHarness();
    setOnline(false);
    service.requestStatus(free, 'tray');
    gateway.switches[0]?.answer(requestFailed('noNetwork'));
    await time.advance(400);
    setOnline(true);
    await time.advance(1_000);
    expect(gateway.switches).toHaveLength(2);
  });
});

test('an intent to be Free ends after a minute of failures, unless it waits for the rate limit', async () => {
  for (const [kind, isSentAgain] of [
    ['connectionLost', false],
    ['rateLimited', true],
  ] as const) {
    const { service, gateway, state, time } = createHarness([0.99]);
    service.requestStatus(free, 'tray');
    for (let answered = 0; time.pending() > 0 || answered < gateway.switches.length; answered += 1) {
      gateway.switches[answered]?.answer(requestFailed(kind));
      await time.advance(30_000);
      if (answered > 7) break;
    }
    expect(state().failure?.kind === 'freeConfirmationRequired').toBe(!isSentAgain);
  }
});

describe('an external change', () => {
  test('is recorded, with the times between which it happened', async () => {
    const { service, state, time, resolveSwitch, resolveReading } = createHarness();
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, switchConfirmed(free));
    const after = time.now();
    await time.advance(60_000);
    await resolveReading(0, statusRead('free'));
    void service.refresh();
    await resolveReading(1, statusRead('rest', { reason: 'Training' }));
    expect(state().externalChange).toMatchObject({
      from: free,
      to: { status: 'rest', reason: 'Training' },
      before: time.now(),
    });
    expect(state().externalChange?.after).toBeGreaterThanOrEqual(after);
    expect(state().undo).toBeNull();
    service.requestStatus(busy, 'tray');
    expect(state().externalChange).toBeNull();
  });

  test.each([
    ['free', 'busy'],
    ['busy', 'afterCallWork'],
    ['afterCallWork', 'free'],
    ['offline', 'free'],
  ] as const)('is not recorded for %s to %s', async (before, after) => {
    const { service, state, resolveReading } = createHarness();
    void service.refresh();
    await resolveReading(0, statusRead(before));
    void service.refresh();
    await resolveReading(1, statusRead(after));
    expect(state().externalChange).toBeNull();
    expect(state().confirmed?.status).toBe(after);
  });

  test('is not recorded when a reservation takes effect after a call', async () => {
    const { service, state, resolveReading } = createHarness();
    void service.refresh();
    await resolveReading(0, statusRead('busy', { reserveRest: true }));
    void service.refresh();
    await resolveReading(1, statusRead('rest'));
    expect(state().externalChange).toBeNull();
  });
});

test('the status is read after a switch', async () => {
  const { service, gateway, time, resolveSwitch } = createHarness();
  service.requestStatus(free, 'tray');
  await resolveSwitch(0, switchConfirmed(free));
  await time.advance(2_000);
  expect(gateway.readings).toHaveLength(1);
});

test('a key that may not read is recorded, and is no failure', async () => {
  const { service, state, resolveReading } = createHarness();
  void service.refresh();
  await resolveReading(0, requestFailed('notPermitted'));
  expect(state()).toMatchObject({ readAccess: 'refused', failure: null });
});

test('the clock skew is recorded until the clock is right again', async () => {
  const { service, state, resolveSwitch } = createHarness();
  const wrong = switchConfirmed(free);
  if (wrong.ok) wrong.exchange.clockSkewMs = 3_600_000;
  service.requestStatus(free, 'tray');
  await resolveSwitch(0, wrong);
  expect(state().clockSkewMs).toBe(3_600_000);
  service.requestStatus(lunch, 'tray');
  await resolveSwitch(1, switchConfirmed(lunch));
  expect(state().clockSkewMs).toBeNull();
});

describe('behind a locked screen', () => {
  test.each(['connectionLost', 'rateLimited', 'noNetwork'] as const)(
    'a Free that waits after %s is not sent and must be confirmed again',
    async (kind) => {
      const { service, gateway, state, time, setScreenLocked, setOnline, resolveSwitch } = createHarness([
        0.5,
      ]);
      setOnline(kind !== 'noNetwork');
      service.requestStatus(free, 'window');
      await resolveSwitch(0, requestFailed(kind));
      expect(state().intent).not.toBeNull();
      setScreenLocked(true);
      setOnline(true);
      await time.advance(60_000);
      expect(gateway.switches).toHaveLength(1);
      expect(state()).toMatchObject({
        intent: null,
        failure: { kind: 'freeConfirmationRequired', choice: free },
      });

      setScreenLocked(false);
      service.retryNow('window');
      expect(gateway.switches.at(-1)?.choice).toEqual(free);
      expect(gateway.switches).toHaveLength(2);
    },
  );

  test('a Free that waits for the request before it is not sent either', async () => {
    const { service, gateway, state, setScreenLocked, resolveSwitch } = createHarness();
    service.requestStatus(lunch, 'window');
    service.requestStatus(free, 'window');
    setScreenLocked(true);
    await resolveSwitch(0, switchConfirmed(lunch));
    expect(gateway.switches).toHaveLength(1);
    expect(state().failure).toMatchObject({ kind: 'freeConfirmationRequired', choice: free });
  });

  test('a Free is sent if the screen is unlocked before its retry, and an away status is sent at any time', async () => {
    const { service, gateway, time, setScreenLocked, resolveSwitch } = createHarness([0.5]);
    service.requestStatus(free, 'window');
    await resolveSwitch(0, requestFailed('connectionLost'));
    setScreenLocked(true);
    setScreenLocked(false);
    await time.advance(30_000);
    expect(gateway.switches).toHaveLength(2);

    service.requestStatus(lunch, 'lock');
    await resolveSwitch(1, requestFailed('connectionLost'));
    setScreenLocked(true);
    await resolveSwitch(2, requestFailed('connectionLost'));
    await time.advance(30_000);
    expect(gateway.switches.at(-1)?.choice).toEqual(lunch);
    expect(gateway.switches).toHaveLength(4);
  });
});
