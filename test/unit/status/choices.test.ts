import { describe, expect, test } from 'vitest';
import { initialAgentState } from '../../../main/status/state.ts';
import type { StatusChoice } from '../../../shared/domain.ts';
import { switchConfirmed, statusRead, requestFailed } from '../../support/unit/fake-status-gateway.ts';
import { createServiceHarness, getCountdownMs } from '../../support/unit/service-harness.ts';
import { flushMicrotasks } from '../../support/unit/virtual-clock.ts';

// Tests choices made twice, too late, too early, or while the state changes.

const free: StatusChoice = { status: 'free', reason: '' };
const lunch: StatusChoice = { status: 'rest', reason: 'Lunch' };
const busy: StatusChoice = { status: 'notReady', reason: '' };

describe('the second click of a double click', () => {
  test('is not sent again if the first one is refused', async () => {
    const { service, gateway, state, resolveSwitch } = createServiceHarness();
    service.requestStatus(lunch, 'window');
    service.requestStatus(lunch, 'window');
    await resolveSwitch(0, requestFailed('notPermitted'));
    expect(gateway.switches).toHaveLength(1);
    expect(state()).toMatchObject({ intent: null, failure: { kind: 'notPermitted', choice: lunch } });
  });

  test('shortens the time limit of the first one', async () => {
    const { service, state, time } = createServiceHarness();
    service.requestStatus(lunch, 'window');
    service.requestStatus(lunch, 'window');
    await time.advance(12_000);
    expect(state()).toMatchObject({ intent: null, failure: { code: 'App.NoAnswer' } });
  });

  test('sends an intent that waits for its next attempt at once', async () => {
    const { service, gateway, resolveSwitch } = createServiceHarness();
    service.requestStatus(lunch, 'window');
    await resolveSwitch(0, requestFailed('serverUnreachable'));
    service.requestStatus(lunch, 'window');
    expect(gateway.switches).toHaveLength(2);
  });
});

test('the retry delay of an older choice does not end the delay of a newer one', async () => {
  const { service, gateway, state, time, resolveSwitch } = createServiceHarness({}, [0.5, 0.8]);
  service.requestStatus(lunch, 'tray');
  await resolveSwitch(0, requestFailed('serverUnreachable'));
  await time.advance(100);
  service.requestStatus(busy, 'tray');
  // Waits more than 4 s for its slot; the first choice would have been retried 500 ms after its failure.
  await resolveSwitch(1, requestFailed('rateLimited'));
  await time.advance(getCountdownMs(state(), time) - 1);
  expect(gateway.switches).toHaveLength(2);
  await time.advance(1);
  expect(gateway.switches.map(({ choice }) => choice)).toEqual([lunch, busy, busy]);
});

describe('a listener that requests another choice', () => {
  test.each(['queued', 'sending'] as const)(
    'while a choice becomes %s has its own sent, once, instead, and with the full time limit',
    async (phase) => {
      const { service, gateway, state, time, resolveSwitch, onceWhen } = createServiceHarness();
      onceWhen(
        ({ intent }) => intent?.phase.type === phase,
        () => service.requestStatus(busy, 'lock'),
      );
      service.requestStatus(lunch, 'tray');
      expect(gateway.switches.map(({ choice }) => choice)).toEqual([busy]);
      await time.advance(94_999);
      expect(state().intent).toMatchObject({ choice: busy, phase: { type: 'sending' } });
      await resolveSwitch(0, switchConfirmed(busy));
      expect(state()).toMatchObject({ intent: null, confirmed: busy });
    },
  );

  test('that resets the account while an intent is sending: nothing is sent, and the new account can be read', async () => {
    const { service, gateway, state, onceWhen } = createServiceHarness();
    onceWhen(
      ({ intent }) => intent?.phase.type === 'sending',
      () => service.reset(lunch),
    );
    service.requestStatus(busy, 'tray');
    void service.refresh();
    await flushMicrotasks();
    expect([gateway.switches, gateway.readings.length]).toEqual([[], 1]);
    expect(state()).toEqual(initialAgentState(lunch));
  });
});

describe('another account', () => {
  test('that switches at once has one request in flight, whatever was in flight before', async () => {
    const { service, gateway, state, resolveSwitch } = createServiceHarness();
    service.requestStatus(lunch, 'tray');
    service.reset(lunch);
    service.requestStatus(busy, 'tray');
    await flushMicrotasks();
    service.requestStatus(free, 'tray');
    await flushMicrotasks();
    expect(gateway.switches.map(({ choice }) => choice)).toEqual([lunch, busy]);
    await resolveSwitch(1, switchConfirmed(busy));
    expect(state()).toMatchObject({ confirmed: busy, intent: { choice: free, phase: { type: 'sending' } } });
  });

  test('inherits neither an undo offer nor a scheduled reading', async () => {
    const { service, gateway, time, resolveSwitch } = createServiceHarness();
    service.requestStatus(lunch, 'tray');
    await resolveSwitch(0, switchConfirmed(lunch));
    service.reset(lunch);
    expect(time.pending()).toBe(0);
    await time.advance(60_000);
    expect(gateway.readings).toHaveLength(0);
  });
});

describe('a retry', () => {
  test('without a failure reads the status', () => {
    const { service, gateway } = createServiceHarness();
    service.retryNow('window');
    expect([gateway.readings.length, gateway.switches.length]).toEqual([1, 0]);
  });

  test('of a failed reading reads the status again', async () => {
    const { service, gateway, state, resolveReading } = createServiceHarness();
    void service.refresh();
    await resolveReading(0, requestFailed('secretIdUnknown'));
    expect(state().failure).toMatchObject({ kind: 'secretIdUnknown', choice: null });
    service.retryNow('window');
    expect([gateway.readings.length, gateway.switches.length]).toEqual([2, 0]);
    await resolveReading(1, statusRead('free'));
    expect(state()).toMatchObject({ failure: null, confirmed: free });
  });
});

test('an intent in flight cannot be cancelled', async () => {
  const { service, state, resolveSwitch } = createServiceHarness();
  service.requestStatus(lunch, 'tray');
  service.cancelIntent();
  expect(state().intent).toMatchObject({ choice: lunch, phase: { type: 'sending' } });
  await resolveSwitch(0, switchConfirmed(lunch));
  expect(state()).toMatchObject({ intent: null, confirmed: lunch, receipt: { to: lunch } });
});

test('an external change can be dismissed', async () => {
  const { service, state, resolveReading } = createServiceHarness();
  void service.refresh();
  await resolveReading(0, statusRead('free'));
  void service.refresh();
  await resolveReading(1, statusRead('rest'));
  expect(state().externalChange).not.toBeNull();
  service.dismissExternalChange();
  expect(state()).toMatchObject({ externalChange: null, confirmed: { status: 'rest' } });
});

test('an unknown network state does not count as a network that is back', async () => {
  let isBroken = true;
  const isOnline = () => {
    if (isBroken) throw new Error('the port is broken');
    return true;
  };
  const { service, gateway, time, resolveSwitch } = createServiceHarness({ isOnline }, [0.99]);
  service.requestStatus(lunch, 'tray');
  for (const attempt of [0, 1, 2]) {
    await resolveSwitch(attempt, requestFailed('noNetwork'));
    if (attempt < 2) await time.advance(2_000);
  }
  // The third delay takes 4 s; only a network that was down and is back would end it sooner.
  isBroken = false;
  await time.advance(3_000);
  expect(gateway.switches).toHaveLength(3);
  await time.advance(1_000);
  expect(gateway.switches).toHaveLength(4);
});
