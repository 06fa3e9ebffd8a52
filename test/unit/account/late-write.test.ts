import { expect, test } from 'vitest';
import { createAccount } from '../../../main/account/account.ts';
import { createKeychain } from '../../../main/account/keychain.ts';
import { createVault } from '../../../main/account/vault.ts';
import { defaultSettings, type Settings } from '../../../main/settings/schema.ts';
import type { AccountForm } from '../../../preload/contract/inputs.ts';
import type { Notice } from '../../../preload/contract/notice.ts';
import { fakeKeytar, LINUX } from '../../support/unit/fake-keytar.ts';
import { settled, virtualTime } from '../../support/unit/virtual-time.ts';

const form: AccountForm = {
  edition: 'international',
  customAddress: '',
  sdkAppId: '1400692008',
  agent: 'mei.lin@example.com',
  secretId: 'AKIDfirstsecretidAAAA',
  secretKey: 'firstSecretKey',
  token: '',
  keep: 'keychain',
};
const other = { ...form, secretId: 'AKIDothersecretidBBBB', secretKey: 'otherSecretKey' };
const ITEM = 'Standby/Tencent Cloud API key';
const LIMIT_MS = 20_000;

function setUp() {
  const keytar = fakeKeytar();
  const time = virtualTime();
  const notices: Notice[] = [];
  let settings: Settings = defaultSettings('linux');
  const endpoint = { origin: 'http://127.0.0.1:1', host: '127.0.0.1:1', edition: 'custom' as const };
  const connection = { endpoint, sdkAppId: 1, agent: 'play', credentials: () => Promise.resolve(null) };
  const account = createAccount({
    settings: {
      get: () => settings,
      update: (change) => {
        settings = { ...settings, ...change };
        return Promise.resolve(null);
      },
    },
    createVault: (onChange) => createVault(createKeychain(keytar.load, time, LINUX), onChange),
    startSimulator: () => Promise.resolve({ connection, close: () => Promise.resolve() }),
    onShow: () => {},
    onTrouble: (notice) => notices.push(notice),
    onSwitch: () => {},
    time,
    onFault: (error) => {
      throw error;
    },
  });
  /** Saves, and lets the time limit pass while the keychain waits for its user. */
  const saveSlowly = async (typed: AccountForm) => {
    keytar.hang();
    const saving = account.save(typed);
    await time.advance(LIMIT_MS);
    return saving;
  };
  return { keytar, time, notices, account, saveSlowly, mode: () => settings.mode };
}

const late = (what: string, message = '') => ({ kind: 'keychainLate', what, message });

test('a write that lands late is said to be unknown, and then to be saved: the account is set up', async () => {
  const { keytar, account, notices, saveSlowly, mode } = setUp();
  expect(await saveSlowly(form)).toEqual({ outcome: 'keychain', state: 'timedOut', pending: true });
  expect(mode()).toBe('unset');
  keytar.release();
  await settled();
  expect(mode()).toBe('account');
  expect(notices).toEqual([late('saved')]);
  expect(account.shown()).toMatchObject({
    keychain: 'ready',
    agent: form.agent,
    keys: { home: 'keychain', secretIdEnd: 'AAAA' },
  });
});

test('a write that fails late is said not to be saved, with the system’s words', async () => {
  const { keytar, account, notices, saveSlowly, mode } = setUp();
  await saveSlowly(form);
  keytar.release('钱包未打开');
  await settled();
  expect(mode()).toBe('unset');
  expect(notices).toEqual([late('notSaved', '钱包未打开')]);
  expect(account.shown()).toMatchObject({ keychain: 'failed', keychainWords: '钱包未打开' });
});

test('who keeps the key for the session meanwhile leaves none behind in the keychain', async () => {
  const { keytar, account, notices, saveSlowly } = setUp();
  await saveSlowly(form);
  expect(await account.save({ ...other, keep: 'session' })).toMatchObject({ outcome: 'saved' });
  keytar.work();
  keytar.release();
  await settled();
  expect(keytar.items.size).toBe(0);
  expect(notices).toEqual([late('removed')]);
  expect(account.shown().keys).toMatchObject({ home: 'session', secretIdEnd: 'BBBB' });
});

test('a key that lands late and cannot be removed is said to be there', async () => {
  const { keytar, account, notices, saveSlowly } = setUp();
  await saveSlowly(form);
  await account.save({ ...form, keep: 'session' });
  keytar.fail('Broken');
  keytar.release();
  await settled();
  expect(notices).toEqual([late('leftBehind', 'Broken')]);
  expect(keytar.items.size).toBe(1);
});

test('a key that was deleted meanwhile does not come back', async () => {
  const { keytar, account, notices, saveSlowly } = setUp();
  await saveSlowly(form);
  const deleting = account.deleteKeys();
  keytar.work();
  keytar.release();
  expect(await deleting).toMatchObject({ outcome: 'saved' });
  await settled();
  expect(keytar.items.size).toBe(0);
  expect(notices).toEqual([late('removed')]);
  expect(account.shown().keys.home).toBe('none');
});

test('of two writes the second is what the keychain has in the end, however late the first', async () => {
  const { keytar, account, saveSlowly } = setUp();
  await saveSlowly(form);
  const second = account.save(other);
  keytar.work();
  keytar.release();
  expect(await second).toMatchObject({ outcome: 'saved' });
  expect(keytar.calls).toEqual(['set', 'set', 'get']);
  expect(keytar.items.get(ITEM)).toContain(other.secretId);
  expect(account.shown().keys.secretIdEnd).toBe('BBBB');
});

test('a write that could not begin before its limit never begins: nothing was saved, for certain', async () => {
  const { keytar, account, time, saveSlowly } = setUp();
  await saveSlowly(form);
  const second = account.save(other);
  await time.advance(LIMIT_MS);
  expect(await second).toEqual({ outcome: 'keychain', state: 'timedOut', pending: false });
  keytar.work();
  keytar.release();
  await settled();
  expect(keytar.calls.filter((call) => call === 'set')).toHaveLength(1);
  // The first one has landed: that is what is shown.
  expect(account.shown().keys.secretIdEnd).toBe('AAAA');
});

test('in the simulator meanwhile, the agent stays there; the key is shown as kept', async () => {
  const { keytar, account, notices, saveSlowly, mode } = setUp();
  await saveSlowly(form);
  await account.useSimulator();
  keytar.release();
  await settled();
  expect(mode()).toBe('simulator');
  expect(notices).toEqual([late('saved')]);
});

test('however often it is asked, a keychain that hangs holds one call only', async () => {
  const { keytar, account, time, saveSlowly } = setUp();
  await saveSlowly(form);
  for (let round = 0; round < 5; round += 1) {
    const retry = account.retryKeychain();
    await time.advance(LIMIT_MS);
    await retry;
  }
  expect(keytar.calls).toEqual(['set']);
  expect(time.pending()).toBe(0);
});

test('once closed, the keychain lets the call that has begun end, and begins no other', async () => {
  const keytar = fakeKeytar();
  const keychain = createKeychain(keytar.load, virtualTime(), LINUX);
  keytar.hang();
  const reading = keychain.read();
  await settled();
  const closing = keychain.close();
  keytar.release();
  expect(await reading).toEqual({ ok: true, value: null });
  await closing;
  expect(keychain.isBusy()).toBe(false);
  expect(await keychain.read()).toMatchObject({ ok: false });
  expect(keytar.calls).toEqual(['get']);
});
