/** The keys of the company's sign-in: renewal, refusals, refresh tokens and their rotation, over real sockets. */
import { describe, expect, test } from 'vitest';
import { sessionNameOf } from '../../../main/account/sign-in/issue-keys.ts';
import type { AssumeRoleResult } from '../../../tencent/sts/assume-role.ts';
import type { FailureKind } from '../../../tencent/failure.ts';
import { createHarness, ITEM } from './support/sign-in-harness.ts';

const HOUR_MS = 3_600_000;

const refuses = (kind: FailureKind) => (): AssumeRoleResult => ({
  ok: false,
  failure: { kind, code: `Sts.${kind}`, message: '', requestId: 'the-request' },
});
const issued = (): AssumeRoleResult => ({
  ok: true,
  credentials: { secretId: 'AKIDfresh', secretKey: 'freshSecretOfNoUse', token: 'freshTokenOfNoUse' },
  expiresAt: Date.now() + 12 * HOUR_MS,
});

/** The number of the key. */
const secretIdOf = (result: unknown) => (result as { secretId?: string } | null)?.secretId;

async function createSignedIn() {
  const signIn = await createHarness();
  await signIn.enter();
  const request = async () => signIn.provider.credentials();
  return { ...signIn, request };
}

test('a key of twelve hours lasts for a shift of nine, and is renewed at one time of the last hours', async () => {
  const { request, move, assumed } = await createSignedIn();
  await request();
  move(9 * HOUR_MS);
  await request();
  expect(assumed).toHaveLength(1);
  // With a random number of one half: 15 of 100 parts before the end.
  move(1.3 * HOUR_MS);
  expect(secretIdOf(await request())).toBe('AKIDtemporary1');
  await expect.poll(async () => secretIdOf(await request())).toBe('AKIDtemporary2');
  // The first ID token had ended.
  expect(assumed[1]?.idToken).not.toBe(assumed[0]?.idToken);
});

test('a renewal waits until no switch is in flight', async () => {
  const { request, move, assumed, setIdle } = await createSignedIn();
  await request();
  move(11 * HOUR_MS);
  setIdle(false);
  expect(secretIdOf(await request())).toBe('AKIDtemporary1');
  expect(assumed).toHaveLength(1);
  setIdle(true);
  await request();
  await expect.poll(() => assumed.length).toBe(2);
});

test('the last key is used until its end while the issuer is down, with fewer and fewer attempts', async () => {
  const { request, move, issuer, step, logged } = await createSignedIn();
  await request();
  await issuer.stop();
  move(11 * HOUR_MS);
  const attempts = () => logged.filter((line) => line.startsWith('the sign-in was not renewed')).length;
  for (const [waited, count] of [
    [0, 1],
    [20_000, 1],
    [11_000, 2],
    [50_000, 2],
    [11_000, 3],
  ] as const) {
    move(waited);
    expect(secretIdOf(await request())).toBe('AKIDtemporary1');
    await expect.poll(attempts).toBe(count);
  }
  move(HOUR_MS);
  expect(await request()).toMatchObject({ kind: 'issuerUnreachable' });
  expect(step()).toBe('signedIn');
});

test('while STS is down, the failure is its own, and the sign-in lasts', async () => {
  const { request, answerSts, step, assumed } = await createSignedIn();
  answerSts(refuses('stsUnavailable'));
  expect(await request()).toMatchObject({ kind: 'stsUnavailable', requestId: 'the-request' });
  expect(assumed).toHaveLength(1);
  expect(step()).toBe('signedIn');
});

test.each(['stsTokenRefused', 'stsKeysOutdated', 'stsAudienceUnknown'] as const)(
  'after %s STS gets a fresh token once',
  async (kind) => {
    const { request, answerSts, assumed } = await createSignedIn();
    answerSts(() => (assumed.length === 1 ? refuses(kind)() : issued()));
    expect(secretIdOf(await request())).toBe('AKIDfresh');
    expect(assumed).toHaveLength(2);
    expect(assumed[1]?.idToken).not.toBe(assumed[0]?.idToken);
  },
);

test('a token that is refused twice ends the sign-in, with its reason', async () => {
  const { request, answerSts, assumed, step, kind, changes } = await createSignedIn();
  answerSts(refuses('stsTokenRefused'));
  expect(await request()).toMatchObject({ kind: 'stsTokenRefused' });
  expect(assumed).toHaveLength(2);
  expect(step()).toBe('signedOut');
  expect(kind()).toBe('stsTokenRefused');
  expect(changes.at(-1)).toBe('ended');
});

