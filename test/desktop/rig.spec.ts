import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { launch, type RunningApp } from '../support/desktop/app.ts';
import { startBareBus } from '../support/desktop/bare-bus.ts';
import { pressKeys } from '../support/desktop/keyboard.ts';
import { emptyKeyring, lockKeyring, readKeyring, unlockKeyring } from '../support/desktop/keyring.ts';
import { photographDisplay } from '../support/desktop/screenshot.ts';
import { StatusNotifierHost } from '../support/desktop/status-notifier-host.ts';
import type { TrayItem } from '../support/desktop/tray-item.ts';
import { findItem, toggledLabels } from '../support/desktop/tray-menu.ts';

/** Where these fail, the rig is broken and not Standby. */
test.describe('the rig, with the smallest app', () => {
  const appDir = fileURLToPath(new URL('fixture-app', import.meta.url));
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

  test('reads the icon, the tooltip and the menu', async () => {
    const { icon, toolTip, menu } = await tray.waitFor((seen) => seen.toolTip === 'Fixture');
    expect(icon?.rgba.subarray(0, 4)).toEqual(Buffer.from([255, 0, 0, 255]));
    expect(toolTip).toBe('Fixture');
    expect(toggledLabels(menu)).toEqual(['Colour ▸ Red']);
    expect(findItem(menu, ['Disabled']).enabled).toBe(false);
  });

  test('clicks an item of a submenu', async () => {
    await tray.click('Colour', 'Green');
    const { icon, menu } = await tray.waitFor((seen) => seen.toolTip === 'Green from the menu');
    expect(icon?.rgba.subarray(0, 4)).toEqual(Buffer.from([0, 255, 0, 255]));
    expect(toggledLabels(menu)).toEqual(['Colour ▸ Green']);
  });

  test('refuses to click what is disabled or missing', async () => {
    await expect(tray.click('Disabled')).rejects.toThrow('disabled');
    await expect(tray.click('Colour', 'Blue')).rejects.toThrow('it has: Red, Green');
  });

  test('clicks the icon', async () => {
    await tray.activate();
    await tray.waitFor((seen) => seen.toolTip === 'Icon clicked');
  });

  test('presses a global shortcut', async () => {
    // The tray is there before the window has loaded and the keys are asked for.
    await expect.poll(() => app.output()).toContain('registered Ctrl+Shift+F9: true');
    await pressKeys('ctrl+shift+F9');
    await tray.waitFor((seen) => seen.toolTip === 'Key pressed');
  });

  test('runs the real sandbox', async () => {
    const window = await app.window();
    expect(await window.evaluate(() => (globalThis as { sandboxed?: boolean }).sandboxed)).toBe(true);
  });

  test('photographs the display', async () => {
    await photographDisplay(test.info().outputPath('display.png'));
  });

  test('reads what an app put into the keyring, and locks and unlocks it', async () => {
    await lockKeyring();
    await expect(readKeyring()).rejects.toThrow(/locked/i);
    await unlockKeyring();
    expect(await readKeyring()).toContainEqual(
      expect.objectContaining({
        attributes: expect.objectContaining({ service: 'fixture', account: 'account' }),
        secret: 'secret of the fixture',
      }),
    );
    await emptyKeyring();
    expect(await readKeyring()).toEqual([]);
  });

  test('sees a key that another program holds', async () => {
    const second = await launch({ appDir });
    await expect.poll(() => second.output()).toContain('registered Ctrl+Shift+F9: false');
    await second.kill();
    expect(await app.output()).toContain('registered Ctrl+Shift+F9: true');
  });

  test('gives an app a session without a keyring', async () => {
    const bus = await startBareBus();
    const bareHost = await StatusNotifierHost.start(bus.address);
    const lonely = await launch({ appDir, env: { DBUS_SESSION_BUS_ADDRESS: bus.address } });
    const item = await bareHost.nextItem();
    expect((await item.snapshot()).menu).toHaveLength(3);
    await expect.poll(() => lonely.output()).toContain('no keyring');
    await lonely.kill();
    bareHost.stop();
    await bus.stop();
  });
});
