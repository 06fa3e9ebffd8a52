import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { defaultSettings } from '../../main/settings/schema.ts';
import { newProfile, startBare } from '../support/desktop/app.ts';
import { expect, KEY, test, type Standby } from '../support/desktop/fixtures.ts';
import { pressKeys, windowShown } from '../support/desktop/keyboard.ts';
import { pagesOf } from '../support/desktop/processes.ts';

const logOf = ({ profileDir }: Standby) => readFileSync(join(profileDir, 'logs/standby.log'), 'utf8');

/** The page that takes the place of the one there is now. */
async function nextPage({ electron }: Standby, lose: () => Promise<unknown>): Promise<Page> {
  const opened = electron.waitForEvent('window');
  await lose();
  return opened;
}

async function expectWhole(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
  await expect(page.getByText("The window's page was lost")).toBeVisible();
  await page.getByRole('button', { name: /^Free/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Free');
}

test('a page that crashes is replaced, and shows what the old one did', async ({ standby }) => {
  await standby.tray.click('Rest', 'Lunch');
  await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  const page = await nextPage(standby, () =>
    standby.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    ),
  );
  await expectWhole(page);
  expect(logOf(standby)).toMatch(/^\S+ \[window\] Error: The window's page was lost: crashed/m);
});

test('a page that hangs is replaced', async ({ host }) => {
  test.slow();
  const profileDir = await newProfile();
  writeFileSync(
    join(profileDir, 'settings.json'),
    JSON.stringify({ ...defaultSettings('linux'), mode: 'simulator' }),
  );
  // With Playwright in it, Chromium never calls a page unresponsive.
  const app = await startBare(profileDir);
  try {
    const tray = await host.nextItem();
    await tray.activate();
    await windowShown('Standby');
    const [hung = 0] = pagesOf(profileDir);
    process.kill(hung, 'SIGSTOP');
    // Chromium notices a hang by what it is given to do, fifteen seconds later.
    await pressKeys('Tab');
    await expect
      .poll(() => pagesOf(profileDir).filter((pid) => pid !== hung), { timeout: 60_000 })
      .toHaveLength(1);
    await windowShown('Standby');
    expect(readFileSync(join(profileDir, 'logs/standby.log'), 'utf8')).toContain(
      "The window's page was lost: hung",
    );
    await tray.click('Rest', 'Lunch');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  } finally {
    await app.crash();
  }
});

test('an error that nobody handled is shown and logged, without what may be a key, and the app goes on', async ({
  standby,
}) => {
  const { electron, page, tray } = standby;
  await electron.evaluate((_electron, secret) => {
    setImmediate(() => {
      throw new Error(`boom ${secret}`);
    });
  }, KEY.secretKey);
  await expect(page.getByText(/Something in Standby went wrong: boom ••••\./)).toBeVisible();
  await page.evaluate((secret) => {
    queueMicrotask(() => {
      throw new Error(`bang ${secret}`);
    });
  }, KEY.secretId);
  await expect(page.getByText(/Something in Standby went wrong: .*bang ••••\./)).toBeVisible();
  const log = logOf(standby);
  expect(log).toMatch(/\[main\] Error: boom ••••/);
  expect(log).toMatch(/\[window\] .*bang ••••/);
  expect(log).not.toContain(KEY.secretKey);
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
});
