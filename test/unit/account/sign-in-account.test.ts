/** The account of whoever has signed in with the company. */
import { afterEach, expect, test } from 'vitest';
import { NO_AGENT_MEMORY } from '../../../main/settings/agent-memory.ts';
import { stopServers } from '../../support/hostile-server.ts';
import { form } from './support/account-harness.ts';
import { createSignedInAccount } from './support/signed-in-account.ts';

afterEach(stopServers);

test('before the sign-in nothing is set up, and no account can be typed', async () => {
  const { account, keytar, changes } = await createSignedInAccount();
  await account.start();
  expect(account.publicState()).toMatchObject({
    mode: 'unconfigured',
    sdkAppId: 1400692008,
    keys: { storage: 'signIn', secretIdSuffix: '' },
    signIn: { step: 'signedOut', failure: null },
  });
  expect(account.connection()).toBeNull();
  expect(await account.save(form)).toEqual({ outcome: 'declined' });
  expect(await account.connectionFromForm(form)).toEqual({ outcome: 'declined' });
  expect(keytar.items.size).toBe(0);
  expect(changes()).toBe(0);
});

test('the person who has signed in is the agent, and the account is as if it had been typed', async () => {
  const { account, direct, enter, settings, keys, changes } = await createSignedInAccount();
  await account.start();
  await enter();
  expect(settings.get()).toMatchObject({ mode: 'account', account: { agent: 'mei.lin@example.com' } });
  expect(account.publicState()).toMatchObject({ mode: 'account', agent: 'mei.lin@example.com' });
  expect(changes()).toBe(1);
  const connection = account.connection();
  expect(connection).toMatchObject({
    agent: 'mei.lin@example.com',
    sdkAppId: 1400692008,
    endpoint: { origin: 'https://ccc.example.com' },
  });
  expect(await direct()?.credentials()).toMatchObject({ token: keys[2] });
  const { keys: shown } = account.publicState();
  expect(shown).toEqual({ storage: 'signIn', secretIdSuffix: keys[0]?.slice(-4), hasToken: true });
});

test('the next start needs no sign-in', async () => {
  const first = await createSignedInAccount();
  await first.account.start();
  await first.enter();
  const again = await createSignedInAccount(first);
  // Before the keychain was read, the window does not ask for a sign-in.
  expect(again.account.publicState()).toMatchObject({ mode: 'account', signIn: { step: 'starting' } });
  await again.account.start();
  expect(again.account.publicState()).toMatchObject({
    mode: 'account',
    agent: 'mei.lin@example.com',
    signIn: { step: 'signedIn' },
  });
  expect(await again.direct()?.credentials()).toMatchObject({ token: again.keys[2] });
});

test('after signing out nothing is sent, now and at the next start', async () => {
  const first = await createSignedInAccount();
  await first.account.start();
  await first.enter();
  expect(await first.signIn.signOut()).toMatchObject({ outcome: 'saved' });
  expect(first.mode()).toBe('unconfigured');
  expect(first.account.connection()).toBeNull();
  expect(first.changes()).toBe(2);
  const again = await createSignedInAccount(first);
  await again.account.start();
  expect(again.mode()).toBe('unconfigured');
});

test('another person gets an account of their own, and the first one is left', async () => {
  const { account, direct, enter, issuer, keys, changes, published } = await createSignedInAccount();
  await account.start();
  await enter();
  await direct()?.credentials();
  issuer.become({ sub: 'subject-wei', email: 'wei@example.com' });
  await enter();
  expect(account.publicState()).toMatchObject({ mode: 'account', agent: 'wei@example.com' });
  expect(changes()).toBe(2);
  expect(await direct()?.credentials()).toMatchObject({ token: keys[5] });
  // At no time was the second person's sign-in shown with the first one's account as set up.
  const mixed = published.filter(
    ({ mode, agent, signIn }) => mode === 'account' && agent === 'mei.lin@example.com' && signIn === null,
  );
  expect(mixed).toEqual([]);
});

