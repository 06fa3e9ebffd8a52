import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import {
  AGENT,
  expect,
  KEY,
  SDK_APP_ID,
  waitForConfirmedStatus,
  test as base,
  type Standby,
} from '../../support/desktop/fixtures.ts';
import { savePreferences } from '../../support/desktop/preferences.ts';
import { moveMouse } from '../../support/desktop/session/keyboard.ts';
import { ScreenLocker } from '../../support/desktop/session/screen-locker.ts';
import { startCompositor, type CompositorName } from '../../support/desktop/session/wayland.ts';

const test = base.extend<{ locker: ScreenLocker }>({
  // Reports "unlocked", so that only the input decides.
  // eslint-disable-next-line no-empty-pattern
  locker: async ({}, use) => {
    const locker = await ScreenLocker.start();
    await use(locker);
    locker.stop();
  },
});

/** @returns when the return is due, in epoch milliseconds */
function planReturn(page: Page, delayMs: number): Promise<number> {
  return page.evaluate((returnInMs) => {
    const backAt = Date.now() + returnInMs;
    return window.standby.activity.planReturn({ backAt }).then(() => backAt);
  }, delayMs);
}

/** Waits for a period in which something must not happen. */
async function waitUntilAfter(epochMs: number): Promise<void> {
  await expect.poll(() => Date.now() > epochMs, { intervals: [100], timeout: 10_000 }).toBe(true);
}

const compositorCases: [CompositorName, 'wayland' | 'x11'][] = [
  ['sway', 'wayland'],
  ['sway', 'x11'],
  ['weston', 'wayland'],
  ['weston', 'x11'],
];
for (const [name, platform] of compositorCases) {
  test(`without input on ${name}, with the app on ${platform}, a due return prompts and does not set Free`, async ({
    start,
    service,
    notifications,
    locker: _unlocked,
  }) => {
    const compositor = await startCompositor(name);
    try {
      const app = await start({ args: [`--ozone-platform=${platform}`], env: compositor.env });
      // Without a screen the window is not painted, so nothing in it can be clicked.
      const page = await app.window();
      const account = { edition: 'custom', customAddress: service.url, agent: AGENT } as const;
      const form = {
        ...account,
        sdkAppId: String(SDK_APP_ID),
        ...KEY,
        token: '',
        keyStorage: 'session',
      } as const;
      expect(await page.evaluate((typed) => window.standby.account.save(typed), form)).toMatchObject({
        outcome: 'saved',
      });
      await savePreferences(page, { autoFreeAtReturn: true });
      await waitForConfirmedStatus(app.tray);
      await app.tray.click('Rest', 'Lunch');
      await app.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
      await planReturn(page, 4_000);
      await notifications.waitFor('Time to be back', { timeoutMs: 10_000 });
      expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });
      expect(service.switches()).toHaveLength(1);
    } finally {
      await compositor.stop();
    }
  });
}

