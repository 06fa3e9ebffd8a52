import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DEFAULT_PREFERENCES, type Preferences } from '../../preload/contract/preferences.ts';
import {
  AGENT,
  expect,
  KEY,
  SDK_APP_ID,
  statusKnown,
  test as base,
  type Standby,
} from '../support/desktop/fixtures.ts';
import { moveMouse } from '../support/desktop/keyboard.ts';
import { ScreenLocker } from '../support/desktop/screen-locker.ts';
import { startCompositor, type CompositorName } from '../support/desktop/wayland.ts';

const test = base.extend<{ locker: ScreenLocker }>({
  // It says "unlocked", so that only the input decides.
  // eslint-disable-next-line no-empty-pattern
  locker: async ({}, use) => {
    const locker = await ScreenLocker.start();
    await use(locker);
    locker.stop();
  },
});

async function prefer(page: Page, change: Partial<Preferences>): Promise<void> {
  const preferences = { ...DEFAULT_PREFERENCES, ...change };
  expect(await page.evaluate((wanted) => window.standby.savePreferences(wanted), preferences)).toBeNull();
}

/** @returns when it is due, epoch milliseconds */
function planReturn(page: Page, milliseconds: number): Promise<number> {
  return page.evaluate((inMs) => {
    const backAt = Date.now() + inMs;
    return window.standby.planReturn(backAt).then(() => backAt);
  }, milliseconds);
}

/** Waits until a moment has passed in which something must not happen. */
async function untilAfter(instant: number): Promise<void> {
  await expect.poll(() => Date.now() > instant, { intervals: [100], timeout: 10_000 }).toBe(true);
}

