/** Every outcome of trying an account out, in the first run and in the settings. */
import type { Page } from '@playwright/test';
import type { CheckResult } from '../../preload/contract/settings.ts';
import { read } from '../support/ui/checks.ts';
import { firstRun, simulator, state } from '../support/ui/states.ts';
import { expect, test, type Standby } from '../support/ui/standby.ts';

const settings = (part: Parameters<typeof state>[0] = {}) => state({ page: 'settings', ...part });

const wrongKey: CheckResult = {
  outcome: 'wrong',
  fields: ['secretKey'],
  failure: read({ kind: 'secretKeyMismatch', code: 'AuthFailure.SignatureFailure', whoCanFix: 'agent' }),
};
const wrongApplication: CheckResult = {
  outcome: 'wrong',
  fields: ['sdkAppId', 'edition'],
  failure: read({
    kind: 'applicationUnknown',
    code: 'InvalidParameterValue.InstanceNotExist',
    whoCanFix: 'agent',
  }),
};
const mayNotRead: CheckResult = { outcome: 'mayNotRead', failure: read({}) };
const timedOut: CheckResult = {
  outcome: 'failed',
  failure: read({ kind: 'timedOut', code: 'Network.TimedOut', requestId: null, whoCanFix: 'nobody' }),
};

/** Types an account into the first screen. */
async function fillIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'I have an account' }).click();
  await page.getByLabel('SdkAppId').fill('1400692008');
  await page.getByLabel('Agent account').fill('mei.lin@example.com');
  await page.getByLabel('SecretId').fill('AKIDexample');
  await page.getByLabel('SecretKey').fill('keyexample');
}

async function expectAllStillTyped(page: Page): Promise<void> {
  await expect(page.getByLabel('SdkAppId')).toHaveValue('1400692008');
  await expect(page.getByLabel('Agent account')).toHaveValue('mei.lin@example.com');
  await expect(page.getByLabel('SecretId', { exact: true })).toHaveValue('AKIDexample');
  await expect(page.getByLabel('SecretKey')).toHaveValue('keyexample');
}

