import { agent, minutes, NOW, confirmed, state } from '../../support/ui/states.ts';
import { at, emptyDay, workingDay } from '../../support/ui/days.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import { receipt } from '../../support/ui/views.ts';

const today = state({ route: 'today' });
const withDay = { responses: { 'activity.readDay': workingDay } };

test('the summary bar of the day opens Today', async ({ standby, page }) => {
  await standby.open(state(), withDay);
  const summaryButton = page.getByRole('contentinfo').getByRole('button');
  await expect(summaryButton).toHaveAccessibleName(
    'Today 06:58 – now Free 2 h 4 min On a call 21 min Rest 22 min Busy 28 min',
  );
  await summaryButton.click();
  await page.getByRole('button', { name: 'Today', exact: true }).click();
  expect(await standby.calls('app.navigate')).toEqual(['today', 'today']);
});

test('the summary bar keeps its place for an empty day and an unreadable log', async ({ standby, page }) => {
  const bar = page.getByRole('contentinfo');
  await standby.open(state(), withDay);
  await expect(bar).toContainText('06:58 – now');
  const place = await bar.boundingBox();
  for (const [index, report] of [emptyDay, null].entries()) {
    await standby.respond('activity.readDay', report);
    await standby.push(state({ agent: agent({ confirmed: confirmed({ since: NOW - index }) }) }));
    await expect(bar).toHaveText('Today Nothing here yet');
    expect(await bar.boundingBox()).toEqual(place);
  }
});

test('the day is read again after a change, but not after every push', async ({ standby, page }) => {
  await standby.open();
  await standby.push(state({ agent: agent({ confirmed: confirmed({ confirmedAt: NOW + 1 }) }) }));
  expect(await standby.calls('activity.readDay')).toEqual([null]);
  await standby.respond('activity.readDay', workingDay);
  await standby.push(state({ agent: agent({ receipt: receipt() }) }));
  await expect(page.getByRole('contentinfo')).toContainText('2 h 4 min');
  await page.clock.runFor(minutes(1));
  expect(await standby.calls('activity.readDay')).toHaveLength(3);
});

test('a change of the account reads the day again', async ({ standby, page }) => {
  await standby.open(state(), withDay);
  await expect(page.getByRole('contentinfo')).toContainText('2 h 4 min');
  await standby.respond('activity.readDay', emptyDay);
  const { account } = state();
  await standby.push(state({ account: { ...account, agent: 'bo.wang@example.com' } }));
  await expect(page.getByRole('contentinfo')).toHaveText('Today Nothing here yet');
});

test('the timeline is a list of segments, including unknown ones', async ({ standby, page }) => {
  await standby.open(today, withDay);
  const segments = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem');
  await expect(segments).toHaveCount(11);
  const names = segments.getByRole('button');
  await expect(names.nth(0)).toHaveAccessibleName('Free, 06:58 – 07:20, 22 min');
  await expect(names.nth(6)).toHaveAccessibleName('Unknown, 08:50 – 09:04, 14 min');
  await expect(names.nth(10)).toHaveAccessibleName('Rest · Lunch, 10:18 – now, 13 min');
});

