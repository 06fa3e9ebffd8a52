import { agent, minutes, NOW, proved, state } from '../support/ui/states.ts';
import { at, emptyDay, workingDay } from '../support/ui/days.ts';
import { expect, test } from '../support/ui/standby.ts';
import { receipt } from '../support/ui/views.ts';

const today = state({ page: 'today' });
const withDay = { answers: { readDay: workingDay } };

test('the main page ends with the day at a glance, which is the door to Today', async ({ standby, page }) => {
  await standby.open(state(), withDay);
  const door = page.getByRole('contentinfo').getByRole('button');
  await expect(door).toHaveAccessibleName(
    'Today 06:58 – now Free 2 h 4 min Rest 22 min Busy 28 min 5 switches',
  );
  await door.click();
  await page.getByRole('button', { name: 'Today', exact: true }).click();
  expect(await standby.calls('showPage')).toEqual(['today', 'today']);
});

test('while the day is empty, or its log cannot be read, no glance is drawn', async ({ standby, page }) => {
  await standby.open();
  await expect(page.getByRole('contentinfo')).toHaveCount(0);
  await standby.answer('readDay', null);
  await standby.push(state({ agent: agent({ proved: proved({ status: 'rest' }) }) }));
  await expect.poll(async () => (await standby.calls('readDay')).length).toBe(2);
  await expect(page.getByRole('contentinfo')).toHaveCount(0);
});

test('the day is read again after a change, and not after every push', async ({ standby, page }) => {
  await standby.open();
  await standby.push(state({ agent: agent({ proved: proved({ confirmedAt: NOW + 1 }) }) }));
  expect(await standby.calls('readDay')).toEqual([null]);
  await standby.answer('readDay', workingDay);
  await standby.push(state({ agent: agent({ receipt: receipt() }) }));
  await expect(page.getByRole('contentinfo')).toContainText('5 switches');
  await page.clock.runFor(minutes(1));
  expect(await standby.calls('readDay')).toHaveLength(3);
});

test('the timeline is a list of stretches; what is unknown is called so', async ({ standby, page }) => {
  await standby.open(today, withDay);
  const stretches = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem');
  await expect(stretches).toHaveCount(11);
  const names = stretches.getByRole('button');
  await expect(names.nth(0)).toHaveAccessibleName('Free, 06:58 – 07:20, 22 min');
  await expect(names.nth(6)).toHaveAccessibleName('Unknown, 08:50 – 09:04, 14 min');
  await expect(names.nth(10)).toHaveAccessibleName('Rest · Lunch, 10:18 – now, 13 min');
});

