/**
 * Random orders of what the agent does and of late answers and failures: never two people at once, never a key of another
 * person, and always an end that is true.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KeychainText } from '../../../main/account/keychain.ts';
import { createIssuedKeys } from '../../../main/account/sign-in/issue-keys.ts';
import type { OidcClient, OidcResult, Tokens } from '../../../main/account/sign-in/oidc-client.ts';
import { createSignIn } from '../../../main/account/sign-in/sign-in.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';

const PEOPLE = ['mei@example.com', 'wei@example.com', 'ada@example.com'];
const HOUR_MS = 3_600_000;

type Action =
  | { do: 'enter' | 'become'; person: number }
  | { do: 'cancel' | 'signOut' | 'request' | 'invalidate' }
  | { do: 'wait'; ms: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('enter' as const), person: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('become' as const), person: fc.nat(2) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel' as const, 'signOut', 'request', 'request', 'invalidate'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.nat(3_000), fc.nat(60_000), fc.constantFrom(2 * HOUR_MS, 11 * HOUR_MS)),
    }),
  },
);
/** The latency of each port call in turn, and whether it fails. */
const answers = fc.array(fc.record({ ms: fc.nat(9_000), fails: fc.nat(7).map((number) => number === 0) }), {
  minLength: 1,
  maxLength: 60,
});

function createWorld(turns: readonly { ms: number; fails: boolean }[]) {
  const time = createVirtualClock();
  let turn = 0;
  let person = 0;
  let made = 0;
  const problems: string[] = [];
  let openListeners = 0;
  let last: string | null = null;

  /** Answers after the latency of the next turn. */
  function later<Value>(work: () => Value, fail: () => Value): Promise<Value> {
    const { ms, fails } = turns[turn % turns.length] ?? { ms: 0, fails: false };
    turn += 1;
    return new Promise((resolve) => void time.setTimer(ms, () => resolve(fails ? fail() : work())));
  }
  const down = (): OidcResult<never> => ({
    ok: false,
    failure: { kind: 'issuerUnreachable', code: 'Issuer.Down', message: '' },
  });
  const revoked = (): OidcResult<never> => ({
    ok: false,
    failure: { kind: 'signInExpired', code: 'Issuer.invalid_grant', message: '' },
  });
  function tokensOf(agent: string): OidcResult<Tokens> {
    made += 1;
    return {
      ok: true,
      value: {
        idToken: `id ${agent} ${made}`,
        refreshToken: `refresh ${agent} ${made}`,
        person: { subject: agent, agent, expiresAt: time.now() + HOUR_MS },
      },
    };
  }
  const oidc: OidcClient = {
    begin: () =>
      later<Awaited<ReturnType<OidcClient['begin']>>>(
        () => ({
          ok: true,
          value: {
            address: 'https://issuer.test/',
            endpoint: 'https://issuer.test/',
            finish: () => later(() => tokensOf(PEOPLE[person] ?? ''), down),
          },
        }),
        down,
      ),
    beginDevice: () => Promise.resolve(down()),
    refresh: (token) =>
      later(() => tokensOf(token.split(' ')[1] ?? ''), token.length % 2 === 0 ? down : revoked),
    revoke: () => later<OidcResult<void>>(() => ({ ok: true, value: undefined }), down),
  };

  let item: string | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  const keychainFails = { ok: false, error: 'locked', message: '' } as const;
  /** One call at a time, as the real one. */
  function enqueue<Value>(work: () => Value) {
    const result = queue.then(() =>
      later<{ ok: true; value: Value } | typeof keychainFails>(
        () => ({ ok: true, value: work() }),
        () => keychainFails,
      ),
    );
    queue = result;
    return result;
  }
  const keychain: KeychainText = {
    read: () => enqueue(() => item),
    write: (text) => enqueue(() => void (item = text)),
    remove: () => enqueue(() => void (item = null)),
  };

  const signIn = createSignIn({
    policy: {
      issuer: 'https://issuer.test',
      clientId: 'standby',
      scopes: ['openid'],
      accountClaim: 'email',
      providerId: 'p',
      roleArn: 'r',
      durationSeconds: 43_200,
      deviceCode: false,
    },
    oidc,
    keychain,
    listen: () => {
      openListeners += 1;
      let isClosed = false;
      return Promise.resolve({
        redirectUri: 'http://127.0.0.1:1/callback',
        redirect: later(
          () => ({ parameters: new URLSearchParams(), answer: () => {} }),
          () => null,
        ).then((redirect) => redirect ?? new Promise<never>(() => {})),
        close: () => {
          if (!isClosed) openListeners -= 1;
          isClosed = true;
        },
      });
    },
    openBrowser: () => Promise.resolve(true),
    randomText: () => 'x',
    time,
    createKeys: (session) =>
      createIssuedKeys({
        policy: { providerId: 'p', roleArn: 'r', durationSeconds: 43_200 },
        session,
        time,
        isIdle: () => true,
        log: () => {},
        onChange: () => {},
        assumeRole: ({ idToken }) =>
          later<Awaited<ReturnType<Parameters<typeof createIssuedKeys>[0]['assumeRole']>>>(
            () => ({
              ok: true,
              credentials: { secretId: idToken.split(' ')[1] ?? '', secretKey: 'k', token: 't' },
              expiresAt: time.now() + 12 * HOUR_MS,
            }),
            () => ({ ok: false, failure: { kind: 'stsTokenRefused', code: 'Sts.X', message: '' } }),
          ),
      }),
    log: () => {},
    onChange: () => {
      const { step } = signIn.publicState();
      if (step === 'signedIn' && signIn.agent() === null) problems.push('signed in without a person');
      if (step === 'signedOut' && signIn.agent() !== null) problems.push('signed out with a person');
    },
    lastAgent: () => null,
    onSignedIn: (agent) => {
      last = agent;
      return Promise.resolve();
    },
    onSignedOut: () => {
      last = null;
      return Promise.resolve();
    },
  });

  async function request(): Promise<void> {
    const result = await signIn.provider.credentials();
    if (result && !('kind' in result) && result.secretId !== signIn.agent())
      problems.push(`a key of ${result.secretId} for ${String(signIn.agent())}`);
  }

  return {
    time,
    signIn,
    problems,
    become: (next: number) => void (person = next),
    request,
    item: () => item,
    last: () => last,
    openListeners: () => openListeners,
  };
}

