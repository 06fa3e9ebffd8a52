/** The requests of the local API with the real status service, a fake gateway and a virtual clock. */
import { describe, expect, test } from 'vitest';
import { createApiHandlers } from '../../../main/app/local-api/handlers.ts';
import { agentSlice, createAppStore } from '../../../main/app/store.ts';
import { createStatusService } from '../../../main/status/service.ts';
import { statusResult, switchResult, type StatusResult } from '../../../shared/local-api/results.ts';
import { appState } from '../../support/app-state.ts';
import {
  createFakeStatusGateway,
  requestFailed,
  statusRead,
  switchConfirmed,
  switchReportedOther,
} from '../../support/unit/fake-status-gateway.ts';
import { createVirtualClock, flushMicrotasks } from '../../support/unit/virtual-clock.ts';

const LUNCH = { status: 'rest', reason: 'Lunch' } as const;
const WAIT = { wait: true, timeoutSeconds: 60 };

function createHarness({ isConfigured = true } = {}) {
  const time = createVirtualClock();
  const gateway = createFakeStatusGateway(time.now);
  const store = createAppStore(appState());
  const status = createStatusService({
    store: agentSlice(store),
    time,
    ...gateway,
    isOnline: () => true,
    isScreenLocked: () => false,
    fleetSize: () => null,
  });
  const handlers = createApiHandlers({
    time,
    store,
    status,
    isConfigured: () => isConfigured,
    readToday: () => Promise.resolve(null),
    readCsv: () => Promise.resolve(null),
  });
  const controller = new AbortController();
  const context = { signal: controller.signal, emit: () => {} };
  const answer = async (index: number, result: Parameters<(typeof gateway.switches)[0]['answer']>[0]) => {
    gateway.switches[index]?.answer(result);
    await flushMicrotasks();
  };
  return { time, gateway, store, status, handlers, controller, context, answer };
}

const failed = (category: string, kind: string): unknown => ({
  ok: false,
  error: expect.objectContaining({ category, kind }) as unknown,
});

describe('switch', () => {
  test('is answered when the service has confirmed it, and its source is the command line', async () => {
    const { handlers, context, store, answer, time } = createHarness();
    const reply = handlers.switch({ ...LUNCH, ...WAIT, backInMinutes: 30 }, context);
    expect(store.getState().agent.intent).toMatchObject({
      choice: LUNCH,
      source: 'commandLine',
      minutes: 30,
    });
    await answer(0, switchConfirmed(LUNCH));
    expect(await reply).toEqual({
      ok: true,
      result: {
        outcome: 'confirmed',
        ...LUNCH,
        from: null,
        confirmedAt: '2026-11-23T09:00:00Z',
        attempts: 1,
        requestId: 'request-1',
      },
    });
    expect(store.getState().agent.receipt?.source).toBe('commandLine');
    // Undo and the reading after the switch; nothing waits for the reply any more.
    expect(time.pending()).toBe(2);
  });

  test.each([
    ['refused', 'valueRefused'],
    ['notSetUp', 'keyRefused'],
    ['unknown', 'responseTooLarge'],
  ] as const)('that failed is %s: %s', async (category, kind) => {
    const { handlers, context, answer } = createHarness();
    const reply = handlers.switch({ ...LUNCH, ...WAIT }, context);
    await answer(0, requestFailed(kind));
    expect(await reply).toEqual(failed(category, kind));
  });

  test('that is retried is answered by the last attempt', async () => {
    const { handlers, context, answer, time } = createHarness();
    const reply = handlers.switch({ ...LUNCH, ...WAIT }, context);
    await answer(0, requestFailed('rateLimited'));
    await time.advance(20_000);
    await answer(1, switchConfirmed(LUNCH));
    expect(await reply).toMatchObject({ ok: true, result: { outcome: 'confirmed', attempts: 2 } });
  });

  test('that a newer one replaces has an unknown result', async () => {
    const { handlers, context, status } = createHarness();
    const reply = handlers.switch({ ...LUNCH, ...WAIT }, context);
    status.requestStatus({ status: 'free', reason: '' }, 'window');
    expect(await reply).toEqual(failed('unknown', 'superseded'));
  });

  test('that is not settled in time has an unknown result, and goes on', async () => {
    const { handlers, context, answer, time, store } = createHarness();
    const reply = handlers.switch({ ...LUNCH, wait: true, timeoutSeconds: 5 }, context);
    await time.advance(5_000);
    expect(await reply).toEqual(failed('unknown', 'stillWaiting'));
    await answer(0, switchConfirmed(LUNCH));
    expect(store.getState().agent.confirmed).toMatchObject(LUNCH);
  });

  test('without waiting is accepted', () => {
    const { handlers, context, gateway } = createHarness();
    expect(handlers.switch({ ...LUNCH, wait: false, timeoutSeconds: 5 }, context)).toEqual({
      ok: true,
      result: { outcome: 'accepted', ...LUNCH },
    });
    expect(gateway.switches).toHaveLength(1);
  });

  test('that is cancelled by its client goes on in the app', async () => {
    const { handlers, context, controller, store } = createHarness();
    const reply = handlers.switch({ ...LUNCH, ...WAIT }, context);
    controller.abort();
    expect(await reply).toEqual(failed('unknown', 'cancelled'));
    expect(store.getState().agent.intent).toMatchObject({ choice: LUNCH });
  });

  test('during a call is reserved', async () => {
    const { handlers, context, answer, gateway } = createHarness();
    const reply = handlers.switch({ ...LUNCH, reason: '', ...WAIT }, context);
    await answer(0, switchReportedOther({ ...LUNCH, reason: '' }, 'busy'));
    gateway.readings.at(-1)?.answer(statusRead('busy', { reserveRest: true }));
    expect(await reply).toEqual({ ok: true, result: { outcome: 'reserved', status: 'rest', reason: '' } });
  });

  test('is not sent with a reason that the window would refuse', async () => {
    const { handlers, context, gateway } = createHarness();
    const reply = await handlers.switch({ status: 'rest', reason: 'x'.repeat(61), ...WAIT }, context);
    expect(reply).toEqual(failed('usage', 'reasonTooLong'));
    expect(gateway.switches).toEqual([]);
  });

  test('is not sent without an account', async () => {
    const { handlers, context, gateway } = createHarness({ isConfigured: false });
    expect(await handlers.switch({ ...LUNCH, ...WAIT }, context)).toEqual(
      failed('notSetUp', 'notConfigured'),
    );
    expect(await handlers.toggle(WAIT, context)).toEqual(failed('notSetUp', 'notConfigured'));
    expect(await handlers.undo(WAIT, context)).toEqual(failed('notSetUp', 'notConfigured'));
    expect(gateway.switches).toEqual([]);
  });
});

