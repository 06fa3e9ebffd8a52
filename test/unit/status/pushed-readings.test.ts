/** Statuses that the company's gateway pushes, and requests that it puts in order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../../tencent/failure.ts';
import type { OwnStatus } from '../../../tencent/staff-status.ts';
import type { StatusChoice } from '../../../shared/domain.ts';
import { requestFailed, statusRead, switchConfirmed } from '../../support/unit/fake-status-gateway.ts';
import { createServiceHarness } from '../../support/unit/service-harness.ts';
import { flushMicrotasks } from '../../support/unit/virtual-clock.ts';

const lunch: StatusChoice = { status: 'rest', reason: 'Lunch' };
const mail: StatusChoice = { status: 'notReady', reason: 'Mail' };

const exchange: Exchange = {
  endpoint: 'https://gateway.test',
  action: 'DescribeStaffStatusMetrics',
  at: 0,
  requestId: 'pushed',
  httpStatus: 200,
};
const pushedAt = (asOf: number) => ({ ...exchange, asOf });

function own(status: OwnStatus['status'], reason = ''): OwnStatus {
  return {
    status,
    reason,
    reserveRest: false,
    reserveNotReady: false,
    lastStatusAt: null,
    lastOnlineAt: null,
  };
}

/** An answer of the gateway: with the time at which it was true. */
const at = <Result extends { ok: boolean }>(result: Result, asOf: number): Result =>
  result.ok ? { ...result, exchange: pushedAt(asOf) } : result;

describe('a pushed status', () => {
  test('is shown, and a change that nobody here asked for is shown as one', () => {
    const { service, state } = createServiceHarness();
    service.onPushedReading(own('free'), pushedAt(1));
    expect(state()).toMatchObject({ confirmed: { status: 'free', isValid: true }, externalChange: null });
    service.onPushedReading(own('rest', 'Team meeting'), pushedAt(2));
    expect(state()).toMatchObject({
      confirmed: { status: 'rest', reason: 'Team meeting' },
      externalChange: { from: { status: 'free' }, to: { status: 'rest' } },
    });
  });

  test('is dropped if it is older than the last one', () => {
    const { service, state } = createServiceHarness();
    service.onPushedReading(own('free'), pushedAt(5));
    service.onPushedReading(own('rest'), pushedAt(4));
    expect(state().confirmed).toMatchObject({ status: 'free' });
  });

  test('is dropped if it is older than the answer to a switch', async () => {
    const { service, state, resolveSwitch } = createServiceHarness();
    service.onPushedReading(own('free'), pushedAt(1));
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, at(switchConfirmed(lunch), 10));
    service.onPushedReading(own('free'), pushedAt(9));
    expect(state()).toMatchObject({ confirmed: lunch, externalChange: null });
  });

  test('is dropped if it is older than a reading', async () => {
    const { service, state, resolveReading } = createServiceHarness();
    void service.refresh();
    await resolveReading(0, at(statusRead('notReady'), 10));
    service.onPushedReading(own('free'), pushedAt(9));
    expect(state().confirmed).toMatchObject({ status: 'notReady' });
  });

  test('is not replaced by a reading that is older and arrives later', async () => {
    const { service, state, resolveReading } = createServiceHarness();
    void service.refresh();
    service.onPushedReading(own('rest'), pushedAt(11));
    await resolveReading(0, at(statusRead('free'), 10));
    expect(state()).toMatchObject({ confirmed: { status: 'rest' }, externalChange: null });
  });

  test('does not disturb a switch in flight, and is shown afterwards if it is newer', async () => {
    const { service, state, resolveSwitch, history } = createServiceHarness();
    service.onPushedReading(own('free'), pushedAt(1));
    service.requestStatus(lunch, 'tray');
    service.onPushedReading(own('notReady', 'Training'), pushedAt(11));
    expect(state().confirmed).toMatchObject({ status: 'free' });
    await resolveSwitch(0, at(switchConfirmed(lunch), 10));
    expect(history.some(({ receipt }) => receipt?.to.reason === 'Lunch')).toBe(true);
    expect(state()).toMatchObject({
      confirmed: { status: 'notReady', reason: 'Training' },
      externalChange: { from: lunch },
    });
  });

  test('of the time of a switch whose outcome is unknown is not taken for the present one', async () => {
    const { service, state, resolveSwitch } = createServiceHarness();
    service.onPushedReading(own('free'), pushedAt(1));
    service.requestStatus(lunch, 'tray');
    service.onPushedReading(own('free'), pushedAt(2));
    await resolveSwitch(0, requestFailed('connectionLost'));
    expect(state()).toMatchObject({ confirmed: { isValid: false }, unknownCause: 'answerLost' });
  });

  test('of another account is dropped', () => {
    const { service, state } = createServiceHarness();
    service.onPushedReading(own('free'), pushedAt(1_000));
    service.reset({ status: 'rest', reason: '' });
    expect(state().confirmed).toBeNull();
    service.onPushedReading(own('rest'), pushedAt(1));
    expect(state().confirmed).toMatchObject({ status: 'rest' });
  });

  test('confirms an intent that waits, whose earlier attempt took effect after all', async () => {
    const { service, state, resolveSwitch } = createServiceHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, requestFailed('connectionLost'));
    service.onPushedReading(own('rest', 'Lunch'), pushedAt(3));
    expect(state()).toMatchObject({ confirmed: lunch, intent: null, receipt: { to: lunch } });
  });

  test('that could not be read counts as a failed reading, which leaves a known status', () => {
    const { service, state } = createServiceHarness();
    const failure = { ...exchange, kind: 'serviceError', code: 'InternalError', message: '' } as const;
    service.onPushedFailure(failure);
    expect(state()).toMatchObject({ confirmed: null, unknownCause: 'readFailed' });
    service.onPushedReading(own('free'), pushedAt(1));
    service.onPushedFailure(failure);
    expect(state()).toMatchObject({ confirmed: { isValid: true }, unknownCause: null });
  });
});

