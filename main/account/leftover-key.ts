/** Deletes a long-lived key that was stored before the company's policy named what issues temporary ones. */
import type { PolicyResult } from '../settings/policy/policy.ts';
import type { KeychainItem } from './keychain.ts';

/**
 * Deletes the key from the keychain: it is no longer used, and whoever reads it could switch every agent's status.
 * Requires a policy that was read without an error for the whole file. A keychain without the key opens no prompt.
 * @param log called if a key existed or could not be deleted; the next start tries again then
 */
export async function deleteLeftoverKey(
  { policy, errors }: Pick<PolicyResult, 'policy' | 'errors'>,
  keychain: KeychainItem,
  log: (message: string) => void,
): Promise<void> {
  const isComplete = errors.every(({ setting }) => setting !== '');
  if (!(policy.credentialProcess ?? policy.signIn) || !isComplete) return;
  const first = await keychain.deleteItem();
  const result = !first.ok && first.late ? await first.late : first;
  if (!result.ok) log(`The key that was kept here could not be deleted: ${result.error} ${result.message}`);
  else if (result.value)
    log('The key that was kept here was deleted, because the policy names what issues keys');
}
