/** Connects the company's sign-in to the account, the browser, the keychain and STS. */
import type { Translate } from '../../../shared/i18n.ts';
import type { Language } from '../../../shared/domain.ts';
import type { AccountState } from '../../../shared/state.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Account } from '../../account/account.ts';
import { toKeyInfo } from '../../account/credential-store.ts';
import type { KeyIssuer } from '../../account/key-source.ts';
import type { KeychainText } from '../../account/keychain.ts';
import { createNoKeys } from '../../account/credentials/no-keys.ts';
import { createIssuedKeys } from '../../account/sign-in/issue-keys.ts';
import type { IssuerFetch } from '../../account/sign-in/limited-fetch.ts';
import { listenForRedirect } from '../../account/sign-in/loopback-redirect.ts';
import { createOidcClient } from '../../account/sign-in/oidc-client.ts';
import { createSignIn } from '../../account/sign-in/sign-in.ts';
import type { SignIn } from '../../account/sign-in/sign-in-port.ts';
import type { SignInPolicy } from '../../settings/policy/schema/sign-in-policy.ts';
import type { SettingsFile } from '../../settings/settings-file.ts';
import type { Edition } from '../../../tencent/transport/endpoint.ts';
import type { FetchPort } from '../../../tencent/client.ts';
import { assumeRoleWithWebIdentity } from '../../../tencent/sts/assume-role.ts';
import { stsEndpoint } from '../../../tencent/sts/sts-endpoint.ts';

export type SignInServiceDeps = {
  policy: SignInPolicy;
  /** Of the policy. */
  edition: Exclude<Edition, 'gateway'>;
  settings: Pick<SettingsFile, 'get'>;
  time: Clock;
  /** To STS. */
  fetch: FetchPort;
  fetchIssuer: IssuerFetch;
  keychain: KeychainText;
  /** Opens the authorization address; false if that is impossible. */
  openBrowser: (address: string, endpoint: string) => Promise<boolean>;
  randomText: () => string;
  /** Whether no switch is in flight. */
  isIdle: () => boolean;
  language: () => Language;
  translateInto: (language: Language) => Translate;
  log: (message: string) => void;
};

type AccountOfSignIn = Pick<Account, 'publish' | 'useSignedIn' | 'leaveSignedIn'>;

export type SignInService = SignIn & {
  issuer: KeyIssuer;
  /** Sets the account, which itself needs the sign-in. */
  connect: (account: AccountOfSignIn) => void;
};

const NO_KEY: AccountState['keys'] = { storage: 'signIn', secretIdSuffix: '', hasToken: false };

export function createSignInService(deps: SignInServiceDeps): SignInService {
  const { policy, time, log, settings } = deps;
  let account: AccountOfSignIn | null = null;
  let onKeys: (keys: AccountState['keys']) => void = () => {};

  const signIn = createSignIn({
    ...deps,
    oidc: createOidcClient({ policy, fetch: deps.fetchIssuer, time }),
    listen: (state) => listenForRedirect({ state, texts: pageTexts, log }),
    createKeys: (session) => {
      const { providerId, roleArn, durationSeconds } = policy;
      if (providerId === undefined || roleArn === undefined) return createNoKeys();
      return createIssuedKeys({
        policy: { providerId, roleArn, durationSeconds },
        session,
        time,
        isIdle: deps.isIdle,
        log,
        assumeRole: async (request) => {
          const address = stsEndpoint(deps.edition, policy.stsAddress);
          if (!address.ok)
            return { ok: false, failure: { kind: 'addressWrong', code: 'Sts.NoAddress', message: '' } };
          const { fetch, edition } = deps;
          const { endpoint } = address;
          const { setTimer } = time;
          return assumeRoleWithWebIdentity({ fetch, endpoint, edition, clock: time, setTimer }, request);
        },
        onChange: (credentials) => onKeys(credentials ? toKeyInfo(credentials, 'signIn') : NO_KEY),
      });
    },
    lastAgent: () => {
      const { mode, account: saved } = settings.get();
      return mode === 'unconfigured' || saved.agent === '' ? null : saved.agent;
    },
    onChange: () => account?.publish(),
    onSignedIn: async (agent) => account?.useSignedIn(agent),
    onSignedOut: async (isWanted) => account?.leaveSignedIn(isWanted),
  });

  function pageTexts() {
    const language = deps.language();
    const translate = deps.translateInto(language);
    return { language, signedIn: translate('signInPage.signedIn'), failed: translate('signInPage.failed') };
  }

  return {
    ...signIn,
    issuer: {
      storage: 'signIn',
      create: (onChange) => {
        onKeys = onChange;
        return signIn.provider;
      },
    },
    connect: (connected) => {
      account = connected;
    },
  };
}