test('the timeline is one stop for the keyboard, with arrows inside', async ({ standby, page }) => {
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

test('under the pointer a stretch says what it is', async ({ standby, page }) => {
  await standby.open(today, withDay);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByText('10:18 – now · 13 min')).toBeVisible();
  await timeline.getByRole('button', { name: /In a call/ }).hover();
  await expect(timeline.getByText('07:20 – 07:41 · 21 min')).toBeVisible();
});

test('the day in sums: statuses, their reasons, and how many switches', async ({ standby, page }) => {
  await standby.open(today, withDay);
  const totals = page.getByRole('region', { name: 'Totals' });
  await expect(totals).toContainText('5 switches');
  await expect(totals.getByRole('listitem').filter({ hasText: 'Rest' })).toHaveText(
    'Rest22 minLunch13 minShort break9 min',
  );
  // Free has no reasons to tell apart, and what is unknown is no sum.
  await expect(totals.getByRole('listitem').filter({ hasText: 'Free' })).toHaveText('Free2 h 4 min');
  await expect(totals).not.toContainText('Unknown');
});

test('every change is listed, newest first, with its cause in words', async ({ standby, page }) => {
  await standby.open(today, withDay);
  const rows = page.getByRole('region', { name: 'Changes' }).getByRole('listitem');
  await expect(rows).toHaveCount(12);
  for (const [index, words] of [
    [0, /10:18.*Free → Rest · Lunch.*214 ms · from the tray · 3 attempts/],
    [1, /09:48.*Changed elsewhere: Busy · Meeting → Free.*Between 09:47 and 09:48/],
    [3, /09:19.*Busy · Meeting did not work.*Too many requests/],
    [4, /09:04.*Found: Free/],
    [6, /08:50.*Standby ended/],
    [7, /08:14.*Rest · Short break → Free.*planned return/],
    [9, /08:05.*Screen locked.*Standby asked for Rest · Short break by itself\./],
    [11, /06:57.*Standby started/],
  ] as const) {
    await expect(rows.nth(index)).toHaveText(words);
  }
});

test('the proof of a change opens on demand, and can be selected', async ({ standby, page }) => {
  await standby.open(today, withDay);
  const row = page.getByRole('listitem').filter({ hasText: 'from the tray' });
  const requestId = row.getByText('RequestId 6980f29d-c779-4a49-bf65-736bfc3b76a0');
  await expect(requestId).toBeHidden();
  await row.getByText('Details').focus();
  await page.keyboard.press('Enter');
  await expect(requestId).toBeVisible();
  await expect(row).toContainText('Asked 10:17:59');
  await expect(row).toContainText('Confirmed 10:18:00');
  await requestId.selectText();
  expect(await page.evaluate(() => String(getSelection()))).toContain('6980f29d-c779-4a49-bf65-736bfc3b76a0');
});

test('goes from day to day, and says which it is', async ({ standby, page }) => {
  await standby.open(today, withDay);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Tuesday, May 12');
  await expect(page.getByRole('button', { name: 'Later day' })).toBeDisabled();
  const yesterday = { ...emptyDay, day: '2026-05-11', earlier: null, later: '2026-05-12', to: at(0) };
  await standby.answer('readDay', yesterday);
  await page.getByRole('button', { name: 'Earlier day' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Monday, May 11');
  await expect(page.getByText('Standby knows no status of this day.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Earlier day' })).toBeDisabled();
  await standby.answer('readDay', workingDay);
  await page.getByRole('button', { name: 'Later day' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Today');
  expect(await standby.calls('readDay')).toEqual([null, '2026-05-11', '2026-05-12']);
});

test('an empty day says so, and a log that cannot be read too', async ({ standby, page }) => {
  await standby.open(today);
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  await expect(page.getByRole('region')).toHaveCount(0);
  await standby.answer('readDay', null);
  await standby.push(state({ page: 'today', agent: agent({ receipt: receipt() }) }));
  await expect(page.getByText('The day log cannot be read.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export as CSV' })).toBeDisabled();
});

for (const [verdict, words] of [
  [{ outcome: 'intact', lines: 1204 }, 'The log is intact: all 1204 lines are as they were written.'],
  [{ outcome: 'altered', line: 17 }, /^Line 17 of the log is not as it was written\./],
  [{ outcome: 'unreadable', message: 'EACCES' }, 'The log could not be verified: EACCES'],
] as const) {
  test(`verifies the log and says that it is ${verdict.outcome}`, async ({ standby, page }) => {
    await standby.open(today, withDay);
    await standby.answer('verifyLog', verdict);
    await page.getByRole('button', { name: 'Verify the log' }).click();
    await expect(page.getByRole('contentinfo').getByRole('status')).toHaveText(words);
  });
}

for (const [result, words] of [
  [{ outcome: 'saved', file: '/home/mei/day.csv' }, 'Saved as /home/mei/day.csv'],
  [{ outcome: 'failed', message: 'ENOSPC' }, 'The day could not be saved: ENOSPC'],
  [{ outcome: 'cancelled' }, ''],
] as const) {
  test(`exports the day: ${result.outcome}`, async ({ standby, page }) => {
    await standby.open(today, withDay);
    await standby.answer('exportDay', result);
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    await expect(page.getByRole('contentinfo').getByRole('status')).toHaveText(words);
    expect(await standby.calls('exportDay')).toEqual(['2026-05-12']);
  });
}
