import { AGENT, KEY, SDK_APP_ID, submitAccount } from '../../support/desktop/account.ts';
import {
  expect,
  getKeychainItem,
  isVirtualDesktop,
  openSettings,
  test,
} from '../../support/desktop/portable.ts';

test('an account is set up with the system’s keychain, is in use after a restart, and its key is deleted', async ({
  start,
  service,
}) => {
  const { electron, page, profileDir, quit } = await start();
  const item = getKeychainItem(electron);
  // An earlier test may have left its key there.
  if (isVirtualDesktop) await item.delete();
  expect(
    await item.read(),
    'this user has a key of Standby in the keychain, and the test would replace it: run it as another user',
  ).toBeNull();
  await submitAccount(page, service.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Free');
  try {
    expect(JSON.parse((await item.read()) ?? '')).toEqual({
      version: 2,
      ...KEY,
      account: { origin: service.url, sdkAppId: SDK_APP_ID, agent: AGENT },
    });
    await openSettings(page, 'Account');
    await expect(page.getByText('••••TEST')).toBeVisible();
    await quit();
  } finally {
    // Whatever failed before, the key must not stay in a keychain that outlives the test.
    const again = await start(profileDir);
    await again.page.getByRole('button', { name: 'Lunch' }).click();
    await expect(again.page.getByRole('heading', { level: 1 })).toHaveText('Rest');
    expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });

    await openSettings(again.page, 'Account');
    await again.page.getByRole('button', { name: 'Remove key' }).click();
    await again.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(again.page.getByText('The key was removed from this computer.')).toBeVisible();
    expect(await getKeychainItem(again.electron).read()).toBeNull();
    await again.quit();
  }
});
