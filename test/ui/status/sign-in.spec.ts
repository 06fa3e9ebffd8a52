import { expect, test } from '../../support/ui/page-fixture.ts';
import { companySignIn, failure, firstRun, signedIn } from '../../support/ui/states.ts';
import { deviceCode, views, showView } from '../../support/ui/views.ts';

type SignIn = ReturnType<typeof companySignIn>;

const signedOut = (signIn: Partial<SignIn> = {}) => firstRun({ account: { signIn: companySignIn(signIn) } });

test('the first run offers the sign-in and the simulator, and no form', async ({ standby, page }) => {
  await standby.open(signedOut());
  const ways = page.getByRole('main').getByRole('button');
  await expect(ways).toHaveText([/^Sign in/, /^Try it with a simulator/]);
  await expect(ways.first()).toHaveClass(/primary/);
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await standby.calls('account.signIn')).toHaveLength(1);
});

test('the progress is announced, keeps the focus on Cancel, and opens the browser again', async ({
  standby,
  page,
}) => {
  await standby.open(signedOut());
  await page.getByRole('button', { name: 'Sign in' }).focus();
  await standby.push(signedOut({ step: 'starting' }));
  const cancel = page.getByRole('button', { name: 'Cancel' });
  await expect(page.getByRole('status').filter({ hasText: 'Contacting your company' })).toBeVisible();
  await expect(cancel).toBeFocused();
  await expect(page.getByRole('button', { name: 'Open the browser again' })).toHaveCount(0);

  await standby.push(signedOut({ step: 'browser' }));
  await expect(
    page.getByRole('status').filter({ hasText: 'Finish signing in in your browser.' }),
  ).toBeVisible();
  await expect(cancel).toBeFocused();
  await page.getByRole('button', { name: 'Open the browser again' }).click();
  expect(await standby.calls('account.signIn')).toHaveLength(1);
  await cancel.click();
  expect(await standby.calls('account.cancelSignIn')).toHaveLength(1);

  await standby.push(signedOut());
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeFocused();
});

