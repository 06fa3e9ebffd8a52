import type { AccountState, KeychainState } from '../../../../../shared/state.ts';

export type KeychainError = Exclude<KeychainState, 'notQueried' | 'ready'>;

/** The error in a keychain state; null when there is none. */
export function getKeychainError(state: KeychainState): KeychainError | null {
  return state === 'notQueried' || state === 'ready' ? null : state;
}

/** The same while the keychain is needed. Keys of the session and issued keys need none. */
export function keychainBlocked({ mode, keys, keychain }: AccountState): KeychainError | null {
  const isIssued = keys.storage === 'process' || keys.storage === 'signIn';
  const isNeeded = mode === 'account' && keys.storage !== 'session' && !isIssued;
  return isNeeded ? getKeychainError(keychain) : null;
}
