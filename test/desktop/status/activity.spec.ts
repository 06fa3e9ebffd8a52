import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { AGENT, expect, waitForConfirmedStatus, test, type Standby } from '../../support/desktop/fixtures.ts';
import { savePreferences } from '../../support/desktop/preferences.ts';
import { isConfirmed } from '../../support/desktop/since.ts';
import { findItem } from '../../support/desktop/session/tray-menu.ts';

const shortBreak = { status: 'rest', reason: 'Short break' } as const;

async function switchToFree({ tray }: Pick<Standby, 'tray'>): Promise<void> {
  await tray.click('Free');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Free, ') && !seen.toolTip.includes('Switching'));
}

/** Plans a return after the given delay. */
async function planReturn({ page }: Pick<Standby, 'page'>, delayMs: number): Promise<void> {
  await page.evaluate(
    (returnInMs) => window.standby.activity.planReturn({ backAt: Date.now() + returnInMs }),
    delayMs,
  );
}

/** Today's confirmed switches from the activity log, newest first. */
async function readSwitches(page: Page): Promise<unknown[]> {
  const report = await page.evaluate(() => window.standby.activity.readDay(null));
  return report?.changes.filter(({ kind }) => kind === 'switched') ?? [];
}

test('a planned return is counted down, prompted when due, extended and confirmed', async ({
  standby,
  service,
  notifications,
}) => {
  const { tray } = standby;
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  await tray.click('Back in', '15 min');
  await tray.waitFor((seen) => seen.toolTip.includes('back at '));

  await planReturn(standby, 500);
  await notifications.waitFor('Time to be back');
  await tray.waitFor((seen) => seen.toolTip.includes('time to be back'));
  expect(service.agent(AGENT)?.status).toBe('rest');

  await tray.click('5 more minutes');
  await tray.waitFor((seen) => seen.toolTip.includes('back at '));

  await planReturn(standby, 500);
  await tray.waitFor((seen) => seen.toolTip.includes('time to be back'));
  await tray.click("I'm back");
  const { menu, toolTip } = await tray.waitFor((seen) => seen.toolTip.startsWith('Free'));
  expect(toolTip).not.toContain('back');
  expect(() => findItem(menu, ['Back in'])).toThrow();
});

test('a planned return survives a restart', async ({ standby, start }) => {
  await standby.tray.click('Rest', 'Lunch');
  await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  await planReturn(standby, 10 * 60_000);
  const planned = await standby.tray.waitFor((seen) => seen.toolTip.includes('back at '));
  const [plan = ''] = /back at \d\d:\d\d/.exec(planned.toolTip) ?? [];
  // The plan is shown before it is saved. A crash in between loses only the plan.
  const settings = join(standby.profileDir, 'settings.json');
  await expect.poll(() => readFileSync(settings, 'utf8')).toContain('backAt');
  await standby.kill();
  const { tray } = await start({ profileDir: standby.profileDir });
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch') && seen.toolTip.includes(plan));
});

test('quitting sets the agent away first, and waits for a slow service', async ({ standby, service }) => {
  await savePreferences(standby.page, { onQuit: shortBreak });
  await switchToFree(standby);
  service.faults.nextRequests(1, { kind: 'delay', milliseconds: 700, action: 'SetStaffStatus' });
  const ended = once(standby.electron.process(), 'exit');
  await standby.tray.click('Quit Standby');
  expect(await ended).toEqual([0, null]);
  expect(service.agent(AGENT)).toMatchObject(shortBreak);
});

test('a service that never responds does not block quitting', async ({ standby, service }) => {
  await savePreferences(standby.page, { onQuit: shortBreak });
  await switchToFree(standby);
  service.faults.always({ kind: 'stall', where: 'headers', applied: false });
  const ended = once(standby.electron.process(), 'exit');
  await standby.tray.click('Quit Standby');
  expect(await ended).toEqual([0, null]);
});

test('locking the screen sets the agent away, and unlocking prompts to return', async ({
  standby,
  service,
  notifications,
}) => {
  await savePreferences(standby.page, { onLock: shortBreak });
  await switchToFree(standby);
  // There is no lock screen here: the test emits the system's event to the real listeners.
  await standby.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'));
  await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Short break'));
  expect(service.agent(AGENT)).toMatchObject(shortBreak);
  await standby.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('unlock-screen'));
  await notifications.waitFor('Time to be back');
  expect(service.agent(AGENT)?.status).toBe('rest');
});

test('an idle agent is set away, and is prompted when input returns', async ({
  standby,
  service,
  notifications,
}) => {
  await switchToFree(standby);
  // The system's idle counter is replaced, because the test cannot wait for minutes. Everything else is real.
  await standby.electron.evaluate(({ powerMonitor }) => {
    const leftAt = Date.now() - 5 * 60_000;
    powerMonitor.getSystemIdleTime = () => Math.floor((Date.now() - leftAt) / 1000);
  });
  await savePreferences(standby.page, { onIdle: { minutes: 5, choice: shortBreak } });
  await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Short break'));
  expect(service.agent(AGENT)).toMatchObject(shortBreak);
  await standby.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleTime = () => 0;
  });
  // The counter is polled every 15 seconds.
  await notifications.waitFor('Time to be back', { timeoutMs: 40_000 });
});

