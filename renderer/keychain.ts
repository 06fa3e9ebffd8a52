import type { AccountState, KeychainState } from '../preload/contract/state.ts';

export type KeychainTrouble = Exclude<KeychainState, 'unasked' | 'ready'>;

/** What keeps the keychain from serving, if anything does. */
export function keychainTrouble(state: KeychainState): KeychainTrouble | null {
  return state === 'unasked' || state === 'ready' ? null : state;
}

/** The same, but only while it matters: keys kept for the session need no keychain. */
export function keysOutOfReach(account: AccountState): KeychainTrouble | null {
  return account.mode === 'account' && account.keys.home !== 'session'
    ? keychainTrouble(account.keychain)
    : null;
}