test('whatever happens in whatever order, one person is signed in or nobody is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), answers, async (actions, turns) => {
      const { time, signIn, problems, become, request, item, last, openListeners } = createWorld(turns);
      for (const step of actions) {
        if ('person' in step) become(step.person);
        if (step.do === 'enter') signIn.begin('browser');
        else if (step.do === 'cancel') signIn.cancel();
        else if (step.do === 'signOut') void signIn.signOut();
        else if (step.do === 'request') void request();
        else if (step.do === 'invalidate') signIn.provider.invalidate();
        else if (step.do === 'wait') {
          await time.advance(step.ms);
          expect(openListeners()).toBeLessThanOrEqual(1);
        }
      }
      await time.advance(HOUR_MS);
      const { step, sessionOnly } = signIn.publicState();
      const agent = signIn.agent();
      expect(problems).toEqual([]);
      expect(openListeners()).toBe(0);
      expect(step).toBe(agent === null ? 'signedOut' : 'signedIn');
      // The account is the one of whoever is signed in.
      expect(last()).toBe(agent);
      if (agent !== null && !sessionOnly) expect(item() ?? '').toContain(`refresh ${agent} `);

      const signingOut = signIn.signOut();
      await time.advance(HOUR_MS);
      const { outcome } = await signingOut;
      expect(signIn.publicState()).toMatchObject({ step: 'signedOut', failure: null });
      expect(last()).toBeNull();
      if (outcome === 'saved') expect(item()).toBeNull();
    }),
    { numRuns: 300 },
  );
});
