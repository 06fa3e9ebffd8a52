import { firstRun, state } from '../support/ui/states.ts';
import { expect, test } from '../support/ui/standby.ts';

test('says what Standby is, and lets in without an account', async ({ standby, page }) => {
  await standby.open(firstRun());
  await expect(page.getByText('Switch your contact center status from the tray')).toBeVisible();
  await page.getByRole('button', { name: 'Try without an account' }).click();
  expect(await standby.calls('useSimulator')).toHaveLength(1);
});

test('takes an account with the keyboard alone', async ({ standby, page }) => {
  await standby.open(firstRun());
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Try without an account' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: 'International' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Other address' })).toBeChecked();

  for (const [field, text] of [
    ['Address of the service', 'https://ccc.example.com'],
    ['SdkAppId', '1400692008'],
    ['Agent account', 'mei.lin@example.com'],
    ['SecretId', 'AKIDexample'],
    ['SecretKey', 'keyexample'],
    ['Token (optional)', ''],
  ] as const) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('textbox', { name: field, exact: true })).toBeFocused();
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'For this session only' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');

  expect(await standby.calls('saveAccount')).toEqual([
    {
      edition: 'custom',
      customAddress: 'https://ccc.example.com',
      sdkAppId: '1400692008',
      agent: 'mei.lin@example.com',
      secretId: 'AKIDexample',
      secretKey: 'keyexample',
      token: '',
      keep: 'session',
    },
  ]);
});

test('secrets are hidden, not remembered and not spell-checked', async ({ standby, page }) => {
  await standby.open(firstRun());
  await page.getByRole('button', { name: 'I have an account' }).click();
  for (const name of ['SecretId', 'SecretKey', 'Token (optional)']) {
    const field = page.getByLabel(name, { exact: true });
    await expect(field).toHaveAttribute('type', 'password');
    await expect(field).toHaveAttribute('autocomplete', 'off');
    await expect(field).toHaveAttribute('spellcheck', 'false');
  }
});

test('says that blanks were removed, on the page that follows', async ({ standby, page }) => {
  await standby.open(firstRun());
  await standby.answer('saveAccount', { outcome: 'saved', trimmed: ['secretKey'] });
  await page.getByRole('button', { name: 'I have an account' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Blanks in the pasted text were removed.')).toBeVisible();
  await standby.push(state());
  await expect(page.getByRole('status').filter({ hasText: 'Blanks in the pasted text' })).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('Blanks in the pasted text')).toHaveCount(0);
});
