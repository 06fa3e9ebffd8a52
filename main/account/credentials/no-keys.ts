/** For an account whose requests are not signed with a key: the company's gateway has it. */
import type { CredentialsFailure } from '../../../tencent/client.ts';
import type { TemporaryKeys } from '../../../tencent/credentials/temporary-keys.ts';

const NO_KEY: CredentialsFailure = { kind: 'signInRequired', code: 'SignIn.NoKey', message: '' };

export function createNoKeys(): TemporaryKeys {
  return {
    credentials: () => Promise.resolve(NO_KEY),
    invalidate: () => null,
    forget: () => {},
    current: () => null,
  };
}
