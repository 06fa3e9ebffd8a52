import type { AppState } from '../../../shared/state.ts';
import { agent, minutes, NOW, confirmed, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import { lunchLimit, intent } from '../../support/ui/views.ts';

const lunch = agent({ confirmed: confirmed({ status: 'rest', reason: 'Lunch' }) });
const onBreak = (part: Partial<AppState> = {}) => {
  const { account: _, ...rest } = part;
  return state({ agent: lunch, ...rest });
};
const until = (
  backAt: number,
  stage: NonNullable<AppState['plannedReturn']>['stage'] = 'planned',
  chosen: number | null = null,
): Partial<AppState> => ({ plannedReturn: { backAt, minutes: chosen, stage, promptCount: 0 } });

test('the planned return is available for Rest and Busy once confirmed', async ({ standby, page }) => {
  const group = page.getByRole('group', { name: 'Back in' });
  await standby.open();
  await expect(group).toHaveCount(0);
  await standby.push(state({ agent: agent({ intent: intent() }) }));
  await expect(group).toHaveCount(0);
  for (const status of ['rest', 'notReady'] as const) {
    await standby.push(state({ agent: agent({ confirmed: confirmed({ status }) }) }));
    await expect(group).toBeVisible();
  }
});

test('one click plans the return; the chip is marked once the state has the plan', async ({
  standby,
  page,
}) => {
  await standby.open(onBreak());
  const chip = page.getByRole('button', { name: '30 min' });
  const noEnd = page.getByRole('button', { name: 'Not set' });
  await expect(noEnd).toHaveAttribute('aria-pressed', 'true');
  await chip.click();
  expect(await standby.calls('activity.planReturn')).toEqual([{ minutes: 30 }]);
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  await standby.push(onBreak(until(NOW + minutes(30), 'planned', 30)));
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await expect(noEnd).toHaveAttribute('aria-pressed', 'false');
  await noEnd.click();
  expect(await standby.calls('activity.planReturn')).toEqual([{ minutes: 30 }, null]);
});

test('a plan from elsewhere shows its time', async ({ standby, page }) => {
  await standby.open(onBreak(until(NOW + minutes(20))));
  await expect(page.getByRole('heading', { name: 'Back at 10:51 · in 20 min' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Not set' })).toHaveAttribute('aria-pressed', 'false');
});

for (const [typed, backAt] of [
  ['45', NOW + minutes(45)],
  ['14:30', NOW + minutes(239)],
  ['１１：０５', NOW + minutes(34)],
] as const) {
  test(`"${typed}" is accepted as a time of return, with the keyboard alone`, async ({ standby, page }) => {
    await standby.open(onBreak());
    const other = page.getByRole('group', { name: 'Back in' }).getByRole('button', { name: 'Other…' });
    await other.focus();
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Another return time' });
    await expect(field).toBeFocused();
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
    await expect(field).toHaveCount(0);
    await expect(other).toBeFocused();
    expect(await standby.calls('activity.planReturn')).toEqual([{ backAt }]);
  });
}

for (const [typed, errorText] of [
  ['soon', 'Enter minutes, such as 45, or a time, such as 14:30.'],
  ['0', 'Enter minutes, such as 45, or a time, such as 14:30.'],
  ['24:00', 'Enter minutes, such as 45, or a time, such as 14:30.'],
  ['10:30', 'That time has passed or is more than 12 hours away.'],
] as const) {
  test(`"${typed}" is not a time of return: the error shows at the field, and the input stays`, async ({
    standby,
    page,
  }) => {
    await standby.open(onBreak());
    await page.getByRole('group', { name: 'Back in' }).getByRole('button', { name: 'Other…' }).click();
    const field = page.getByRole('textbox', { name: 'Another return time' });
    await field.fill(typed);
    await page.keyboard.press('Enter');
    await expect(field).toHaveAccessibleDescription(errorText);
    await expect(field).toHaveValue(typed);
    await expect(field).toBeFocused();
    expect(await standby.calls('activity.planReturn')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(field).toHaveCount(0);
    expect(await standby.calls('app.hideWindow')).toEqual([]);
  });
}

test('a time before now is tomorrow’s', async ({ standby, page }) => {
  await standby.open(onBreak());
  await page.clock.setFixedTime(NOW + minutes(13 * 60));
  await page.getByRole('group', { name: 'Back in' }).getByRole('button', { name: 'Other…' }).click();
  await page.keyboard.type('0:10');
  await page.keyboard.press('Enter');
  expect(await standby.calls('activity.planReturn')).toEqual([{ backAt: NOW + minutes(13 * 60 + 39) }]);
});

test('the planned return counts down', async ({ standby, page }) => {
  await standby.open(onBreak(until(NOW + minutes(17))));
  await expect(page.getByRole('heading', { name: 'Back at 10:48 · in 17 min' })).toBeVisible();
  await page.clock.runFor(61_000);
  await expect(page.getByRole('heading', { name: 'Back at 10:48 · in 16 min' })).toBeVisible();
  await page.clock.runFor(minutes(16));
  await expect(page.getByRole('heading', { name: 'Back at 10:48 · now' })).toBeVisible();
  await standby.push(onBreak(until(NOW + minutes(17), 'due')));
  await page.clock.runFor(minutes(3));
  await expect(page.getByText('Back at 10:48 · 3 min over')).toBeVisible();
});

test('the return card shows when the return is near and when it is due, with both buttons', async ({
  standby,
  page,
}) => {
  await standby.open(onBreak(until(NOW + minutes(2), 'soon')));
  const card = page.getByRole('status').filter({ hasText: /to be back/ });
  await expect(card).toContainText('Almost time to be back');
  await expect(card).toContainText('Rest · Lunch ends at 10:33.');
  await page.getByRole('button', { name: '5 more minutes' }).click();
  expect(await standby.calls('activity.extendReturn')).toHaveLength(1);

  await standby.push(onBreak(until(NOW, 'due')));
  await expect(card.getByRole('heading')).toHaveText('Time to be back');
  await expect(card).toContainText('Your status is still Rest · Lunch, planned until 10:31.');
  await page.getByRole('button', { name: "I'm back" }).click();
  expect(await standby.calls('activity.confirmReturn')).toHaveLength(1);

  const free = intent({ choice: { status: 'free', reason: '' } });
  await standby.push(onBreak({ ...until(NOW, 'due'), agent: { ...lunch, intent: free } }));
  await expect(page.getByRole('button', { name: "I'm back" })).toHaveCount(0);
});

test('the remaining time of a break limit shows beside its reason', async ({ standby, page }) => {
  const chip = page.getByRole('group', { name: 'Rest reasons' }).getByRole('button', { name: 'Lunch' });
  await standby.open(state({ breakLimitUsage: [{ ...lunchLimit, breakUsedMs: minutes(4), state: 'ok' }] }));
  await expect(chip).toHaveText('Lunch26 min left');
  await standby.push(onBreak({ breakLimitUsage: [lunchLimit] }));
  await expect(chip).toHaveText('Lunch5 min left');
  await expect(page.locator('.card')).toContainText('only 5 min left');
  await standby.push(
    onBreak({ breakLimitUsage: [{ ...lunchLimit, breakUsedMs: minutes(30), state: 'breached' }] }),
  );
  await expect(chip).toHaveText('Lunchused up');
  // The limit that is hit first counts.
  await standby.push(
    onBreak({ breakLimitUsage: [{ ...lunchLimit, dayUsedMs: minutes(64), state: 'breached' }] }),
  );
  await expect(chip).toHaveText('Lunch4 min over');
});
