import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { AppState } from '../../../shared/state.ts';
import { desktopName } from '../../support/app-id.ts';
import { launch } from '../../support/desktop/app.ts';
import { AGENT, expect, test, type Standby } from '../../support/desktop/fixtures.ts';
import { pressKeys } from '../../support/desktop/session/keyboard.ts';
import { waitForFocusedWindow } from '../../support/desktop/windows.ts';

async function openTab({ page, tray }: Standby, name: string): Promise<void> {
  await tray.click('Settings…');
  await page.getByRole('tab', { name }).click();
}

/** Records a shortcut for an action, with real key presses. */
async function recordShortcut(page: Page, name: string, keys: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^Record keys for ${name}(, now .*)?$`) }).click();
  await expect(page.getByRole('textbox', { name: `Keys for ${name}`, exact: true })).toBeFocused();
  await pressKeys(keys);
}

/** Waits until the main process has begun or ended a test: until then a press has another effect. */
async function waitForTest(page: Page, expected: AppState['shortcutTest']): Promise<void> {
  const getTest = () =>
    page.evaluate(() => window.standby.app.getState().then(({ shortcutTest }) => shortcutTest));
  await expect.poll(getTest).toEqual(expected);
}

test('a shortcut for a reason is one key: it sets Rest · Lunch with the planned return', async ({
  standby,
  service,
}) => {
  const { page, tray } = standby;
  await openTab(standby, 'Shortcuts');
  await page.getByRole('button', { name: 'Add a shortcut for a reason' }).click();
  await page.getByRole('combobox', { name: 'Reason' }).selectOption('Rest · Lunch');
  await page.getByRole('textbox', { name: 'Planned minutes' }).fill('45');
  await page.keyboard.press('Enter');
  const name = 'Rest · Lunch, 45 min';
  await expect(page.getByRole('textbox', { name: `Keys for ${name}`, exact: true })).toBeFocused();
  await pressKeys('ctrl+alt+l');
  await waitForTest(page, { id: 'choice-1', pressed: false });
  await page.keyboard.press('Escape');
  await waitForTest(page, null);
  expect(service.switches()).toEqual([]);

  await pressKeys('ctrl+alt+l');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, ') && toolTip.includes('back at'));
  expect(service.switches()).toMatchObject([{ agents: [{ status: 'rest', reason: 'Lunch' }] }]);
  const { agent, plannedReturn } = await page.evaluate(() => window.standby.app.getState());
  expect(agent.receipt).toMatchObject({ source: 'shortcut', to: { status: 'rest', reason: 'Lunch' } });
  expect(plannedReturn).toMatchObject({
    minutes: 45,
    backAt: (agent.receipt?.confirmedAt ?? 0) + 45 * 60_000,
  });
});

test('a recorded shortcut fires, first in its test and then for real, and the old shortcut does nothing', async ({
  standby,
  service,
}) => {
  const { page, tray } = standby;
  await openTab(standby, 'Shortcuts');
  await recordShortcut(page, 'Rest', 'ctrl+alt+k');
  const row = page.getByRole('listitem', { name: 'Rest', exact: true });
  await expect(row.getByText('Ctrl+Alt+K', { exact: true })).toBeVisible();

  await expect(row).toContainText('Press Ctrl+Alt+K now…');
  await waitForTest(page, { id: 'rest', pressed: false });
  await pressKeys('ctrl+alt+k');
  await expect(row).toContainText('works');
  expect(service.switches()).toEqual([]);

  await page.keyboard.press('Escape');
  await waitForTest(page, null);
  await page.keyboard.press('Escape');
  await pressKeys('ctrl+shift+F10', 'ctrl+alt+k');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest'));
  expect(service.switches()).toHaveLength(1);
});

test('shortcuts that Standby or another program has registered are refused, and the previous one stays', async ({
  standby,
  host,
}) => {
  const { page, tray } = standby;
  await openTab(standby, 'Shortcuts');
  // Release Ctrl+Shift+F9 for the other program, which registers it at its start.
  await recordShortcut(page, 'Free', 'ctrl+alt+j');
  const row = page.getByRole('listitem', { name: 'Free', exact: true });
  await expect(row.getByText('Ctrl+Alt+J', { exact: true })).toBeVisible();
  const other = await launch({ appDir: fileURLToPath(new URL('../fixture-app', import.meta.url)) });
  try {
    await host.nextItem();
    // Before that, the key would still arrive in Standby's window.
    await expect.poll(other.output).toContain('registered Ctrl+Shift+F9: true');
    await openTab(standby, 'Shortcuts');
    await waitForFocusedWindow('Standby');
    await recordShortcut(page, 'Free', 'ctrl+shift+F9');
    // A key that another program has grabbed does not arrive in the focused window.
    await expect(row).toContainText(
      'Only Ctrl+Shift was received. If you pressed another key too, another program may be using that shortcut.',
    );
    await expect(row.getByText('Ctrl+Alt+J', { exact: true })).toBeVisible();
    await pressKeys('ctrl+shift+F11');
    await expect(row).toContainText('Busy');
    await pressKeys('ctrl+shift+F11');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Busy'));
    await pressKeys('ctrl+alt+j');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
  } finally {
    await other.kill();
  }
});

test('theme and language change at once, and are saved', async ({ standby, start }) => {
  const { page, tray } = standby;
  await test.step('the theme changes at once', async () => {
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await openTab(standby, 'General');
    await page.getByRole('radio', { name: 'Dark' }).check();
    await expect.poll(isDark).toBe(true);
    await page.getByRole('radio', { name: 'Light' }).check();
    await expect.poll(isDark).toBe(false);
  });

  await test.step('the language changes at once in window and tray, and is saved', async () => {
    await openTab(standby, 'General');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('简体中文');
    await expect(page.getByRole('tab', { name: '通用' })).toBeVisible();
    await tray.waitFor(
      ({ toolTip, menu }) => toolTip.startsWith('示闲') && menu.some(({ label }) => label === '小休'),
    );
    // A reason is data of the contact center, and not translated.
    await tray.click('小休', 'Lunch');
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('小休·Lunch'));

    await standby.close();
    const again = await start({ profileDir: standby.profileDir });
    await again.tray.waitFor(({ toolTip }) => toolTip.startsWith('小休·Lunch'));
  });
});

test('start at login writes an autostart entry that starts Standby', async ({ standby, host }) => {
  const { page, profileDir } = standby;
  const configHome = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
  const entry = join(configHome, 'autostart', desktopName);
  await openTab(standby, 'General');
  const box = page.getByRole('switch', { name: /Start when I sign in/ });
  await box.check();
  await expect.poll(() => existsSync(entry)).toBe(true);
  const command = /^Exec=(.*)$/m.exec(readFileSync(entry, 'utf8'))?.[1] ?? '';
  await standby.close();

  // Runs the entry as the desktop does at the next login, with the profile of this test.
  const child = spawn('sh', ['-c', `exec ${command} --user-data-dir="$0"`, profileDir], {
    stdio: 'ignore',
    detached: true,
  });
  try {
    const tray = await host.nextItem();
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free'));
  } finally {
    const ended = once(child, 'exit');
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
  }
});

test('start at login shows an entry that the desktop disabled as off, and unchecking removes it', async ({
  standby,
  start,
}) => {
  const configHome = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
  const entry = join(configHome, 'autostart', desktopName);
  const openLoginCheckbox = async (page: Page) => {
    await page.getByRole('tab', { name: 'General' }).click();
    return page.getByRole('switch', { name: /Start when I sign in/ });
  };
  await standby.tray.click('Settings…');
  const box = await openLoginCheckbox(standby.page);
  await box.check();
  await expect.poll(() => existsSync(entry)).toBe(true);
  await standby.close();
  // As a desktop's settings disable an autostart entry.
  appendFileSync(entry, 'Hidden=true\n');

  const again = await start({ profileDir: standby.profileDir });
  await again.tray.click('Settings…');
  const other = await openLoginCheckbox(await again.window());
  await expect(other).not.toBeChecked();
  await other.check();
  await other.uncheck();
  await expect.poll(() => existsSync(entry)).toBe(false);
});

test('reasons are edited, exported and imported', async ({ standby, service }) => {
  const { electron, page, profileDir, tray } = standby;
  await test.step('edited reasons appear in the tray menu, and a removed one can be restored', async () => {
    const reasons = async () =>
      (await tray.snapshot()).menu
        .find(({ label }) => label === 'Rest')
        ?.children.map(({ label }) => label) ?? [];
    await openTab(standby, 'Reasons');
    await page.getByRole('textbox', { name: 'New reason for Rest' }).fill('Nap & tea');
    await page.keyboard.press('Enter');
    await expect.poll(reasons).toContain('Nap & tea');
    await page.getByRole('button', { name: 'Remove Lunch' }).click();
    await expect.poll(reasons).not.toContain('Lunch');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(reasons).toContain('Lunch');
    await tray.click('Rest', 'Nap & tea');
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Nap & tea'));
    expect(service.agent(AGENT)?.reason).toBe('Nap & tea');
  });

  await test.step('reasons can be exported to a file and imported', async () => {
    const file = join(profileDir, 'reasons.json');
    // A test cannot operate native dialogs, so their results are replaced.
    await electron.evaluate(({ dialog }, answer) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: answer });
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [answer] });
    }, file);
    await openTab(standby, 'Reasons');
    await page.getByRole('button', { name: 'Export…' }).click();
    await expect.poll(() => existsSync(file)).toBe(true);
    writeFileSync(file, readFileSync(file, 'utf8').replace('Lunch', 'Dinner'));
    await page.getByRole('button', { name: 'Import…' }).click();
    await expect
      .poll(async () => (await page.evaluate(() => window.standby.app.getState())).reasons.rest)
      .toContain('Dinner');
    writeFileSync(file, 'not reasons');
    await page.getByRole('button', { name: 'Import…' }).click();
    await expect(page.getByText("This isn't a reasons file exported from Standby.")).toBeVisible();
  });
});
