/** The company's sign-in with a real OpenID provider, a real browser and the simulator's STS. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { JUN, MEI, test } from '../../support/desktop/company-sign-in.ts';
import {
  AGENT,
  expect,
  OTHER_AGENT,
  waitForConfirmedStatus,
  type Standby,
} from '../../support/desktop/fixtures.ts';
import { takeMainHeapSnapshot } from '../../support/desktop/heap.ts';
import { containsText, findFilesContaining } from '../../support/desktop/secret-search.ts';
import { listenOn } from '../../support/desktop/session/listen.ts';
import { readKeyring } from '../../support/desktop/session/keyring.ts';
import { newBrowserContext, signIn } from '../../support/oidc/company-browser.ts';

const startButton = (page: Page) => page.getByRole('button', { name: /^Sign in Opens/ });

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'Signed in' })).toBeVisible();
}

/** Switches to Rest and back to Free. */
async function expectSwitching({ tray }: Pick<Standby, 'tray'>): Promise<void> {
  await tray.click('Rest', 'Lunch');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, since '));
  await tray.click('Free');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, since '));
}

test('the first sign-in leads to the first switch, a restart asks nothing, and a sign-out leaves no token', async ({
  start,
  signInEnv,
  systemBrowser,
  chromium,
  issuer,
  sts,
  service,
}) => {
  test.slow();
  const person = await newBrowserContext(chromium);
  let app = await start({ env: signInEnv });
  const { profileDir } = app;
  let page = await app.window();
  const { menu: firstMenu } = await app.tray.snapshot();
  expect(firstMenu[0]?.label).toBe('Sign in…');
  await startButton(page).click();
  await expect(page.getByText('Finish signing in in your browser.')).toBeVisible();

  const address = new URL(await systemBrowser.nextAddress());
  expect(`${address.origin}${address.pathname}`).toBe(`${issuer.issuer}/auth`);
  expect(address.searchParams.get('code_challenge_method')).toBe('S256');
  expect(address.searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  const tab = await signIn(person, address.href, MEI);
  await expect(tab.getByText("You're signed in.")).toBeVisible();

  await waitForConfirmedStatus(app.tray);
  await app.tray.click('Rest', 'Lunch');
  await app.tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, since '));
  expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });
  expect(sts.requests.map(({ verdict }) => verdict)).toEqual(['ok']);

  // Of the tokens, only the refresh token is outside of the memory, in the keychain.
  await app.close();
  const [refreshToken = ''] = issuer.refreshTokens();
  expect(JSON.stringify(await readKeyring())).toContain(refreshToken);
  for (const token of issuer.issuedTokens) expect(findFilesContaining(profileDir, token)).toEqual([]);

  app = await start({ env: signInEnv, profileDir });
  await app.tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, since '));
  expect(systemBrowser.opened).toHaveLength(1);
  await app.tray.click('Open Standby');
  page = await app.window();
  await openSettings(page);
  await expect(page.getByRole('region', { name: 'Signed in' })).toContainText(AGENT);

  const secrets = () => [
    ...issuer.issuedTokens,
    ...service.keys.flatMap(({ token, secretKey }) => (token === undefined ? [] : [token, secretKey])),
  ];
  const countInHeap = async () => {
    const heap = await takeMainHeapSnapshot(app);
    return secrets().filter((secret) => containsText(heap, secret)).length;
  };
  // While signed in there is something to find: this checks the search.
  expect(await countInHeap()).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('group').getByRole('button', { name: 'Sign out' }).click();
  await expect(startButton(page)).toBeVisible();
  const { menu, toolTip } = await app.tray.waitFor(({ menu: items }) => items[0]?.label === 'Sign in…');
  expect(menu.map(({ label }) => label)).not.toContain('Free');
  expect(toolTip).toBe('Standby: Not signed in');
  expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });

  expect(issuer.refreshTokens()).toEqual([]);
  await expect.poll(countInHeap, { timeout: 60_000 }).toBe(0);
  const keyring = Buffer.from(JSON.stringify(await readKeyring()));
  await app.close();
  const output = Buffer.from(await app.output());
  for (const secret of secrets()) {
    expect(containsText(keyring, secret)).toBe(false);
    expect(containsText(output, secret)).toBe(false);
    expect(findFilesContaining(profileDir, secret)).toEqual([]);
  }
});

