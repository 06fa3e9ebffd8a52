/** What the agent decides last about the account applies, in whatever order the earlier decisions take effect. */
import { expect, test } from 'vitest';
import { flushMicrotasks } from '../../support/unit/virtual-clock.ts';
import { createHarness, form, LIMIT_MS } from './support/account-harness.ts';
import type { RunningSimulator } from '../../../main/account/simulator-run.ts';

/** An account service whose simulator starts when the test says so. */
function createSlowSimulator() {
  const starts: (() => void)[] = [];
  const harness = createHarness(
    (simulator) => new Promise<RunningSimulator>((resolve) => starts.push(() => resolve(simulator))),
  );
  const finishStarts = async () => {
    for (const finish of starts) finish();
    await flushMicrotasks();
  };
  return { ...harness, finishStarts };
}

test('one simulator is started, however often the agent tries it', async () => {
  const { account, simulators, finishStarts, mode } = createSlowSimulator();
  const tries = [account.useSimulator(), account.useSimulator(), account.useSimulator()];
  await finishStarts();
  await Promise.all(tries);
  await account.useSimulator();
  expect(simulators).toEqual({ started: 1, closed: 0 });
  expect(mode()).toBe('simulator');
});

test('an account that is saved while the simulator starts stays, and that simulator is closed', async () => {
  const { account, simulators, finishStarts, mode } = createSlowSimulator();
  const using = account.useSimulator();
  expect(await account.save(form)).toMatchObject({ outcome: 'saved' });
  await finishStarts();
  await using;
  expect(mode()).toBe('account');
  expect(account.connection()?.agent).toBe(form.agent);
  expect(simulators).toEqual({ started: 1, closed: 1 });
});

test('a simulator that is left while it starts is closed, and can be started again', async () => {
  const { account, simulators, finishStarts, mode } = createSlowSimulator();
  const using = account.useSimulator();
  await account.leaveSimulator();
  const again = account.useSimulator();
  await finishStarts();
  await Promise.all([using, again]);
  expect(mode()).toBe('simulator');
  expect(account.connection()?.agent).toBe('play');
  expect(simulators).toEqual({ started: 2, closed: 1 });
});

test('a simulator that starts after its time limit is closed', async () => {
  const { account, simulators, finishStarts, mode, time, faults } = createSlowSimulator();
  const using = account.useSimulator();
  await time.advance(10_000);
  await using;
  await finishStarts();
  expect(faults).toHaveLength(1);
  expect(mode()).toBe('unconfigured');
  expect(account.connection()).toBeNull();
  expect(simulators).toEqual({ started: 1, closed: 1 });
});

test('an account whose key is still being stored does not end the simulator that was started meanwhile', async () => {
  const { account, keytar, mode } = createHarness();
  keytar.hang();
  const saving = account.save(form);
  await flushMicrotasks();
  await account.useSimulator();
  keytar.release();
  expect(await saving).toMatchObject({ outcome: 'saved' });
  expect(mode()).toBe('simulator');
  expect(account.connection()?.agent).toBe('play');
});

test('leaving the simulator does not end one that was started while the keychain was asked', async () => {
  const { account, keytar, mode, time } = createHarness();
  await account.save(form);
  await account.useSimulator();
  keytar.hang();
  const leaving = account.leaveSimulator();
  await flushMicrotasks();
  await account.useSimulator();
  await time.advance(LIMIT_MS);
  await leaving;
  expect(mode()).toBe('simulator');
  expect(account.connection()?.agent).toBe('play');
});
