import { describe, expect, test } from 'vitest';
import type { AgentStatus, StatusChoice } from '../../../shared/domain.ts';
import {
  switchConfirmed,
  statusRead,
  requestFailed,
  agentRequestFailed,
  switchReportedOther,
} from '../../support/unit/fake-status-gateway.ts';
import { createServiceHarness } from '../../support/unit/service-harness.ts';
import { flushMicrotasks } from '../../support/unit/virtual-clock.ts';

const free: StatusChoice = { status: 'free', reason: '' };
const lunch: StatusChoice = { status: 'rest', reason: 'Lunch' };
const busy: StatusChoice = { status: 'notReady', reason: '' };

describe('a confirmation', () => {
  test.each<[AgentStatus, string | null, string]>([
    ['notReady', 'Paperwork', 'Paperwork'],
    ['afterCallWork', null, ''],
  ])('with a previous status of %s has it in its receipt', async (previousStatus, previousReason, shown) => {
    const { service, state, resolveSwitch } = createServiceHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchConfirmed(lunch, 'request-1', { previousStatus, previousReason }));
    expect(state().receipt?.from).toEqual({ status: previousStatus, reason: shown });
  });

  test('soon after another one offers its undo for the whole half minute, and is followed by one reading', async () => {
    const { service, gateway, state, time, resolveSwitch, resolveReading } = createServiceHarness();
    service.requestStatus(lunch, 'tray');
    await time.advance(1_000);
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, switchConfirmed(lunch));
    await time.advance(1_000);
    await resolveSwitch(1, switchConfirmed(free));
    await time.advance(1_999);
    expect(gateway.readings).toHaveLength(0);
    await time.advance(1);
    await resolveReading(0, statusRead('free'));
    await time.advance(27_999);
    expect(state().undo?.choice).toEqual(lunch);
    await time.advance(1);
    expect(state().undo).toBeNull();
    expect([gateway.readings.length, time.pending()]).toEqual([1, 0]);
  });
});

test('a refusal of the agent in a successful response is a failure', async () => {
  const { service, state, resolveSwitch } = createServiceHarness();
  service.requestStatus(lunch, 'tray');
  await resolveSwitch(0, agentRequestFailed('agentNotPermitted', 'FailedOperation.NoPermission'));
  expect(state()).toMatchObject({
    intent: null,
    receipt: null,
    failure: { kind: 'agentNotPermitted', code: 'FailedOperation.NoPermission', choice: lunch },
  });
});

test('after a refusal without a retry the status stays valid, and is not read', async () => {
  const { service, gateway, state, resolveSwitch } = createServiceHarness();
  service.requestStatus(free, 'tray');
  await resolveSwitch(0, switchConfirmed(free));
  service.requestStatus(lunch, 'tray');
  await resolveSwitch(1, requestFailed('notPermitted'));
  expect(gateway.readings).toHaveLength(0);
  expect(state().confirmed).toMatchObject({ ...free, isValid: true });
});

describe('a response that reports another status', () => {
  test('is applied at once, while the reading is still in flight', async () => {
    const { service, gateway, state, resolveSwitch } = createServiceHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchReportedOther(lunch, 'busy'));
    expect(gateway.readings).toHaveLength(1);
    expect(state()).toMatchObject({
      confirmed: { status: 'busy', isValid: true },
      intent: { choice: lunch },
    });
  });

  test('that is unknown invalidates the confirmed status; without a reading nothing is confirmed', async () => {
    const { service, state, resolveSwitch, resolveReading } = createServiceHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchConfirmed(lunch));
    const receipt = state().receipt;
    service.requestStatus(lunch, 'window');
    await resolveSwitch(1, switchReportedOther(lunch, null));
    expect(state().confirmed).toMatchObject({ ...lunch, isValid: false });
    await resolveReading(0, requestFailed('connectionLost'));
    expect(state()).toMatchObject({
      intent: null,
      confirmed: { ...lunch, isValid: false },
      failure: { kind: 'temporarilyRejected', choice: lunch },
    });
    expect(state().receipt).toBe(receipt);
  });

  test('during a call, without a reading, is a failure: whether Free follows is unknown', async () => {
    const { service, state, resolveSwitch, resolveReading } = createServiceHarness();
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, switchReportedOther(free, 'busy'));
    await resolveReading(0, requestFailed('connectionLost'));
    expect(state()).toMatchObject({ intent: null, failure: { kind: 'temporarilyRejected', choice: free } });
  });

  test('ends no newer choice that a listener of the reading requested', async () => {
    const { service, state, resolveSwitch, resolveReading, onceWhen } = createServiceHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchReportedOther(lunch, 'busy'));
    onceWhen(
      ({ confirmed }) => confirmed?.afterCall === 'rest',
      () => service.requestStatus(free, 'tray'),
    );
    await resolveReading(0, statusRead('busy', { reserveRest: true }));
    expect(state().intent).toMatchObject({ choice: free, phase: { type: 'sending' } });
    await resolveSwitch(1, switchConfirmed(free));
    expect(state()).toMatchObject({ intent: null, confirmed: free });
  });
});

describe('a reading', () => {
  test('while a choice waits records no external change', async () => {
    const { service, state, resolveSwitch, resolveReading } = createServiceHarness();
    service.requestStatus(free, 'tray');
    await resolveSwitch(0, switchConfirmed(free));
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(1, requestFailed('rateLimited'));
    void service.refresh();
    await resolveReading(0, statusRead('notReady'));
    expect(state()).toMatchObject({
      confirmed: busy,
      externalChange: null,
      intent: { choice: lunch, phase: { type: 'waiting' } },
      failure: { kind: 'rateLimited' },
    });
  });

  test('is one change of the state', async () => {
    const { service, history, resolveReading } = createServiceHarness();
    void service.refresh();
    await resolveReading(0, statusRead('free'));
    void service.refresh();
    await resolveReading(1, statusRead('free'));
    await flushMicrotasks();
    expect(history).toHaveLength(2);
  });
});
