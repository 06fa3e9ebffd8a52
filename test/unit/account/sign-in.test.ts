/** The company's sign-in, from the button to the key, over real sockets. */
import { describe, expect, test } from 'vitest';
import { createFakeKeytar } from '../../support/unit/fake-keytar.ts';
import { createHarness, ITEM } from './support/sign-in-harness.ts';

const HOUR_MS = 3_600_000;
const key = (count: number) => ({
  secretId: `AKIDtemporary${count}`,
  secretKey: `temporarySecretOfNoUse${count}`,
  token: `temporaryTokenOfNoUse${count}`,
});

test('signs in by the browser, keeps the refresh token, and gets a key for the ID token', async () => {
  const signIn = await createHarness();
  expect(signIn.step()).toBe('signedOut');
  expect(signIn.issuer.seen.paths).toEqual([]);

  const page = await signIn.enter();
  expect(page).toContain('SIGNED IN');
  expect(signIn.publicState()).toEqual({
    step: 'signedIn',
    issuerHost: 'issuer.test',
    userCode: '',
    verificationAddress: '',
    failure: null,
    canUseDeviceCode: true,
    sessionOnly: false,
  });
  expect(signIn.states.map(({ step }) => step)).toEqual(['starting', 'browser', 'signedIn']);
  expect(signIn.changes).toEqual(['in: mei.lin@example.com']);
  const [refreshToken] = signIn.issuer.refreshTokens.keys();
  expect(JSON.parse(signIn.keytar.items.get(ITEM) ?? '')).toMatchObject({ refreshToken });

  expect(await signIn.provider.credentials()).toEqual(key(1));
  expect(await signIn.provider.credentials()).toEqual(key(1));
  expect(signIn.assumed).toHaveLength(1);
  expect(signIn.assumed[0]).toMatchObject({
    providerId: 'company-login',
    sessionName: 'mei.lin@example.com',
    durationSeconds: 43_200,
  });
  // The first ID token is used: nothing was refreshed.
  expect(signIn.issuer.seen.paths.filter((path) => path.endsWith('/token'))).toHaveLength(1);
});