/** Opens the first run, types an account, and has it checked with this outcome. */
async function checked(standby: Standby, outcome: CheckResult): Promise<void> {
  const { page } = standby;
  await standby.open(firstRun());
  await standby.answer('checkAccount', outcome);
  await fillIn(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Checking…' })).toHaveCount(0);
}

test('a wrong field is named at the field, has the focus, and what was typed stays', async ({
  standby,
  page,
}) => {
  await checked(standby, wrongKey);
  const secretKey = page.getByLabel('SecretKey');
  await expect(secretKey).toBeFocused();
  await expect(secretKey).toHaveAttribute('aria-invalid', 'true');
  await expect(secretKey).toHaveAccessibleDescription(/^This SecretKey does not belong to the SecretId\./);
  await expect(page.getByLabel('SecretId', { exact: true })).toHaveAttribute('aria-invalid', 'false');
  await expect(page.getByText('This SecretKey does not belong')).toBeInViewport();
  const card = page.getByRole('alert');
  await expect(card).toContainText('One entry needs another look');
  await expect(card).toContainText('Correct it where it is marked');
  await expect(card).toContainText('AuthFailure.SignatureFailure');
  await expect(card).toContainText('RequestId 6980f29d');
  await expectAllStillTyped(page);
  expect(await standby.calls('saveAccount')).toEqual([]);
});

for (const [field, label, words] of [
  ['sdkAppId', 'SdkAppId', 'There is no application with this SdkAppId.'],
  ['agent', 'Agent account', 'This contact center has no such agent account.'],
  ['secretId', 'SecretId', 'Tencent Cloud has no API key with this SecretId.'],
  ['token', 'Token (optional)', 'The token is missing, wrong or expired.'],
] as const) {
  test(`wrong: ${label}`, async ({ standby, page }) => {
    await checked(standby, { ...wrongKey, fields: [field] });
    await expect(page.getByLabel(label, { exact: true })).toBeFocused();
    await expect(page.getByLabel(label, { exact: true })).toHaveAccessibleDescription(new RegExp(words));
    await expect(page.locator('[aria-invalid=true]')).toHaveCount(1);
  });
}

test('where it can be one of several, each is marked, and the likeliest has the focus', async ({
  standby,
  page,
}) => {
  await checked(standby, wrongApplication);
  await expect(page.getByLabel('SdkAppId')).toBeFocused();
  await expect(page.getByLabel('SdkAppId')).toHaveAccessibleDescription(/^There may be no application/);
  const edition = page.getByRole('radiogroup', { name: 'Edition' });
  await expect(edition).toHaveAttribute('aria-invalid', 'true');
  await expect(edition).toHaveAccessibleDescription('This may be the wrong edition.');
  await expect(page.getByRole('alert')).toContainText('There is no application with this SdkAppId');
});

test('a wrong edition alone has the focus on the one that is chosen', async ({ standby, page }) => {
  await checked(standby, { ...wrongApplication, fields: ['edition'] });
  await expect(page.getByRole('radio', { name: 'International' })).toBeFocused();
});

test('a mark goes when its field is changed, and the words with the last of them', async ({
  standby,
  page,
}) => {
  await checked(standby, wrongApplication);
  await page.keyboard.type('1');
  await expect(page.getByLabel('SdkAppId')).toHaveAttribute('aria-invalid', 'false');
  await expect(page.getByLabel('SdkAppId')).toBeFocused();
  await expect(page.getByRole('radiogroup', { name: 'Edition' })).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('radio', { name: 'Mainland' }).check();
  await expect(page.locator('[aria-invalid=true]')).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('put right after a wrong key, it is saved; the page forgets the keys', async ({ standby, page }) => {
  await checked(standby, wrongKey);
  await standby.answer('checkAccount', { outcome: 'right', status: 'rest', reason: 'Lunch' });
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('therightkey');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Checked and saved. You are Rest · Lunch now.')).toBeVisible();
  expect(await standby.calls('saveAccount')).toMatchObject([{ secretKey: 'therightkey' }]);
  await expect(page.getByLabel('SecretKey')).toHaveValue('');
  await expect(page.getByLabel('SecretId', { exact: true })).toHaveValue('');
});

test('what cannot be right as typed is said beside the fields, and nothing is saved', async ({
  standby,
  page,
}) => {
  await checked(standby, {
    outcome: 'invalid',
    problems: { agent: 'agentEmpty', secretKey: 'secretControl' },
  });
  await expect(page.getByLabel('Agent account')).toBeFocused();
  await expect(page.getByLabel('Agent account')).toHaveAccessibleDescription(/Enter your agent account/);
  await expect(page.getByLabel('SecretKey')).toHaveAccessibleDescription(/does not look like a key/);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expectAllStillTyped(page);
  expect(await standby.calls('saveAccount')).toEqual([]);
});

test('a key that may not read: that nothing could be verified, and the way to finish anyway', async ({
  standby,
  page,
}) => {
  await checked(standby, mayNotRead);
  const card = page.getByRole('alert');
  await expect(card).toContainText('This key may not read your status');
  await expect(card).toContainText('could not verify the account and the agent');
  await expect(card).toContainText('ccc:DescribeStaffStatusMetrics');
  await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible();
  await expectAllStillTyped(page);
  expect(await standby.calls('saveAccount')).toEqual([]);
  await page.getByRole('button', { name: 'Finish anyway' }).focus();
  await page.keyboard.press('Enter');
  expect(await standby.calls('saveAccount')).toMatchObject([{ secretKey: 'keyexample' }]);
  expect(await standby.calls('checkAccount')).toHaveLength(1);
});

test('after a change, what was said of the key before no longer holds', async ({ standby, page }) => {
  await checked(standby, mayNotRead);
  await page.getByLabel('SecretKey').fill('another');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Check and finish' })).toBeVisible();
});

test('a check that does not get through: why, and both ways on', async ({ standby, page }) => {
  await checked(standby, timedOut);
  const card = page.getByRole('alert');
  await expect(card).toContainText('The check did not get through');
  await expect(card).toContainText('The service did not answer in time');
  await expect(card).toContainText('Nothing was changed. Wait a moment, then check again.');
  await expect(card).toContainText('Network.TimedOut');
  await expect(page.locator('[aria-invalid=true]')).toHaveCount(0);
  await expectAllStillTyped(page);

  await page.getByRole('button', { name: 'Check again' }).click();
  expect(await standby.calls('checkAccount')).toHaveLength(2);
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  expect(await standby.calls('saveAccount')).toHaveLength(1);
});

/** Pages scroll by whole pixels, so that a part of one may be cut off. */
const WHOLE = { ratio: 0.99 };

test('wherever Enter was pressed, what comes of it is in view', async ({ standby, page }) => {
  await standby.open(firstRun(), { held: ['checkAccount'] });
  await standby.answer('checkAccount', timedOut);
  await fillIn(page);
  await page.getByLabel('SdkAppId').press('Enter');
  await expect(page.getByRole('button', { name: 'Checking…' })).toBeInViewport(WHOLE);
  await expect(page.getByLabel('SdkAppId')).toBeFocused();
  await standby.release('checkAccount');
  await expect(page.getByRole('alert')).toBeInViewport(WHOLE);
  await expect(page.getByRole('button', { name: 'Finish without checking' })).toBeInViewport(WHOLE);

  await standby.answer('saveAccount', { outcome: 'keychain', state: 'locked', pending: false });
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  await expect(page.getByText('Nothing was saved')).toBeInViewport(WHOLE);
});

test('a wrong clock is named with how wrong it is', async ({ standby, page }) => {
  await checked(standby, {
    outcome: 'failed',
    failure: read({ kind: 'clockWrong', code: 'AuthFailure.SignatureExpire', clockAheadMs: 7_500_000 }),
  });
  await expect(page.getByRole('alert')).toContainText("This computer's clock is 2 h 5 min ahead.");
});

test('no network is said as such', async ({ standby, page }) => {
  await checked(standby, {
    outcome: 'failed',
    failure: read({ kind: 'noNetwork', code: 'Network.Offline' }),
  });
  await expect(page.getByRole('alert')).toContainText('Connect to a network, then check again.');
});

test('nobody is sent to the settings from where they are typing them', async ({ standby, page }) => {
  await checked(standby, {
    outcome: 'failed',
    failure: read({ kind: 'agentNotPermitted', code: 'FailedOperation.PermissionDenied' }),
  });
  await expect(page.getByRole('alert')).toContainText('or look at the account once more');
  await expect(page.getByRole('alert')).not.toContainText('in Settings');
});

test('while it checks it says so, and a second press asks nothing', async ({ standby, page }) => {
  await standby.open(firstRun(), { held: ['checkAccount'] });
  await fillIn(page);
  await page.keyboard.press('Enter');
  const button = page.getByRole('button', { name: 'Checking…' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('status').filter({ hasText: 'Checking…' })).toHaveCount(1);
  await page.keyboard.press('Enter');
  await button.focus();
  await page.keyboard.press('Space');
  expect(await standby.calls('checkAccount')).toHaveLength(1);
  await standby.release('checkAccount');
  await expect(page.getByText('Checked and saved.')).toBeVisible();
});

test('a change while it checks calls the check off: its answer saves nothing', async ({ standby, page }) => {
  await standby.open(firstRun(), { held: ['checkAccount'] });
  await fillIn(page);
  await page.keyboard.press('Enter');
  await page.getByLabel('SecretKey').fill('another');
  await expect(page.getByRole('button', { name: 'Check and finish' })).toBeVisible();
  await standby.release('checkAccount');
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByText('Checked and saved.')).toBeVisible();
  expect(await standby.calls('saveAccount')).toMatchObject([{ secretKey: 'another' }]);
});

test('an answer that comes after the simulator was chosen saves nothing', async ({ standby, page }) => {
  await standby.open(firstRun(), { held: ['checkAccount'] });
  await fillIn(page);
  await page.keyboard.press('Enter');
  await standby.push(simulator());
  await standby.release('checkAccount');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Free');
  expect(await standby.calls('saveAccount')).toEqual([]);
});

test('found right but not taken by the keychain: what was typed stays', async ({ standby, page }) => {
  await standby.open(firstRun());
  await standby.answer('saveAccount', { outcome: 'keychain', state: 'denied', pending: false });
  await fillIn(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The keychain refused access' })).toBeVisible();
  await expectAllStillTyped(page);
});

test('in Chinese, the wrong field and what to do are said in Chinese', async ({ standby, page }) => {
  await standby.open(firstRun({ language: 'zh-CN' }));
  await standby.answer('checkAccount', wrongKey);
  await page.getByRole('button', { name: '我有账号' }).click();
  await page.getByRole('button', { name: '检查并完成' }).click();
  await expect(page.getByLabel('SecretKey')).toHaveAccessibleDescription(
    /^此 SecretKey 与 SecretId 不匹配。/,
  );
  await expect(page.getByRole('alert')).toContainText('有 1 项需要核对');
  await expect(page.getByRole('button', { name: '不检查，直接完成' })).toBeVisible();
});

test('in the settings Check shows its result in place and saves nothing', async ({ standby, page }) => {
  await standby.open(settings());
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'It works: Free now' })).toBeVisible();
  expect(await standby.calls('checkAccount')).toMatchObject([{ secretId: '', secretKey: '' }]);
  expect(await standby.calls('saveAccount')).toEqual([]);
  await page.getByLabel('SdkAppId').fill('1400000000');
  await expect(page.getByText('It works')).toHaveCount(0);
});

test('a kept key that is wrong is asked for anew', async ({ standby, page }) => {
  await standby.open(settings());
  await standby.answer('checkAccount', wrongKey);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByLabel('SecretKey')).toBeFocused();
  await page.keyboard.type('therightkey');
  await expect(page.getByLabel('SecretKey')).toHaveValue('therightkey');
  await page.getByRole('button', { name: 'Keep the old key' }).click();
  await expect(page.getByLabel('SecretKey')).toHaveCount(0);
});

test('a kept key that cannot be had is said', async ({ standby, page }) => {
  await standby.open(settings());
  await standby.answer('checkAccount', { outcome: 'keychain', state: 'locked' });
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText(/Nothing was checked, because the keychain/);
});

test('what the company has set and is wrong, the company has to put right', async ({ standby, page }) => {
  await standby.open(settings({ locked: ['sdkAppId', 'edition'] }));
  await standby.answer('checkAccount', wrongApplication);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Your company has set this.');
});
