import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { launch, type RunningApp } from '../../support/desktop/app.ts';
import { startBareBus } from '../../support/desktop/session/bare-bus.ts';
import { pressKeys } from '../../support/desktop/session/keyboard.ts';
import {
  clearKeyring,
  lockKeyring,
  readKeyring,
  unlockKeyring,
} from '../../support/desktop/session/keyring.ts';
import { captureScreen } from '../../support/desktop/screenshot.ts';
import { StatusNotifierHost } from '../../support/desktop/session/status-notifier-host.ts';
import type { TrayItem } from '../../support/desktop/session/tray-item.ts';
import { findItem, getToggledLabels } from '../../support/desktop/session/tray-menu.ts';

/** If these tests fail, the headless desktop is broken and not Standby. */
test.describe('the headless desktop, with the fixture app', () => {
  const appDir = fileURLToPath(new URL('../fixture-app', import.meta.url));
  let host: StatusNotifierHost;
  let app: RunningApp;
  let tray: TrayItem;

  test.beforeAll(async () => {
    host = await StatusNotifierHost.start();
    app = await launch({ appDir });
    tray = await host.nextItem();
  });

  test.afterAll(async () => {
    await app.close();
    host.stop();
  });

  test('the tray host reads the icon, the tooltip and the menu', async () => {
    const { icon, toolTip, menu } = await tray.waitFor((seen) => seen.toolTip === 'Fixture');
    expect(icon?.rgba.subarray(0, 4)).toEqual(Buffer.from([255, 0, 0, 255]));
    expect(toolTip).toBe('Fixture');
    expect(getToggledLabels(menu)).toEqual(['Color ▸ Red']);
    expect(findItem(menu, ['Disabled']).enabled).toBe(false);
  });

  test('the tray host clicks an item of a submenu', async () => {
    await tray.click('Color', 'Green');
    const { icon, menu } = await tray.waitFor((seen) => seen.toolTip === 'Green from the menu');
    expect(icon?.rgba.subarray(0, 4)).toEqual(Buffer.from([0, 255, 0, 255]));
    expect(getToggledLabels(menu)).toEqual(['Color ▸ Green']);
  });

  test('the tray host does not click a disabled or missing item', async () => {
    await expect(tray.click('Disabled')).rejects.toThrow('disabled');
    await expect(tray.click('Color', 'Blue')).rejects.toThrow('it has: Red, Green');
  });

  test('the tray host clicks the icon', async () => {
    await tray.activate();
    await tray.waitFor((seen) => seen.toolTip === 'Icon clicked');
  });

  test('a global shortcut can be pressed', async () => {
    // The tray icon appears before the window has loaded and the shortcut is registered.
    await expect.poll(() => app.output()).toContain('registered Ctrl+Shift+F9: true');
    await pressKeys('ctrl+shift+F9');
    await tray.waitFor((seen) => seen.toolTip === 'Key pressed');
  });

  test('the renderer runs in the real sandbox', async () => {
    const window = await app.window();
    expect(await window.evaluate(() => (globalThis as { sandboxed?: boolean }).sandboxed)).toBe(true);
  });

  test('a screenshot of the display can be taken', async () => {
    await captureScreen(test.info().outputPath('display.png'));
  });

  test('the keyring can be read, locked and unlocked', async () => {
    await lockKeyring();
    await expect(readKeyring()).rejects.toThrow(/locked/i);
    await unlockKeyring();
    expect(await readKeyring()).toContainEqual(
      expect.objectContaining({
        attributes: expect.objectContaining({ service: 'fixture', account: 'account' }),
        secret: 'secret of the fixture',
      }),
    );
    await clearKeyring();
    expect(await readKeyring()).toEqual([]);
  });

  test('a shortcut that another program has registered is refused', async () => {
    const second = await launch({ appDir });
    await expect.poll(() => second.output()).toContain('registered Ctrl+Shift+F9: false');
    await second.kill();
    expect(await app.output()).toContain('registered Ctrl+Shift+F9: true');
  });

  test('an app can be started in a session without a keyring', async () => {
    const bus = await startBareBus();
    const isolatedHost = await StatusNotifierHost.start(bus.address);
    const isolatedApp = await launch({ appDir, env: { DBUS_SESSION_BUS_ADDRESS: bus.address } });
    const item = await isolatedHost.nextItem();
    expect((await item.snapshot()).menu).toHaveLength(3);
    await expect.poll(() => isolatedApp.output()).toContain('no keyring');
    await isolatedApp.kill();
    isolatedHost.stop();
    await bus.stop();
  });
});
