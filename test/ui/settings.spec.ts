import { simulator, state } from '../support/ui/states.ts';
import { expect, test } from '../support/ui/standby.ts';
import { takenShortcut } from '../support/ui/views.ts';

test('opened by the gear, left by Back', async ({ standby, page }) => {
  await standby.open();
  await page.getByRole('button', { name: 'Settings' }).click();
  await standby.push(state({ page: 'settings' }));
  await page.getByRole('button', { name: 'Back' }).click();
  expect(await standby.calls('showPage')).toEqual(['settings', 'main']);
});

test('lists every shortcut with its state', async ({ standby, page }) => {
  await standby.open(state({ page: 'settings', shortcuts: takenShortcut }));
  const rows = page.getByRole('region', { name: 'Shortcuts' }).getByRole('listitem');
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(0)).toHaveText('FreeCtrl+Shift+F9On');
  await expect(rows.nth(1)).toContainText('held by another program');
  await expect(rows.nth(2)).toHaveText('BusyOff');
  await expect(rows.nth(3)).toContainText('The desktop decides');
});

test('the simulator can be left', async ({ standby, page }) => {
  await standby.open(simulator({ page: 'settings' }));
  await expect(page.getByRole('textbox', { name: 'SdkAppId' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Leave the simulator' }).click();
  expect(await standby.calls('leaveSimulator')).toHaveLength(1);
});

test('says how the keychain is, and which version this is', async ({ standby, page }) => {
  await standby.open(state({ page: 'settings' }));
  await expect(page.getByRole('region', { name: 'Keychain' })).toContainText('Keychain ready');
  await expect(page.getByRole('region', { name: 'About' })).toContainText('Standby 0.1.0');
});

for (const keychain of ['locked', 'denied', 'missing', 'timedOut'] as const) {
  test(`on the main page, a keychain that is ${keychain} says what to do`, async ({ standby, page }) => {
    await standby.open(state({ account: { keychain } }));
    await expect(page.getByRole('heading', { name: /keychain/i })).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await standby.calls('retryKeychain')).toHaveLength(1);
    await page.getByRole('button', { name: 'Open settings' }).click();
    expect(await standby.calls('showPage')).toEqual(['settings']);
  });
}

test('keys kept for the session need no keychain', async ({ standby, page }) => {
  const keys = { home: 'session', secretIdEnd: 'k3Yz', hasToken: true } as const;
  await standby.open(state({ account: { keychain: 'missing', keys } }));
  await expect(page.getByRole('heading', { name: /keychain/i })).toHaveCount(0);
  await standby.push(state({ page: 'settings', account: { keychain: 'missing', keys } }));
  await expect(page.getByRole('region', { name: 'API key' })).toContainText('temporary, with a token');
});

test('notices are read, then dismissed', async ({ standby, page }) => {
  await standby.open(
    state({
      notices: [
        { kind: 'settingsDamaged', file: '/home/mei/old.json' },
        { kind: 'settingsNotSaved', file: '/home/mei/settings.json', message: 'EROFS' },
      ],
    }),
  );
  await expect(page.getByText('Standby kept it as /home/mei/old.json')).toBeVisible();
  await expect(page.getByText('could not be saved in /home/mei/settings.json: EROFS')).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).nth(1).click();
  expect(await standby.calls('dismissNotice')).toEqual(['settingsNotSaved']);
});

test('the way out is here too, for a desktop without a tray', async ({ standby, page }) => {
  await standby.open(state({ page: 'settings' }));
  await page.getByRole('button', { name: 'Quit Standby' }).click();
  expect(await standby.calls('quit')).toHaveLength(1);
});
