import { expect, test } from 'vitest';
import { createKeychain } from '../../../main/account/keychain.ts';
import { createFakeKeytar, LINUX } from '../../support/unit/fake-keytar.ts';
import { flushMicrotasks, createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { createHarness, form, ITEM, LIMIT_MS, other } from './support/account-harness.ts';

const lateNotice = (what: string, message = '') => ({ kind: 'keychainLate', what, message });

test('a late write is first reported as unknown, then as saved, and the account is set up', async () => {
  const { keytar, account, notices, saveSlowly, mode } = createHarness();
  expect(await saveSlowly(form)).toEqual({ outcome: 'keychain', state: 'timedOut', pending: true });
  expect(mode()).toBe('unconfigured');
  keytar.release();
  await flushMicrotasks();
  expect(mode()).toBe('account');
  expect(notices).toEqual([lateNotice('saved')]);
  expect(account.publicState()).toMatchObject({
    keychain: 'ready',
    agent: form.agent,
    keys: { storage: 'keychain', secretIdSuffix: 'AAAA' },
  });
});

test("a write that fails late is reported as not saved, with the system's message", async () => {
  const { keytar, account, notices, saveSlowly, mode } = createHarness();
  await saveSlowly(form);
  keytar.release('钱包未打开');
  await flushMicrotasks();
  expect(mode()).toBe('unconfigured');
  expect(notices).toEqual([lateNotice('notSaved', '钱包未打开')]);
  expect(account.publicState()).toMatchObject({ keychain: 'failed', keychainMessage: '钱包未打开' });
});

test('a session key that was stored meanwhile leaves no late key in the keychain', async () => {
  const { keytar, account, notices, saveSlowly } = createHarness();
  await saveSlowly(form);
  expect(await account.save({ ...other, keyStorage: 'session' })).toMatchObject({ outcome: 'saved' });
  keytar.work();
  keytar.release();
  await flushMicrotasks();
  expect(keytar.items.size).toBe(0);
  expect(notices).toEqual([lateNotice('removed')]);
  expect(account.publicState().keys).toMatchObject({ storage: 'session', secretIdSuffix: 'BBBB' });
});

test('a late key that cannot be deleted is reported as left behind', async () => {
  const { keytar, account, notices, saveSlowly } = createHarness();
  await saveSlowly(form);
  await account.save({ ...form, keyStorage: 'session' });
  keytar.fail('Broken');
  keytar.release();
  await flushMicrotasks();
  expect(notices).toEqual([lateNotice('leftBehind', 'Broken')]);
  expect(keytar.items.size).toBe(1);
});

test('a key that was deleted meanwhile does not come back', async () => {
  const { keytar, account, notices, saveSlowly } = createHarness();
  await saveSlowly(form);
  const deleting = account.deleteKeys();
  keytar.work();
  keytar.release();
  expect(await deleting).toMatchObject({ outcome: 'saved' });
  await flushMicrotasks();
  expect(keytar.items.size).toBe(0);
  expect(notices).toEqual([lateNotice('removed')]);
  expect(account.publicState().keys.storage).toBe('none');
});

test('of two writes the keychain ends with the second, however late the first one is', async () => {
  const { keytar, account, saveSlowly } = createHarness();
  await saveSlowly(form);
  const second = account.save(other);
  keytar.work();
  keytar.release();
  expect(await second).toMatchObject({ outcome: 'saved' });
  expect(keytar.calls).toEqual(['set', 'set', 'get']);
  expect(keytar.items.get(ITEM)).toContain(other.secretId);
  expect(account.publicState().keys.secretIdSuffix).toBe('BBBB');
});

test('a write that could not begin before its limit is dropped and reported as not saved', async () => {
  const { keytar, account, time, saveSlowly } = createHarness();
  await saveSlowly(form);
  const second = account.save(other);
  await time.advance(LIMIT_MS);
  expect(await second).toEqual({ outcome: 'keychain', state: 'timedOut', pending: false });
  keytar.work();
  keytar.release();
  await flushMicrotasks();
  expect(keytar.calls.filter((call) => call === 'set')).toHaveLength(1);
  // The first write has succeeded: its key is shown.
  expect(account.publicState().keys.secretIdSuffix).toBe('AAAA');
});

test('a late write does not leave the simulator, and its key is shown as stored', async () => {
  const { keytar, account, notices, saveSlowly, mode } = createHarness();
  await saveSlowly(form);
  await account.useSimulator();
  keytar.release();
  await flushMicrotasks();
  expect(mode()).toBe('simulator');
  expect(notices).toEqual([lateNotice('saved')]);
});

test('a keychain that hangs blocks one call only, however often it is called', async () => {
  const { keytar, account, time, saveSlowly } = createHarness();
  await saveSlowly(form);
  for (let round = 0; round < 5; round += 1) {
    const retry = account.retryKeychain();
    await time.advance(LIMIT_MS);
    await retry;
  }
  expect(keytar.calls).toEqual(['set']);
  expect(time.pending()).toBe(0);
});

test('once closed, the keychain finishes the call in progress and begins no other', async () => {
  const keytar = createFakeKeytar();
  const keychain = createKeychain(keytar.load, createVirtualClock(), LINUX);
  keytar.hang();
  const reading = keychain.read();
  await flushMicrotasks();
  const closing = keychain.close();
  keytar.release();
  expect(await reading).toEqual({ ok: true, value: null });
  await closing;
  expect(keychain.isBusy()).toBe(false);
  expect(await keychain.read()).toMatchObject({ ok: false });
  expect(keytar.calls).toEqual(['get']);
});
