/** Where the keys of the account come from: the credential store, or what issues them by the company's policy. */
import type { AccountState } from '../../shared/state.ts';
import { callPort } from '../../shared/port-guard.ts';
import type { Clock } from '../../shared/clock.ts';
import { toBinding, type AccountTarget, type DirectConnection } from './account-target.ts';
import { ADDRESS_NOT_IN_POLICY } from './binding.ts';
import { createLastingKey } from './credentials/lasting-key.ts';
import type { CredentialProvider } from './credentials/provider.ts';
import { INITIAL_STORE_STATE, type CredentialStore, type CredentialStoreState } from './credential-store.ts';

/** In milliseconds. The keychain has a limit of 20 s itself. */
const KEYCHAIN_TIMEOUT_MS = 25_000;

export type KeySourceDeps = {
  /** Creates the credential store, given a listener for its public state. */
  createCredentialStore: (onChange: (state: CredentialStoreState) => void) => CredentialStore;
  /** What issues credentials instead of the credential store, if the company's policy names it. */
  issuer?: KeyIssuer | undefined;
  /** Called when the public state changes. */
  onChange: () => void;
  time: Clock;
  onError: (error: unknown) => void;
};

/** A program of the company, or the company's sign-in. */
export type KeyIssuer = {
  storage: 'process' | 'signIn';
  /** @param onChange called with the public key information of each new key, and when there is none any more */
  create: (onChange: (keys: AccountState['keys']) => void) => CredentialProvider;
};

export type KeySource = Pick<CredentialStore, 'store' | 'delete'> & {
  /** Whether the keys are issued. Then typed ones are ignored. */
  isIssued: boolean;
  publicState: () => CredentialStoreState;
  /** How a request to the target gets its key; a failure unless the key is meant for the target. */
  accessFor: (
    target: AccountTarget,
    isTypedAddress: boolean,
  ) => Pick<DirectConnection, 'credentials' | 'invalidateCredentials'>;
  /** Whether there is a key for the target. Null: another error of the form has to be fixed first. */
  hasKeyFor: (target: AccountTarget | null) => 'none' | 'forThis' | 'forOther';
  /** Reads the keychain. A key is only issued when the first request needs one. Never rejects. */
  refresh: () => Promise<void>;
};

export function createKeySource(deps: KeySourceDeps): KeySource {
  let storeState = INITIAL_STORE_STATE;
  const store = deps.createCredentialStore((state) => {
    storeState = state;
    deps.onChange();
  });
  let issuedKeys: AccountState['keys'] = {
    storage: deps.issuer?.storage ?? 'none',
    secretIdSuffix: '',
    hasToken: false,
  };
  const issuer = deps.issuer?.create((keys) => {
    issuedKeys = keys;
    deps.onChange();
  });

  return {
    isIssued: issuer !== undefined,
    publicState: () => (issuer ? { ...storeState, keys: issuedKeys } : storeState),

    accessFor: (target, isTypedAddress) => {
      if (issuer && isTypedAddress) return { credentials: () => Promise.resolve(ADDRESS_NOT_IN_POLICY) };
      const provider = issuer ?? createLastingKey(store, toBinding(target));
      return { credentials: provider.credentials, invalidateCredentials: provider.invalidate };
    },

    hasKeyFor: (target) => {
      if (issuer) return 'forThis';
      const { storage } = storeState.keys;
      if (storage !== 'keychain' && storage !== 'session') return 'none';
      return !target || store.isFor(toBinding(target)) ? 'forThis' : 'forOther';
    },

    refresh: async () => {
      if (issuer) return;
      const result = await callPort(deps.time, KEYCHAIN_TIMEOUT_MS, store.refreshKeys);
      if (result.type === 'threw') deps.onError(result.error);
    },

    store: store.store,
    delete: store.delete,
  };
}
