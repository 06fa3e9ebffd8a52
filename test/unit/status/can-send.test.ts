/**
 * Whether a request may still be sent when its call was delayed. Uses the real client, so that `canSend` is called
 * where the product calls it.
 */
import { expect, test } from 'vitest';
import { createStatusGateway } from '../../../main/app/status-gateway.ts';
import { createStatusService, type StatusServiceDeps } from '../../../main/status/service.ts';
import { createRequestLimit } from '../../../tencent/transport/request-limit.ts';
import { initialAgentState } from '../../../main/status/state.ts';
import type { Credentials } from '../../../tencent/client.ts';
import type { StatusChoice } from '../../../shared/domain.ts';
import { createFakeStatusGateway, requestFailed } from '../../support/unit/fake-status-gateway.ts';
import { createServiceModel, NORMAL_RESPONSE } from '../../support/unit/hostile/service-model.ts';
import { createVirtualClock, flushMicrotasks } from '../../support/unit/virtual-clock.ts';
import { endpointAt, testKey } from '../tencent/support/client.ts';

const free: StatusChoice = { status: 'free', reason: '' };
const lunch: StatusChoice = { status: 'rest', reason: 'Lunch' };
const agent = 'mei.lin@example.com';

/** A service model, its client, and credentials that the test resolves. */
function createHarness() {
  const flush = () => new Promise<void>((resolve) => setImmediate(resolve));
  const clock = createVirtualClock(undefined, undefined, flush);
  const computer = { sleptMs: 0, aheadMs: 0 };
  const serverTime = { ...clock, now: () => clock.now() + computer.sleptMs };
  const time = { ...clock, now: () => serverTime.now() + computer.aheadMs };
  const sent: StatusChoice[] = [];
  let resolveKeys: () => void = () => {};
  let areKeysImmediate = true;
  let isLocked = false;
  const credentials = () =>
    new Promise<Credentials>((resolve) => {
      resolveKeys = () => resolve(testKey);
      if (areKeysImmediate) resolveKeys();
    });
  const model = createServiceModel({
    time: serverTime,
    agent,
    keys: () => [testKey],
    echo: '',
    nextPlan: () => ({ ...NORMAL_RESPONSE, after: 100 }),
    onSwitch: (choice) => sent.push(choice),
  });
  const connection = { endpoint: endpointAt('https://standby.invalid'), sdkAppId: 1, agent, credentials };
  const gateway = createStatusGateway({
    fetch: model.fetch,
    connection: () => connection,
    limit: createRequestLimit(time),
    time,
    language: () => 'en',
    isNetworkUp: () => true,
  });
  let state = initialAgentState();
  const store = {
    get: () => state,
    update: (change: (now: typeof state) => typeof state) => void (state = change(state)),
  };
  const status = createStatusService({
    store,
    time,
    ...gateway,
    isScreenLocked: () => isLocked,
    fleetSize: () => null,
  });
  return {
    status,
    sent,
    computer,
    state: () => state,
    advance: clock.advance,
    delayKeys: () => (areKeysImmediate = false),
    lock: (locked: boolean) => (isLocked = locked),
    resolveKeys: () => resolveKeys(),
  };
}

test('a Free whose call slept while the keychain prompted for a password is not sent', async () => {
  const { status, sent, computer, state, advance, delayKeys, resolveKeys } = createHarness();
  delayKeys();
  status.requestStatus(free, 'window');
  await advance(1_000);
  computer.sleptMs = 3_600_000;
  resolveKeys();
  await advance(1_000);
  expect(sent).toEqual([]);
  expect(state()).toMatchObject({
    intent: null,
    failure: { kind: 'freeConfirmationRequired', choice: free },
  });
});

test('a Free whose call waited for the keychain while the screen was locked is not sent', async () => {
  const { status, sent, state, advance, delayKeys, resolveKeys, lock } = createHarness();
  delayKeys();
  status.requestStatus(free, 'window');
  await advance(1_000);
  lock(true);
  resolveKeys();
  await advance(1_000);
  expect(sent).toEqual([]);
  expect(state()).toMatchObject({
    intent: null,
    failure: { kind: 'freeConfirmationRequired', choice: free },
  });
});

test('another status is sent though the screen was locked meanwhile', async () => {
  const { status, sent, advance, delayKeys, resolveKeys, lock } = createHarness();
  delayKeys();
  status.requestStatus(lunch, 'window');
  await advance(1_000);
  lock(true);
  resolveKeys();
  await advance(1_000);
  expect(sent).toEqual([lunch]);
});

test('a Free that is chosen on a screen that is said to be locked is sent', async () => {
  const { status, sent, advance, lock } = createHarness();
  lock(true);
  status.requestStatus(free, 'shortcut');
  await advance(1_000);
  expect(sent).toEqual([free]);
});

test('another status is sent after such a sleep, and so is a Free after a short wait', async () => {
  const { status, sent, computer, advance, delayKeys, resolveKeys } = createHarness();
  delayKeys();
  status.requestStatus(lunch, 'window');
  await advance(1_000);
  computer.sleptMs = 3_600_000;
  resolveKeys();
  await advance(1_000);
  status.requestStatus(free, 'window');
  await advance(30_000);
  resolveKeys();
  await advance(1_000);
  expect(sent).toEqual([lunch, free]);
});

test('a newer choice during a clock refusal prevents the repetition of the older one', async () => {
  const { status, sent, computer, state, advance } = createHarness();
  computer.aheadMs = 390_000;
  status.requestStatus(free, 'window');
  await advance(10);
  status.requestStatus(lunch, 'window');
  await advance(1_000);
  expect(sent).toEqual([free, lunch]);
  expect(state()).toMatchObject({ intent: null, failure: null, confirmed: { ...lunch, isValid: true } });
});

test('a newer choice while the credentials are awaited is the only one that is sent', async () => {
  const { status, sent, advance, delayKeys, resolveKeys } = createHarness();
  delayKeys();
  status.requestStatus(free, 'window');
  await advance(1_000);
  status.requestStatus(lunch, 'window');
  resolveKeys();
  await advance(0);
  resolveKeys();
  await advance(1_000);
  expect(sent).toEqual([lunch]);
});

test('a Free that waited for the rate limit may be sent within ten seconds of its call, and not later', async () => {
  const time = createVirtualClock();
  const gateway = createFakeStatusGateway(time.now);
  let state = initialAgentState();
  let canSend: () => boolean = () => false;
  const setStatus: StatusServiceDeps['setStatus'] = (choice, signal, canSendNow = () => false) => {
    canSend = canSendNow;
    return gateway.setStatus(choice, signal);
  };
  const status = createStatusService({
    store: { get: () => state, update: (change) => void (state = change(state)) },
    time,
    ...gateway,
    setStatus,
    isOnline: () => true,
    isScreenLocked: () => false,
    fleetSize: () => null,
  });
  const requestedAt = time.now();
  const sentAt = () => gateway.switches.at(-1)?.sentAt ?? 0;
  status.requestStatus(free, 'window');
  while (sentAt() - requestedAt <= 60_000) {
    const sentBefore = gateway.switches.length;
    gateway.switches.at(-1)?.answer(requestFailed('rateLimited'));
    await flushMicrotasks();
    while (gateway.switches.length === sentBefore) await time.advance(1_000);
  }
  await time.advance(sentAt() + 9_999 - time.now());
  expect(canSend()).toBe(true);
  await time.advance(1);
  expect(canSend()).toBe(false);
});