test.describe('on X11', () => {
  test('with mouse input and an unlocked screen a due return sets Free', async ({
    standby,
    service,
    locker: _unlocked,
  }) => {
    const { tray, page } = standby;
    await savePreferences(page, { autoFreeAtReturn: true });
    await tray.click('Rest', 'Lunch');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    const backAt = await planReturn(page, 14_000);
    // Input with pauses, as of a person who reads.
    while (Date.now() < backAt) {
      await moveMouse();
      await waitUntilAfter(Date.now() + 2_800);
    }
    await tray.waitFor((seen) => seen.toolTip.startsWith('Free'), { timeoutMs: 10_000 });
    expect(service.agent(AGENT)?.status).toBe('free');
  });

  test('without mouse input a due return prompts', async ({
    standby,
    service,
    notifications,
    locker: _unlocked,
  }) => {
    const { tray, page } = standby;
    await savePreferences(page, { autoFreeAtReturn: true });
    await tray.click('Rest', 'Lunch');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    await moveMouse();
    await planReturn(page, 4_000);
    await notifications.waitFor('Time to be back', { timeoutMs: 10_000 });
    expect(service.agent(AGENT)?.status).toBe('rest');
  });

  test('while the screen is locked a due return sends and shows nothing, whatever is typed; the unlock prompts', async ({
    standby,
    service,
    notifications,
    locker,
  }) => {
    const { tray, page, electron } = standby;
    await savePreferences(page, { autoFreeAtReturn: true, onLock: { status: 'rest', reason: 'Lunch' } });
    await tray.click('Free');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
    locker.setLocked(true);
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    const backAt = await planReturn(page, 2_000);
    // Sleep, and a key press that wakes the computer.
    await electron.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
    await electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
    await moveMouse();
    await waitUntilAfter(backAt + 3_500);
    expect(service.agent(AGENT)?.status).toBe('rest');
    expect(notifications.shown.filter(({ title }) => title === 'Time to be back')).toEqual([]);
    locker.setLocked(false);
    await notifications.waitFor('Time to be back');
    expect(service.agent(AGENT)?.status).toBe('rest');
  });

  test('a waiting Free is not sent once the screen is locked, and the reason is shown after the unlock', async ({
    standby,
    service,
    locker,
  }) => {
    const { tray, page } = standby;
    await tray.click('Rest', 'Lunch');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    service.faults.always({ kind: 'error', code: 'InternalError', action: 'SetStaffStatus' });
    await tray.click('Free');
    await tray.waitFor((seen) => seen.toolTip.includes('Trying again'));
    locker.setLocked(true);
    // Shorter than a minute, after which an intent to be Free expires anyway.
    await expect(page.getByText("You haven't switched to Free yet")).toBeVisible({ timeout: 30_000 });
    service.faults.clear();
    expect(service.agent(AGENT)?.status).toBe('rest');

    locker.setLocked(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
  });

  test('Settings shows which presence signals this desktop has', async ({ standby, locker }) => {
    const { page, tray } = standby;
    await tray.click('Settings…');
    await page.getByRole('tab', { name: 'Away' }).click();
    await expect(page.getByLabel('When the screen locks')).toBeEnabled();
    const readCapabilities = () =>
      page.evaluate(async () => (await window.standby.app.getState()).presenceCapabilities);
    // The idle counter of the X server, and the screen locker. Without a system bus there is no sleep signal.
    await expect
      .poll(readCapabilities, { timeout: 30_000 })
      .toEqual({ lock: true, sleep: false, idle: true });
    locker.stop();
    await expect(page.getByText("Standby can't detect screen lock on this desktop.")).toBeVisible({
      timeout: 10_000,
    });
    await expect(page.getByLabel('When the screen locks')).toBeDisabled();
  });
});

test('after three automatic changes without input automation stops with a notice, and resumes by its button', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray, page, electron } = standby;
  await savePreferences(page, { onLock: { status: 'rest', reason: 'Lunch' } });
  const emit = (event: string) =>
    electron.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), event);
  for (const round of [1, 2, 3]) {
    // Set Free from elsewhere, so that there is no input here in between.
    service.setAgent(AGENT, { status: 'free', reason: '' });
    await emit('unlock-screen');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
    await emit('lock-screen');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    expect(service.switches()).toHaveLength(round);
  }
  await notifications.waitFor('Standby no longer switches automatically');
  service.setAgent(AGENT, { status: 'free', reason: '' });
  await emit('unlock-screen');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
  await emit('lock-screen');
  await expect(page.getByText('Standby no longer switches automatically')).toBeVisible();
  expect(service.switches()).toHaveLength(3);
  await emit('unlock-screen');
  await page.getByRole('button', { name: 'Resume automation' }).click();
  await expect(page.getByText('Standby no longer switches automatically')).toBeHidden();
  await emit('lock-screen');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  expect(service.switches()).toHaveLength(4);
});

/** Stops Standby during a break and edits the settings so that the planned return is over at the next start. */
async function missReturn({ page, profileDir, close }: Pick<Standby, 'page' | 'profileDir' | 'close'>) {
  await savePreferences(page, { autoFreeAtReturn: true });
  await planReturn(page, 30 * 60_000);
  const settings = join(profileDir, 'settings.json');
  await expect.poll(() => readFileSync(settings, 'utf8')).toContain('backAt');
  await close();
  const missed = readFileSync(settings, 'utf8').replace(/("backAt":\s*)\d+/, `$1${Date.now() - 60_000}`);
  writeFileSync(settings, missed);
}

test('a return that was missed while Standby was not running prompts once the status is known', async ({
  standby,
  start,
  service,
  notifications,
}) => {
  await standby.tray.click('Rest', 'Lunch');
  await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  await missReturn(standby);
  const { tray } = await start({ profileDir: standby.profileDir });
  await notifications.waitFor('Time to be back', { timeoutMs: 10_000 });
  expect(service.agent(AGENT)?.status).toBe('rest');
  await tray.click("I'm back");
  await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
});

test('a missed return in the simulator does nothing before the simulator runs, and switching works', async ({
  start,
}) => {
  const first = await start();
  const page = await first.window();
  await page.evaluate(() => window.standby.account.useSimulator());
  await waitForConfirmedStatus(first.tray);
  await first.tray.click('Rest', 'Lunch');
  await first.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  await missReturn({ ...first, page });
  const { tray } = await start({ profileDir: first.profileDir });
  await tray.waitFor((seen) => seen.toolTip.startsWith('Free, '));
  await tray.click('Busy', 'Meeting');
  const { toolTip } = await tray.waitFor((seen) => seen.toolTip.startsWith('Busy · Meeting'));
  expect(toolTip).not.toContain('time to be back');
});
