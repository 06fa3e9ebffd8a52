import { expect, test } from 'vitest';
import { agentPart, createAppStore, say } from '../../../main/app/app-store.ts';
import { attempt, followStore, type Follower } from '../../../main/app/followers.ts';
import { oncePerFault } from '../../../main/app/once-per-fault.ts';
import { createStatusService } from '../../../main/status/service.ts';
import { appState } from '../../support/app-state.ts';
import { fakeCloud, proves } from '../../support/unit/fake-cloud.ts';
import { settled, virtualTime } from '../../support/unit/virtual-time.ts';

const boom = new Error('setImage');
const throws: Follower = () => {
  throw boom;
};

test('everybody is told of each change, also after one who throws', () => {
  const store = createAppStore(appState());
  const [seen, faults]: [string[], unknown[]] = [[], []];
  const tell: Follower = (after, before) => seen.push(`${before.page} → ${after.page}`);
  followStore(store, [throws, tell, throws, tell], (error) => faults.push(error));
  expect(() => store.setState({ page: 'today' })).not.toThrow();
  expect(seen).toEqual(['main → today', 'main → today']);
  expect(faults).toEqual([boom, boom]);
});

test('a surface that throws does not keep a wish from being sent, nor the next one', async () => {
  const store = createAppStore(appState());
  followStore(store, [throws], () => {});
  const cloud = fakeCloud();
  const ports = { ...cloud, time: virtualTime(), online: () => true, fleetSize: () => null };
  const status = createStatusService({ store: agentPart(store), ...ports });
  for (const reason of ['Lunch', 'Tea']) {
    const choice = { status: 'rest', reason } as const;
    status.choose(choice, 'tray');
    await settled();
    cloud.switches.at(-1)?.answer(proves(choice));
    await settled();
    expect(store.getState().agent.proved?.reason).toBe(reason);
  }
  expect(cloud.switches.map(({ choice }) => choice.reason)).toEqual(['Lunch', 'Tea']);
});

test('telling of a fault is a change too: it is told once, and everybody hears of it', () => {
  const store = createAppStore(appState());
  const seen: number[] = [];
  const onFault = oncePerFault(() => say(store, { kind: 'appFault', file: 'f', message: boom.message }));
  followStore(store, [throws, ({ notices }) => seen.push(notices.length)], onFault);
  store.setState({ page: 'today' });
  store.setState({ page: 'main' });
  expect(store.getState().notices).toEqual([{ kind: 'appFault', file: 'f', message: 'setImage' }]);
  expect(seen).toEqual([0, 1, 1]);
});

test('a change that a follower makes is told to all after the one it follows from', () => {
  const store = createAppStore(appState());
  const seen: string[] = [];
  const goesOn: Follower = ({ page }) => {
    if (page === 'today') store.setState({ page: 'settings' });
  };
  followStore(store, [goesOn, (after, before) => seen.push(`${before.page} → ${after.page}`)], () => {});
  store.setState({ page: 'today' });
  expect(seen).toEqual(['main → today', 'today → settings']);
});

test('who follows no more is told no more', () => {
  const store = createAppStore(appState());
  const seen: string[] = [];
  const stop = followStore(store, [({ page }) => seen.push(page)], () => {});
  stop();
  store.setState({ page: 'today' });
  expect(seen).toEqual([]);
});

test('what is attempted may throw', () => {
  const faults: unknown[] = [];
  attempt(
    () => {
      throw boom;
    },
    (error) => faults.push(error),
  );
  expect(faults).toEqual([boom]);
});

test('each fault is told once, by what it says, and telling may throw', () => {
  const told: unknown[] = [];
  const tell = oncePerFault((error) => {
    told.push(error);
    throw new Error('disk full');
  });
  const other = new TypeError('setImage');
  for (const error of [boom, new Error('setImage'), other, other, 'text', 'text']) tell(error);
  expect(told).toEqual([boom, other, 'text']);
});

test('faults without end are not told without end', () => {
  let told = 0;
  const tell = oncePerFault(() => {
    told += 1;
  });
  for (let count = 0; count < 1_000; count += 1) tell(new Error(String(count)));
  expect(told).toBe(50);
});