test('in whatever order statuses arrive, the one with the latest time is shown', () => {
  const pushes = fc.uniqueArray(
    fc.record({
      asOf: fc.integer({ min: 1, max: 1_000 }),
      status: fc.constantFrom('free', 'rest', 'notReady', 'busy', 'offline'),
    }),
    { selector: ({ asOf }) => asOf, minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(pushes, (order) => {
      const { service, state } = createServiceHarness();
      for (const { status, asOf } of order) service.onPushedReading(own(status), pushedAt(asOf));
      const latest = order.reduce((one, other) => (one.asOf > other.asOf ? one : other));
      expect(state().confirmed).toMatchObject({ status: latest.status, isValid: true });
    }),
  );
});

describe('a newer choice while one is in flight', () => {
  test('does not wait for the answer if the receiver puts the requests in order', async () => {
    const { service, gateway, time, state, resolveSwitch } = createServiceHarness({
      ordersIntents: () => true,
    });
    service.requestStatus(lunch, 'tray');
    await time.advance(5_000);
    service.requestStatus(mail, 'tray');
    await flushMicrotasks();
    expect(gateway.switches.map(({ choice, signal }) => [choice, signal.aborted])).toEqual([
      [lunch, true],
      [mail, false],
    ]);
    await resolveSwitch(1, at(switchConfirmed(mail), 1));
    expect(state()).toMatchObject({ confirmed: mail, intent: null, failure: null });
  });

  test('waits for a request that is younger than a second, which it could overtake', async () => {
    const { service, gateway, time } = createServiceHarness({ ordersIntents: () => true });
    service.requestStatus(lunch, 'tray');
    await time.advance(200);
    service.requestStatus(mail, 'tray');
    await time.advance(799);
    expect(gateway.switches).toHaveLength(1);
    await time.advance(1);
    expect(gateway.switches.map(({ choice }) => choice)).toEqual([lunch, mail]);
  });

  test('waits for the answer, or 12 s, if the receiver does not', async () => {
    const { service, gateway, time } = createServiceHarness();
    service.requestStatus(lunch, 'tray');
    await time.advance(5_000);
    service.requestStatus(mail, 'tray');
    await time.advance(6_999);
    expect(gateway.switches).toHaveLength(1);
    await time.advance(1);
    expect(gateway.switches).toHaveLength(2);
  });
});

describe('a Free in flight when the agent leaves', () => {
  const free: StatusChoice = { status: 'free', reason: '' };

  test('is withdrawn where it may wait for its turn, and has to be confirmed', async () => {
    const { service, gateway, state, history } = createServiceHarness({ ordersIntents: () => true });
    service.onPushedReading(own('rest'), pushedAt(1));
    service.requestStatus(free, 'tray');
    service.withdrawFree();
    await flushMicrotasks();
    expect(gateway.switches[0]?.signal.aborted).toBe(true);
    expect(state()).toMatchObject({
      intent: null,
      failure: { kind: 'freeConfirmationRequired', choice: free },
      // It may have taken effect just before.
      confirmed: { isValid: false },
    });
    expect(gateway.readings).toHaveLength(1);
    expect(history.some(({ receipt }) => receipt !== null)).toBe(false);
  });

  test('is replaced by the away status that the lock asks for', async () => {
    const { service, gateway, state, resolveSwitch } = createServiceHarness({ ordersIntents: () => true });
    service.requestStatus(free, 'tray');
    service.withdrawFree();
    service.requestStatus(lunch, 'lock');
    await flushMicrotasks();
    expect(gateway.switches.map(({ choice }) => choice)).toEqual([free, lunch]);
    await resolveSwitch(1, at(switchConfirmed(lunch), 1));
    expect(state()).toMatchObject({ confirmed: lunch, failure: null });
  });

  test.each([
    ['an away status', lunch, true],
    ['a Free that is sent directly', free, false],
  ])('%s is not withdrawn', async (_name, choice, isOrdered) => {
    const { service, gateway } = createServiceHarness({ ordersIntents: () => isOrdered });
    service.requestStatus(choice, 'tray');
    service.withdrawFree();
    await flushMicrotasks();
    expect(gateway.switches[0]?.signal.aborted).toBe(false);
  });
});
