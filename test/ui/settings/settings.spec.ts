import { firstRun, simulator, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import { unavailableShortcuts } from '../../support/ui/views.ts';

const noKeys = { storage: 'none', secretIdSuffix: '', hasToken: false } as const;

test('the gear opens the settings, Back leaves them', async ({ standby, page }) => {
  await standby.open();
  await page.getByRole('button', { name: 'Settings' }).click();
  await standby.push(state({ route: 'settings' }));
  await page.getByRole('button', { name: 'Back' }).click();
  expect(await standby.calls('app.navigate')).toEqual(['settings', 'main']);
});

test('the tabs are one tab stop, and the arrow keys cycle through them', async ({ standby, page }) => {
  await standby.open(state({ route: 'settings' }));
  await expect(page.getByRole('button', { name: 'Back' })).toBeFocused();
  await page.keyboard.press('Tab');
  for (const [key, name] of [
    [null, 'Account'],
    ['ArrowRight', 'Reasons'],
    ['ArrowRight', 'Away'],
    ['ArrowLeft', 'Reasons'],
    ['End', 'About'],
    ['ArrowRight', 'Account'],
    ['ArrowLeft', 'About'],
    ['Home', 'Account'],
  ] as const) {
    if (key !== null) await page.keyboard.press(key);
    const tab = page.getByRole('tab', { name });
    await expect(tab).toBeFocused();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('tabpanel')).toHaveCount(1);
    await expect(page.getByRole('tabpanel', { name })).toBeVisible();
  }
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: 'International' })).toBeFocused();
});

test('typed values stay when another tab is opened', async ({ standby, page }) => {
  await standby.open(state({ route: 'settings' }));
  const agent = page.getByRole('textbox', { name: 'Agent account' });
  await agent.fill('li.wei@');
  await page.getByRole('tab', { name: 'Away' }).click();
  await page.getByRole('tab', { name: 'Account' }).click();
  await expect(agent).toHaveValue('li.wei@');
});

test('a shortcut registered by another program shows on its tab, also as text', async ({ standby, page }) => {
  await standby.open(state({ route: 'settings' }));
  await expect(page.getByRole('tab', { name: 'Shortcuts', exact: true })).toBeVisible();
  await standby.push(state({ route: 'settings', shortcuts: unavailableShortcuts }));
  await expect(page.getByRole('tab', { name: 'Shortcuts, Taken' })).toBeVisible();
});

test('in the simulator, a button leads to the form of the account', async ({ standby, page }) => {
  await standby.open(simulator({ route: 'settings' }));
  await expect(page.getByRole('textbox', { name: 'SdkAppId' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Set up my account' }).click();
  expect(await standby.calls('account.leaveSimulator')).toHaveLength(1);
  await standby.push(firstRun());
  await expect(page.getByRole('textbox', { name: 'SdkAppId' })).toBeVisible();
});

test('the account tab shows the state of the keychain', async ({ standby, page }) => {
  await standby.open(state({ route: 'settings' }));
  await expect(page.getByRole('region', { name: 'Your keyring' })).toContainText('Your keyring is ready');
});

for (const keychain of ['locked', 'denied', 'missing', 'timedOut', 'moduleChanged'] as const) {
  test(`on the main page, a keychain that is ${keychain} shows the next step`, async ({ standby, page }) => {
    await standby.open(state({ account: { keychain } }));
    await expect(page.getByRole('heading', { name: /keyring|keychain/i })).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await standby.calls('account.retryKeychain')).toHaveLength(1);
    const useSession = page.getByRole('button', { name: 'Use for this session' });
    // With a changed file of Standby no key should be entered.
    await expect(useSession).toHaveCount(keychain === 'moduleChanged' ? 0 : 1);
  });
}

test('from the main page, a key for this session can be typed at once', async ({ standby, page }) => {
  const account = { keychain: 'locked', keys: noKeys } as const;
  await standby.open(state({ account }));
  await page.getByRole('button', { name: 'Use for this session' }).click();
  expect(await standby.calls('app.navigate')).toEqual(['settings']);
  await standby.push(state({ route: 'settings', account }));
  await expect(page.getByLabel('SecretId')).toBeFocused();
  await page.keyboard.type('AKIDexample');
  await page.keyboard.press('Tab');
  await page.keyboard.type('keyexample');
  await expect(page.getByRole('radio', { name: 'For this session only' })).toBeChecked();
  await expect(page.getByRole('heading', { name: 'Your keyring is locked' })).toHaveCount(0);
  await page.keyboard.press('Enter');
  expect(await standby.calls('account.save')).toMatchObject([
    { secretId: 'AKIDexample', secretKey: 'keyexample', keyStorage: 'session' },
  ]);

  // The next time, the form is the usual one.
  await standby.push(state());
  await standby.push(state({ route: 'settings' }));
  await expect(page.getByRole('button', { name: 'Replace key' })).toBeVisible();
  await expect(page.getByLabel('SecretId', { exact: true })).toHaveCount(0);
});

test('in the settings, the card of a stored key that cannot be read opens the fields for a key of this session', async ({
  standby,
  page,
}) => {
  await standby.open(state({ route: 'settings', account: { keychain: 'denied' } }));
  await page.getByRole('button', { name: 'Use for this session' }).click();
  await expect(page.getByLabel('SecretId', { exact: true })).toBeFocused();
  await expect(page.getByRole('radio', { name: 'For this session only' })).toBeChecked();
  await page.getByRole('radio', { name: /^In your keyring/ }).check();
  await expect(page.getByRole('heading', { name: "Your keyring didn't allow access" })).toBeVisible();
  expect(await standby.calls('account.save')).toEqual([]);
});

test('keys stored for the session show no keychain error', async ({ standby, page }) => {
  const keys = { storage: 'session', secretIdSuffix: 'k3Yz', hasToken: true } as const;
  await standby.open(state({ account: { keychain: 'missing', keys } }));
  await expect(page.getByRole('heading', { name: /keyring|keychain/i })).toHaveCount(0);
  await standby.push(state({ route: 'settings', account: { keychain: 'missing', keys } }));
  await expect(page.getByRole('region', { name: 'API key' })).toContainText('temporary');
});

test('notices stay until dismissed', async ({ standby, page }) => {
  await standby.open(
    state({
      notices: [
        { kind: 'settingsDamaged', file: '/home/mei/old.json' },
        { kind: 'settingsNotSaved', file: '/home/mei/settings.json', message: 'EROFS' },
      ],
    }),
  );
  await expect(page.getByText('The old file was kept as /home/mei/old.json')).toBeVisible();
  await page.getByRole('button', { name: 'Next message (1 of 2)' }).click();
  await expect(page.getByText("couldn't be saved to /home/mei/settings.json: EROFS")).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await standby.calls('app.dismissNotice')).toEqual(['settingsNotSaved']);
});
