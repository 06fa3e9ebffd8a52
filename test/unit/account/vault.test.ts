import { expect, test } from 'vitest';
import { createKeychain } from '../../../main/account/keychain.ts';
import { NativeModuleChanged } from '../../../main/account/native-module.ts';
import { createVault, NO_KEYS, type VaultState } from '../../../main/account/vault.ts';
import { fakeKeytar, LINUX } from '../../support/unit/fake-keytar.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

const keys = {
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
};

function setUp() {
  const keytar = fakeKeytar();
  const time = virtualTime();
  let shown: VaultState = NO_KEYS;
  const vault = createVault(createKeychain(keytar.load, time, LINUX), (state) => {
    shown = state;
  });
  return { keytar, time, vault, shown: () => shown };
}

test('keys are kept in the keychain as one item, and only the end of the SecretId is shown', async () => {
  const { keytar, vault, shown } = setUp();
  await vault.keep(keys, 'keychain');
  expect(keytar.items.size).toBe(1);
  expect(shown()).toEqual({
    keychain: 'ready',
    keychainWords: '',
    keys: { home: 'keychain', secretIdEnd: 'MPLE', hasToken: false },
  });
  expect(await vault.credentials()).toEqual(keys);
  expect(JSON.stringify(shown())).not.toContain(keys.secretId.slice(0, -4));
});

test('keys for this session never reach the keychain', async () => {
  const { keytar, vault, shown } = setUp();
  await vault.keep({ ...keys, token: 'temporary' }, 'session');
  expect(keytar.items.size).toBe(0);
  expect(shown().keys).toEqual({ home: 'session', secretIdEnd: 'MPLE', hasToken: true });
  expect(await vault.credentials()).toEqual({ ...keys, token: 'temporary' });
});

test('a key too short to be masked is not shown at all', async () => {
  const { vault, shown } = setUp();
  await vault.keep({ secretId: 'AKID123', secretKey: 'x' }, 'session');
  expect(shown().keys.secretIdEnd).toBe('');
});

test('removed keys are gone', async () => {
  const { keytar, vault, shown } = setUp();
  await vault.keep(keys, 'keychain');
  await vault.remove();
  expect(keytar.items.size).toBe(0);
  expect(shown().keys.home).toBe('none');
  expect(await vault.credentials()).toBeNull();
});

test('session keys can be removed where there is no keychain', async () => {
  const { keytar, vault, shown } = setUp();
  keytar.fail('The name org.freedesktop.secrets was not provided by any .service files');
  await vault.keep(keys, 'session');
  expect((await vault.remove()).ok).toBe(true);
  expect(shown().keys.home).toBe('none');
});

test('a keychain that does not answer is given up after 20 s, and works again when it does', async () => {
  const { keytar, time, vault, shown } = setUp();
  await vault.keep(keys, 'keychain');
  keytar.hang();
  const asked = vault.credentials();
  await time.advance(20_000);
  expect(await asked).toBeNull();
  expect(shown().keychain).toBe('timedOut');
  expect(time.pending()).toBe(0);
  keytar.release();
  keytar.work();
  expect(await vault.credentials()).toEqual(keys);
  expect(shown().keychain).toBe('ready');
});

test('keys that could not be written are not half kept', async () => {
  const { keytar, vault, shown } = setUp();
  keytar.fail('Cannot create an item in a locked collection');
  expect(await vault.keep(keys, 'keychain')).toEqual({ ok: false, trouble: 'locked' });
  expect(shown()).toMatchObject({ keys: NO_KEYS.keys, keychain: 'locked' });
  expect(await vault.credentials()).toBeNull();
});

test.each(['not json', '{"secretId":1}'])(
  'an item that another program damaged (%s) counts as none',
  async (text) => {
    const { keytar, vault, shown } = setUp();
    keytar.items.set('Standby/Tencent Cloud API key', text);
    expect(await vault.credentials()).toBeNull();
    expect(shown()).toMatchObject({ keychain: 'ready', keys: { home: 'none' } });
  },
);

test('a missing native library is a missing keychain', async () => {
  let shown: VaultState = NO_KEYS;
  const load = () => {
    throw new Error('libsecret-1.so.0: cannot open shared object file');
  };
  const vault = createVault(createKeychain(load, virtualTime(), LINUX), (state) => {
    shown = state;
  });
  await vault.look();
  expect(shown.keychain).toBe('missing');
});

test('a native module that was changed is told from a keychain that is not there', async () => {
  let shown: VaultState = NO_KEYS;
  const load = () => {
    throw new NativeModuleChanged('/opt/Standby/locked/keytar.node has SHA-256 00');
  };
  const vault = createVault(createKeychain(load, virtualTime(), LINUX), (state) => {
    shown = state;
  });
  expect(await vault.credentials()).toBeNull();
  expect(shown.keychain).toBe('moduleChanged');
});
