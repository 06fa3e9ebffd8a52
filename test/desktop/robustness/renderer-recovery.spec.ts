import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { newProfile, launchDetached } from '../../support/desktop/app.ts';
import { expect, KEY, test, type Standby } from '../../support/desktop/fixtures.ts';
import { pressKeys } from '../../support/desktop/session/keyboard.ts';
import { waitForFocusedWindow } from '../../support/desktop/windows.ts';
import { findRendererProcesses } from '../../support/desktop/processes.ts';

const readLog = ({ profileDir }: Standby) => readFileSync(join(profileDir, 'logs/standby.log'), 'utf8');

/** Causes the loss of the page, and waits for its replacement. */
async function waitForReplacementPage(
  { electron }: Standby,
  losePage: () => Promise<unknown>,
): Promise<Page> {
  const opened = electron.waitForEvent('window');
  await losePage();
  return opened;
}

async function expectRecovered(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
  await expect(page.getByText("The window's page was lost")).toBeVisible();
  await page.getByRole('button', { name: /^Free/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Free');
}

test('a crashed page is replaced, and the new page shows the same', async ({ standby }) => {
  await standby.tray.click('Rest', 'Lunch');
  await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  const page = await waitForReplacementPage(standby, () =>
    standby.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    ),
  );
  await expectRecovered(page);
  expect(readLog(standby)).toMatch(/^\S+ error \[window\] Error: The window's page was lost: crashed/m);
});

test('a hanging page is replaced', async ({ host }) => {
  test.slow();
  const profileDir = await newProfile();
  writeFileSync(
    join(profileDir, 'settings.json'),
    JSON.stringify({ ...defaultSettings('linux'), mode: 'simulator' }),
  );
  // Chromium does not report an unresponsive page while Playwright is attached.
  const app = await launchDetached(profileDir);
  try {
    const tray = await host.nextItem();
    await tray.activate();
    await waitForFocusedWindow('Standby');
    const [hung = 0] = findRendererProcesses(profileDir);
    process.kill(hung, 'SIGSTOP');
    // Chromium reports a hang fifteen seconds after an input event was not handled.
    await pressKeys('Tab');
    await expect
      .poll(() => findRendererProcesses(profileDir).filter((pid) => pid !== hung), { timeout: 60_000 })
      .toHaveLength(1);
    await waitForFocusedWindow('Standby');
    expect(readFileSync(join(profileDir, 'logs/standby.log'), 'utf8')).toContain(
      "The window's page was lost: hung",
    );
    await tray.click('Rest', 'Lunch');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  } finally {
    await app.crash();
  }
});

test('an unhandled error is shown and logged with keys masked, and the app keeps running', async ({
  standby,
}) => {
  const { electron, page, tray } = standby;
  await electron.evaluate((_electron, secret) => {
    setImmediate(() => {
      throw new Error(`boom ${secret}`);
    });
  }, KEY.secretKey);
  await expect(page.getByText(/Something went wrong in Standby: boom ••••\./)).toBeVisible();
  await page.evaluate((secret) => {
    queueMicrotask(() => {
      throw new Error(`bang ${secret}`);
    });
  }, KEY.secretId);
  await expect(page.getByText(/Something went wrong in Standby: .*bang ••••\./)).toBeVisible();
  const log = readLog(standby);
  expect(log).toMatch(/\[main\] Error: boom ••••/);
  expect(log).toMatch(/\[window\] .*bang ••••/);
  expect(log).not.toContain(KEY.secretKey);
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
});
