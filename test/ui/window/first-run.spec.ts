import type { Page } from '@playwright/test';
import { DEFAULT_PREFERENCES } from '../../../shared/preferences.ts';
import { firstRun, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';

async function openForm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set up my account' }).click();
}

async function openMoreOptions(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More options' }).click();
}

test('the first run describes Standby and starts the simulator without an account', async ({
  standby,
  page,
}) => {
  await standby.open(firstRun());
  await expect(page.getByText('Switch your contact center status from the tray')).toBeVisible();
  await page.getByRole('button', { name: 'Try it with a simulator' }).click();
  expect(await standby.calls('account.useSimulator')).toHaveLength(1);
});

test('an account is typed with the keyboard alone, checked, and saved when valid', async ({
  standby,
  page,
}) => {
  await standby.open(firstRun());
  await page.keyboard.press('Tab');
  await expect(page.getByRole('combobox', { name: 'Language' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Set up my account' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Set-up text from your admin' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: 'International' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Other address' })).toBeChecked();

  for (const [field, text] of [
    ['Service address', 'https://ccc.example.com'],
    ['SdkAppId (application ID)', '1400692008'],
    ['Agent account', 'mei.lin@example.com'],
    ['SecretId', 'AKIDexample'],
    ['SecretKey', 'keyexample'],
  ] as const) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('textbox', { name: field, exact: true })).toBeFocused();
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'More options' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Token (optional)')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'For this session only' })).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Check and finish' })).toBeFocused();
  await page.keyboard.press('Enter');

  const typed = {
    edition: 'custom',
    customAddress: 'https://ccc.example.com',
    sdkAppId: '1400692008',
    agent: 'mei.lin@example.com',
    secretId: 'AKIDexample',
    secretKey: 'keyexample',
    token: '',
    keyStorage: 'session',
  };
  await expect(
    page.getByRole('status').filter({ hasText: 'Checked and saved. Status at the check: Free.' }),
  ).toBeVisible();
  expect(await standby.calls('account.check')).toEqual([typed]);
  expect(await standby.calls('account.save')).toEqual([typed]);
});

test('secrets are hidden, without autocomplete and spell check', async ({ standby, page }) => {
  await standby.open(firstRun());
  await openForm(page);
  await openMoreOptions(page);
  for (const name of ['SecretId', 'SecretKey', 'Token (optional)']) {
    const field = page.getByLabel(name, { exact: true });
    await expect(field).toHaveAttribute('type', 'password');
    await expect(field).toHaveAttribute('autocomplete', 'off');
    await expect(field).toHaveAttribute('spellcheck', 'false');
  }
});

test('every field has a one-line hint on where to find its value', async ({ standby, page }) => {
  await standby.open(firstRun());
  await openForm(page);
  await openMoreOptions(page);
  for (const [name, where] of [
    ['SdkAppId (application ID)', /Cloud Contact Center console/],
    ['Agent account', /sign in to the agent workspace/],
    ['SecretId', /Cloud Access Management/],
    ['SecretKey', /when the key is created/],
    ['Token (optional)', /Only for temporary keys/],
  ] as const) {
    await expect(page.getByLabel(name, { exact: true })).toHaveAccessibleDescription(where);
  }
});

