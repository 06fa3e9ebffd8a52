/** The account at the company's gateway: it needs the sign-in, and has neither key nor application. */
import { afterEach, expect, test } from 'vitest';
import { isGateway } from '../../../main/account/account-target.ts';
import { toTeamConnection } from '../../../main/app/team/team-gateway.ts';
import { getLogOwner } from '../../../main/app/log-owner.ts';
import { accountId } from '../../../main/settings/seen-reasons.ts';
import { stopServers } from '../../support/hostile-server.ts';
import { form } from './support/account-harness.ts';
import { createSignedInAccount, OF_GATEWAY } from './support/signed-in-account.ts';

afterEach(stopServers);

const ORIGIN = 'https://gateway.example.com';
const MEI = 'mei.lin@example.com';

async function createAccountAtGateway(...[parts]: Parameters<typeof createSignedInAccount>) {
  const made = await createSignedInAccount(parts, OF_GATEWAY);
  await made.account.start();
  /** A token for the gateway; the failure if there is none. */
  const token = async (fresh = false) => {
    const connection = made.account.connection();
    if (!connection || !isGateway(connection)) throw new Error('no account of a gateway');
    const result = await connection.idToken(fresh);
    return result.ok ? result.value : result.failure;
  };
  return { ...made, token };
}

test('before the sign-in nothing is set up, and no account can be typed', async () => {
  const { account } = await createAccountAtGateway();
  expect(account.publicState()).toMatchObject({
    mode: 'unconfigured',
    edition: 'gateway',
    endpoint: ORIGIN,
    sdkAppId: null,
    keys: { storage: 'gateway', secretIdSuffix: '' },
    signIn: { step: 'signedOut' },
  });
  expect(account.connection()).toBeNull();
  expect(await account.save(form)).toEqual({ outcome: 'declined' });
});

test('requests of the person who has signed in carry a token, and no key is asked for', async () => {
  const { account, enter, token, keys, changes } = await createAccountAtGateway();
  await enter();
  expect(account.publicState()).toMatchObject({ mode: 'account', agent: MEI, endpoint: ORIGIN });
  expect(account.connection()).toMatchObject({
    agent: MEI,
    endpoint: { edition: 'gateway', origin: ORIGIN },
  });
  const first = await token();
  expect(first).toMatch(/^eyJ/);
  expect(await token()).toBe(first);
  expect(await token(true)).not.toBe(first);
  expect(keys).toEqual([]);
  expect(changes()).toBe(1);
});

test('the next start needs no sign-in', async () => {
  const first = await createAccountAtGateway();
  await first.enter();
  const again = await createAccountAtGateway(first);
  expect(again.account.publicState()).toMatchObject({ mode: 'account', agent: MEI, edition: 'gateway' });
  expect(await again.token()).toMatch(/^eyJ/);
});

test('after signing out there is no token, and nothing is sent', async () => {
  const { account, enter, signIn } = await createAccountAtGateway();
  await enter();
  const connection = account.connection();
  await signIn.signOut();
  expect(account.connection()).toBeNull();
  if (!connection || !isGateway(connection)) throw new Error('no account of a gateway');
  expect(await connection.idToken(false)).toMatchObject({ ok: false, failure: { kind: 'signInRequired' } });
});

test('a sign-in that the company has ended ends here as well', async () => {
  const { account, enter, token, issuer } = await createAccountAtGateway();
  await enter();
  issuer.refreshTokens.clear();
  expect(await token(true)).toMatchObject({ kind: 'signInExpired' });
  expect(account.publicState()).toMatchObject({
    mode: 'unconfigured',
    signIn: { step: 'signedOut', failure: { kind: 'signInExpired' } },
  });
});

test('the activity log and the seen reasons are of this agent at this gateway, and a team is of none', async () => {
  const { account, enter, settings } = await createAccountAtGateway();
  await enter();
  expect(getLogOwner(settings.get(), account.connection())).toEqual({
    mode: 'account',
    endpoint: ORIGIN,
    sdkAppId: null,
    agent: MEI,
  });
  expect(accountId(settings.get())).toBe(`${ORIGIN} ${MEI}`);
  expect(toTeamConnection(account.connection())).toBeNull();
});

test('the simulator is left for the gateway again', async () => {
  const { account, enter } = await createAccountAtGateway();
  await enter();
  await account.useSimulator();
  expect(account.publicState()).toMatchObject({ mode: 'simulator', keys: { storage: 'simulator' } });
  await account.leaveSimulator();
  expect(account.publicState()).toMatchObject({ mode: 'account', endpoint: ORIGIN, agent: MEI });
});

test('no token is in what is shown, logged or saved', async () => {
  const { enter, token, everythingSaid } = await createAccountAtGateway();
  await enter();
  const [, payload = ''] = JSON.stringify(await token()).split('.');
  expect(payload.length).toBeGreaterThan(20);
  expect(everythingSaid()).not.toContain(payload);
});
