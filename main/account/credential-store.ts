/** Stores the credentials: in the keychain, or in memory until Standby quits. */
import { isDeepStrictEqual } from 'node:util';
import type { AccountState, KeychainState } from '../../shared/state.ts';
import type { Credentials, CredentialResult } from '../../tencent/client.ts';
import { isSameBinding, KEY_FOR_OTHER_ACCOUNT, type BoundKey, type KeyBinding } from './binding.ts';
import type { Keychain, KeychainFailure, KeychainResult } from './keychain.ts';
import type { KeychainError } from './keychain-error.ts';

type KeyInfo = AccountState['keys'];

/** The public key information, and the last result of the keychain. */
export type CredentialStoreState = {
  keys: KeyInfo;
  keychain: KeychainState;
  /** The system's own error message; `''` without an error or a message. */
  keychainMessage: string;
};

/** The result of a write that exceeded its time limit. */
export type LateWrite = {
  what: 'saved' | 'notSaved' | 'removed' | 'leftBehind';
  /** The system's message; `''` unless it failed. */
  message: string;
};

/** `late`: the write continues after its time limit, so its result is not known yet. */
type StoreResult = { ok: true } | { ok: false; error: KeychainError; late?: Promise<LateWrite> };

export type CredentialStore = {
  /**
   * The credentials to sign with for an account, read anew for each call and never cached. Null if there are none, a
   * failure if they were entered for another account.
   */
  credentials: (binding: KeyBinding) => Promise<CredentialResult>;
  /** Whether the shown key was entered for this account. */
  isFor: (binding: KeyBinding) => boolean;
  /** Reads the keychain to find out whether it contains credentials. */
  refreshKeys: () => Promise<void>;
  store: (key: BoundKey, where: 'keychain' | 'session') => Promise<StoreResult>;
  delete: () => Promise<KeychainResult<void>>;
};

export const INITIAL_STORE_STATE: CredentialStoreState = {
  keys: { storage: 'none', secretIdSuffix: '', hasToken: false },
  keychain: 'notQueried',
  keychainMessage: '',
};

/**
 * Creates the store of the credentials: in the keychain, or in this object's memory until Standby quits.
 * @param onChange called whenever the public state changes; never receives a secret
 */
export function createCredentialStore(
  keychain: Keychain,
  onChange: (state: CredentialStoreState) => void,
): CredentialStore {
  let sessionCredentials: BoundKey | null = null;
  let state = INITIAL_STORE_STATE;
  /** Binding of the shown key. */
  let binding: KeyBinding | null = null;
  /** Where the newest decision stores the key. A write that ends after another decision is no longer wanted. */
  let decision: { storage: 'keychain' | 'session' | 'nowhere' } = { storage: 'keychain' };

  function publish(change: Partial<CredentialStoreState>): void {
    const next = { ...state, ...change };
    if (isDeepStrictEqual(next, state)) return;
    state = next;
    onChange(state);
  }

  function publishError({ error, message }: Pick<KeychainFailure<unknown>, 'error' | 'message'>): void {
    publish({ keychain: error, keychainMessage: message });
  }

  /** One read at a time, because each may open a prompt of the system. */
  let pendingRead: Promise<BoundKey | null> | null = null;

  function readKey(): Promise<BoundKey | null> {
    pendingRead ??= readKeychain().finally(() => {
      pendingRead = null;
    });
    return pendingRead;
  }

  async function readKeychain(): Promise<BoundKey | null> {
    const found = await keychain.read();
    if (!found.ok) {
      publishError(found);
      return null;
    }
    const key = found.value;
    // A session key that was entered meanwhile stays in use.
    if (sessionCredentials) publish({ keychain: 'ready', keychainMessage: '' });
    else publishKey(key, 'keychain');
    return key;
  }

  function publishKey(key: BoundKey | null, storage: 'keychain' | 'session'): void {
    binding = key?.binding ?? null;
    const keys = key ? toKeyInfo(key.credentials, storage) : INITIAL_STORE_STATE.keys;
    publish({ keys, ...(storage === 'keychain' && { keychain: 'ready', keychainMessage: '' }) });
  }

  /** Handles a successful write, in time or late. */
  async function onWritten(key: BoundKey, ownDecision: typeof decision): Promise<LateWrite> {
    if (decision === ownDecision) {
      sessionCredentials = null;
      publishKey(key, 'keychain');
      return { what: 'saved', message: '' };
    }
    if (decision.storage === 'keychain') {
      // A newer key was to be written there, with unknown result. Read the keychain to find out which key it has.
      await readKey();
      return { what: 'saved', message: '' };
    }
    const deleted = await keychain.remove();
    if (deleted.ok) return { what: 'removed', message: '' };
    publishError(deleted);
    return { what: 'leftBehind', message: deleted.message };
  }

  async function awaitLateWrite(
    late: Promise<KeychainResult<void>>,
    key: BoundKey,
    ownDecision: typeof decision,
  ): Promise<LateWrite> {
    const result = await late;
    if (result.ok) return onWritten(key, ownDecision);
    if (decision === ownDecision) publishError(result);
    return { what: 'notSaved', message: result.message };
  }

  async function storeInKeychain(key: BoundKey): Promise<StoreResult> {
    const ownDecision = { storage: 'keychain' as const };
    decision = ownDecision;
    const writeResult = await keychain.write(key);
    if (writeResult.ok) {
      await onWritten(key, ownDecision);
      return { ok: true };
    }
    if (decision === ownDecision) publishError(writeResult);
    const { error, late } = writeResult;
    return { ok: false, error, ...(late && { late: awaitLateWrite(late, key, ownDecision) }) };
  }

  return {
    credentials: async (account) => {
      const key = sessionCredentials ?? (await readKey());
      return key && !isSameBinding(key.binding, account) ? KEY_FOR_OTHER_ACCOUNT : (key?.credentials ?? null);
    },
    isFor: (account) => isSameBinding(binding, account),
    refreshKeys: async () => {
      if (!sessionCredentials) await readKey();
    },
    store: (key, storage) => {
      if (storage === 'keychain') return storeInKeychain(key);
      decision = { storage };
      sessionCredentials = key;
      publishKey(key, 'session');
      return Promise.resolve({ ok: true });
    },
    delete: async () => {
      const hadSessionKeyOnly = state.keys.storage === 'session' && state.keychain !== 'ready';
      decision = { storage: 'nowhere' };
      sessionCredentials = null;
      // A session key without a working keychain leaves nothing to remove there.
      const deleted = hadSessionKeyOnly ? { ok: true as const, value: undefined } : await keychain.remove();
      if (deleted.ok) publish({ keys: INITIAL_STORE_STATE.keys });
      else publishError(deleted);
      return deleted;
    },
  };
}

/** Converts credentials to the part that may be shown. */
export function toKeyInfo(credentials: Credentials, storage: KeyInfo['storage']): KeyInfo {
  return {
    storage,
    // The last four characters would reveal too much of a short id.
    secretIdSuffix: credentials.secretId.length >= 8 ? credentials.secretId.slice(-4) : '',
    hasToken: credentials.token !== undefined,
  };
}