test('asks the browser for a code with PKCE, state and nonce', async () => {
  const signIn = await createHarness();
  const asked = new URL(await signIn.toBrowser());
  expect(asked.origin + asked.pathname).toBe('https://issuer.test/tenant/authorize');
  const parameters = Object.fromEntries(asked.searchParams);
  expect(parameters).toMatchObject({
    client_id: 'standby',
    response_type: 'code',
    scope: 'openid email offline_access',
    code_challenge_method: 'S256',
  });
  expect(parameters.redirect_uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  for (const name of ['state', 'nonce', 'code_challenge']) expect(parameters[name]).toMatch(/^[\w-]{43}$/);
});

test('after a sign-out the provider asks for the password, so that another person can sign in', async () => {
  const signIn = await createHarness();
  const promptOf = (address: string) => new URL(address).searchParams.get('prompt');
  await signIn.enter();
  await signIn.signOut();
  expect(promptOf(await signIn.toBrowser())).toBe('login');
  await fetch(signIn.issuer.authorize(signIn.opened.at(-1) ?? ''));
  await signIn.settled();
  expect(promptOf(await signIn.toBrowser())).toBeNull();
  expect(signIn.opened.map(promptOf)).toEqual([null, 'login', null]);
  signIn.cancel();
  await signIn.settled();
});

test('restores the sign-in of the last start without a prompt', async () => {
  const first = await createHarness();
  await first.enter();
  const { keytar, issuer } = first;
  const again = await createHarness({ keytar, issuer, lastAgent: 'mei.lin@example.com' });
  expect(again.step()).toBe('starting');
  await again.start();
  expect(again.step()).toBe('signedIn');
  expect(again.opened).toEqual([]);
  expect(await again.provider.credentials()).toEqual(key(1));
  // The refresh token was replaced, and the new one is kept.
  const [refreshToken] = issuer.refreshTokens.keys();
  expect(JSON.parse(keytar.items.get(ITEM) ?? '')).toMatchObject({ refreshToken });
});

test('a request at the start waits for the keychain', async () => {
  const { keytar, issuer, ...first } = await createHarness();
  await first.enter();
  const again = await createHarness({ keytar, issuer, lastAgent: 'mei.lin@example.com' });
  keytar.hang();
  const started = again.start();
  const requested = again.provider.credentials();
  keytar.work();
  // keytar is called in a later turn.
  await Promise.resolve();
  keytar.release();
  await started;
  expect(await requested).toEqual(key(1));
});

test.each([
  ['another person', { lastAgent: 'wei@example.com' }],
  ['nobody', { lastAgent: null }],
])('does not restore the sign-in when %s was signed in', async (_who, { lastAgent }) => {
  const { keytar, issuer, ...first } = await createHarness();
  await first.enter();
  const again = await createHarness({ keytar, issuer, lastAgent });
  await again.start();
  expect(again.step()).toBe('signedOut');
  expect(keytar.items.size).toBe(0);
  expect(await again.provider.credentials()).toMatchObject({ kind: 'signInRequired' });
});

test('signing out forgets everything, and revokes the refresh token', async () => {
  const signIn = await createHarness();
  await signIn.enter();
  await signIn.provider.credentials();
  const [refreshToken] = signIn.issuer.refreshTokens.keys();
  expect(await signIn.signOut()).toEqual({ outcome: 'saved', trimmed: [], invisible: [] });
  expect(signIn.step()).toBe('signedOut');
  expect(signIn.kind()).toBeNull();
  expect(signIn.keytar.items.size).toBe(0);
  expect(signIn.issuer.seen.revoked).toEqual([refreshToken]);
  expect(signIn.changes).toEqual(['in: mei.lin@example.com', 'out']);
  expect(await signIn.provider.credentials()).toMatchObject({ kind: 'signInRequired' });
});

test('signing out forgets everything when the issuer is down', async () => {
  const signIn = await createHarness();
  await signIn.enter();
  await signIn.issuer.stop();
  expect(await signIn.signOut()).toMatchObject({ outcome: 'saved' });
  expect(signIn.keytar.items.size).toBe(0);
  expect(signIn.step()).toBe('signedOut');
});

test('a keychain that does not remove the sign-in is reported, and nobody is signed in', async () => {
  const signIn = await createHarness();
  await signIn.enter();
  signIn.keytar.fail('the keyring is locked');
  expect(await signIn.signOut()).toMatchObject({ outcome: 'keychain', state: 'locked' });
  expect(signIn.step()).toBe('signedOut');
  // The next start removes it: nobody was signed in.
  signIn.keytar.work();
  const again = await createHarness({ keytar: signIn.keytar, issuer: signIn.issuer, lastAgent: null });
  await again.start();
  expect(signIn.keytar.items.size).toBe(0);
});

test('another person replaces the first one, of whom nothing stays', async () => {
  const signIn = await createHarness();
  await signIn.enter();
  const [first] = signIn.issuer.refreshTokens.keys();
  expect(await signIn.provider.credentials()).toEqual(key(1));
  signIn.issuer.become({ sub: 'subject-wei', email: 'wei@example.com' });
  await signIn.enter();
  expect(signIn.agent()).toBe('wei@example.com');
  expect(signIn.changes).toEqual(['in: mei.lin@example.com', 'in: wei@example.com']);
  expect(signIn.keytar.items.get(ITEM)).not.toContain(first);
  expect(await signIn.provider.credentials()).toEqual(key(2));
  await expect.poll(() => signIn.issuer.seen.revoked).toEqual([first]);
});

test('a key that arrives late for the first person is not used for the second', async () => {
  const signIn = await createHarness();
  await signIn.enter();
  let answerLate: () => void = () => {};
  signIn.answerSts(
    () =>
      new Promise((resolve) => {
        answerLate = () => resolve({ ok: true, credentials: key(99), expiresAt: Date.now() + 12 * HOUR_MS });
      }),
  );
  const late = signIn.provider.credentials();
  await expect.poll(() => signIn.assumed.length).toBe(1);
  signIn.issuer.become({ sub: 'subject-wei', email: 'wei@example.com' });
  await signIn.enter();
  signIn.answerSts(() => ({ ok: true, credentials: key(2), expiresAt: Date.now() + 12 * HOUR_MS }));
  answerLate();
  expect(await late).toMatchObject({ kind: 'signInRequired' });
  expect(await signIn.provider.credentials()).toEqual(key(2));
});

describe('a cancelled sign-in', () => {
  test('ends, and the redirect address with it', async () => {
    const signIn = await createHarness();
    const address = await signIn.toBrowser();
    signIn.cancel();
    await signIn.until('signedOut');
    expect(signIn.kind()).toBe('signInCancelled');
    await expect(fetch(signIn.issuer.authorize(address))).rejects.toThrow('fetch failed');
  });

  test('leaves the person signed in who was', async () => {
    const signIn = await createHarness();
    await signIn.enter();
    await signIn.toBrowser();
    expect(signIn.agent()).toBe('mei.lin@example.com');
    signIn.cancel();
    await signIn.until('signedIn');
    expect(await signIn.provider.credentials()).toEqual(key(1));
  });

  test('ends while the issuer does not answer', async () => {
    const signIn = await createHarness();
    signIn.issuer.lies.handle = () => true;
    signIn.begin('browser');
    signIn.cancel();
    await signIn.until('signedOut');
    expect(signIn.kind()).toBe('signInCancelled');
  });
});

test('a second press opens the browser again, with the same attempt', async () => {
  const signIn = await createHarness();
  const address = await signIn.toBrowser();
  signIn.begin('browser');
  expect(signIn.opened).toEqual([address, address]);
  await fetch(signIn.issuer.authorize(address));
  await signIn.until('signedIn');
});

test('signs in by a code on another device', async () => {
  const signIn = await createHarness();
  signIn.begin('deviceCode');
  await signIn.until('deviceCode');
  expect(signIn.publicState()).toMatchObject({
    userCode: 'WDJB-MJHT',
    verificationAddress: 'https://issuer.test/device',
  });
  signIn.issuer.approveDevices();
  await signIn.until('signedIn');
  expect(signIn.publicState()).toMatchObject({ userCode: '', verificationAddress: '' });
  expect(signIn.opened).toEqual([]);
});

describe('a keychain that', () => {
  test('does not work keeps the sign-in for this session only, and tells why', async () => {
    const signIn = await createHarness();
    signIn.keytar.fail('the keyring is locked');
    await signIn.enter();
    expect(signIn.publicState()).toMatchObject({ step: 'signedIn', sessionOnly: true, failure: null });
    expect(signIn.keychainState()).toMatchObject({ keychain: 'locked' });
    expect(await signIn.provider.credentials()).toEqual(key(1));
  });

  test('cannot keep a token of that length refuses it, and the sign-in is for this session only', async () => {
    const signIn = await createHarness();
    signIn.issuer.lies.refreshToken = () => 'r'.repeat(20_000);
    await signIn.enter();
    expect(signIn.publicState()).toMatchObject({ step: 'signedIn', sessionOnly: true });
    expect(signIn.keychainState()).toMatchObject({ keychain: 'tooLong' });
    expect(signIn.keytar.items.size).toBe(0);
  });

  test.each([2_400, 5_000, 19_000])('is the one of Windows keeps a token of %i bytes', async (length) => {
    const keytar = createFakeKeytar(2_560);
    const system = { platform: 'win32', hasSessionBus: () => false } as const;
    const signIn = await createHarness({ keytar, system });
    signIn.issuer.lies.refreshToken = () => 'r'.repeat(length);
    await signIn.enter();
    expect(signIn.publicState().sessionOnly).toBe(false);
    const { issuer } = signIn;
    const again = await createHarness({ keytar, system, issuer, lastAgent: 'mei.lin@example.com' });
    await again.start();
    expect(again.step()).toBe('signedIn');
    await again.signOut();
    expect(keytar.items.size).toBe(0);
  });

  test('is locked at the start leaves nobody signed in, and tells why', async () => {
    const { keytar, issuer, ...first } = await createHarness();
    await first.enter();
    keytar.fail('the keyring is locked');
    const again = await createHarness({ keytar, issuer, lastAgent: 'mei.lin@example.com' });
    await again.start();
    expect(again.publicState()).toMatchObject({
      step: 'signedOut',
      failure: { kind: 'credentialsUnavailable', code: 'Keychain.locked' },
    });
    keytar.work();
    await again.start();
    expect(again.publicState()).toMatchObject({ step: 'signedIn', failure: null });
  });
});
