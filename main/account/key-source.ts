/** Where the keys of the account come from: the credential store, or the program that the company's policy names. */
import type { AccountState } from '../../shared/state.ts';
import { callPort } from '../../shared/port-guard.ts';
import type { Clock } from '../../shared/clock.ts';
import { toBinding, type AccountTarget, type Connection } from './account-target.ts';
import { ADDRESS_NOT_IN_POLICY } from './binding.ts';
import { INITIAL_KEY_INFO, type CredentialProvider } from './credential-process.ts';
import { INITIAL_STORE_STATE, type CredentialStore, type CredentialStoreState } from './credential-store.ts';

/** In milliseconds. The keychain has a limit of 20 s itself. */
const KEYCHAIN_TIMEOUT_MS = 25_000;

export type KeySourceDeps = {
  /** Creates the credential store, given a listener for its public state. */
  createCredentialStore: (onChange: (state: CredentialStoreState) => void) => CredentialStore;
  /** The program that issues credentials instead of the credential store, if the company's policy names one. */
  createProvider?: ((onChange: (keys: AccountState['keys']) => void) => CredentialProvider) | undefined;
  /** Called when the public state changes. */
  onChange: () => void;
  time: Clock;
  onError: (error: unknown) => void;
};

export type KeySource = Pick<CredentialStore, 'store' | 'delete'> & {
  /** Whether a program issues the keys. Then typed ones are ignored. */
  isProgram: boolean;
  publicState: () => CredentialStoreState;
  /** How a request to the target gets its key; a failure unless the key is meant for the target. */
  accessFor: (
    target: AccountTarget,
    isTypedAddress: boolean,
  ) => Pick<Connection, 'credentials' | 'invalidateCredentials'>;
  /** Whether there is a key for the target. Null: another error of the form has to be fixed first. */
  hasKeyFor: (target: AccountTarget | null) => 'none' | 'forThis' | 'forOther';
  /** Reads the keychain. A program is only run when the first request needs a key. Never rejects. */
  refresh: () => Promise<void>;
};

export function createKeySource(deps: KeySourceDeps): KeySource {
  let storeState = INITIAL_STORE_STATE;
  const store = deps.createCredentialStore((state) => {
    storeState = state;
    deps.onChange();
  });
  let issuedKeys = INITIAL_KEY_INFO;
  const provider = deps.createProvider?.((keys) => {
    issuedKeys = keys;
    deps.onChange();
  });

  return {
    isProgram: provider !== undefined,
    publicState: () => (provider ? { ...storeState, keys: issuedKeys } : storeState),

    accessFor: (target, isTypedAddress) => {
      if (!provider) return { credentials: () => store.credentials(toBinding(target)) };
      return isTypedAddress
        ? { credentials: () => Promise.resolve(ADDRESS_NOT_IN_POLICY) }
        : { credentials: provider.credentials, invalidateCredentials: provider.invalidate };
    },

    hasKeyFor: (target) => {
      if (provider) return 'forThis';
      const { storage } = storeState.keys;
      if (storage !== 'keychain' && storage !== 'session') return 'none';
      return !target || store.isFor(toBinding(target)) ? 'forThis' : 'forOther';
    },

    refresh: async () => {
      if (provider) return;
      const result = await callPort(deps.time, KEYCHAIN_TIMEOUT_MS, store.refreshKeys);
      if (result.type === 'threw') deps.onError(result.error);
    },

    store: store.store,
    delete: store.delete,
  };
}