test('the next page reports that blanks were removed', async ({ standby, page }) => {
  await standby.open(firstRun());
  await standby.respond('account.save', { outcome: 'saved', trimmed: ['secretKey'], invisible: [] });
  await openForm(page);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByText('Spaces were removed from the pasted text.')).toBeVisible();
  await standby.push(state());
  await expect(
    page.getByRole('status').filter({ hasText: 'Spaces were removed from the pasted text.' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('Spaces were removed from the pasted text.')).toHaveCount(0);
});

test('the language can be changed in the first run, and the input stays', async ({ standby, page }) => {
  await standby.open(firstRun());
  await openForm(page);
  await page.getByLabel('Agent account').fill('mei.lin@example.com');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('简体中文');
  expect(await standby.calls('settings.savePreferences')).toEqual([
    { ...DEFAULT_PREFERENCES, language: 'zh-CN' },
  ]);

  await standby.push(
    firstRun({ language: 'zh-CN', preferences: { ...DEFAULT_PREFERENCES, language: 'zh-CN' } }),
  );
  await expect(page.getByRole('heading', { name: '我有账号' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: '语言' })).toHaveValue('zh-CN');
  await expect(page.getByLabel('座席账号')).toHaveValue('mei.lin@example.com');
  await expect(page.getByRole('button', { name: '检查并完成' })).toBeVisible();
});

test('a language set by the policy is read-only', async ({ standby, page }) => {
  await standby.open(firstRun({ managedKeys: ['language'] }));
  const choice = page.getByRole('combobox', { name: 'Language' });
  await expect(choice).toHaveAttribute('aria-disabled', 'true');
  await choice.focus();
  await page.keyboard.press('ArrowDown');
  expect(await standby.calls('settings.savePreferences')).toEqual([]);
});

for (const [how, close] of [
  ['Back', (page: Page) => page.getByRole('button', { name: 'Back' }).click()],
  ['Escape', (page: Page) => page.keyboard.press('Escape')],
] as const) {
  test(`${how} closes the form, which keeps its input, and the focus returns to its button`, async ({
    standby,
    page,
  }) => {
    await standby.open(firstRun());
    await openForm(page);
    await page.getByLabel('SecretKey').fill('keyexample');
    await close(page);
    await expect(page.getByLabel('SecretKey')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Set up my account' })).toBeFocused();
    await expect(page.getByRole('button', { name: 'Try it with a simulator' })).toBeVisible();
    expect(await standby.calls('app.hideWindow')).toEqual([]);
    await openForm(page);
    await expect(page.getByLabel('SecretKey')).toHaveValue('keyexample');
  });
}

test('setting up an account is the first way in, and at least as strong as the simulator', async ({
  standby,
  page,
}) => {
  await standby.open(firstRun());
  const ways = page.getByRole('main').getByRole('button');
  await expect(ways).toHaveText([/^Set up my account/, /^Try it with a simulator/]);
  await expect(ways.first()).toHaveClass(/primary/);
  await expect(ways.last()).not.toHaveClass(/primary/);
});

test('token and key place are folded until they are used or have an error', async ({ standby, page }) => {
  await standby.open(firstRun());
  await openForm(page);
  const more = page.getByRole('button', { name: 'More options' });
  const token = page.getByLabel('Token (optional)');
  await expect(more).toHaveAttribute('aria-expanded', 'false');
  await expect(token).toBeHidden();
  await expect(page.getByRole('radiogroup', { name: 'Where to keep the key' })).toBeHidden();

  await standby.respond('account.check', { outcome: 'invalid', errors: { token: 'secretControl' } });
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(token).toBeFocused();
  await expect(more).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.type('token');
  await more.click();
  await expect(token).toBeHidden();
  await more.click();
  await page.getByRole('radio', { name: 'For this session only' }).check();
  await expect(token).toHaveValue('token');
});

test('an account can be saved without a check', async ({ standby, page }) => {
  await standby.open(firstRun());
  await openForm(page);
  await page.getByLabel('SdkAppId').fill('1400692008');
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  expect(await standby.calls('account.save')).toMatchObject([{ sdkAppId: '1400692008' }]);
  expect(await standby.calls('account.check')).toEqual([]);
});

test('fields set by the policy are filled in, marked and read-only', async ({ standby, page }) => {
  await standby.open(
    firstRun({
      managedKeys: ['edition', 'sdkAppId', 'agent'],
      account: { edition: 'mainland', sdkAppId: 1400692008, agent: 'mei.lin@example.com' },
    }),
  );
  await openForm(page);
  await page.getByRole('radio', { name: 'Mainland China' }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Space');
  await expect(page.getByRole('radio', { name: 'Mainland China' })).toBeChecked();
  await expect(page.getByRole('radiogroup', { name: 'Tencent Cloud site' })).toHaveAccessibleDescription(
    'Set by your company',
  );
  for (const name of ['SdkAppId', 'Agent account']) {
    const field = page.getByRole('textbox', { name });
    await expect(field).toHaveAttribute('readonly');
    await expect(field).toHaveAccessibleDescription(/Set by your company/);
  }
  await page.getByRole('button', { name: 'Check and finish' }).click();
  expect(await standby.calls('account.save')).toMatchObject([
    { edition: 'mainland', sdkAppId: '1400692008', agent: 'mei.lin@example.com' },
  ]);
});

test("where the company's sign-in hands the keys out, none is asked for", async ({ standby, page }) => {
  const keys = { storage: 'process', secretIdSuffix: '', hasToken: false } as const;
  await standby.open(firstRun({ account: { keys } }));
  await openForm(page);
  await expect(page.getByRole('region', { name: 'API key' })).toContainText(
    "Provided by your company's sign-in",
  );
  await expect(page.getByLabel('SecretKey')).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'For this session only' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  expect(await standby.calls('account.save')).toMatchObject([{ secretId: '', secretKey: '', token: '' }]);
});

test('where there is no keychain, its card switches to this session, and the button still checks first', async ({
  standby,
  page,
}) => {
  await standby.open(firstRun({ account: { keychain: 'missing' } }));
  await openForm(page);
  await page.getByLabel('SecretId').fill('AKIDexample');
  await page.getByRole('button', { name: 'Use for this session' }).click();
  await expect(page.getByLabel('SecretKey')).toBeFocused();
  await page.keyboard.type('keyexample');
  await expect(page.getByRole('radio', { name: 'For this session only' })).toBeChecked();
  expect(await standby.calls('account.save')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Checked and saved.')).toBeVisible();
  expect(await standby.calls('account.save')).toMatchObject([{ keyStorage: 'session' }]);
});
