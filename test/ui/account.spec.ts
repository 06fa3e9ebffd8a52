import { firstRun, state } from '../support/ui/states.ts';
import { expect, test } from '../support/ui/standby.ts';

const settings = (part: Parameters<typeof state>[0] = {}) => state({ page: 'settings', ...part });

test('what is wrong stands beside its field; what was typed stays; the first wrong field has the focus', async ({
  standby,
  page,
}) => {
  await standby.open(firstRun());
  await standby.answer('saveAccount', {
    outcome: 'invalid',
    problems: { sdkAppId: 'sdkAppIdInvalid', agent: 'agentEmpty', secretKey: 'secretKeyEmpty' },
  });
  await page.getByRole('button', { name: 'I have an account' }).click();
  const sdkAppId = page.getByRole('textbox', { name: 'SdkAppId' });
  await sdkAppId.fill('twelve');
  await page.getByLabel('SecretId').fill('AKIDexample');
  await page.getByRole('button', { name: 'Finish without checking' }).click();

  await expect(sdkAppId).toBeFocused();
  await expect(sdkAppId).toHaveAttribute('aria-invalid', 'true');
  await expect(sdkAppId).toHaveAccessibleDescription(/This is a whole number such as 1400692008\./);
  await expect(sdkAppId).toHaveValue('twelve');
  await expect(page.getByRole('textbox', { name: 'Agent account' })).toHaveAccessibleDescription(
    /Enter your agent/,
  );
  await expect(page.getByLabel('SecretKey')).toHaveAccessibleDescription(/Enter the SecretKey\./);
  await expect(page.getByLabel('SecretId')).toHaveValue('AKIDexample');
  await expect(page.getByLabel('SecretId')).toHaveAttribute('aria-invalid', 'false');
});

test('a keychain that does not take the key: what to do, and the way without it', async ({
  standby,
  page,
}) => {
  await standby.open(firstRun());
  await standby.answer('saveAccount', { outcome: 'keychain', state: 'locked', pending: false });
  await page.getByRole('button', { name: 'I have an account' }).click();
  await page.getByLabel('SecretKey').fill('keyexample');
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  await expect(page.getByRole('heading', { name: 'The keychain is locked' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveText(/Nothing was saved/);
  await expect(page.getByLabel('SecretKey')).toHaveValue('keyexample');
  await page.getByRole('button', { name: 'Try again' }).click();
  expect(await standby.calls('retryKeychain')).toHaveLength(1);

  await standby.answer('saveAccount', { outcome: 'saved', trimmed: [], invisible: [] });
  await page.getByRole('radio', { name: 'For this session only' }).check();
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  expect((await standby.calls('saveAccount')).map(({ keep }) => keep)).toEqual(['keychain', 'session']);
});

test('a disk that does not take it is named', async ({ standby, page }) => {
  await standby.open(settings());
  await standby.answer('saveAccount', { outcome: 'notSaved', message: 'ENOSPC: no space left on device' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toHaveText(/could not be saved: ENOSPC/);
});

test('what is known is filled in; of the key only its end', async ({ standby, page }) => {
  await standby.open(settings({ account: { edition: 'mainland' } }));
  await expect(page.getByRole('radio', { name: 'Mainland' })).toBeChecked();
  await expect(page.getByRole('textbox', { name: 'SdkAppId' })).toHaveValue('1400692008');
  await expect(page.getByRole('textbox', { name: 'Agent account' })).toHaveValue('mei.lin@example.com');
  const key = page.getByRole('region', { name: 'API key' });
  await expect(key).toContainText('••••k3Yz');
  await expect(key).toContainText("Kept in this computer's keychain");
  await expect(page.getByLabel('SecretKey')).toHaveCount(0);
});

test('saved without a new key, the old one stays', async ({ standby, page }) => {
  await standby.open(settings());
  await page.getByRole('textbox', { name: 'Agent account' }).fill('li.wei@example.com');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await standby.calls('saveAccount')).toMatchObject([
    { agent: 'li.wei@example.com', secretId: '', secretKey: '', token: '' },
  ]);
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
});

test('a key is replaced, and then forgotten by the page', async ({ standby, page }) => {
  await standby.open(settings());
  await page.getByRole('button', { name: 'Replace key' }).click();
  await page.getByLabel('SecretId', { exact: true }).fill('AKIDnew');
  await page.getByLabel('SecretKey').fill('newkey');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await standby.calls('saveAccount')).toMatchObject([{ secretId: 'AKIDnew', secretKey: 'newkey' }]);
  await expect(page.getByLabel('SecretKey')).toHaveCount(0);
  await page.getByRole('button', { name: 'Replace key' }).click();
  await expect(page.getByLabel('SecretKey')).toHaveValue('');
});

test('a replacement thought better of is not sent', async ({ standby, page }) => {
  await standby.open(settings());
  await page.getByRole('button', { name: 'Replace key' }).click();
  await page.getByLabel('SecretKey').fill('newkey');
  await page.getByRole('button', { name: 'Keep the old key' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await standby.calls('saveAccount')).toMatchObject([{ secretKey: '' }]);
});

test('a key is deleted only after a second yes', async ({ standby, page }) => {
  await standby.open(settings());
  await page.getByRole('button', { name: 'Delete key' }).click();
  await expect(page.getByRole('group', { name: /Delete the key\?/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Delete key' })).toBeFocused();
  expect(await standby.calls('deleteKeys')).toEqual([]);
  expect(await standby.calls('showPage')).toEqual([]);

  await page.getByRole('button', { name: 'Delete key' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  expect(await standby.calls('deleteKeys')).toHaveLength(1);
  await expect(page.getByRole('status').filter({ hasText: 'The key was deleted.' })).toBeVisible();
});

test('a key that could not be deleted is still there, and it says why', async ({ standby, page }) => {
  await standby.open(settings());
  await standby.answer('deleteKeys', { outcome: 'keychain', state: 'denied', pending: false });
  await page.getByRole('button', { name: 'Delete key' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText('The keychain refused access');
});