test('undo is refused when there is nothing to undo, and back when no return is planned', async () => {
  const { handlers, context, gateway } = createHarness();
  expect(await handlers.undo(WAIT, context)).toEqual(failed('refused', 'nothingToUndo'));
  expect(await handlers.back(WAIT, context)).toEqual(failed('refused', 'nothingPlanned'));
  expect(gateway.switches).toEqual([]);
});

test('undo returns to the status before, and back ends the planned break', async () => {
  const { handlers, context, answer, store, gateway, time } = createHarness();
  void handlers.switch({ ...LUNCH, ...WAIT }, context);
  await answer(0, switchConfirmed(LUNCH, 'r', { previousStatus: 'free', previousReason: '' }));
  const undone = handlers.undo(WAIT, context);
  await answer(1, switchConfirmed({ status: 'free', reason: '' }));
  expect(await undone).toMatchObject({ ok: true, result: { outcome: 'confirmed', status: 'free' } });
  store.setState({ plannedReturn: { backAt: time.now(), minutes: 30, stage: 'planned', promptCount: 0 } });
  void handlers.back(WAIT, context);
  expect(gateway.switches.at(-1)?.choice).toEqual({ status: 'free', reason: '' });
});

test('watch sends the status now and each change of it, but no reading that finds the same', async () => {
  const { handlers, controller, answer, store, status, gateway, time } = createHarness();
  const events: StatusResult[] = [];
  const watching = handlers.watch({}, { signal: controller.signal, emit: (event) => events.push(event) });
  status.requestStatus(LUNCH, 'window');
  await answer(0, switchConfirmed(LUNCH));
  expect(events.map(({ status: now, pending }) => [now, pending?.phase ?? null])).toEqual([
    [null, null],
    [null, 'queued'],
    [null, 'sending'],
    ['rest', null],
  ]);
  const count = events.length;
  await time.advance(2_000);
  gateway.readings.at(-1)?.answer(statusRead('rest', { reason: 'Lunch' }));
  await flushMicrotasks();
  store.setState({ route: 'settings' });
  expect(events).toHaveLength(count);
  controller.abort();
  expect(await watching).toEqual({ ok: true, result: {} });
  store.setState({ plannedReturn: { backAt: time.now(), minutes: 30, stage: 'planned', promptCount: 0 } });
  expect(events).toHaveLength(count);
});

test('what is sent has the documented shape', async () => {
  const { handlers, context, answer } = createHarness();
  const reply = handlers.switch({ ...LUNCH, ...WAIT }, context);
  await answer(0, switchConfirmed(LUNCH));
  const outcome = await reply;
  expect(switchResult.safeParse(outcome.ok && outcome.result).success).toBe(true);
  const status = await handlers.status({}, context);
  expect(statusResult.safeParse(status.ok && status.result).success).toBe(true);
});

test('a day that cannot be read is an error', async () => {
  const { handlers, context } = createHarness();
  expect(await handlers.today({}, context)).toEqual(failed('refused', 'dayUnreadable'));
  expect(await handlers.todayCsv({}, context)).toEqual(failed('refused', 'dayUnreadable'));
});