test('a provider that is down, rotated keys, a wrong audience and a revoked sign-in are each named, and overcome', async ({
  start,
  signInEnv,
  systemBrowser,
  chromium,
  issuer,
  sts,
}) => {
  test.slow();
  const person = await newBrowserContext(chromium);
  const app = await start({ env: signInEnv });
  const { tray } = app;
  const page = await app.window();
  await startButton(page).click();
  await signIn(person, await systemBrowser.nextAddress(), MEI);
  await waitForConfirmedStatus(tray);

  /** The temporary key ends, and STS refuses the ID token, as it does after its end. */
  const endKeyAndIdToken = () => {
    sts.endKeys();
    const message = 'WebIdentityToken has expired.';
    sts.faults.nextRequests(1, { kind: 'error', code: 'InvalidParameter.ParamError', message });
  };
  const expectFailure = async (headline: string) => {
    await expect(page.getByRole('alert')).toContainText(headline, { timeout: 30_000 });
  };

  await test.step('while the provider is down the last key works to its end, and then the next one is got', async () => {
    await issuer.stop();
    await expectSwitching(app);
    endKeyAndIdToken();
    await tray.click('Rest', 'Lunch');
    await expectFailure("Your company's sign-in can't be reached");
    await issuer.start();
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, since '), { timeoutMs: 60_000 });
    await tray.click('Free');
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, since '));
  });

  await test.step('after a rotation the failure names the keys, until IT has entered the new ones', async () => {
    await issuer.rotateKeys();
    endKeyAndIdToken();
    await tray.click('Rest', 'Lunch');
    await expectFailure("Tencent Cloud doesn't know the current keys of your company's sign-in");
    sts.configure({ ...sts.configuration, jwks: issuer.publicJwks() });
    await page.getByRole('button', { name: 'Try again' }).click();
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, since '));
  });

  await test.step('a client that CAM does not know is named', async () => {
    const jwks = issuer.publicJwks();
    sts.configure({ ...sts.configuration, jwks, clientIds: ['another-client'] });
    sts.endKeys();
    await tray.click('Free');
    await expectFailure("Tencent Cloud doesn't know Standby's client id");
    sts.configure({ ...sts.configuration, jwks });
    await page.getByRole('button', { name: 'Try again' }).click();
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, since '));
  });

  await test.step('a revoked sign-in ends, and no status is shown until the next one', async () => {
    issuer.revokeRefreshTokens();
    endKeyAndIdToken();
    await tray.click('Rest', 'Lunch');
    await expectFailure('Your sign-in has ended');
    const { menu } = await tray.waitFor(({ menu: items }) => items[0]?.label === 'Sign in…');
    expect(menu.map(({ label }) => label)).not.toContain('Free');
    await tray.click('Sign in…');
    // The browser is still signed in at the provider, and asks for no password.
    const tab = await person.newPage();
    await tab.goto(await systemBrowser.nextAddress());
    await tab.getByRole('button', { name: 'Allow' }).click();
    await expect(tab.getByText("You're signed in.")).toBeVisible();
    await waitForConfirmedStatus(tray);
    await expectSwitching(app);
  });
});

