import { isDeepStrictEqual } from 'node:util';
import type { AccountState, KeychainState } from '../../preload/contract/state.ts';
import type { Credentials } from '../tencent/client.ts';
import type { Keychain, KeychainFailure, KeychainResult } from './keychain.ts';
import type { KeychainTrouble } from './keychain-trouble.ts';

type KeysState = AccountState['keys'];

/** What may be shown of the keys, and how the keychain answered last. */
export type VaultState = {
  keys: KeysState;
  keychain: KeychainState;
  /** What the system says itself of the trouble; `''` where there is none, or no words. */
  keychainWords: string;
};

/** What came of a write after its time limit. */
export type LateWrite = {
  what: 'saved' | 'notSaved' | 'removed' | 'leftBehind';
  /** What the system says; `''` unless it has failed. */
  words: string;
};

/** `late`: the write goes on, so that nothing is known yet. */
type KeepResult = { ok: true } | { ok: false; trouble: KeychainTrouble; late?: Promise<LateWrite> };

export type Vault = {
  /** The keys to sign with, fetched anew for each call and kept nowhere; null when there are none to be had. */
  credentials: () => Promise<Credentials | null>;
  /** Ask the keychain whether it has keys. */
  look: () => Promise<void>;
  keep: (credentials: Credentials, where: 'keychain' | 'session') => Promise<KeepResult>;
  remove: () => Promise<KeychainResult<void>>;
};

export const NO_KEYS: VaultState = {
  keys: { home: 'none', secretIdEnd: '', hasToken: false },
  keychain: 'unasked',
  keychainWords: '',
};

/**
 * Where the keys are: in the keychain, or in this object's memory until Standby quits.
 * @param onChange told what may be shown whenever that changes; never a secret.
 */
export function createVault(keychain: Keychain, onChange: (state: VaultState) => void): Vault {
  let forThisSession: Credentials | null = null;
  let state = NO_KEYS;
  /** Where the newest decision has the keys; a write that lands after another decision is not what the agent wants. */
  let decision: { where: 'keychain' | 'session' | 'nowhere' } = { where: 'keychain' };

  function show(change: Partial<VaultState>): void {
    const next = { ...state, ...change };
    if (isDeepStrictEqual(next, state)) return;
    state = next;
    onChange(state);
  }

  function showTrouble({ trouble, words }: Pick<KeychainFailure<unknown>, 'trouble' | 'words'>): void {
    show({ keychain: trouble, keychainWords: words });
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
      showTrouble(found);
      return null;
    }
    const keys = found.value ? shownKeys(found.value, 'keychain') : NO_KEYS.keys;
    // Keys for the session that were chosen meanwhile stay the ones in use.
    show({ keychain: 'ready', keychainWords: '', ...(forThisSession ? {} : { keys }) });
    return found.value;
  }

  /** A write was done, in time or late. */
  async function landed(credentials: Credentials, mine: typeof decision): Promise<LateWrite> {
    if (decision === mine) {
      forThisSession = null;
      show({ keychain: 'ready', keychainWords: '', keys: shownKeys(credentials, 'keychain') });
      return { what: 'saved', words: '' };
    }
    if (decision.where === 'keychain') {
      // Other keys were to go there. They may have, or not: the keychain itself tells which it has.
      await read();
      return { what: 'saved', words: '' };
    }
    const removed = await keychain.remove();
    if (removed.ok) return { what: 'removed', words: '' };
    showTrouble(removed);
    return { what: 'leftBehind', words: removed.words };
  }

  async function follow(
    late: Promise<KeychainResult<void>>,
    credentials: Credentials,
    mine: typeof decision,
  ): Promise<LateWrite> {
    const result = await late;
    if (result.ok) return landed(credentials, mine);
    if (decision === mine) showTrouble(result);
    return { what: 'notSaved', words: result.words };
  }

  async function keepInKeychain(credentials: Credentials): Promise<KeepResult> {
    const mine = { where: 'keychain' as const };
    decision = mine;
    const written = await keychain.write(credentials);
    if (written.ok) {
      await landed(credentials, mine);
      return { ok: true };
    }
    if (decision === mine) showTrouble(written);
    const { trouble, late } = written;
    return { ok: false, trouble, ...(late && { late: follow(late, credentials, mine) }) };
  }

  return {
    credentials: async () => forThisSession ?? (await read()),
    look: async () => {
      if (!forThisSession) await read();
    },
    keep: (credentials, where) => {
      if (where === 'keychain') return keepInKeychain(credentials);
      decision = { where };
      forThisSession = credentials;
      show({ keys: shownKeys(credentials, 'session') });
      return Promise.resolve({ ok: true });
    },
    remove: async () => {
      const hadSessionOnly = state.keys.home === 'session' && state.keychain !== 'ready';
      decision = { where: 'nowhere' };
      forThisSession = null;
      // A keychain that is not there holds nothing to remove.
      const removed = hadSessionOnly ? { ok: true as const, value: undefined } : await keychain.remove();
      if (removed.ok) show({ keys: NO_KEYS.keys });
      else showTrouble(removed);
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
