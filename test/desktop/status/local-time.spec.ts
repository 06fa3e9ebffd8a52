import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, submitAccount, waitForConfirmedStatus, test } from '../../support/desktop/fixtures.ts';

const MINUTE_MS = 60_000;

/** Values of TZ with their offsets from UTC. */
const zones = [
  { TZ: '', utcOffsetHours: 0 },
  { TZ: 'Nowhere/City', utcOffsetHours: 0 },
  { TZ: '<+08>-8', utcOffsetHours: 8 },
  { TZ: '/usr/share/zoneinfo/Asia/Shanghai', utcOffsetHours: 8 },
  { TZ: 'EST5', utcOffsetHours: -5 },
];

for (const { TZ, utcOffsetHours } of zones) {
  test(`with TZ=${JSON.stringify(TZ)} tray, window, Today and export show the same time`, async ({
    start,
    service,
  }) => {
    const app = await start({ env: { TZ } });
    const { electron, tray, profileDir } = app;
    const page = await app.window();
    await submitAccount(page, service.url);
    await waitForConfirmedStatus(tray);
    await tray.click('Rest', 'Lunch');
    const { toolTip } = await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch, since '));
    const [, since = ''] = /since .*?(\d\d:\d\d)/.exec(toolTip) ?? [];

    const toLocalIso = (at: number) => new Date(at + utcOffsetHours * 60 * MINUTE_MS).toISOString();
    const now = Date.now();
    expect([now, now - MINUTE_MS].map((at) => toLocalIso(at).slice(11, 16))).toContain(since);

    await page.evaluate(() => window.standby.app.navigate('today'));
    const report = await page.evaluate(() => window.standby.activity.readDay(null));
    expect(report?.day).toBe(toLocalIso(Date.now()).slice(0, 10));
    await expect(page.getByRole('listitem').filter({ hasText: '→ Rest · Lunch' })).toContainText(since);

    const filePath = join(profileDir, 'day.csv');
    await electron.evaluate(({ dialog }, answer) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: answer });
    }, filePath);
    await page.getByRole('button', { name: 'Export CSV' }).click();
    await expect(page.getByText(filePath)).toBeVisible();
    const row = readFileSync(filePath, 'utf8')
      .split('\r\n')
      .find((line) => line.includes('Lunch'));
    expect(row).toContain(`${toLocalIso(Date.now()).slice(0, 10)},${since}`);
  });
}