test.each(['stsRoleNotFound', 'stsRoleNotPermitted', 'stsKeysOutdated', 'stsAudienceUnknown'] as const)(
  '%s is a matter of IT: the sign-in lasts',
  async (refusal) => {
    const { request, answerSts, step } = await createSignedIn();
    answerSts(refuses(refusal));
    expect(await request()).toMatchObject({ kind: refusal });
    expect(step()).toBe('signedIn');
    answerSts(issued);
    expect(secretIdOf(await request())).toBe('AKIDfresh');
  },
);

test('the issuer rotates its keys: the next token is checked with the new ones', async () => {
  const { request, issuer, provider } = await createSignedIn();
  await request();
  issuer.rotateKeys();
  provider.invalidate();
  expect(secretIdOf(await request())).toBe('AKIDtemporary2');
});

describe('a refresh token', () => {
  test('is replaced by each refresh, and kept before the old one is forgotten', async () => {
    const { request, move, issuer, keytar, provider } = await createSignedIn();
    const [before = ''] = issuer.refreshTokens.keys();
    move(2 * HOUR_MS);
    provider.invalidate();
    await request();
    const [after = ''] = issuer.refreshTokens.keys();
    expect(after).not.toBe(before);
    expect(keytar.items.get(ITEM)).toContain(after);
    expect(keytar.items.get(ITEM)).not.toContain(before);
  });

  test('that the keychain does not keep is used for this session, and no old one stays', async () => {
    const { request, move, keytar, provider, publicState } = await createSignedIn();
    move(2 * HOUR_MS);
    keytar.failWrites('the keyring is full');
    provider.invalidate();
    await request();
    expect(publicState().sessionOnly).toBe(true);
    expect(keytar.items.has(ITEM)).toBe(false);
    move(2 * HOUR_MS);
    provider.invalidate();
    expect(secretIdOf(await request())).toBe('AKIDtemporary2');
  });

  test('that was revoked ends the sign-in when the last key ends, and not before', async () => {
    const { request, move, issuer, step, kind, seenTokens } = await createRevoked();
    move(11 * HOUR_MS);
    expect(secretIdOf(await request())).toBe('AKIDtemporary1');
    await expect.poll(seenTokens).toBe(2);
    expect(step()).toBe('signedIn');
    move(HOUR_MS);
    expect(await request()).toMatchObject({ kind: 'signInExpired' });
    expect(step()).toBe('signedOut');
    expect(kind()).toBe('signInExpired');
    // A token that is known to be revoked is not sent again.
    expect(seenTokens()).toBe(2);
    expect(issuer.refreshTokens.size).toBe(0);
  });

  test('of which the issuer makes the token of another person ends the sign-in', async () => {
    const { request, move, issuer, provider, step } = await createSignedIn();
    issuer.lies.claims = { sub: 'subject-wei' };
    move(2 * HOUR_MS);
    provider.invalidate();
    expect(await request()).toMatchObject({ kind: 'signInExpired', code: 'SignIn.OtherPerson' });
    expect(step()).toBe('signedOut');
  });

  test('that does not come makes the sign-in one for this session', async () => {
    const signIn = await createHarness();
    signIn.issuer.lies.withoutRefreshToken = true;
    await signIn.enter();
    expect(signIn.publicState()).toMatchObject({ step: 'signedIn', sessionOnly: true });
    signIn.move(2 * HOUR_MS);
    expect(await signIn.provider.credentials()).toMatchObject({
      kind: 'signInExpired',
      code: 'SignIn.NoRefreshToken',
    });
  });

  test('is refreshed once for requests at the same time', async () => {
    const { request, move, issuer, provider } = await createSignedIn();
    move(2 * HOUR_MS);
    provider.invalidate();
    await Promise.all([request(), request(), request()]);
    expect(issuer.seen.paths.filter((path) => path.endsWith('/token'))).toHaveLength(2);
  });
});

async function createRevoked() {
  const signIn = await createSignedIn();
  await signIn.request();
  signIn.issuer.refreshTokens.clear();
  const seenTokens = () => signIn.issuer.seen.paths.filter((path) => path.endsWith('/token')).length;
  return { ...signIn, seenTokens };
}

test.each([
  ['mei.lin@example.com', 'mei.lin@example.com'],
  ['林美@example.com', '--@example.com'],
  ['a', 'a-'],
  ['x'.repeat(200), 'x'.repeat(128)],
])('the session of %s is called %s', (agent, name) => {
  expect(sessionNameOf(agent)).toBe(name);
});
