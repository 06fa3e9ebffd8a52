import { firstRun, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';

const settings = (part: Parameters<typeof state>[0] = {}) => state({ route: 'settings', ...part });

test('validation errors show at their fields, the input stays, and the first wrong field is focused', async ({
  standby,
  page,
}) => {
  await standby.open(firstRun());
  await standby.respond('account.save', {
    outcome: 'invalid',
    errors: { sdkAppId: 'sdkAppIdInvalid', agent: 'agentEmpty', secretKey: 'secretKeyEmpty' },
  });
  await page.getByRole('button', { name: 'Set up my account' }).click();
  const sdkAppId = page.getByRole('textbox', { name: 'SdkAppId' });
  await sdkAppId.fill('twelve');
  await page.getByLabel('SecretId').fill('AKIDexample');
  await page.getByRole('button', { name: 'Finish without checking' }).click();

  await expect(sdkAppId).toBeFocused();
  await expect(sdkAppId).toHaveAttribute('aria-invalid', 'true');
  await expect(sdkAppId).toHaveAccessibleDescription(/Enter a number such as 1400692008\./);
  await expect(sdkAppId).toHaveValue('twelve');
  await expect(page.getByRole('textbox', { name: 'Agent account' })).toHaveAccessibleDescription(
    /Enter your agent/,
  );
  await expect(page.getByLabel('SecretKey')).toHaveAccessibleDescription(/Enter the SecretKey\./);
  await expect(page.getByLabel('SecretId')).toHaveValue('AKIDexample');
  await expect(page.getByLabel('SecretId')).toHaveAttribute('aria-invalid', 'false');
});

test('a keychain that does not store the key shows the next step and the session alternative', async ({
  standby,
  page,
}) => {
  await standby.open(firstRun());
  await standby.respond('account.save', { outcome: 'keychain', state: 'locked', pending: false });
  await page.getByRole('button', { name: 'Set up my account' }).click();
  await page.getByLabel('SecretKey').fill('keyexample');
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  await expect(page.getByRole('heading', { name: 'Your keyring is locked' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveText(/Nothing was saved/);
  await expect(page.getByLabel('SecretKey')).toHaveValue('keyexample');
  await page.getByRole('button', { name: 'Try again' }).click();
  expect(await standby.calls('account.retryKeychain')).toHaveLength(1);

  await standby.respond('account.save', { outcome: 'saved', trimmed: [], invisible: [] });
  await page.getByLabel('SecretId').fill('AKIDexample');
  await page.getByRole('button', { name: 'Use for this session' }).click();
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  expect((await standby.calls('account.save')).map(({ keyStorage }) => keyStorage)).toEqual([
    'keychain',
    'session',
  ]);
});

test('a failed save shows the message of the system', async ({ standby, page }) => {
  await standby.open(settings());
  await standby.respond('account.save', { outcome: 'notSaved', message: 'ENOSPC: no space left on device' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toHaveText(/couldn't be saved: ENOSPC/);
});

test('the form is filled from the account, with only the end of the SecretId', async ({ standby, page }) => {
  await standby.open(settings({ account: { edition: 'mainland' } }));
  await expect(page.getByRole('radio', { name: 'Mainland China' })).toBeChecked();
  await expect(page.getByRole('textbox', { name: 'SdkAppId' })).toHaveValue('1400692008');
  await expect(page.getByRole('textbox', { name: 'Agent account' })).toHaveValue('mei.lin@example.com');
  const key = page.getByRole('region', { name: 'API key' });
  await expect(key).toContainText('••••k3Yz');
  await expect(key).toContainText('Kept in your keyring');
  await expect(page.getByLabel('SecretKey')).toHaveCount(0);
});

test('saving without a new key keeps the stored key', async ({ standby, page }) => {
  await standby.open(settings());
  await page.getByRole('textbox', { name: 'Agent account' }).fill('li.wei@example.com');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await standby.calls('account.save')).toMatchObject([
    { agent: 'li.wei@example.com', secretId: '', secretKey: '', token: '' },
  ]);
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
});

test('a replaced key is saved and then removed from the page', async ({ standby, page }) => {
  await standby.open(settings());
  await page.getByRole('button', { name: 'Replace key' }).click();
  await page.getByLabel('SecretId', { exact: true }).fill('AKIDnew');
  await page.getByLabel('SecretKey').fill('newkey');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await standby.calls('account.save')).toMatchObject([{ secretId: 'AKIDnew', secretKey: 'newkey' }]);
  await expect(page.getByLabel('SecretKey')).toHaveCount(0);
  await page.getByRole('button', { name: 'Replace key' }).click();
  await expect(page.getByLabel('SecretKey')).toHaveValue('');
});

test('a cancelled replacement of the key is not sent', async ({ standby, page }) => {
  await standby.open(settings());
  await page.getByRole('button', { name: 'Replace key' }).click();
  await page.getByLabel('SecretKey').fill('newkey');
  await page.getByRole('button', { name: 'Keep current key' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await standby.calls('account.save')).toMatchObject([{ secretKey: '' }]);
});

test('a key is deleted only after a confirmation', async ({ standby, page }) => {
  await standby.open(settings());
  await page.getByRole('button', { name: 'Remove key' }).click();
  await expect(page.getByRole('group', { name: /Remove the key from this computer\?/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Remove key' })).toBeFocused();
  expect(await standby.calls('account.deleteKeys')).toEqual([]);
  expect(await standby.calls('app.navigate')).toEqual([]);

  await page.getByRole('button', { name: 'Remove key' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  expect(await standby.calls('account.deleteKeys')).toHaveLength(1);
  await expect(
    page.getByRole('status').filter({ hasText: 'The key was removed from this computer.' }),
  ).toBeVisible();
});

test('a key that could not be deleted stays, and the error shows', async ({ standby, page }) => {
  await standby.open(settings());
  await standby.respond('account.deleteKeys', { outcome: 'keychain', state: 'denied', pending: false });
  await page.getByRole('button', { name: 'Remove key' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText("Your keyring didn't allow access");
});

test('a stored key of another account has to be entered again, and its fields open', async ({
  standby,
  page,
}) => {
  await standby.open(settings());
  const errors = { secretId: 'keyForOtherAccount' } as const;
  await standby.respond('account.save', { outcome: 'invalid', errors });
  await page.getByRole('textbox', { name: 'Agent account' }).fill('supervisor@example.com');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByLabel('SecretId')).toHaveAccessibleDescription(/Enter the key again\./);
});

test('a change declined in the dialog is reported with the next step', async ({ standby, page }) => {
  await standby.open(settings());
  await standby.respond('account.save', { outcome: 'declined' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText(
    /you didn't confirm it\. To change the account, save again/,
  );
  await standby.respond('account.check', { outcome: 'declined' });
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText(/you didn't confirm the account/);
});

for (const [language, words] of [
  ['en', 'Other address: ccc.example.com:8443'],
  ['zh-CN', '其他地址：ccc.example.com:8443'],
] as const) {
  test(`a typed address is shown in the header of every view (${language})`, async ({ standby, page }) => {
    const account = { edition: 'custom', endpoint: 'https://ccc.example.com:8443' } as const;
    for (const shown of ['main', 'settings', 'today'] as const) {
      await standby.open(state({ language, route: shown, account }));
      await expect(page.getByText(words, { exact: true })).toBeVisible();
    }
  });
}

test('a custom address leaves the title its space and is shown completely', async ({ standby, page }) => {
  const hosts = ['127.0.0.1:18014', `${'service-of-the-contact-center.'.repeat(4)}example.com`];
  for (const host of hosts) {
    for (const shown of ['main', 'settings', 'today'] as const) {
      const account = {
        edition: 'custom',
        endpoint: `https://${host}`,
        agent: 'mei.lin@example.com',
      } as const;
      await standby.open(state({ route: shown, account }));
      const name = page.locator('.who-agent, .page-title').first();
      const lines = await name.evaluate((element) => {
        const { firstChild } = element;
        if (firstChild === null) throw new Error('it has no text');
        const text = document.createRange();
        text.selectNode(firstChild);
        return text.getClientRects().length;
      });
      expect(lines, `lines of the name on ${shown}`).toBe(1);
      const hidden = await page.locator('.badge').evaluate((badge) => badge.scrollWidth - badge.clientWidth);
      expect(hidden, `pixels of ${host} that do not show`).toBe(0);
      const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(beside, `pixels beside the window on ${shown}`).toBeLessThanOrEqual(0);
    }
  }
});
