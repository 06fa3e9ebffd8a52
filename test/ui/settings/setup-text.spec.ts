/** UI tests of the set-up text: pasted in the first run, copied in the settings. */
import type { Page } from '@playwright/test';
import { firstRun, simulator, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';

const LABEL = 'Set-up text from your admin (optional)';
const PASTED = '{"standby":1,"edition":"mainland","sdkAppId":"1400692008"}';

const field = (page: Page) => page.getByRole('textbox', { name: LABEL });

async function openForm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set up my account' }).click();
}

/** Pastes without the system's clipboard, which other tests share. */
async function paste(page: Page, text: string): Promise<void> {
  await field(page).evaluate((input, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test('a pasted set-up text fills the form, says what is missing, and the first missing field is focused', async ({
  standby,
  page,
}) => {
  await standby.open(firstRun());
  await openForm(page);
  await standby.respond('account.readSetup', {
    outcome: 'filled',
    fields: { edition: 'mainland', sdkAppId: '1400692008' },
  });
  await paste(page, PASTED);
  await expect(page.getByRole('textbox', { name: 'Agent account' })).toBeFocused();
  await expect(page.getByRole('radio', { name: 'Mainland China' })).toBeChecked();
  await expect(page.getByRole('textbox', { name: 'SdkAppId' })).toHaveValue('1400692008');
  await expect(page.getByRole('status').filter({ hasText: 'Filled in' })).toHaveText(
    'Filled in: Tencent Cloud site and SdkAppId (application ID). Still to enter: Agent account, SecretId, and SecretKey.',
  );
  await expect(field(page)).toHaveValue('');
  expect(await standby.calls('account.readSetup')).toEqual([PASTED]);
  expect(await standby.calls('account.save')).toEqual([]);
});

test('a typed set-up text is read by Enter, once, and the form is not submitted', async ({
  standby,
  page,
}) => {
  await standby.open(firstRun());
  await openForm(page);
  await standby.respond('account.readSetup', {
    outcome: 'filled',
    fields: { agent: 'mei.lin@example.com', sdkAppId: '1400692008', secretId: 'AKIDexample' },
  });
  await field(page).fill(PASTED);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('SecretKey')).toBeFocused();
  await expect(page.getByText('Still to enter: SecretKey.')).toBeVisible();
  expect(await standby.calls('account.readSetup')).toEqual([PASTED]);
  expect(await standby.calls('account.check')).toEqual([]);
});

test('a text with a key is refused, and nothing of it is shown', async ({ standby, page }) => {
  await standby.open(firstRun());
  await openForm(page);
  await standby.respond('account.readSetup', { outcome: 'refused', error: 'hasSecret' });
  await page.getByRole('textbox', { name: 'SdkAppId' }).fill('1400000001');
  for (const enter of [paste, async (_page: Page, text: string) => field(page).fill(text)]) {
    await enter(page, '{"standby":1,"secretKey":"Gu5t9xGARNpq"}');
    await page.keyboard.press('Tab');
    await expect(field(page)).toHaveAccessibleDescription(/Keys don't belong in a set-up text/);
    await expect(field(page)).toHaveValue('');
    await expect(field(page)).toHaveAttribute('aria-invalid', 'true');
  }
  await expect(page.locator('body')).not.toContainText('Gu5t9xGARNpq');
  await expect(page.getByRole('textbox', { name: 'SdkAppId' })).toHaveValue('1400000001');
});

test('a wrong value is named with its field, in both languages', async ({ standby, page }) => {
  await standby.open(firstRun());
  await openForm(page);
  await standby.respond('account.readSetup', {
    outcome: 'invalid',
    errors: { edition: 'editionInvalid', customAddress: 'addressInsecure' },
  });
  await paste(page, PASTED);
  await expect(field(page)).toHaveAccessibleDescription(
    'Nothing was filled in. Ask your admin to correct this: ' +
      'Tencent Cloud site: The site must be international, mainland or custom. ' +
      'Service address: Use https://. Plain http:// is only for developers, on their own computer.',
  );
  await standby.push(firstRun({ language: 'zh-CN' }));
  await expect(page.getByLabel('管理员发来的设置文本（可选）')).toHaveAccessibleDescription(
    /没有填写任何内容。请联系管理员更正：站点：站点只能是/,
  );
});

test('a text that is far too long is cut before it is sent', async ({ standby, page }) => {
  await standby.open(firstRun());
  await openForm(page);
  await paste(page, PASTED.padEnd(1_000_000, 'x'));
  await expect(field(page)).toHaveAccessibleDescription(/This isn't a set-up text/);
  const [sent = ''] = await standby.calls('account.readSetup');
  expect(sent).toHaveLength(4000);
});

test('the set-up text of the saved account is copied', async ({ standby, page }) => {
  await standby.open(state({ route: 'settings' }));
  await page.getByRole('button', { name: 'Copy set-up for a colleague' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await standby.calls('account.copySetup')).toHaveLength(1);
  await standby.push(simulator({ route: 'settings' }));
  await expect(page.getByRole('region', { name: 'For a colleague' })).toHaveCount(0);
});
