/** The company's sign-in with a provider on loopback, a real redirect address, a fake keychain and a fake STS. */
import { randomBytes } from 'node:crypto';
import { onTestFinished, vi } from 'vitest';
import { createKeychain } from '../../../../main/account/keychain.ts';
import type { KeychainSystem } from '../../../../main/account/keychain-error.ts';
import { createIssuedKeys } from '../../../../main/account/sign-in/issue-keys.ts';
import { listenForRedirect } from '../../../../main/account/sign-in/loopback-redirect.ts';
import { createOidcClient } from '../../../../main/account/sign-in/oidc-client.ts';
import { createSignIn } from '../../../../main/account/sign-in/sign-in.ts';
import { systemClock, type Clock } from '../../../../shared/clock.ts';
import type { SignInState } from '../../../../shared/state.ts';
import type { AssumeRoleRequest, AssumeRoleResult } from '../../../../tencent/sts/assume-role.ts';
import { createFakeKeytar, LINUX } from '../../../support/unit/fake-keytar.ts';
import { CLIENT_ID, ISSUER, startIssuer, type TestIssuer } from './test-issuer.ts';

export const ITEM = 'Standby/Company sign-in';
const HOUR_MS = 3_600_000;

export const policy = {
  issuer: ISSUER,
  clientId: CLIENT_ID,
  scopes: ['openid', 'email', 'offline_access'],
  accountClaim: 'email',
  providerId: 'company-login',
  roleArn: 'qcs::cam::uin/100000000001:roleName/ccc-agent',
  durationSeconds: 43_200,
  deviceCode: true,
};

type Options = {
  keytar?: ReturnType<typeof createFakeKeytar>;
  lastAgent?: string | null;
  issuer?: TestIssuer;
  system?: KeychainSystem;
};

/** This computer's clock, which the test moves; timers run as always. */
export function createMovableClock() {
  let offsetMs = 0;
  const time: Clock = { ...systemClock, now: () => Date.now() + offsetMs, random: () => 0.5 };
  return { time, move: (milliseconds: number) => void (offsetMs += milliseconds) };
}

export async function createHarness(options: Options = {}) {
  const { time, move } = createMovableClock();
  const issuer = options.issuer ?? (await startIssuer(time.now));
  const keytar = options.keytar ?? createFakeKeytar();
  const keychain = createKeychain(keytar.load, time, options.system ?? LINUX);
  const logged: string[] = [];
  const states: SignInState[] = [];
  const published: unknown[] = [];
  const opened: string[] = [];
  const changes: string[] = [];
  const assumed: AssumeRoleRequest[] = [];
  let isIdle = true;
  let answers: (request: AssumeRoleRequest) => AssumeRoleResult | Promise<AssumeRoleResult> = () => ({
    ok: true,
    credentials: {
      secretId: `AKIDtemporary${assumed.length}`,
      secretKey: `temporarySecretOfNoUse${assumed.length}`,
      token: `temporaryTokenOfNoUse${assumed.length}`,
    },
    expiresAt: time.now() + 12 * HOUR_MS,
  });
  let closeListener: () => void = () => {};

  const signIn = createSignIn({
    policy,
    oidc: createOidcClient({ policy, fetch: issuer.fetch, time }),
    keychain: keychain.signIn,
    listen: async (state) => {
      const listener = await listenForRedirect({
        state,
        texts: () => ({ language: 'en', signedIn: 'SIGNED IN', failed: 'FAILED' }),
        log: (message) => void logged.push(message),
      });
      closeListener = listener.close;
      return listener;
    },
    openBrowser: (address) => {
      opened.push(address);
      return Promise.resolve(true);
    },
    randomText: () => randomBytes(32).toString('base64url'),
    time,
    createKeys: (session) =>
      createIssuedKeys({
        policy,
        session,
        time,
        isIdle: () => isIdle,
        log: (message) => void logged.push(message),
        assumeRole: (request) => {
          assumed.push(request);
          return Promise.resolve(answers(request));
        },
        onChange: (credentials) => void published.push(credentials?.secretId.slice(-1) ?? null),
      }),
    log: (message) => void logged.push(message),
    onChange: () => void states.push(signIn.publicState()),
    lastAgent: () => options.lastAgent ?? null,
    onSignedIn: (agent) => {
      changes.push(`in: ${agent}`);
      return Promise.resolve();
    },
    onSignedOut: (isWanted) => {
      changes.push(isWanted ? 'out' : 'ended');
      return Promise.resolve();
    },
  });
  onTestFinished(() => closeListener());

  const step = () => signIn.publicState().step;
  const until = (wanted: SignInState['step']) =>
    vi.waitFor(() => {
      if (step() !== wanted) throw new Error(`the step is ${step()}`);
    }, 20_000);
  /** Waits until no attempt runs. */
  const settled = () =>
    vi.waitFor(() => {
      if (step() !== 'signedIn' && step() !== 'signedOut') throw new Error(`the step is ${step()}`);
    }, 20_000);
  /** Begins a sign-in and waits for the address that the browser is sent to. */
  const toBrowser = async () => {
    signIn.begin('browser');
    await vi.waitFor(() => {
      if (step() === 'starting') throw new Error('not opened yet');
    }, 20_000);
    return opened.at(-1) ?? '';
  };
  /** A whole sign-in. Returns the page that the person sees at its end. */
  const enter = async () => {
    const address = await toBrowser();
    const page = await fetch(issuer.authorize(address)).then((response) => response.text());
    await settled();
    return page;
  };

  return {
    ...signIn,
    issuer,
    keytar,
    move,
    logged,
    states,
    published,
    opened,
    changes,
    assumed,
    step,
    until,
    settled,
    toBrowser,
    enter,
    setIdle: (idle: boolean) => void (isIdle = idle),
    answerSts: (next: typeof answers) => void (answers = next),
    kind: () => signIn.publicState().failure?.kind ?? null,
  };
}
