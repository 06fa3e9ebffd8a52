import type { AccountState, KeychainState } from '../preload/contract/state.ts';

export type KeychainTrouble = Exclude<KeychainState, 'unasked' | 'ready'>;

/** What keeps the keychain from serving, if anything does. */
export function keychainTrouble(state: KeychainState): KeychainTrouble | null {
  return state === 'unasked' || state === 'ready' ? null : state;
}

/** The same, but only while it matters: keys kept for the session, or handed out by the company, need no keychain. */
export function keysOutOfReach({ mode, keys, keychain }: AccountState): KeychainTrouble | null {
  const needed = mode === 'account' && keys.home !== 'session' && keys.home !== 'process';
  return needed ? keychainTrouble(keychain) : null;
}