test('attacks on the redirect are refused and logged, and another person takes the place of the first', async ({
  start,
  signInEnv,
  systemBrowser,
  chromium,
  issuer,
  service,
}) => {
  test.slow();
  const person = await newBrowserContext(chromium);
  const app = await start({ env: signInEnv });
  const { tray, profileDir } = app;
  const page = await app.window();
  const log = () => readFileSync(join(profileDir, 'logs/standby.log'), 'utf8');

  await startButton(page).click();
  const address = await systemBrowser.nextAddress();
  const redirect = new URL(new URL(address).searchParams.get('redirect_uri') ?? '');
  const state = new URL(address).searchParams.get('state') ?? '';
  const evil = await (await newBrowserContext(chromium)).newPage();

  await test.step('a page calls the redirect address with a code of its own', async () => {
    const response = await evil.goto(`${redirect.href}?code=stolen-code-marker&state=guessed-state-marker`);
    expect(response?.status()).toBe(400);
    expect(
      (await evil.goto(`${redirect.origin}/other?code=stolen-code-marker&state=${state}`))?.status(),
    ).toBe(404);
    expect(
      (await evil.request.post(redirect.href, { form: { code: 'stolen-code-marker', state } })).status(),
    ).toBe(405);
    await expect(page.getByText('Finish signing in in your browser.')).toBeVisible();
    expect(issuer.requests).not.toContain('POST /token');
  });

  await test.step('a code that was redirected to another port is of no use', async () => {
    const received: string[] = [];
    const elsewhere = await listenOn(
      createServer((request, response) => {
        received.push(request.url ?? '');
        response.end('got it');
      }),
    );
    const redirectUri = `http://127.0.0.1:${elsewhere.port}/callback`;
    const changed = new URL(address);
    changed.searchParams.set('redirect_uri', redirectUri);
    const victim = await signIn(await newBrowserContext(chromium), changed.href, MEI);
    await expect(victim.getByText('got it')).toBeVisible();
    await elsewhere.close();
    const code = new URL(received[0] ?? '', redirectUri).searchParams.get('code') ?? '';
    const form = {
      grant_type: 'authorization_code',
      client_id: new URL(address).searchParams.get('client_id') ?? '',
      redirect_uri: redirectUri,
      code,
    };
    // Without the verifier, which never left Standby.
    expect((await evil.request.post(`${issuer.issuer}/token`, { form })).ok()).toBe(false);
    expect(issuer.issuedTokens).toEqual([]);
  });

  await test.step('the genuine redirect is used once', async () => {
    const tab = await signIn(person, address, MEI);
    await expect(tab.getByText("You're signed in.")).toBeVisible();
    await waitForConfirmedStatus(tray);
    await expect(evil.goto(tab.url())).rejects.toThrow('ERR_CONNECTION_REFUSED');
    expect(issuer.requests.filter((request) => request === 'POST /token')).toHaveLength(2);
  });

  await test.step('another person signs in, by a code, and everything of the first is gone', async () => {
    await tray.click('Rest', 'Lunch');
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, since '));
    await tray.click('Back in', '15 min');
    await tray.waitFor(({ toolTip }) => toolTip.includes('back at '));
    const ofTheFirst = [...issuer.issuedTokens];
    await openSettings(page);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('group').getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in with a code instead' }).click();
    await expect(page.getByRole('button', { name: 'Copy code' })).toBeVisible();
    const shown = await page.evaluate(async () => (await window.standby.app.getState()).account.signIn);
    const device = await (await newBrowserContext(chromium)).newPage();
    await device.goto(shown?.verificationAddress ?? '');
    await device.locator('input[name=user_code]').fill(shown?.userCode ?? '');
    await device.getByRole('button', { name: 'Continue' }).click();
    await expect(device.getByRole('heading', { name: 'Confirm Device' })).toBeVisible();
    await device.getByRole('button', { name: 'Continue' }).click();
    await device.getByLabel('Email').fill(JUN.email);
    await device.getByLabel('Password').fill(JUN.password);
    await device.getByRole('button', { name: 'Sign in' }).click();
    await device.getByRole('button', { name: 'Allow' }).click();

    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, since '), { timeoutMs: 30_000 });
    const { menu } = await tray.snapshot();
    expect(menu.map(({ label }) => label)).toContain(OTHER_AGENT);
    expect(menu.map(({ label }) => label)).not.toContain(AGENT);
    const ofTheSecond = await page.evaluate(() => window.standby.app.getState());
    expect(ofTheSecond).toMatchObject({ plannedReturn: null, agent: { undo: null, receipt: null } });
    await tray.click('Busy', 'Meeting');
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy · Meeting, since '));
    expect(service.agent(AGENT)).toMatchObject({ status: 'rest' });
    expect(service.agent(OTHER_AGENT)).toMatchObject({ status: 'notReady' });
    const keyring = Buffer.from(JSON.stringify(await readKeyring()));
    for (const token of ofTheFirst) expect(containsText(keyring, token)).toBe(false);
  });

  await app.close();
  for (const reason of ['state', 'path', 'method']) {
    expect(log()).toContain(`the redirect address was refused: ${reason}`);
  }
  for (const value of ['stolen-code-marker', 'guessed-state-marker', state, ...issuer.issuedTokens]) {
    expect(log()).not.toContain(value);
  }
});
