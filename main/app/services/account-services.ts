/** Connects the agent's account to the keychain, the company's policy and the service. */
import type { Translate } from '../../../shared/i18n.ts';
import type { AccountForm } from '../../../shared/ipc/forms.ts';
import type { Language } from '../../../shared/domain.ts';
import { createAccount } from '../../account/account.ts';
import { createAccountTargets } from '../../account/account-target.ts';
import { readSetupText } from '../../account/form/setup-text.ts';
import { testConnection } from '../../account/test-connection.ts';
import { createCredentialProcess } from '../../account/credentials/credential-process.ts';
import { startInAppSimulator } from '../../account/in-app-simulator.ts';
import type { IssuerFetch } from '../../account/sign-in/limited-fetch.ts';
import { createKeychain, loadKeytar } from '../../account/keychain.ts';
import type { KeychainSystem } from '../../account/keychain-error.ts';
import { createRunProcess } from '../../process/run-process.ts';
import { createCredentialStore } from '../../account/credential-store.ts';
import type { Prompt } from '../../desktop/window/prompt.ts';
import type { Policy } from '../../settings/policy/policy-schema.ts';
import type { SettingsFile } from '../../settings/settings-file.ts';
import { createGatewayClient } from '../../gateway-client/gateway-client.ts';
import type { GatewayFetch } from '../../gateway-client/gateway-target.ts';
import { toFailureReport } from '../../status/failure-report.ts';
import type { FetchPort } from '../../../tencent/client.ts';
import {
  createRequestLimit,
  type RequestLimit,
  type RequestPurpose,
} from '../../../tencent/transport/request-limit.ts';
import type { Clock } from '../../../shared/clock.ts';
import { accountChangePrompt } from '../account-change-prompt.ts';
import { addNotice, type AppStore } from '../store.ts';
import { createTeamGateway } from '../team/team-gateway.ts';
import { createStatusGateway, readOnce } from '../status-gateway.ts';
import type { createSignInService } from './sign-in-service.ts';

export type AccountServicesDeps = {
  store: AppStore;
  settings: SettingsFile;
  time: Clock;
  policy: Policy;
  /** Whether plain http to this computer is allowed. */
  plainHttp: boolean;
  keychainSystem: KeychainSystem;
  /** Use neither the account nor stored keys. */
  simulatorOnly: boolean;
  language: () => Language;
  translateInto: (language: Language) => Translate;
  /** Shows a system dialog; resolves to true if the agent agrees. */
  prompt: (question: Prompt) => Promise<boolean>;
  /** `net.fetch` in the app: it uses the system's proxy and certificates. */
  fetch: FetchPort;
  /** The same for the company's gateway. */
  fetchGateway: GatewayFetch;
  /** Undefined if the policy has no company sign-in, whose code is not loaded then. */
  createSignIn: typeof createSignInService | undefined;
  /** The same for the company's identity provider. */
  fetchIssuer: IssuerFetch;
  /** Opens the company's sign-in in the browser; false if that is impossible. */
  openBrowser: (address: string, endpoint: string) => Promise<boolean>;
  /** An unguessable text of 43 characters. */
  randomText: () => string;
  /** Logs what happens at the company's sign-in, without values. */
  logSignIn: (message: string) => void;
  /** Whether this computer has a network connection. */
  isNetworkUp: () => boolean;
  /** Called before each request for the agent. */
  onRequest: (purpose: RequestPurpose) => void;
  /** Requests now use another account or another address. */
  onAccountChange: () => void;
  /** A module of the account threw or timed out. */
  onError: (error: unknown) => void;
  /** Logs the output of a credential process, masked. */
  logCredentialProcess: (message: string) => void;
  /** User ids that may own such a program and its parent folders. */
  owners: readonly number[];
};

export function createAccountServices(deps: AccountServicesDeps) {
  const { store, settings, time, fetch, language } = deps;
  const { credentialProcess: spec } = deps.policy;
  const limit = announce(createRequestLimit(time), deps.onRequest);
  const requests = { fetch, time, language, limit };

  const keychain = createKeychain(loadKeytar, time, deps.keychainSystem);
  const signIn =
    deps.policy.signIn &&
    deps.createSignIn?.({
      ...deps,
      policy: deps.policy.signIn,
      edition: deps.policy.edition ?? 'custom',
      keychain: keychain.signIn,
      isIdle: () => store.getState().agent.intent === null,
      log: deps.logSignIn,
    });
  const account = createAccount({
    settings,
    signIn,
    policy: deps.policy,
    plainHttp: deps.plainHttp,
    confirm: (change) => deps.prompt(accountChangePrompt(deps.translateInto(language()), change)),
    createCredentialStore: (onChange) => createCredentialStore(keychain, onChange),
    issuer:
      signIn?.issuer ??
      (spec && {
        storage: 'process',
        create: (onChange) =>
          createCredentialProcess({
            spec,
            run: createRunProcess({ time, owners: deps.owners }),
            time,
            onChange,
            log: deps.logCredentialProcess,
          }),
      }),
    startSimulator: startInAppSimulator,
    simulatorOnly: deps.simulatorOnly,
    onChange: (publicState) => store.setState({ account: publicState }),
    onNotice: (notice) => addNotice(store, notice),
    onAccountChange: deps.onAccountChange,
    time,
    onError: deps.onError,
  });
  signIn?.connect(account);
  const { resolveAddress } = createAccountTargets(deps);
  const statusGateway = createStatusGateway({
    ...requests,
    connection: account.connection,
    isNetworkUp: deps.isNetworkUp,
    gateway: createGatewayClient({ fetch: deps.fetchGateway, time, randomText: deps.randomText }),
  });

  const teamPort = createTeamGateway({ ...requests, connection: account.connection });

  return {
    account,
    signIn,
    statusGateway,
    teamPort,
    keychain,
    readSetup: (text: string) =>
      readSetupText(text, {
        resolveAddress,
        allowsTypedAddress: spec === undefined,
        usesTypedKeys: spec === undefined,
        isManaged: (field) => deps.policy[field] !== undefined,
      }),
    checkAccount: (form: AccountForm) =>
      testConnection(
        {
          account,
          readOnce: (connection) => readOnce(requests, connection),
          report: (failure) => toFailureReport(failure, null),
        },
        form,
      ),
  };
}

/** Wraps a limit so that each request is announced. */
function announce(limit: RequestLimit, onRequest: (purpose: RequestPurpose) => void): RequestLimit {
  return {
    tryAcquire: (purpose) => {
      onRequest(purpose);
      return limit.tryAcquire(purpose);
    },
    acquire: (purpose, signal) => {
      onRequest(purpose);
      return limit.acquire(purpose, signal);
    },
  };
}
