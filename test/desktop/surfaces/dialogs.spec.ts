/** Tests native dialogs: each is a child of the window, so that it cannot be hidden behind it. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { launch, newProfile } from '../../support/desktop/app.ts';
import { expect, fillInAccount, waitForConfirmedStatus, test } from '../../support/desktop/fixtures.ts';
import { pressKeys } from '../../support/desktop/session/keyboard.ts';
import { clearKeyring } from '../../support/desktop/session/keyring.ts';
import { getActiveWindow, findAllVisibleWindows } from '../../support/desktop/windows.ts';

const run = promisify(execFile);

/** The open dialogs: windows with a parent, in front of which the window manager keeps them. */
async function findOpenDialogs(): Promise<{ id: string; parentId: string }[]> {
  const found = [];
  for (const id of await findAllVisibleWindows()) {
    // The window may have been closed meanwhile.
    const { stdout } = await run('xprop', ['-id', id, 'WM_TRANSIENT_FOR']).catch(() => ({ stdout: '' }));
    const [, parentId] = /window id # (0x[\da-f]+)/.exec(stdout) ?? [];
    if (parentId !== undefined) found.push({ id, parentId });
  }
  return found;
}

/** Waits for a dialog with the keyboard focus. */
async function expectModalDialog(): Promise<void> {
  await expect.poll(findOpenDialogs).toHaveLength(1);
  const [dialog] = await findOpenDialogs();
  await expect.poll(getActiveWindow).toBe(dialog?.id);
  const { stdout } = await run('xprop', ['-id', dialog?.parentId ?? '', 'WM_CLASS']);
  expect(stdout.toLowerCase()).toContain('standby');
}

async function startAndSubmitAccount(
  url: string,
): Promise<{ page: Page; app: Awaited<ReturnType<typeof launch>> }> {
  await clearKeyring();
  const app = await launch({ profileDir: await newProfile() });
  const page = await app.window();
  await fillInAccount(page, url);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expectModalDialog();
  return { app, page };
}

test('the dialog that confirms an address is in front of the window; Escape cancels, and only its button confirms', async ({
  host,
  service,
}) => {
  const { app, page } = await startAndSubmitAccount(service.url);
  try {
    const tray = await host.nextItem();
    await pressKeys('Escape');
    await expect(page.getByText("because you didn't confirm")).toBeVisible();
    expect(service.requests).toEqual([]);

    await page.getByRole('button', { name: 'Check and finish' }).click();
    await expectModalDialog();
    await pressKeys('Return');
    await expect.poll(findOpenDialogs).toEqual([]);
    await expect(page.getByRole('button', { name: 'Check and finish' })).toBeEnabled();
    expect(service.requests).toEqual([]);

    await page.getByRole('button', { name: 'Check and finish' }).click();
    await expectModalDialog();
    await pressKeys('Tab', 'Return');
    await waitForConfirmedStatus(tray);
    expect(service.requests.length).toBeGreaterThan(0);
  } finally {
    await app.kill();
  }
});

test('one SIGTERM ends Standby with the dialog open', async ({ host: _tray, service }) => {
  const { app } = await startAndSubmitAccount(service.url);
  const child = app.electron.process();
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(service.requests).toEqual([]);
});

test('a file dialog is in front of the window', async ({ standby }) => {
  // Settings, because the main view hides when another window is clicked.
  await standby.tray.click('Settings…');
  await expect(standby.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  void standby.page.evaluate(() => window.standby.settings.exportReasons()).catch(() => undefined);
  await expectModalDialog();
  await pressKeys('Escape');
  await expect.poll(findOpenDialogs).toEqual([]);
  void standby.page.evaluate(() => window.standby.settings.importReasons()).catch(() => undefined);
  await expectModalDialog();
  await pressKeys('Escape');
  await expect.poll(findOpenDialogs).toEqual([]);
});
