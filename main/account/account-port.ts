/** What the account service needs, and what it offers. */
import type { SaveResult } from '../../shared/ipc/ipc-schema.ts';
import type { AccountErrors, AccountForm } from '../../shared/ipc/forms.ts';
import type { Notice } from '../../shared/notice.ts';
import type { AccountState } from '../../shared/state.ts';
import type { Clock } from '../../shared/clock.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { AccountPolicy, Connection, DirectConnection } from './account-target.ts';
import type { AccountChange } from './confirmation.ts';
import type { KeySourceDeps } from './key-source.ts';
import type { SignIn } from './sign-in/sign-in-port.ts';
import type { RunningSimulator } from './simulator-run.ts';

export type ConnectionResult =
  | { outcome: 'ready'; connection: DirectConnection }
  | { outcome: 'invalid'; errors: AccountErrors }
  | { outcome: 'declined' };

export type AccountDeps = Omit<KeySourceDeps, 'onChange'> & {
  settings: SettingsFile;
  policy: AccountPolicy;
  /** Whether an address on this computer may use http: only for developers. */
  plainHttp: boolean;
  startSimulator: () => Promise<RunningSimulator>;
  /** Neither an account nor credentials are used, whether typed or stored by an earlier start. */
  simulatorOnly: boolean;
  /** Prompts the agent in a native dialog; true if they confirm. */
  confirm: (change: AccountChange) => Promise<boolean>;
  /** Called when the public state changes. */
  onChange: (state: AccountState) => void;
  /** The settings could not be saved, so the change is lost when Standby quits; or the keychain answered late. */
  onNotice: (notice: Notice) => void;
  /** Requests are now sent for another agent or to another endpoint. */
  onAccountChange: () => void;
  /** The company's sign-in, if the policy has it. Whoever is signed in is the agent. */
  signIn?: SignInOfAccount | undefined;
  time: Clock;
  /** A part of the account service threw or timed out; the app continues without it. */
  onError: (error: unknown) => void;
};

type SignInOfAccount = Pick<
  SignIn,
  'publicState' | 'keychainState' | 'agent' | 'isStarting' | 'start' | 'idToken'
>;

export type Account = {
  publicState: () => AccountState;
  /** Null while nothing is set up. */
  connection: () => Connection | null;
  /** The typed account, with the typed credentials or the stored ones. Nothing of it is stored. Never rejects. */
  connectionFromForm: (typed: AccountForm) => Promise<ConnectionResult>;
  /** Restores the state of the last start. */
  start: () => Promise<void>;
  save: (typed: AccountForm) => Promise<SaveResult>;
  deleteKeys: () => Promise<SaveResult>;
  useSimulator: () => Promise<void>;
  leaveSimulator: () => Promise<void>;
  retryKeychain: () => Promise<void>;
  /** Sends requests for the agent who has signed in. */
  useSignedIn: (agent: string) => Promise<void>;
  /** Nobody is signed in any more. `isWanted`: by the agent, and then it lasts. */
  leaveSignedIn: (isWanted: boolean) => Promise<void>;
  /** Publishes the state, because the one of the sign-in has changed. */
  publish: () => void;
};