test('another person sees nothing of what was remembered of the first one, who sees it after a sign-out', async () => {
  const { account, enter, issuer, settings, signIn } = await createSignedInAccount();
  await account.start();
  await enter();
  const dentist = { status: 'rest', reason: 'Dentist' } as const;
  const remembered = {
    lastAwayChoice: dentist,
    reasonDurations: [{ ...dentist, minutes: 30 }],
    recentChoices: [{ ...dentist, minutes: 30 }],
    seenReasons: { account: 'mei.lin@example.com', rest: ['Dentist'], notReady: [] },
  };
  await settings.update(remembered);
  await signIn.signOut();
  await enter();
  expect(settings.get()).toMatchObject(remembered);
  issuer.become({ sub: 'subject-wei', email: 'wei@example.com' });
  await enter();
  expect(settings.get()).toMatchObject({ account: { agent: 'wei@example.com' }, ...NO_AGENT_MEMORY });
  expect(JSON.stringify(settings.get())).not.toContain('Dentist');
});

test('when the sign-in no longer works nothing is sent, and the agent is told', async () => {
  const { account, direct, enter, issuer, move, changes, settings } = await createSignedInAccount();
  await account.start();
  await enter();
  issuer.refreshTokens.clear();
  move(2 * 3_600_000);
  expect(await direct()?.credentials()).toMatchObject({ kind: 'signInExpired' });
  expect(account.publicState()).toMatchObject({
    mode: 'unconfigured',
    signIn: { step: 'signedOut', failure: { kind: 'signInExpired', whoCanFix: 'agent' } },
  });
  expect(account.connection()).toBeNull();
  expect(changes()).toBe(2);
  // The account stays, so that its activity log goes on after the next sign-in.
  expect(settings.get()).toMatchObject({ mode: 'account', account: { agent: 'mei.lin@example.com' } });
});

test('the simulator needs no sign-in, and a sign-in leaves it', async () => {
  const { account, enter, mode, simulators, settings } = await createSignedInAccount();
  await account.start();
  await account.useSimulator();
  expect(mode()).toBe('simulator');
  expect(account.connection()?.agent).toBe('play');
  await enter();
  expect(mode()).toBe('account');
  expect(simulators.closed).toBe(1);
  expect(settings.get().account.agent).toBe('mei.lin@example.com');
});

test('signing out during the simulator leaves the simulator running', async () => {
  const { account, enter, mode, signIn } = await createSignedInAccount();
  await account.start();
  await enter();
  await account.useSimulator();
  await signIn.signOut();
  expect(mode()).toBe('simulator');
  await account.leaveSimulator();
  expect(mode()).toBe('unconfigured');
});

test('no token, code, verifier or key is in a log, the state, a file or the diagnostics', async () => {
  const { account, direct, enter, issuer, keys, keytar, move, signIn, everythingSaid, settings } =
    await createSignedInAccount();
  await account.start();
  // A failure that echoes what was sent.
  issuer.lies.handle = (path, response) => {
    if (!path.endsWith('/token')) return false;
    const error_description = `refused: ${issuer.seen.secrets.join(' ')}`;
    response.writeHead(400, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ error: 'invalid_grant', error_description }));
    return true;
  };
  expect(await enter('signedOut')).toContain('The sign-in didn&#39;t work. Return to Standby.');
  expect(account.publicState().signIn?.failure).toMatchObject({ kind: 'signInRefused' });
  issuer.lies.handle = null;
  expect(await enter()).toContain('You&#39;re signed in. You can close this page.');
  await direct()?.credentials();
  move(2 * 3_600_000);
  direct()?.invalidateCredentials?.();
  await direct()?.credentials();
  keytar.fail('the keyring is locked');
  await signIn.signOut();
  await settings.update({});

  const said = everythingSaid();
  expect(said).toContain('a key was issued');
  expect(issuer.seen.secrets.length).toBeGreaterThan(6);
  expect(keys).toHaveLength(6);
  for (const secret of [...issuer.seen.secrets, ...keys]) {
    // Of a SecretId the last four characters are shown, so shorter parts than eight prove nothing.
    for (let start = 0; start + 8 <= Math.min(secret.length, 400); start += 4) {
      const part = secret.slice(start, start + 8);
      // The header of every ID token is the same, and no secret.
      if (!/^(?:refresh-|access-|code-|device-|eyJ)/.test(part)) expect(said).not.toContain(part);
    }
  }
});
