import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_PREFERENCES, type Preferences } from '../../preload/contract/preferences.ts';
import { AGENT, expect, statusKnown, test, type Standby } from '../support/desktop/fixtures.ts';
import { findItem } from '../support/desktop/tray-menu.ts';

const shortBreak = { status: 'rest', reason: 'Short break' } as const;

async function prefer({ page }: Pick<Standby, 'page'>, change: Partial<Preferences>): Promise<void> {
  const preferences = { ...DEFAULT_PREFERENCES, ...change };
  expect(await page.evaluate((wanted) => window.standby.savePreferences(wanted), preferences)).toBeNull();
}

async function becomeFree({ tray }: Pick<Standby, 'tray'>): Promise<void> {
  await tray.click('Free');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Free, ') && !seen.toolTip.includes('Switching'));
}

/** Plans to be back so many milliseconds from now. */
async function planReturn({ page }: Pick<Standby, 'page'>, milliseconds: number): Promise<void> {
  await page.evaluate((inMs) => window.standby.planReturn(Date.now() + inMs), milliseconds);
}

test('a planned return is counted down, asked for when it is due, put off, and answered', async ({
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
  // It is shown before the disk has it; a crash in between loses the plan, and nothing else.
  const settings = join(standby.profileDir, 'settings.json');
  await expect.poll(() => readFileSync(settings, 'utf8')).toContain('backAt');
  await standby.kill();
  const { tray } = await start({ profileDir: standby.profileDir });
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch') && seen.toolTip.includes(plan));
});

test('quitting sets away first, and waits for a slow service', async ({ standby, service }) => {
  await prefer(standby, { whenQuitting: shortBreak });
  await becomeFree(standby);
  service.faults.nextRequests(1, { kind: 'delay', milliseconds: 700, action: 'SetStaffStatus' });
  const ended = once(standby.electron.process(), 'exit');
  await standby.tray.click('Quit Standby');
  expect(await ended).toEqual([0, null]);
  expect(service.agent(AGENT)).toMatchObject(shortBreak);
});

test('a dead service does not keep Standby from quitting', async ({ standby, service }) => {
  await prefer(standby, { whenQuitting: shortBreak });
  await becomeFree(standby);
  service.faults.always({ kind: 'stall', where: 'headers', applied: false });
  const ended = once(standby.electron.process(), 'exit');
  await standby.tray.click('Quit Standby');
  expect(await ended).toEqual([0, null]);
});

test('a locked screen sets away, and who comes back is asked', async ({
  standby,
  service,
  notifications,
}) => {
  await prefer(standby, { whenLocked: shortBreak });
  await becomeFree(standby);
  // No lock screen here: the system's own event is given to the real listeners.
  await standby.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'));
  await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Short break'));
  expect(service.agent(AGENT)).toMatchObject(shortBreak);
  await standby.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('unlock-screen'));
  await notifications.waitFor('Time to be back');
  expect(service.agent(AGENT)?.status).toBe('rest');
});

test('an idle agent is set away, and asked when they are there again', async ({
  standby,
  service,
  notifications,
}) => {
  await becomeFree(standby);
  // Nobody is to wait here for minutes: the system's counter is played, what follows from it is real.
  await standby.electron.evaluate(({ powerMonitor }) => {
    const leftAt = Date.now() - 5 * 60_000;
    powerMonitor.getSystemIdleTime = () => Math.floor((Date.now() - leftAt) / 1000);
  });
  await prefer(standby, { whenIdle: { minutes: 5, choice: shortBreak } });
  await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Short break'));
  expect(service.agent(AGENT)).toMatchObject(shortBreak);
  await standby.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleTime = () => 0;
  });
  // The next look is at most 15 seconds away.
  await notifications.waitFor('Time to be back', { timeoutMs: 40_000 });
});

