/** UI tests of the account check with every result, in the first run and in the settings. */
import type { Page } from '@playwright/test';
import type { CheckResult } from '../../../shared/ipc/settings-results.ts';
import { readFailure } from '../../support/ui/check-results.ts';
import { firstRun, simulator, state } from '../../support/ui/states.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';

const settings = (part: Parameters<typeof state>[0] = {}) => state({ route: 'settings', ...part });

const wrongKey: CheckResult = {
  outcome: 'invalidFields',
  fields: ['secretKey'],
  failure: readFailure({
    kind: 'secretKeyMismatch',
    code: 'AuthFailure.SignatureFailure',
    whoCanFix: 'agent',
  }),
};
const wrongApplication: CheckResult = {
  outcome: 'invalidFields',
  fields: ['sdkAppId', 'edition'],
  failure: readFailure({
    kind: 'applicationUnknown',
    code: 'InvalidParameterValue.InstanceNotExist',
    whoCanFix: 'agent',
  }),
};
const readDenied: CheckResult = { outcome: 'readDenied', failure: readFailure({}) };
const timedOut: CheckResult = {
  outcome: 'failed',
  failure: readFailure({ kind: 'timedOut', code: 'Network.TimedOut', requestId: null, whoCanFix: 'nobody' }),
};

/** Types an account into the form of the first run. */
async function fillIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set up my account' }).click();
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

