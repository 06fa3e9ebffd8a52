/**
 * The end of a Windows session, emitted as Electron does. Whether Windows waits for the answer is not tested: a real end of
 * the session would end the test too.
 */
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { isLogFile } from '../../../main/activity/log/log-account.ts';
import { expect, test } from '../../support/desktop/portable.ts';

/** Emits Windows' question on the hidden window. */
const querySessionEnd = (electron: ElectronApplication) =>
  electron.evaluate(({ BaseWindow, BrowserWindow }) => {
    const window = BaseWindow.getAllWindows().find((each) => !(each instanceof BrowserWindow));
    let isPrevented = false;
    const event = { reasons: ['shutdown'], preventDefault: () => (isPrevented = true) };
    const hasListener = window?.emit('query-session-end', event) === true;
    return { hasListener, isPrevented, isVisible: window?.isVisible(), title: window?.getTitle() };
  });

async function getLoggedKinds(profileDir: string): Promise<string[]> {
  const [file = ''] = (await readdir(profileDir)).filter(isLogFile);
  const lines = (await readFile(join(profileDir, file), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { entry: { kind: string } }).entry.kind);
}

test('the end of the session is logged at once, and is not delayed without a status to set', async ({
  start,
}) => {
  const { electron, page, profileDir, quit } = await start();
  await page.getByRole('button', { name: 'Try it with a simulator' }).click();
  await expect(page.getByText('Simulator', { exact: true })).toBeVisible();
  expect(await querySessionEnd(electron)).toMatchObject({
    hasListener: true,
    isPrevented: false,
    isVisible: false,
  });
  expect((await getLoggedKinds(profileDir)).at(-1)).toBe('stopped');
  await quit();
});

test('the status for quitting is set before the session ends, with a window that says so, and Standby exits', async ({
  start,
}) => {
  const { electron, page, profileDir } = await start();
  await page.getByRole('button', { name: 'Try it with a simulator' }).click();
  await expect(page.getByText('Simulator', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Free');
  await page.evaluate(async () => {
    const { preferences } = await window.standby.app.getState();
    const onQuit = { status: 'rest' as const, reason: 'Lunch' };
    await window.standby.settings.savePreferences({ ...preferences, onQuit });
  });
  const ended = once(electron.process(), 'exit');
  expect(await querySessionEnd(electron)).toEqual({
    hasListener: true,
    isPrevented: true,
    isVisible: true,
    title: 'Setting you to Rest · Lunch…',
  });
  expect(await ended).toEqual([0, null]);
  expect((await getLoggedKinds(profileDir)).slice(-4)).toEqual([
    'stopped',
    'automated',
    'switched',
    'stopped',
  ]);
});
