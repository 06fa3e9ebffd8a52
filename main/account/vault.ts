import { isDeepStrictEqual } from 'node:util';
import type { AccountState, KeychainState } from '../../preload/contract/state.ts';
import type { Credentials } from '../tencent/client.ts';
import type { Keychain, KeychainResult } from './keychain.ts';

type KeysState = AccountState['keys'];

/** What may be shown of the keys, and how the keychain answered last. */
export type VaultState = { keys: KeysState; keychain: KeychainState };

export type Vault = {
  /** The keys to sign with, fetched anew for each call and kept nowhere; null when there are none to be had. */
  credentials: () => Promise<Credentials | null>;
  /** Ask the keychain whether it has keys. */
  look: () => Promise<void>;
  keep: (credentials: Credentials, where: 'keychain' | 'session') => Promise<KeychainResult<void>>;
  remove: () => Promise<KeychainResult<void>>;
};

export const NO_KEYS: VaultState = {
  keys: { home: 'none', secretIdEnd: '', hasToken: false },
  keychain: 'unasked',
};

/**
 * Where the keys are: in the keychain, or in this object's memory until Standby quits.
 * @param onChange told what may be shown whenever that changes; never a secret.
 */
export function createVault(keychain: Keychain, onChange: (state: VaultState) => void): Vault {
  let forThisSession: Credentials | null = null;
  let state = NO_KEYS;

  function show(change: Partial<VaultState>): void {
    const next = { ...state, ...change };
    if (isDeepStrictEqual(next, state)) return;
    state = next;
    onChange(state);
  }

  /** One question at a time: each of them may open a prompt of the system. */
  let reading: Promise<Credentials | null> | null = null;

  function read(): Promise<Credentials | null> {
    reading ??= ask().finally(() => {
      reading = null;
    });
    return reading;
  }

  async function ask(): Promise<Credentials | null> {
    const found = await keychain.read();
    if (!found.ok) {
      show({ keychain: found.trouble });
      return null;
    }
    show({ keychain: 'ready', keys: found.value ? shownKeys(found.value, 'keychain') : NO_KEYS.keys });
    return found.value;
  }

  return {
    credentials: async () => forThisSession ?? (await read()),
    look: async () => {
      if (!forThisSession) await read();
    },
    keep: async (credentials, where) => {
      if (where === 'session') {
        forThisSession = credentials;
        show({ keys: shownKeys(credentials, 'session') });
        return { ok: true, value: undefined };
      }
      const written = await keychain.write(credentials);
      if (!written.ok) {
        show({ keychain: written.trouble });
        return written;
      }
      forThisSession = null;
      show({ keychain: 'ready', keys: shownKeys(credentials, 'keychain') });
      return written;
    },
    remove: async () => {
      const hadSessionOnly = state.keys.home === 'session' && state.keychain !== 'ready';
      forThisSession = null;
      // A keychain that is not there holds nothing to remove.
      const removed = hadSessionOnly ? { ok: true as const, value: undefined } : await keychain.remove();
      if (removed.ok) show({ keys: NO_KEYS.keys });
      else show({ keychain: removed.trouble });
      return removed;
    },
  };
}

/** What may be shown of keys. */
export function shownKeys(credentials: Credentials, home: KeysState['home']): KeysState {
  return {
    home,
    // A short id would be shown whole by its last four characters.
    secretIdEnd: credentials.secretId.length >= 8 ? credentials.secretId.slice(-4) : '',
    hasToken: credentials.token !== undefined,
  };
}
