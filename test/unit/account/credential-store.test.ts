import { expect, test } from 'vitest';
import type { KeyBinding } from '../../../main/account/binding.ts';
import { createKeychain } from '../../../main/account/keychain.ts';
import { NativeModuleChanged } from '../../../main/account/native-module.ts';
import {
  createCredentialStore,
  INITIAL_STORE_STATE,
  type CredentialStoreState,
} from '../../../main/account/credential-store.ts';
import { createFakeKeytar, LINUX } from '../../support/unit/fake-keytar.ts';
import { flushMicrotasks, createVirtualClock } from '../../support/unit/virtual-clock.ts';

const keys = {
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
};

const account: KeyBinding = {
  origin: 'https://ccc.tencentcloudapi.com',
  sdkAppId: 1400692008,
  agent: 'mei.lin@example.com',
};
const mine = { credentials: keys, binding: account };
const others: [what: string, other: KeyBinding][] = [
  ['another address', { ...account, origin: 'https://ccc.example.com' }],
  ['another application', { ...account, sdkAppId: 1400000001 }],
  ['another agent', { ...account, agent: 'supervisor@example.com' }],
];
const ITEM = 'Standby/Tencent Cloud API key';

function createHarness() {
  const keytar = createFakeKeytar();
  const time = createVirtualClock();
  let published: CredentialStoreState = INITIAL_STORE_STATE;
  const credentialStore = createCredentialStore(createKeychain(keytar.load, time, LINUX), (state) => {
    published = state;
  });
  return {
    keytar,
    time,
    credentialStore,
    published: () => published,
  };
}

test('keys are stored in the keychain as one item, and only the end of the SecretId is shown', async () => {
  const { keytar, credentialStore, published } = createHarness();
  await credentialStore.store(mine, 'keychain');
  expect(keytar.items.size).toBe(1);
  expect(published()).toEqual({
    keychain: 'ready',
    keychainMessage: '',
    keys: { storage: 'keychain', secretIdSuffix: 'MPLE', hasToken: false },
  });
  expect(await credentialStore.credentials(account)).toEqual(keys);
  expect(JSON.stringify(published())).not.toContain(keys.secretId.slice(0, -4));
});

test('session keys are never written to the keychain', async () => {
  const { keytar, credentialStore, published } = createHarness();
  await credentialStore.store({ ...mine, credentials: { ...keys, token: 'temporary' } }, 'session');
  expect(keytar.items.size).toBe(0);
  expect(published().keys).toEqual({ storage: 'session', secretIdSuffix: 'MPLE', hasToken: true });
  expect(await credentialStore.credentials(account)).toEqual({ ...keys, token: 'temporary' });
});

test('a key too short to be masked is not shown', async () => {
  const { credentialStore, published } = createHarness();
  await credentialStore.store({ ...mine, credentials: { secretId: 'AKID123', secretKey: 'x' } }, 'session');
  expect(published().keys.secretIdSuffix).toBe('');
});

test('deleted keys are removed', async () => {
  const { keytar, credentialStore, published } = createHarness();
  await credentialStore.store(mine, 'keychain');
  await credentialStore.delete();
  expect(keytar.items.size).toBe(0);
  expect(published().keys.storage).toBe('none');
  expect(await credentialStore.credentials(account)).toBeNull();
});

test('session keys can be deleted without a keychain', async () => {
  const { keytar, credentialStore, published } = createHarness();
  keytar.fail('The name org.freedesktop.secrets was not provided by any .service files');
  await credentialStore.store(mine, 'session');
  expect((await credentialStore.delete()).ok).toBe(true);
  expect(published().keys.storage).toBe('none');
});

test('a keychain that does not answer times out after 20 s, and works again when it answers', async () => {
  const { keytar, time, credentialStore, published } = createHarness();
  await credentialStore.store(mine, 'keychain');
  keytar.hang();
  const requested = credentialStore.credentials(account);
  await time.advance(20_000);
  expect(await requested).toBeNull();
  expect(published().keychain).toBe('timedOut');
  expect(time.pending()).toBe(0);
  keytar.release();
  keytar.work();
  expect(await credentialStore.credentials(account)).toEqual(keys);
  expect(published().keychain).toBe('ready');
});

