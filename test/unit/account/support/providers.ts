/** Each credential provider with a source that the test lets work, fail, throw or wait. */
import { createKeychain } from '../../../../main/account/keychain.ts';
import { createCredentialStore, toKeyInfo } from '../../../../main/account/credential-store.ts';
import { createCredentialProcess } from '../../../../main/account/credentials/credential-process.ts';
import { createLastingKey } from '../../../../main/account/credentials/lasting-key.ts';
import type { CredentialProvider } from '../../../../main/account/credentials/provider.ts';
import { createIssuedKeys } from '../../../../main/account/sign-in/issue-keys.ts';
import type { Session } from '../../../../main/account/sign-in/session.ts';
import type { ProcessResult } from '../../../../main/process/run-process.ts';
import type { Credentials } from '../../../../tencent/client.ts';
import type { AssumeRoleResult } from '../../../../tencent/sts/assume-role.ts';
import { createFakeKeytar, LINUX } from '../../../support/unit/fake-keytar.ts';
import { createVirtualClock } from '../../../support/unit/virtual-clock.ts';

/** What a source issues at its first and second time. */
export const SECRETS: readonly [Credentials, Credentials] = [
  {
    secretId: 'AKIDfirstSecretId0001',
    secretKey: 'firstSecretKeyOfNoUse01',
    token: 'firstTokenOfNoUse000001',
  },
  {
    secretId: 'AKIDotherSecretId0002',
    secretKey: 'otherSecretKeyOfNoUse02',
    token: 'otherTokenOfNoUse000002',
  },
];

type Behavior = 'work' | 'fail' | 'throw';

export type ProviderUnderTest = {
  name: string;
  /** Whether its keys end. They are valid for an hour. */
  isTemporary: boolean;
  failureKinds: readonly string[];
  create: () => {
    provider: CredentialProvider;
    /** How often its source was asked. */
    issued: () => number;
    source: (behavior: Behavior) => void;
    /** Lets the source wait from now on. Returns a function that ends all waits. */
    hold: () => () => void;
    advance: (milliseconds: number) => Promise<void>;
    /** Everything that was published and logged. */
    published: unknown[];
  };
};

/** The lifetime of the temporary keys, in milliseconds. */
export const LIFETIME_MS = 3_600_000;

/** Counts the calls of a source, and delays and fails them as the test wants. */
function createSource<Value>(work: (count: number) => Value, fail: () => Value) {
  let behavior: Behavior = 'work';
  let count = 0;
  let gate = Promise.resolve();
  return {
    issued: () => count,
    source: (next: Behavior) => {
      behavior = next;
    },
    hold: () => {
      let release: () => void = () => {};
      gate = new Promise((resolve) => (release = resolve));
      return release;
    },
    ask: async (): Promise<Value> => {
      count += 1;
      const [own, at] = [behavior, count];
      await gate;
      if (own === 'throw') throw new Error(`broken, with ${SECRETS[0].secretKey}`);
      return own === 'fail' ? fail() : work(at);
    },
  };
}

/** The secrets of the first time, then of the second, and so on. */
const secretsOf = (count: number): Credentials => SECRETS[(count - 1) % 2] ?? SECRETS[0];

const lastingKey: ProviderUnderTest = {
  name: 'a lasting key',
  isTemporary: false,
  failureKinds: [],
  create: () => {
    const time = createVirtualClock();
    const keytar = createFakeKeytar();
    const binding = { origin: 'https://ccc.tencentcloudapi.com', sdkAppId: 1, agent: 'mei' };
    const item = JSON.stringify({ version: 2, ...SECRETS[0], account: binding });
    keytar.items.set('Standby/Tencent Cloud API key', item);
    const published: unknown[] = [];
    const store = createCredentialStore(createKeychain(keytar.load, time, LINUX), (state) => {
      published.push(state);
    });
    return {
      provider: createLastingKey(store, binding),
      issued: () => keytar.calls.length,
      source: (behavior) => {
        if (behavior === 'work') keytar.work();
        else keytar.fail(`the keyring is locked, ${SECRETS[0].secretKey}`);
      },
      hold: () => () => {},
      advance: time.advance,
      published,
    };
  },
};

const credentialProcess: ProviderUnderTest = {
  name: 'a credential process',
  isTemporary: true,
  failureKinds: ['keyProgramFailed'],
  create: () => {
    const time = createVirtualClock();
    const published: unknown[] = [];
    const exited = (code: number, stdout: string): ProcessResult => ({
      exit: { reason: 'exited', code },
      stdout,
      stderr: code === 0 ? '' : `no ticket for ${SECRETS[0].secretKey}`,
    });
    const source = createSource(
      (count) => {
        const { secretId, secretKey, token } = secretsOf(count);
        const Expiration = new Date(time.now() + LIFETIME_MS).toISOString();
        return exited(
          0,
          JSON.stringify({ SecretId: secretId, SecretKey: secretKey, Token: token, Expiration }),
        );
      },
      () => exited(1, ''),
    );
    return {
      ...source,
      provider: createCredentialProcess({
        spec: { program: '/opt/keys', arguments: [], timeoutSeconds: 10 },
        run: source.ask,
        time,
        onChange: (keys) => published.push(keys),
        log: (message) => published.push(message),
      }),
      advance: time.advance,
      published,
    };
  },
};

const signIn: ProviderUnderTest = {
  name: "the company's sign-in",
  isTemporary: true,
  failureKinds: ['stsUnavailable'],
  create: () => {
    const time = createVirtualClock();
    const published: unknown[] = [];
    const source = createSource<AssumeRoleResult>(
      (count) => ({ ok: true, credentials: secretsOf(count), expiresAt: time.now() + LIFETIME_MS }),
      () => ({ ok: false, failure: { kind: 'stsUnavailable', code: 'Sts.Fault', message: '' } }),
    );
    const session: Session = {
      agent: 'mei.lin@example.com',
      subject: 'mei',
      isKept: () => true,
      idToken: () => Promise.resolve({ ok: true, value: `id.token.${SECRETS[0].secretKey}` }),
      end: () => Promise.resolve(),
    };
    return {
      ...source,
      provider: createIssuedKeys({
        policy: { providerId: 'p', roleArn: 'qcs::cam::uin/1:roleName/r', durationSeconds: 3_600 },
        session: () => session,
        assumeRole: source.ask,
        time,
        isIdle: () => true,
        onChange: (credentials) => published.push(credentials && toKeyInfo(credentials, 'signIn')),
        log: (message) => published.push(message),
      }),
      advance: time.advance,
      published,
    };
  },
};

export const providersUnderTest: readonly ProviderUnderTest[] = [lastingKey, credentialProcess, signIn];