const waylands: [CompositorName, 'wayland' | 'x11'][] = [
  ['sway', 'wayland'],
  ['sway', 'x11'],
  ['weston', 'wayland'],
  ['weston', 'x11'],
];
for (const [name, platform] of waylands) {
  test(`nobody at ${name}, the app on ${platform}: asked when the return is due, and not put on Free`, async ({
    start,
    service,
    notifications,
    locker: _unlocked,
  }) => {
    const compositor = await startCompositor(name);
    try {
      const app = await start({ args: [`--ozone-platform=${platform}`], env: compositor.env });
      // A window without a screen is not drawn, so nothing can be clicked in it.
      const page = await app.window();
      const account = { edition: 'custom', customAddress: service.url, agent: AGENT } as const;
      const form = { ...account, sdkAppId: String(SDK_APP_ID), ...KEY, token: '', keep: 'session' } as const;
      expect(await page.evaluate((typed) => window.standby.saveAccount(typed), form)).toMatchObject({
        outcome: 'saved',
      });
      await prefer(page, { freeWhenDue: true });
      await app.tray.waitFor((seen) => /, since \d\d:\d\d/.test(seen.toolTip));
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
  test('somebody at the mouse, the screen unlocked: Free when the return is due', async ({
    standby,
    service,
    locker: _unlocked,
  }) => {
    const { tray, page } = standby;
    await prefer(page, { freeWhenDue: true });
    await tray.click('Rest', 'Lunch');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    const backAt = await planReturn(page, 14_000);
    // People move the mouse, and stop to read.
    while (Date.now() < backAt) {
      await moveMouse();
      await untilAfter(Date.now() + 2_800);
    }
    await tray.waitFor((seen) => seen.toolTip.startsWith('Free'), { timeoutMs: 10_000 });
    expect(service.agent(AGENT)?.status).toBe('free');
  });

  test('nobody at the mouse: asked', async ({ standby, service, notifications, locker: _unlocked }) => {
    const { tray, page } = standby;
    await prefer(page, { freeWhenDue: true });
    await tray.click('Rest', 'Lunch');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    await moveMouse();
    await planReturn(page, 4_000);
    await notifications.waitFor('Time to be back', { timeoutMs: 10_000 });
    expect(service.agent(AGENT)?.status).toBe('rest');
  });

  test('behind a locked screen nothing is sent or asked, whatever is typed there; the unlock asks', async ({
    standby,
    service,
    notifications,
    locker,
  }) => {
    const { tray, page, electron } = standby;
    await prefer(page, { freeWhenDue: true, whenLocked: { status: 'rest', reason: 'Lunch' } });
    await tray.click('Free');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
    locker.set(true);
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    const backAt = await planReturn(page, 2_000);
    // Asleep, and woken by a key.
    await electron.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
    await electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
    await moveMouse();
    await untilAfter(backAt + 3_500);
    expect(service.agent(AGENT)?.status).toBe('rest');
    expect(notifications.shown.filter(({ title }) => title === 'Time to be back')).toEqual([]);
    locker.set(false);
    await notifications.waitFor('Time to be back');
    expect(service.agent(AGENT)?.status).toBe('rest');
  });

  test('Settings says what this desktop tells, found out', async ({ standby, locker }) => {
    const { page, tray } = standby;
    await tray.click('Settings…');
    await page.getByRole('tab', { name: 'Breaks' }).click();
    await expect(page.getByLabel('When the screen is locked')).toBeEnabled();
    const senses = () => page.evaluate(async () => (await window.standby.getState()).senses);
    // The counter of an X server, and the locker; no system bus here tells of sleep.
    await expect.poll(senses, { timeout: 30_000 }).toEqual({ lock: true, sleep: false, idle: true });
    locker.stop();
    await expect(page.getByText('This desktop does not tell when the screen is locked.')).toBeVisible({
      timeout: 10_000,
    });
    await expect(page.getByLabel('When the screen is locked')).toBeDisabled();
  });
});

test('three changes by itself and nobody in between: it stops, says so, and goes on after a press', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray, page, electron } = standby;
  await prefer(page, { whenLocked: { status: 'rest', reason: 'Lunch' } });
  const emit = (event: string) =>
    electron.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), event);
  for (const round of [1, 2, 3]) {
    // A supervisor's console sets the agent free again, so that no person is in between here.
    service.setAgent(AGENT, { status: 'free', reason: '' });
    await emit('unlock-screen');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
    await emit('lock-screen');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    expect(service.switches()).toHaveLength(round);
  }
  await notifications.waitFor('Standby no longer switches by itself');
  service.setAgent(AGENT, { status: 'free', reason: '' });
  await emit('unlock-screen');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
  await emit('lock-screen');
  await expect(page.getByText('Standby no longer switches by itself')).toBeVisible();
  expect(service.switches()).toHaveLength(3);
  await emit('unlock-screen');
  await page.getByRole('button', { name: 'Resume automation' }).click();
  await expect(page.getByText('Standby no longer switches by itself')).toBeHidden();
  await emit('lock-screen');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  expect(service.switches()).toHaveLength(4);
});

/** Ends Standby in a break that is to end in half an hour; when it is started again, that has passed. */
async function missReturn({ page, profileDir, close }: Pick<Standby, 'page' | 'profileDir' | 'close'>) {
  await prefer(page, { freeWhenDue: true });
  await planReturn(page, 30 * 60_000);
  const settings = join(profileDir, 'settings.json');
  await expect.poll(() => readFileSync(settings, 'utf8')).toContain('backAt');
  await close();
  const missed = readFileSync(settings, 'utf8').replace(/("backAt":\s*)\d+/, `$1${Date.now() - 60_000}`);
  writeFileSync(settings, missed);
}

test('a return that was missed while Standby was not running: asked when the status is known', async ({
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

test('the same with the simulator, whose agent is Free again: nothing acts before it runs, and switching works', async ({
  start,
}) => {
  const first = await start();
  const page = await first.window();
  await page.evaluate(() => window.standby.useSimulator());
  await statusKnown(first.tray);
  await first.tray.click('Rest', 'Lunch');
  await first.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  await missReturn({ ...first, page });
  const { tray } = await start({ profileDir: first.profileDir });
  await tray.waitFor((seen) => seen.toolTip.startsWith('Free, '));
  await tray.click('Busy', 'Meeting');
  const { toolTip } = await tray.waitFor((seen) => seen.toolTip.startsWith('Busy · Meeting'));
  expect(toolTip).not.toContain('time to be back');
});
