/**
 * Shortcuts of native Wayland windows, with a portal of the test. The fallback Electron cannot use a portal, so the test replaces
 * what Electron answers by what newer versions answer: true for every request.
 */
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '../../support/desktop/fixtures.ts';
import { startShortcutPortal, type PortalKind } from '../../support/desktop/session/shortcut-portal.ts';
import { startCompositor } from '../../support/desktop/session/wayland.ts';

const KEYS = 'Control+Shift+F7';

/** Makes Electron accept every shortcut. @returns presses the keys */
async function acceptShortcuts(electron: ElectronApplication): Promise<() => Promise<void>> {
  await electron.evaluate(({ app, globalShortcut }) => {
    const callbacks = new Map<string, () => void>();
    Reflect.set(app, 'pressKeys', (keys: string) => callbacks.get(keys)?.());
    globalShortcut.register = (keys, callback) => {
      callbacks.set(keys, callback);
      return true;
    };
    globalShortcut.isRegistered = (keys) => callbacks.has(keys);
  });
  return () =>
    electron.evaluate(({ app }, keys) => {
      const press = Reflect.get(app, 'pressKeys') as (keys: string) => void;
      press(keys);
    }, KEYS);
}

const readState = (page: Page) =>
  page.evaluate(async () => {
    const { shortcuts } = await window.standby.app.getState();
    return shortcuts.find(({ action }) => action === 'rest')?.state;
  });

const cases: [PortalKind, requested: string, afterPress: string][] = [
  ['has shortcuts', 'requested', 'active'],
  ['hangs', 'requested', 'active'],
  ['has none', 'notGranted', 'notGranted'],
];
for (const [kind, requested, afterPress] of cases) {
  test(`where the portal ${kind}, a shortcut is ${requested}, and after a press ${afterPress}`, async ({
    start,
  }) => {
    const stopPortal = await startShortcutPortal(kind);
    const compositor = await startCompositor('sway');
    try {
      const { electron, window: openWindow } = await start({
        args: ['--ozone-platform=wayland'],
        env: compositor.env,
      });
      const page = await openWindow();
      await page.evaluate(() => window.standby.account.useSimulator());
      const press = await acceptShortcuts(electron);
      await page.evaluate(
        (accelerator) => window.standby.settings.setShortcut({ id: 'rest', accelerator, code: '' }),
        KEYS,
      );
      await expect.poll(() => readState(page)).toBe(requested);
      await press();
      await expect.poll(() => readState(page)).toBe(afterPress);
    } finally {
      await compositor.stop();
      stopPortal();
    }
  });
}