test('keys that could not be written are not stored in part', async () => {
  const { keytar, credentialStore, published } = createHarness();
  keytar.fail('Cannot create an item in a locked collection');
  expect(await credentialStore.store(mine, 'keychain')).toEqual({ ok: false, error: 'locked' });
  expect(published()).toMatchObject({ keys: INITIAL_STORE_STATE.keys, keychain: 'locked' });
  expect(await credentialStore.credentials(account)).toBeNull();
});

test.each([
  'not json',
  '{"secretId":1}',
  // An item of a later version, and one of this version that lost its account.
  JSON.stringify({ version: 3, ...keys }),
  JSON.stringify({ version: 2, ...keys }),
  JSON.stringify({ ...keys, account }),
])('an item that another program damaged (%s) counts as none', async (text) => {
  const { keytar, credentialStore, published } = createHarness();
  keytar.items.set(ITEM, text);
  expect(await credentialStore.credentials(account)).toBeNull();
  expect(published()).toMatchObject({ keychain: 'ready', keys: { storage: 'none' } });
});

test('a missing native library is reported as a missing keychain', async () => {
  let published: CredentialStoreState = INITIAL_STORE_STATE;
  const load = () => {
    throw new Error('libsecret-1.so.0: cannot open shared object file');
  };
  const credentialStore = createCredentialStore(
    createKeychain(load, createVirtualClock(), LINUX),
    (state) => {
      published = state;
    },
  );
  await credentialStore.refreshKeys();
  expect(published.keychain).toBe('missing');
});

test('a modified native module is distinguished from a missing keychain', async () => {
  let published: CredentialStoreState = INITIAL_STORE_STATE;
  const load = () => {
    throw new NativeModuleChanged('/opt/Standby/locked/keytar.node has SHA-256 00');
  };
  const credentialStore = createCredentialStore(
    createKeychain(load, createVirtualClock(), LINUX),
    (state) => {
      published = state;
    },
  );
  expect(await credentialStore.credentials(account)).toBeNull();
  expect(published.keychain).toBe('moduleChanged');
});

test.each(others)('keys do not sign for %s', async (_what, other) => {
  for (const storage of ['keychain', 'session'] as const) {
    const { credentialStore } = createHarness();
    await credentialStore.store(mine, storage);
    expect(await credentialStore.credentials(other)).toMatchObject({ kind: 'keyForOtherAccount' });
    expect([credentialStore.isFor(account), credentialStore.isFor(other)]).toEqual([true, false]);
    expect(await credentialStore.credentials(account)).toEqual(keys);
  }
});

test('the content of the item is used, whatever was stored before', async () => {
  const { keytar, credentialStore } = createHarness();
  await credentialStore.store(mine, 'keychain');
  keytar.items.set(
    ITEM,
    JSON.stringify({ version: 2, ...keys, account: { ...account, agent: 'supervisor@example.com' } }),
  );
  expect(await credentialStore.credentials(account)).toMatchObject({ kind: 'keyForOtherAccount' });
});

test('a key without an account is left unchanged, shown, and not used: the page could choose the account', async () => {
  const { keytar, credentialStore, published } = createHarness();
  keytar.items.set(ITEM, JSON.stringify(keys));
  expect(await credentialStore.credentials(account)).toMatchObject({ kind: 'keyForOtherAccount' });
  expect(keytar.items.get(ITEM)).toBe(JSON.stringify(keys));
  expect(published().keys.storage).toBe('keychain');
});

test('a key stored while an older one is read is not overwritten by it', async () => {
  const { keytar, credentialStore } = createHarness();
  keytar.items.set(ITEM, JSON.stringify({ version: 2, ...keys, account }));
  keytar.hang();
  const requested = credentialStore.credentials(account);
  await flushMicrotasks();
  const newer = { credentials: { ...keys, secretId: 'AKIDnewer' }, binding: account };
  const stored = credentialStore.store(newer, 'keychain');
  keytar.work();
  keytar.release();
  await requested;
  await stored;
  expect(await credentialStore.credentials(account)).toEqual(newer.credentials);
});