/** Opens the first run, types an account, and checks it with this result. */
async function checked(standby: Standby, outcome: CheckResult): Promise<void> {
  const { page } = standby;
  await standby.open(firstRun());
  await standby.respond('account.check', outcome);
  await fillIn(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Checking…' })).toHaveCount(0);
}

test('a wrong field shows its error, is focused, and all input stays', async ({ standby, page }) => {
  await checked(standby, wrongKey);
  const secretKey = page.getByLabel('SecretKey');
  await expect(secretKey).toBeFocused();
  await expect(secretKey).toHaveAttribute('aria-invalid', 'true');
  await expect(secretKey).toHaveAccessibleDescription(/^This SecretKey doesn't match the SecretId\./);
  await expect(page.getByLabel('SecretId', { exact: true })).toHaveAttribute('aria-invalid', 'false');
  await expect(page.getByText("This SecretKey doesn't match")).toBeInViewport();
  const card = page.getByRole('alert');
  await expect(card).toContainText('Check the marked field');
  await expect(card).toContainText('Correct it and check again.');
  await expect(card).toContainText('AuthFailure.SignatureFailure');
  await expect(card).toContainText('RequestId 6980f29d');
  await expectAllStillTyped(page);
  expect(await standby.calls('account.save')).toEqual([]);
});

for (const [field, label, words] of [
  ['sdkAppId', 'SdkAppId (application ID)', 'No application with this SdkAppId.'],
  ['agent', 'Agent account', 'This contact center has no such agent account.'],
  ['secretId', 'SecretId', 'Tencent Cloud has no API key with this SecretId.'],
  ['token', 'Token (optional)', 'The token is missing, wrong or expired.'],
] as const) {
  test(`the result invalidFields is shown: ${label}`, async ({ standby, page }) => {
    await checked(standby, { ...wrongKey, fields: [field] });
    await expect(page.getByLabel(label, { exact: true })).toBeFocused();
    await expect(page.getByLabel(label, { exact: true })).toHaveAccessibleDescription(new RegExp(words));
    await expect(page.locator('[aria-invalid=true]')).toHaveCount(1);
  });
}

test('of several possible wrong fields each is marked, and the most likely one is focused', async ({
  standby,
  page,
}) => {
  await checked(standby, wrongApplication);
  await expect(page.getByLabel('SdkAppId')).toBeFocused();
  await expect(page.getByLabel('SdkAppId')).toHaveAccessibleDescription(/^There may be no application/);
  const edition = page.getByRole('radiogroup', { name: 'Tencent Cloud site' });
  await expect(edition).toHaveAttribute('aria-invalid', 'true');
  await expect(edition).toHaveAccessibleDescription('This may be the wrong site.');
  await expect(page.getByRole('alert')).toContainText('No application with this SdkAppId');
});

test('a wrong edition focuses the selected edition', async ({ standby, page }) => {
  await checked(standby, { ...wrongApplication, fields: ['edition'] });
  await expect(page.getByRole('radio', { name: 'International' })).toBeFocused();
});

test('a change removes the error of its field, and the last one removes the card', async ({
  standby,
  page,
}) => {
  await checked(standby, wrongApplication);
  await page.keyboard.type('1');
  await expect(page.getByLabel('SdkAppId')).toHaveAttribute('aria-invalid', 'false');
  await expect(page.getByLabel('SdkAppId')).toBeFocused();
  await expect(page.getByRole('radiogroup', { name: 'Tencent Cloud site' })).toHaveAttribute(
    'aria-invalid',
    'true',
  );
  await page.getByRole('radio', { name: 'Mainland China' }).check();
  await expect(page.locator('[aria-invalid=true]')).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a corrected key is saved and removed from the page', async ({ standby, page }) => {
  await checked(standby, wrongKey);
  await standby.respond('account.check', { outcome: 'valid', status: 'rest', reason: 'Lunch' });
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('therightkey');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Checked and saved. Status at the check: Rest · Lunch.')).toBeVisible();
  expect(await standby.calls('account.save')).toMatchObject([{ secretKey: 'therightkey' }]);
  await expect(page.getByLabel('SecretKey')).toHaveValue('');
  await expect(page.getByLabel('SecretId', { exact: true })).toHaveValue('');
});

test('validation errors of a check show at the fields, and nothing is saved', async ({ standby, page }) => {
  await checked(standby, {
    outcome: 'invalid',
    errors: { agent: 'agentEmpty', secretKey: 'secretControl' },
  });
  await expect(page.getByLabel('Agent account')).toBeFocused();
  await expect(page.getByLabel('Agent account')).toHaveAccessibleDescription(/Enter your agent account/);
  await expect(page.getByLabel('SecretKey')).toHaveAccessibleDescription(/doesn't look like a key/);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expectAllStillTyped(page);
  expect(await standby.calls('account.save')).toEqual([]);
});

test('a key without read permission shows that nothing was verified, and can be saved anyway', async ({
  standby,
  page,
}) => {
  await checked(standby, readDenied);
  const card = page.getByRole('alert');
  await expect(card).toContainText("This key can't read your status");
  await expect(card).toContainText("couldn't verify the application and agent account");
  await expect(card).toContainText('ccc:DescribeStaffStatusMetrics');
  await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible();
  await expectAllStillTyped(page);
  expect(await standby.calls('account.save')).toEqual([]);
  await page.getByRole('button', { name: 'Finish anyway' }).focus();
  await page.keyboard.press('Enter');
  expect(await standby.calls('account.save')).toMatchObject([{ secretKey: 'keyexample' }]);
  expect(await standby.calls('account.check')).toHaveLength(1);
});

test('a change discards the result of the previous check', async ({ standby, page }) => {
  await checked(standby, readDenied);
  await page.getByLabel('SecretKey').fill('another');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Check and finish' })).toBeVisible();
});

test('a check that cannot connect shows the cause, and can be repeated or skipped', async ({
  standby,
  page,
}) => {
  await checked(standby, timedOut);
  const card = page.getByRole('alert');
  await expect(card).toContainText("The check couldn't be completed");
  await expect(card).toContainText("The contact center didn't respond in time");
  await expect(card).toContainText('Nothing was changed. Wait a moment, then check again.');
  await expect(card).toContainText('Network.TimedOut');
  await expect(page.locator('[aria-invalid=true]')).toHaveCount(0);
  await expectAllStillTyped(page);

  await page.getByRole('button', { name: 'Check again' }).click();
  expect(await standby.calls('account.check')).toHaveLength(2);
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  expect(await standby.calls('account.save')).toHaveLength(1);
});

/** Pages scroll by whole pixels, so up to one pixel may be cut off. */
const WHOLE = { ratio: 0.99 };

test('the result is scrolled into view wherever Enter was pressed', async ({ standby, page }) => {
  await standby.open(firstRun(), { pendingCalls: ['account.check'] });
  await standby.respond('account.check', timedOut);
  await fillIn(page);
  await page.getByLabel('SdkAppId').press('Enter');
  await expect(page.getByRole('button', { name: 'Checking…' })).toBeInViewport(WHOLE);
  await expect(page.getByLabel('SdkAppId')).toBeFocused();
  await standby.release('account.check');
  await expect(page.getByRole('alert')).toBeInViewport(WHOLE);
  await expect(page.getByRole('button', { name: 'Finish without checking' })).toBeInViewport(WHOLE);

  await standby.respond('account.save', { outcome: 'keychain', state: 'locked', pending: false });
  await page.getByRole('button', { name: 'Finish without checking' }).click();
  await expect(page.getByText('Nothing was saved')).toBeInViewport(WHOLE);
});

test('a clock skew is shown with its size', async ({ standby, page }) => {
  await checked(standby, {
    outcome: 'failed',
    failure: readFailure({ kind: 'clockWrong', code: 'AuthFailure.SignatureExpire', clockSkewMs: 7_500_000 }),
  });
  await expect(page.getByRole('alert')).toContainText("This computer's clock is 2 h 5 min ahead.");
});

test('a missing network is reported as such', async ({ standby, page }) => {
  await checked(standby, {
    outcome: 'failed',
    failure: readFailure({ kind: 'noNetwork', code: 'Network.Offline' }),
  });
  await expect(page.getByRole('alert')).toContainText('Connect to a network, then check again.');
});

test('the next step of a check does not refer to the settings that are open', async ({ standby, page }) => {
  await checked(standby, {
    outcome: 'failed',
    failure: readFailure({ kind: 'agentNotPermitted', code: 'FailedOperation.PermissionDenied' }),
  });
  await expect(page.getByRole('alert')).toContainText('or check the account');
  await expect(page.getByRole('alert')).not.toContainText('in Settings');
});

test('a pending check is shown, and a second press sends nothing', async ({ standby, page }) => {
  await standby.open(firstRun(), { pendingCalls: ['account.check'] });
  await fillIn(page);
  await page.keyboard.press('Enter');
  const button = page.getByRole('button', { name: 'Checking…' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('status').filter({ hasText: 'Checking…' })).toHaveCount(1);
  await page.keyboard.press('Enter');
  await button.focus();
  await page.keyboard.press('Space');
  expect(await standby.calls('account.check')).toHaveLength(1);
  await standby.release('account.check');
  await expect(page.getByText('Checked and saved.')).toBeVisible();
});

test('a change cancels the pending check, whose result saves nothing', async ({ standby, page }) => {
  await standby.open(firstRun(), { pendingCalls: ['account.check'] });
  await fillIn(page);
  await page.keyboard.press('Enter');
  await page.getByLabel('SecretKey').fill('another');
  await expect(page.getByRole('button', { name: 'Check and finish' })).toBeVisible();
  await standby.release('account.check');
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByText('Checked and saved.')).toBeVisible();
  expect(await standby.calls('account.save')).toMatchObject([{ secretKey: 'another' }]);
});

test('a result that arrives after the simulator was chosen saves nothing', async ({ standby, page }) => {
  await standby.open(firstRun(), { pendingCalls: ['account.check'] });
  await fillIn(page);
  await page.keyboard.press('Enter');
  await standby.push(simulator());
  await standby.release('account.check');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Free');
  expect(await standby.calls('account.save')).toEqual([]);
});

test('a valid account that the keychain does not store keeps its input', async ({ standby, page }) => {
  await standby.open(firstRun());
  await standby.respond('account.save', { outcome: 'keychain', state: 'denied', pending: false });
  await fillIn(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: "Your keyring didn't allow access" })).toBeVisible();
  await expectAllStillTyped(page);
});

test('in Chinese, the field error and the next step are in Chinese', async ({ standby, page }) => {
  await standby.open(firstRun({ language: 'zh-CN' }));
  await standby.respond('account.check', wrongKey);
  await page.getByRole('button', { name: '我有账号' }).click();
  await page.getByRole('button', { name: '检查并完成' }).click();
  await expect(page.getByLabel('SecretKey')).toHaveAccessibleDescription(
    /^此 SecretKey 与 SecretId 不匹配。/,
  );
  await expect(page.getByRole('alert')).toContainText('有 1 项需要核对');
  await expect(page.getByRole('button', { name: '不检查，直接完成' })).toBeVisible();
});

test('in the settings a check shows its result in place and saves nothing', async ({ standby, page }) => {
  await standby.open(settings());
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'It works. Your status: Free' })).toBeVisible();
  expect(await standby.calls('account.check')).toMatchObject([{ secretId: '', secretKey: '' }]);
  expect(await standby.calls('account.save')).toEqual([]);
  await page.getByLabel('SdkAppId').fill('1400000000');
  await expect(page.getByText('It works')).toHaveCount(0);
});

test('a stored key that is wrong has to be entered again', async ({ standby, page }) => {
  await standby.open(settings());
  await standby.respond('account.check', wrongKey);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByLabel('SecretKey')).toBeFocused();
  await page.keyboard.type('therightkey');
  await expect(page.getByLabel('SecretKey')).toHaveValue('therightkey');
  await page.getByRole('button', { name: 'Keep current key' }).click();
  await expect(page.getByLabel('SecretKey')).toHaveCount(0);
});

test('a stored key that cannot be read is reported', async ({ standby, page }) => {
  await standby.open(settings());
  await standby.respond('account.check', { outcome: 'keychain', state: 'locked' });
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText(
    /Nothing was checked: your keyring didn't provide the key/,
  );
});

test('for a wrong field set by the policy the next step is the admin’s', async ({ standby, page }) => {
  await standby.open(settings({ managedKeys: ['sdkAppId', 'edition'] }));
  await standby.respond('account.check', wrongApplication);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Your company has set this.');
});
