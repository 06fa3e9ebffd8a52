/** What the company's sign-in needs, and what it offers. */
import type { SaveResult } from '../../../shared/ipc/ipc-schema.ts';
import type { KeychainState, SignInState } from '../../../shared/state.ts';
import type { SignInPolicy } from '../../settings/policy/schema/sign-in-policy.ts';
import type { CredentialProvider } from '../credentials/provider.ts';
import type { TemporaryKeys } from '../../../tencent/credentials/temporary-keys.ts';
import type { KeychainText } from '../keychain.ts';
import type { AttemptDeps } from './attempt.ts';
import type { OidcClient, OidcResult } from './oidc-client.ts';
import type { Session } from './session.ts';

export type SignInDeps = Omit<AttemptDeps, 'oidc' | 'asksAnew'> & {
  policy: SignInPolicy;
  oidc: OidcClient;
  keychain: KeychainText;
  /** Creates the keys of whoever is signed in. */
  createKeys: (session: () => Session | null) => TemporaryKeys;
  log: (message: string) => void;
  onChange: () => void;
  /** Who was signed in when Standby last ran; null: nobody. */
  lastAgent: () => string | null;
  /** A person has signed in: requests are sent for them from now on. */
  onSignedIn: (agent: string) => Promise<void>;
  /** Nobody is signed in any more. `isWanted`: by the agent. Requests of the last person must stop. */
  onSignedOut: (isWanted: boolean) => Promise<void>;
};

export type SignIn = {
  publicState: () => SignInState;
  keychainState: () => { keychain: KeychainState; keychainMessage: string };
  /** Who is signed in; null while nobody is. */
  agent: () => string | null;
  /** Whether the sign-in of the last start is still being read. */
  isStarting: () => boolean;
  provider: CredentialProvider;
  /** A token of whoever is signed in. `fresh`: not the one in memory, because it was refused. Never rejects. */
  idToken: (fresh: boolean) => Promise<OidcResult<string>>;
  /** Reads the sign-in that the keychain keeps of the last agent. If there was none, what is kept is removed. */
  start: () => Promise<void>;
  /** Starts an attempt; one that runs opens its page again. The result arrives in the state. */
  begin: (how: 'browser' | 'deviceCode') => void;
  cancel: () => void;
  signOut: () => Promise<SaveResult>;
};
