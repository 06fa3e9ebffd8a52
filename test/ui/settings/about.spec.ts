import { state } from '../../support/ui/states.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';

async function open(standby: Standby, policyFile: string | null = null): Promise<void> {
  await standby.open(state({ route: 'settings', policyFile }));
  await standby.page.getByRole('tab', { name: 'About' }).click();
}

test('the About tab shows version, runtime and system', async ({ standby, page }) => {
  await open(standby);
  const about = page.getByRole('tabpanel', { name: 'About' });
  await expect(about).toContainText('Standby 0.1.0');
  for (const [name, value] of [
    ['Electron', '45.4.1'],
    ['Chromium', '146.0.7680.31'],
    ['Node.js', '24.14.0'],
    ['System', 'Linux 6.1.0 x64'],
    ['Your keyring', 'Secret Service (GNOME Keyring, KWallet)'],
    ['Logs', '/home/mei/.config/Standby/logs'],
  ] as const) {
    await expect(about.getByRole('term').filter({ hasText: name })).toBeVisible();
    await expect(about.getByRole('definition').filter({ hasText: value })).toHaveText(value);
  }
  await expect(about.getByText('Company settings')).toHaveCount(0);
});

test('the About tab names the policy file if there is one', async ({ standby, page }) => {
  await open(standby, '/etc/standby/policy.json');
  await expect(page.getByRole('definition').filter({ hasText: '/etc/standby/policy.json' })).toBeVisible();
});

test('the button opens the log folder', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Open log folder' }).click();
  expect(await standby.calls('app.openLogFolder')).toHaveLength(1);
});

test('copying the diagnostics shows "Copied" for a moment', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Copy diagnostics' }).focus();
  await page.keyboard.press('Enter');
  expect(await standby.calls('app.copyDiagnostics')).toHaveLength(1);
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached();
  await page.clock.runFor(3_000);
  await expect(page.getByRole('button', { name: 'Copy diagnostics' })).toBeFocused();
});

test('the About tab has a Quit button, for desktops without a tray', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Quit Standby' }).click();
  expect(await standby.calls('app.quit')).toHaveLength(1);
});