test('a locked screen is detected by polling if there are no lock events', async ({ standby, service }) => {
  await switchToFree(standby);
  await standby.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleState = () => 'locked';
  });
  await savePreferences(standby.page, { onLock: shortBreak });
  await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Short break'));
  expect(service.agent(AGENT)).toMatchObject(shortBreak);
});

test('a day is exported as a CSV file that Excel opens', async ({ standby }) => {
  const { page, tray, electron, profileDir } = standby;
  const filePath = join(profileDir, 'day.csv');
  await tray.click('Busy', 'Other…');
  await page.getByLabel('Another reason for Busy').fill('=午餐');
  await page.keyboard.press('Enter');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Busy · =午餐'));
  // A test cannot operate the native dialog, so its result is replaced.
  await electron.evaluate(({ dialog }, answer) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: answer });
  }, filePath);
  await page.evaluate(() => window.standby.app.navigate('today'));
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(page.getByText(filePath)).toBeVisible();
  const text = readFileSync(filePath, 'utf8');
  expect(text.startsWith('\uFEFFNo.,Date,Time')).toBe(true);
  expect(text).toContain(",'=午餐,");
});

test.describe('with hundreds of log lines', () => {
  // No latency: hundreds of delayed switches would take minutes, and this tests the log.
  test.use({ ratePerSecond: 1_000, latency: null });

  test('after a crash during hundreds of switches the log contains every switch that was shown', async ({
    standby,
    start,
  }) => {
    test.setTimeout(300_000);
    const { page } = standby;
    // Two switches a second are sent. Drawing the spinner in the meantime would take a quarter of the CPU time.
    await page.evaluate(() => document.styleSheets[0]?.insertRule('* { animation: none !important }'));
    const writing = page
      .evaluate(async () => {
        for (let line = 1; line <= 1_000; line += 1) {
          const confirmed = new Promise<void>((resolve) => {
            const stop = window.standby.on('state', ({ agent }) => {
              if (agent.intent !== null || agent.receipt?.to.reason !== String(line)) return;
              stop();
              resolve();
            });
          });
          await window.standby.status.request({
            status: line % 2 ? 'rest' : 'notReady',
            reason: String(line),
            minutes: null,
          });
          await confirmed;
          document.documentElement.dataset.confirmed = String(line);
        }
      })
      .then(
        () => 'finished',
        () => 'died',
      );
    const readConfirmedCount = () =>
      page.evaluate(() => Number(document.documentElement.dataset.confirmed ?? '0'));
    await expect.poll(readConfirmedCount, { timeout: 200_000 }).toBeGreaterThan(250);
    const seen = await readConfirmedCount();
    await standby.kill();
    expect(await writing).toBe('died');

    const again = await start({ profileDir: standby.profileDir });
    await waitForConfirmedStatus(again.tray);
    await again.tray.click('Open Standby');
    const reopened = await again.window();
    const report = await reopened.evaluate(() => window.standby.activity.readDay(null));
    expect(report?.switches).toBeGreaterThanOrEqual(seen);
  });
});

test('the activity log still has the day after a restart', async ({ standby, start }) => {
  const { tray, page } = standby;
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  await switchToFree(standby);
  const expectedSwitches = [{ to: { status: 'free' } }, { to: { status: 'rest', reason: 'Lunch' } }];
  expect(await readSwitches(page)).toMatchObject(expectedSwitches);
  await standby.close();

  const again = await start({ profileDir: standby.profileDir });
  await waitForConfirmedStatus(again.tray);
  await again.tray.click('Open Standby');
  expect(await readSwitches(await again.window())).toMatchObject(expectedSwitches);
});

test('the activity logs of the simulator and of the account are separate', async ({ standby, start }) => {
  const { tray, page, electron, profileDir } = standby;
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  await page.evaluate(() => window.standby.account.useSimulator());
  await tray.waitFor((seen) => seen.toolTip.includes('Simulator') && isConfirmed(seen.toolTip));
  await tray.click('Busy', 'Meeting');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Busy · Meeting'));

  expect(await readSwitches(page)).toMatchObject([{ to: { status: 'notReady', reason: 'Meeting' } }]);
  const filePath = join(profileDir, 'day.csv');
  await electron.evaluate(({ dialog }, answer) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: answer });
  }, filePath);
  await page.evaluate(() => window.standby.app.navigate('today'));
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(page.getByText(filePath)).toBeVisible();
  const rows = readFileSync(filePath, 'utf8').trim().split('\r\n').slice(1);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows)
    expect(row).toMatch(/,Simulator,http:\/\/127\.0\.0\.1:\d+,1400000000,you@simulator\.example$/);

  await page.evaluate(() => window.standby.account.leaveSimulator());
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch, since'));
  const lunch = { to: { status: 'rest', reason: 'Lunch' } };
  expect(await readSwitches(page)).toMatchObject([lunch]);
  await standby.close();

  const again = await start({ profileDir });
  await waitForConfirmedStatus(again.tray);
  await again.tray.click('Open Standby');
  expect(await readSwitches(await again.window())).toMatchObject([lunch]);
});