test('a lock screen without events is looked at', async ({ standby, service }) => {
  await becomeFree(standby);
  await standby.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleState = () => 'locked';
  });
  await prefer(standby, { whenLocked: shortBreak });
  await standby.tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Short break'));
  expect(service.agent(AGENT)).toMatchObject(shortBreak);
});

test('a day is exported as a file that Excel opens', async ({ standby }) => {
  const { page, tray, electron, profileDir } = standby;
  const filePath = join(profileDir, 'day.csv');
  await tray.click('Busy', 'Other…');
  await page.getByLabel('Another reason for Busy').fill('=午餐');
  await page.keyboard.press('Enter');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Busy · =午餐'));
  // The system's own dialog is beyond a test's reach; where it would be answered, it is.
  await electron.evaluate(({ dialog }, answer) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: answer });
  }, filePath);
  await page.evaluate(() => window.standby.showPage('today'));
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  await expect(page.getByText(filePath)).toBeVisible();
  const text = readFileSync(filePath, 'utf8');
  expect(text.startsWith('\uFEFFNo.,Date,Time')).toBe(true);
  expect(text).toContain(",'=午餐,");
});

test.describe('hundreds of lines', () => {
  // Hundreds of switches in turn, each behind the usual delay, would take minutes; what is tried is the log.
  test.use({ ratePerSecond: 1_000, latency: null });

  test('a crash while they are written leaves a log that verifies, with every switch that was shown', async ({
    standby,
    start,
  }) => {
    test.setTimeout(300_000);
    const { page } = standby;
    const writing = page
      .evaluate(async () => {
        for (let line = 1; line <= 1_000; line += 1) {
          const proved = new Promise<void>((resolve) => {
            const stop = window.standby.on('state', ({ agent }) => {
              if (agent.wish !== null || agent.receipt?.to.reason !== String(line)) return;
              stop();
              resolve();
            });
          });
          await window.standby.choose({ status: line % 2 ? 'rest' : 'notReady', reason: String(line) });
          await proved;
          document.documentElement.dataset.proved = String(line);
        }
      })
      .then(
        () => 'finished',
        () => 'died',
      );
    const proofs = () => page.evaluate(() => Number(document.documentElement.dataset.proved ?? '0'));
    await expect.poll(proofs, { timeout: 200_000 }).toBeGreaterThan(250);
    const seen = await proofs();
    await standby.kill();
    expect(await writing).toBe('died');

    const again = await start({ profileDir: standby.profileDir });
    await statusKnown(again.tray);
    await again.tray.click('Open Standby');
    const reopened = await again.window();
    expect(await reopened.evaluate(() => window.standby.verifyLog())).toMatchObject({ outcome: 'intact' });
    const report = await reopened.evaluate(() => window.standby.readDay(null));
    expect(report?.switches).toBeGreaterThanOrEqual(seen);
  });
});

test('the day log tells the day, and a changed byte shows', async ({ standby, start }) => {
  const { tray, page } = standby;
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  await becomeFree(standby);
  const report = await page.evaluate(() => window.standby.readDay(null));
  expect(report?.switches).toBe(2);
  expect(report?.changes.filter(({ kind }) => kind === 'switched')).toMatchObject([
    { to: { status: 'free' } },
    { to: { status: 'rest', reason: 'Lunch' } },
  ]);
  expect(await page.evaluate(() => window.standby.verifyLog())).toMatchObject({ outcome: 'intact' });
  await standby.close();

  const file = join(standby.profileDir, 'day-log.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n');
  const edited = lines.findIndex((line) => line.includes('Lunch'));
  writeFileSync(file, lines.with(edited, (lines[edited] ?? '').replace('Lunch', 'Lynch')).join('\n'));

  const again = await start({ profileDir: standby.profileDir });
  await statusKnown(again.tray);
  await again.tray.click('Open Standby');
  const verdict = await (await again.window()).evaluate(() => window.standby.verifyLog());
  expect(verdict).toEqual({ outcome: 'altered', line: edited + 1 });
});
