import { state } from '../support/ui/states.ts';
import { expect, test, type Standby } from '../support/ui/standby.ts';

async function open(standby: Standby, policyFile: string | null = null): Promise<void> {
  await standby.open(state({ page: 'settings', policyFile }));
  await standby.page.getByRole('tab', { name: 'About' }).click();
}

test('says what this is, and what it runs on', async ({ standby, page }) => {
  await open(standby);
  const about = page.getByRole('tabpanel', { name: 'About' });
  await expect(about).toContainText('Standby 0.1.0');
  for (const [name, value] of [
    ['Electron', '45.4.1'],
    ['Chromium', '146.0.7680.31'],
    ['Node.js', '24.14.0'],
    ['System', 'Linux 6.1.0 x64'],
    ['Keychain', 'Secret Service (GNOME Keyring, KWallet)'],
    ['Logs', '/home/mei/.config/Standby/logs'],
  ] as const) {
    await expect(about.getByRole('term').filter({ hasText: name })).toBeVisible();
    await expect(about.getByRole('definition').filter({ hasText: value })).toHaveText(value);
  }
  await expect(about.getByText('Policy')).toHaveCount(0);
});

test('names the policy file where there is one', async ({ standby, page }) => {
  await open(standby, '/etc/standby/policy.json');
  await expect(page.getByRole('definition').filter({ hasText: '/etc/standby/policy.json' })).toBeVisible();
});

test('opens the log folder', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Open log folder' }).click();
  expect(await standby.calls('openLogFolder')).toHaveLength(1);
});

test('copies diagnostics, and says for a moment that it did', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Copy diagnostics' }).focus();
  await page.keyboard.press('Enter');
  expect(await standby.calls('copyDiagnostics')).toHaveLength(1);
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached();
  await page.clock.runFor(3_000);
  await expect(page.getByRole('button', { name: 'Copy diagnostics' })).toBeFocused();
});

test('the way out is here too, for a desktop without a tray', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Quit Standby' }).click();
  expect(await standby.calls('quit')).toHaveLength(1);
});
