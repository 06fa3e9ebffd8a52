import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, setUpAccount, statusKnown, test } from '../support/desktop/fixtures.ts';

const MINUTE = 60_000;

/** A value of TZ, and how far ahead of UTC it is. */
const zones = [
  { TZ: '', aheadHours: 0 },
  { TZ: 'Nowhere/City', aheadHours: 0 },
  { TZ: '<+08>-8', aheadHours: 8 },
  { TZ: '/usr/share/zoneinfo/Asia/Shanghai', aheadHours: 8 },
  { TZ: 'EST5', aheadHours: -5 },
];

for (const { TZ, aheadHours } of zones) {
  test(`with TZ=${JSON.stringify(TZ)} tray, window, Today and export tell the same time`, async ({
    start,
    service,
  }) => {
    const app = await start({ env: { TZ } });
    const { electron, tray, profileDir } = app;
    const page = await app.window();
    await setUpAccount(page, service.url);
    await statusKnown(tray);
    await tray.click('Rest', 'Lunch');
    const { toolTip } = await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch, since '));
    const [, since = ''] = /since (\d\d:\d\d)/.exec(toolTip) ?? [];

    const wall = (at: number) => new Date(at + aheadHours * 60 * MINUTE).toISOString();
    const now = Date.now();
    expect([now, now - MINUTE].map((at) => wall(at).slice(11, 16))).toContain(since);

    await page.evaluate(() => window.standby.showPage('today'));
    const report = await page.evaluate(() => window.standby.readDay(null));
    expect(report?.day).toBe(wall(Date.now()).slice(0, 10));
    await expect(page.getByRole('listitem').filter({ hasText: '→ Rest · Lunch' })).toContainText(since);

    const filePath = join(profileDir, 'day.csv');
    await electron.evaluate(({ dialog }, answer) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: answer });
    }, filePath);
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    await expect(page.getByText(filePath)).toBeVisible();
    const row = readFileSync(filePath, 'utf8')
      .split('\r\n')
      .find((line) => line.includes('Lunch'));
    expect(row).toContain(`${wall(Date.now()).slice(0, 10)},${since}`);
  });
}
