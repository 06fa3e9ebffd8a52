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
  await tray.waitFor((seen) => seen.toolTip.includes('back in 15 min'));

  await planReturn(standby, 500);
  await notifications.waitFor('Time to be back');
  await tray.waitFor((seen) => seen.toolTip.includes('time to be back'));
  expect(service.agent(AGENT)?.status).toBe('rest');

  await tray.click('5 more minutes');
  await tray.waitFor((seen) => seen.toolTip.includes('back in 5 min'));

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
  await standby.tray.waitFor((seen) => seen.toolTip.includes('back in 10 min'));
  await standby.kill();
  const { tray } = await start({ profileDir: standby.profileDir });
  await tray.waitFor(
    (seen) => seen.toolTip.startsWith('Rest · Lunch') && /back in (9|10) min/.test(seen.toolTip),
  );
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
