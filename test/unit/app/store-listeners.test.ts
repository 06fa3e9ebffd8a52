import { expect, test } from 'vitest';
import { agentSlice, createAppStore, addNotice } from '../../../main/app/store.ts';
import { runSafely, subscribeInOrder, type StoreListener } from '../../../main/app/store-listeners.ts';
import { reportOnce } from '../../../main/app/report-once.ts';
import { createStatusService } from '../../../main/status/service.ts';
import { appState } from '../../support/app-state.ts';
import { createFakeStatusGateway, switchConfirmed } from '../../support/unit/fake-status-gateway.ts';
import { flushMicrotasks, createVirtualClock } from '../../support/unit/virtual-clock.ts';

const boom = new Error('setImage');
const throws: StoreListener = () => {
  throw boom;
};

test('every listener is called for each change, also after one that throws', () => {
  const store = createAppStore(appState());
  const [seen, errors]: [string[], unknown[]] = [[], []];
  const report: StoreListener = (after, before) => seen.push(`${before.route} → ${after.route}`);
  subscribeInOrder(store, [throws, report, throws, report], (error) => errors.push(error));
  expect(() => store.setState({ route: 'today' })).not.toThrow();
  expect(seen).toEqual(['main → today', 'main → today']);
  expect(errors).toEqual([boom, boom]);
});

test('a surface that throws does not block this intent or the next one', async () => {
  const store = createAppStore(appState());
  subscribeInOrder(store, [throws], () => {});
  const statusGateway = createFakeStatusGateway();
  const deps = {
    ...statusGateway,
    time: createVirtualClock(),
    isOnline: () => true,
    isScreenLocked: () => false,
    fleetSize: () => null,
  };
  const status = createStatusService({ store: agentSlice(store), ...deps });
  for (const reason of ['Lunch', 'Tea']) {
    const choice = { status: 'rest', reason } as const;
    status.requestStatus(choice, 'tray');
    await flushMicrotasks();
    statusGateway.switches.at(-1)?.answer(switchConfirmed(choice));
    await flushMicrotasks();
    expect(store.getState().agent.confirmed?.reason).toBe(reason);
  }
  expect(statusGateway.switches.map(({ choice }) => choice.reason)).toEqual(['Lunch', 'Tea']);
});

test('a notice about a throwing listener is a change, too: it is added once, and every listener is called', () => {
  const store = createAppStore(appState());
  const seen: number[] = [];
  const onError = reportOnce(() =>
    addNotice(store, { kind: 'unhandledError', file: 'f', message: boom.message }),
  );
  subscribeInOrder(store, [throws, ({ notices }) => seen.push(notices.length)], onError);
  store.setState({ route: 'today' });
  store.setState({ route: 'main' });
  expect(store.getState().notices).toEqual([{ kind: 'unhandledError', file: 'f', message: 'setImage' }]);
  expect(seen).toEqual([0, 1, 1]);
});

test('a change by a listener is passed to all listeners after the change that caused it', () => {
  const store = createAppStore(appState());
  const seen: string[] = [];
  const changesAgain: StoreListener = ({ route }) => {
    if (route === 'today') store.setState({ route: 'settings' });
  };
  subscribeInOrder(
    store,
    [changesAgain, (after, before) => seen.push(`${before.route} → ${after.route}`)],
    () => {},
  );
  store.setState({ route: 'today' });
  expect(seen).toEqual(['main → today', 'today → settings']);
});

test('a removed listener is not called', () => {
  const store = createAppStore(appState());
  const seen: string[] = [];
  const stop = subscribeInOrder(store, [({ route }) => seen.push(route)], () => {});
  stop();
  store.setState({ route: 'today' });
  expect(seen).toEqual([]);
});

test('a guarded call may throw', () => {
  const errors: unknown[] = [];
  runSafely(
    () => {
      throw boom;
    },
    (error) => errors.push(error),
  );
  expect(errors).toEqual([boom]);
});

test('each error message is reported once, and the report may throw', () => {
  const reported: unknown[] = [];
  const report = reportOnce((error) => {
    reported.push(error);
    throw new Error('disk full');
  });
  const other = new TypeError('setImage');
  for (const error of [boom, new Error('setImage'), other, other, 'text', 'text']) report(error);
  expect(reported).toEqual([boom, other, 'text']);
});

test('the number of reported errors is limited', () => {
  let reported = 0;
  const report = reportOnce(() => {
    reported += 1;
  });
  for (let count = 0; count < 1_000; count += 1) report(new Error(String(count)));
  expect(reported).toBe(50);
});
