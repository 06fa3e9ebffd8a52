import { expect, openSettings, test, watchTray } from '../../support/desktop/portable.ts';

test('the simulator is used without an account: window, tray and shortcuts, Quit, and again after a restart', async ({
  start,
}) => {
  const { electron, page, profileDir, quit } = await start();
  const readTray = await watchTray(electron);
  await page.getByRole('button', { name: 'Try it with a simulator' }).click();
  await expect(page.getByText('Simulator', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Lunch' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');

  await expect
    .poll(async () => (await readTray())?.toolTip, { message: 'the tooltip of the tray icon' })
    .toMatch(/^Rest · Lunch, .*Simulator/s);
  const tray = await readTray();
  expect(tray?.isDestroyed).toBe(false);
  // Panels on Linux do not report where an icon is.
  if (process.platform !== 'linux') expect(tray?.width).toBeGreaterThan(0);

  await openSettings(page, 'Shortcuts');
  await expect(page.getByText('On', { exact: true })).toHaveCount(5);
  // On X11 Standby itself takes the keys; elsewhere Electron does, and knows which it has.
  if (process.platform !== 'linux') {
    const keys = process.platform === 'darwin' ? 'Control+Command+1' : 'Control+Alt+F6';
    const isRegistered = await electron.evaluate(
      ({ globalShortcut }, accelerator) => globalShortcut.isRegistered(accelerator),
      keys,
    );
    expect(isRegistered).toBe(true);
  }
  await quit();

  const again = await start(profileDir);
  await expect(again.page.getByText('Simulator', { exact: true })).toBeVisible();
  await expect(again.page.getByRole('button', { name: 'Lunch' })).toBeVisible();
  await again.quit();
});
