/** The agent's account, joined to the keychain, to the company's policy and to the cloud. */
import type { AccountForm } from '../../preload/contract/inputs.ts';
import type { Language } from '../../preload/contract/vocabulary.ts';
import { createAccount } from '../account/account.ts';
import { checkAccount } from '../account/check-account.ts';
import { createCredentialProcess } from '../account/credential-process.ts';
import { startInAppSimulator } from '../account/in-app-simulator.ts';
import { createKeychain, loadKeytar } from '../account/keychain.ts';
import type { KeychainSystem } from '../account/keychain-trouble.ts';
import { createRunProgram } from '../account/run-program.ts';
import { createVault } from '../account/vault.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { reportFailure } from '../status/failure-report.ts';
import type { FetchPort } from '../tencent/client.ts';
import type { Time } from '../time.ts';
import { say, type AppStore } from './app-store.ts';
import { createCloud, readAt } from './cloud.ts';

export type AccountPartsPorts = {
  store: AppStore;
  settings: SettingsFile;
  time: Time;
  policy: Policy;
  keychainSystem: KeychainSystem;
  language: () => Language;
  /** `net.fetch` in the app: it knows the system's proxy and the system's or user's certificates. */
  fetch: FetchPort;
  /** Whether this computer has any network. */
  networkUp: () => boolean;
  /** Requests now go out for somebody else, or somewhere else. */
  onSwitch: () => void;
  /** A part of the account threw, or did not answer in time. */
  onFault: (error: unknown) => void;
  /** Writes to the log what a program that hands out keys said, masked. */
  logKeyProgram: (words: string) => void;
  /** The user ids that may own such a program and the folders above it. */
  owners: readonly number[];
};

export function createAccountParts(ports: AccountPartsPorts) {
  const { store, settings, time, fetch, language } = ports;
  const { credentialProcess: call } = ports.policy;
  const requests = { fetch, time, language };

  const keychain = createKeychain(loadKeytar, time, ports.keychainSystem);
  const account = createAccount({
    settings,
    createVault: (onChange) => createVault(keychain, onChange),
    createSource:
      call &&
      ((onChange) =>
        createCredentialProcess({
          call,
          run: createRunProgram({ time, owners: ports.owners }),
          time,
          onChange,
          log: ports.logKeyProgram,
        })),
    startSimulator: startInAppSimulator,
    onShow: (shown) => store.setState({ account: shown }),
    onTrouble: (trouble) => say(store, trouble),
    onSwitch: ports.onSwitch,
    time,
    onFault: ports.onFault,
  });
  const cloud = createCloud({ ...requests, connection: account.connection, networkUp: ports.networkUp });

  return {
    account,
    cloud,
    keychain,
    checkAccount: (typed: AccountForm) =>
      checkAccount(
        { account, read: (at) => readAt(requests, at), report: (failure) => reportFailure(failure, null) },
        typed,
      ),
  };
}