test('the timeline is one tab stop with arrow keys', async ({ standby, page }) => {
  await standby.open(today, withDay);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await page.getByRole('button', { name: 'Earlier day' }).focus();
  await page.keyboard.press('Tab');
  await expect(timeline.getByRole('button', { name: /Lunch/ })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(timeline.getByRole('button', { name: /Meeting/ })).toBeFocused();
  await expect(timeline.getByText('09:20 – 09:48 · 28 min')).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(timeline.getByRole('button', { name: /06:58/ })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Tab');
  await expect(timeline.locator(':focus')).toHaveCount(0);
});

test('hovering a segment shows its details', async ({ standby, page }) => {
  await standby.open(today, withDay);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByText('10:18 – now · 13 min')).toBeVisible();
  await timeline.getByRole('button', { name: /On a call/ }).hover();
  await expect(timeline.getByText('07:20 – 07:41 · 21 min')).toBeVisible();
});

test('the totals show statuses, reasons and the number of switches', async ({ standby, page }) => {
  await standby.open(today, withDay);
  const totals = page.getByRole('region', { name: 'Totals' });
  await expect(totals).toContainText('5 switches');
  await expect(totals.getByRole('listitem').filter({ hasText: 'Rest' })).toHaveText(
    'Rest22 minLunch13 minShort break9 min',
  );
  // Free has no reasons, and unknown time has no total.
  await expect(totals.getByRole('listitem').filter({ hasText: 'Free' })).toHaveText('Free2 h 4 min');
  await expect(totals).not.toContainText('Unknown');
});

test('every change is listed, newest first, with its cause', async ({ standby, page }) => {
  await standby.open(today, withDay);
  const rows = page.getByRole('region', { name: 'Changes' }).getByRole('listitem');
  await expect(rows).toHaveCount(12);
  for (const [index, words] of [
    [0, /10:18.*Free → Rest · Lunch.*214 ms · tray menu · 3 attempts/],
    [1, /09:48.*Changed elsewhere: Busy · Meeting → Free.*Between 09:47 and 09:48/],
    [3, /09:19.*Couldn't switch to Busy · Meeting.*getting too many requests/],
    [4, /09:04.*Status read: Free/],
    [6, /08:50.*Standby quit/],
    [7, /08:14.*Rest · Short break → Free.*planned return/],
    [9, /08:05.*Screen locked.*Standby requested Rest · Short break automatically\./],
    [11, /06:57.*Standby started/],
  ] as const) {
    await expect(rows.nth(index)).toHaveText(words);
  }
});

test('the details of a change can be opened and selected', async ({ standby, page }) => {
  await standby.open(today, withDay);
  const row = page.getByRole('listitem').filter({ hasText: 'tray menu' });
  const requestId = row.getByText('RequestId 6980f29d-c779-4a49-bf65-736bfc3b76a0');
  await expect(requestId).toBeHidden();
  await row.getByText('Details').focus();
  await page.keyboard.press('Enter');
  await expect(requestId).toBeVisible();
  await expect(row).toContainText('Requested 10:17:59');
  await expect(row).toContainText('Confirmed 10:18:00');
  await requestId.selectText();
  expect(await page.evaluate(() => String(getSelection()))).toContain('6980f29d-c779-4a49-bf65-736bfc3b76a0');
});

test('the day buttons change the day and the title', async ({ standby, page }) => {
  await standby.open(today, withDay);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Tuesday, May 12');
  await expect(page.getByRole('button', { name: 'Later day' })).toBeDisabled();
  const yesterday = { ...emptyDay, day: '2026-05-11', earlier: null, later: '2026-05-12', to: at(0) };
  await standby.respond('activity.readDay', yesterday);
  await page.getByRole('button', { name: 'Earlier day' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Monday, May 11');
  await expect(page.getByText('No status was recorded on this day.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Earlier day' })).toBeDisabled();
  await standby.respond('activity.readDay', workingDay);
  await page.getByRole('button', { name: 'Later day' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Today');
  expect(await standby.calls('activity.readDay')).toEqual([null, '2026-05-11', '2026-05-12']);
});

test('an empty day and an unreadable log each show a message', async ({ standby, page }) => {
  await standby.open(today);
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  await expect(page.getByRole('region')).toHaveCount(0);
  await standby.respond('activity.readDay', null);
  await standby.push(state({ route: 'today', agent: agent({ receipt: receipt() }) }));
  await expect(page.getByText("The activity log can't be read.")).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export CSV' })).toBeDisabled();
});

for (const [result, words] of [
  [{ outcome: 'saved', file: '/home/mei/day.csv' }, 'Saved as /home/mei/day.csv'],
  [{ outcome: 'failed', message: 'ENOSPC' }, "The day couldn't be exported: ENOSPC"],
  [{ outcome: 'cancelled' }, ''],
] as const) {
  test(`an export of the day shows its result: ${result.outcome}`, async ({ standby, page }) => {
    await standby.open(today, withDay);
    await standby.respond('activity.exportDay', result);
    await page.getByRole('button', { name: 'Export CSV' }).click();
    await expect(page.getByRole('contentinfo').getByRole('status')).toHaveText(words);
    expect(await standby.calls('activity.exportDay')).toEqual(['2026-05-12']);
  });
}
