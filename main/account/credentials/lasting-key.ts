/** Provides the key that the agent entered: from the keychain, or from memory until Standby quits. */
import type { KeyBinding } from '../binding.ts';
import type { CredentialStore } from '../credential-store.ts';
import type { CredentialProvider } from './provider.ts';

/** @param binding the account that requests are sent for; a key that was entered for another one is a failure */
export function createLastingKey(
  store: Pick<CredentialStore, 'credentials'>,
  binding: KeyBinding,
): CredentialProvider {
  return {
    credentials: () => store.credentials(binding),
    // It is read anew for each request, and only the agent can replace it.
    invalidate: () => null,
  };
}