test('a code is offered where the policy allows it, shown large with its address, and copied', async ({
  standby,
  page,
}) => {
  await standby.open(signedOut());
  await expect(page.getByRole('button', { name: 'Sign in with a code instead' })).toHaveCount(0);
  await standby.push(signedOut({ canUseDeviceCode: true }));
  await page.getByRole('button', { name: 'Sign in with a code instead' }).click();
  expect(await standby.calls('account.signInByDeviceCode')).toHaveLength(1);

  await standby.push(signedOut(deviceCode));
  const code = page.getByText(deviceCode.userCode, { exact: true });
  const fontSize = (element: Element) => parseFloat(getComputedStyle(element).fontSize);
  expect(await code.evaluate(fontSize)).toBeGreaterThanOrEqual(20);
  await expect(page.getByText(deviceCode.verificationAddress)).toBeVisible();
  await page.getByRole('button', { name: 'Copy code' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await standby.calls('account.copyUserCode')).toHaveLength(1);
});

test('a failure says why and what to do, and the sign-in can be tried again', async ({ standby, page }) => {
  await standby.open(signedOut({ step: 'browser' }));
  await standby.push(signedOut({ failure: failure({ kind: 'signInTimedOut', whoCanFix: 'agent' }) }));
  await expect(page.getByRole('alert')).toContainText('The sign-in took too long');
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await standby.calls('account.signIn')).toHaveLength(1);
  await expect(page.getByRole('button', { name: 'Try it with a simulator' })).toBeVisible();

  await standby.push(signedOut({ failure: failure({ kind: 'signInCancelled', whoCanFix: 'agent' }) }));
  await expect(page.getByRole('status').filter({ hasText: 'The sign-in was cancelled' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await standby.push(signedOut({ failure: failure({ kind: 'stsRoleNotPermitted', whoCanFix: 'admin' }) }));
  await page.getByRole('button', { name: 'Copy details' }).click();
  expect(await standby.calls('app.copyDiagnostics')).toHaveLength(1);
});

test('when a sign-in ends, no status and no tile is shown any more', async ({ standby, page }) => {
  await standby.open(signedIn());
  await expect(page.getByRole('button', { name: 'Free', exact: true })).toBeVisible();
  await standby.push(signedOut({ failure: failure({ kind: 'signInExpired', whoCanFix: 'agent' }) }));
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Free', exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('the settings show who is signed in and from where, and offer no field', async ({ standby, page }) => {
  await standby.open(signedIn({}, { route: 'settings' }));
  const account = page.getByRole('region', { name: 'Signed in' });
  await expect(account).toContainText('mei.lin@example.com');
  await expect(account).toContainText("Your company's sign-in · login.example.com");
  await expect(page.getByRole('tabpanel').getByRole('textbox')).toHaveCount(0);
  await expect(page.getByText('Your sign-in ends when you quit')).toHaveCount(0);
  await standby.push(
    signedIn({ sessionOnly: true }, { route: 'settings', account: { keychain: 'missing' } }),
  );
  await expect(page.getByText('No keyring on this computer.')).toBeVisible();
  await expect(page.getByText('Your sign-in ends when you quit')).toBeVisible();
});

test('signing out asks first, and a failure is shown', async ({ standby, page }) => {
  await standby.open(signedIn({}, { route: 'settings' }));
  const signOut = page.getByRole('button', { name: 'Sign out', exact: true });
  await signOut.click();
  const question = page.getByRole('group', { name: /status in the contact center stays as it is/ });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(signOut).toBeFocused();
  expect(await standby.calls('account.signOut')).toEqual([]);

  await standby.respond('account.signOut', { outcome: 'keychain', state: 'locked', pending: false });
  await signOut.click();
  await question.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('alert')).toBeVisible();

  await standby.respond('account.signOut', { outcome: 'saved', trimmed: [], invisible: [] });
  await signOut.click();
  await question.getByRole('button', { name: 'Sign out' }).click();
  await standby.push(signedOut());
  await expect(page.getByText("Your status in the contact center wasn't changed.")).toBeVisible();
  expect(await standby.calls('account.signOut')).toHaveLength(2);
  expect(await standby.calls('account.signIn')).toEqual([]);
});

test('another person signs in after the first is signed out', async ({ standby, page }) => {
  await standby.open(signedIn({}, { route: 'settings' }));
  await page.getByRole('button', { name: 'Sign in as another person' }).click();
  await page.getByRole('group').getByRole('button', { name: 'Sign in as another person' }).click();
  await expect.poll(() => standby.calls('account.signIn')).toHaveLength(1);
  expect(await standby.calls('account.signOut')).toHaveLength(1);
});

for (const language of ['en', 'zh-CN'] as const) {
  test(`no view of the sign-in scrolls in a small window: ${language}`, async ({ standby, page }) => {
    await page.setViewportSize({ width: 360, height: 460 });
    const all = views(language).filter(({ name }) => name.startsWith('sign-in'));
    expect(all).toHaveLength(4);
    await standby.open(all[0]?.state);
    for (const view of all) {
      await showView(standby, view);
      const hidden = await page.locator('main').evaluate((main) => main.scrollHeight - main.clientHeight);
      expect(hidden, `${view.name}: pixels that are scrolled away`).toBeLessThanOrEqual(0);
    }
  });
}

test('an account at the gateway shows its host, and no application', async ({ standby, page }) => {
  const atGateway = {
    edition: 'gateway',
    customAddress: 'https://gateway.example.com/',
    endpoint: 'https://gateway.example.com',
    sdkAppId: null,
    keys: { storage: 'gateway', secretIdSuffix: '', hasToken: false },
  } as const;
  const state = signedIn();
  await standby.open({ ...state, route: 'settings', account: { ...state.account, ...atGateway } });
  const region = page.getByRole('region', { name: 'Signed in' });
  await expect(region).toContainText('Company gateway · gateway.example.com');
  await expect(region).not.toContainText('App ID');
});
