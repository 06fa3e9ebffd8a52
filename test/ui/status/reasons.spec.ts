import { state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import { RIGHT_TO_LEFT_REASON } from '../../support/ui/views.ts';

test('a click on a reason requests status and reason', async ({ standby, page }) => {
  await standby.open();
  await page
    .getByRole('group', { name: 'Rest reasons' })
    .getByRole('button', { name: 'Short break' })
    .click();
  await page.getByRole('group', { name: 'Busy reasons' }).getByRole('button', { name: 'Training' }).click();
  expect(await standby.calls('status.request')).toEqual([
    { status: 'rest', reason: 'Short break', minutes: null },
    { status: 'notReady', reason: 'Training', minutes: null },
  ]);
});

test('Enter sends a typed reason and closes the field', async ({ standby, page }) => {
  await standby.open();
  const other = page.getByRole('group', { name: 'Busy reasons' }).getByRole('button', { name: 'Other…' });
  await other.click();
  const field = page.getByRole('textbox', { name: 'Another reason for Busy' });
  await expect(field).toBeFocused();
  await page.keyboard.type('Fire drill 🔥');
  await page.keyboard.press('Enter');
  await expect(field).toBeHidden();
  await expect(other).toBeFocused();
  expect(await standby.calls('status.request')).toEqual([
    { status: 'notReady', reason: 'Fire drill 🔥', minutes: null },
  ]);
});

test('a reason is requested with the duration that it has, also a typed one', async ({ standby, page }) => {
  const lunch = { status: 'rest', reason: 'Lunch', minutes: 45 } as const;
  const drill = { status: 'rest', reason: 'Fire drill', minutes: 10 } as const;
  await standby.open(
    state({ reasonDurations: [{ ...lunch, status: 'notReady', minutes: 5 }, lunch, drill] }),
  );
  const group = page.getByRole('group', { name: 'Rest reasons' });
  await group.getByRole('button', { name: 'Lunch' }).click();
  await group.getByRole('button', { name: 'Other…' }).click();
  await page.keyboard.type(' Fire drill ');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => standby.calls('status.request'))
    .toEqual([lunch, { ...drill, reason: ' Fire drill ' }]);
});

test('"Other…" offers the last three reasons that were typed for the status', async ({ standby, page }) => {
  const recent = (reason: string, status: 'rest' | 'notReady' = 'rest') => ({
    status,
    reason,
    minutes: null,
  });
  await standby.open(
    state({
      recentChoices: [
        recent('Lunch'),
        recent('Backlog', 'notReady'),
        ...['Fire drill', 'Dentist', 'Blood donation', 'Car'].map((reason) => recent(reason)),
      ],
      reasonDurations: [{ status: 'rest', reason: 'Dentist', minutes: 60 }],
    }),
  );
  const other = page.getByRole('group', { name: 'Rest reasons' }).getByRole('button', { name: 'Other…' });
  await other.click();
  const offered = page.getByRole('group', { name: 'Reasons that you typed before' }).getByRole('button');
  await expect(offered).toHaveText(['Fire drill', 'Dentist', 'Blood donation']);
  await offered.nth(1).click();
  await expect(offered).toHaveCount(0);
  await expect(other).toBeFocused();
  expect(await standby.calls('status.request')).toEqual([{ status: 'rest', reason: 'Dentist', minutes: 60 }]);
});

test('an empty reason is not sent, because it would mean no reason', async ({ standby, page }) => {
  await standby.open(state({ focusRequest: { id: 1, otherReasonFor: 'rest' } }));
  const field = page.getByRole('textbox', { name: 'Another reason for Rest' });
  await field.fill('   ');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAccessibleDescription('Enter a reason.');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toBeFocused();
  expect(await standby.calls('status.request')).toEqual([]);
});

for (const [error, message] of [
  ['reasonTooLong', 'Use 60 characters or fewer.'],
  ['reasonEmpty', 'Enter a reason.'],
] as const) {
  test(`${error} shows at the field, and the input stays`, async ({ standby, page }) => {
    await standby.open(state({ focusRequest: { id: 1, otherReasonFor: 'rest' } }));
    await standby.respond('status.request', error);
    const field = page.getByRole('textbox', { name: 'Another reason for Rest' });
    await field.fill('x'.repeat(61));
    await page.getByRole('button', { name: 'Switch' }).click();
    await expect(field).toHaveAccessibleDescription(message);
    await expect(field).toHaveValue('x'.repeat(61));
    await expect(field).toBeFocused();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await expect(field).toHaveAttribute('aria-invalid', 'false');
  });
}

test('Escape closes the field but not the window', async ({ standby, page }) => {
  await standby.open();
  const other = page.getByRole('group', { name: 'Rest reasons' }).getByRole('button', { name: 'Other…' });
  await other.click();
  await expect(other).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(other).toBeFocused();
  expect(await standby.calls('app.hideWindow')).toEqual([]);
});

test('each "Other…" of the tray opens the field', async ({ standby, page }) => {
  await standby.open();
  await standby.push(state({ focusRequest: { id: 1, otherReasonFor: 'rest' } }));
  const field = page.getByRole('textbox', { name: 'Another reason for Rest' });
  await expect(field).toBeFocused();
  await field.fill('Dentist');

  // Asked again while it is open: the keyboard comes back, what was typed stays.
  await page.getByRole('button', { name: 'Settings' }).focus();
  await standby.push(state({ focusRequest: { id: 2, otherReasonFor: 'rest' } }));
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('Dentist');

  // Closed, it stays closed until it is asked for once more.
  await page.keyboard.press('Escape');
  await standby.push(state({ focusRequest: { id: 2, otherReasonFor: 'rest' }, route: 'settings' }));
  await standby.push(state({ focusRequest: { id: 2, otherReasonFor: 'rest' } }));
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await standby.push(state({ focusRequest: { id: 3, otherReasonFor: 'notReady' } }));
  await expect(page.getByRole('textbox', { name: 'Another reason for Busy' })).toBeFocused();
});

test('a right-to-left reason does not reorder the text around it', async ({ standby, page }) => {
  await standby.open(state({ reasons: { rest: [RIGHT_TO_LEFT_REASON], notReady: [] } }));
  const chip = page.getByRole('group', { name: 'Rest reasons' }).locator('bdi');
  await expect(chip).toHaveText(RIGHT_TO_LEFT_REASON);
  await expect(chip).toHaveCSS('unicode-bidi', 'isolate');
});

test('a reason shows the duration that a click plans with it', async ({ standby, page }) => {
  const lunch = { status: 'rest', reason: 'Lunch', minutes: 45 } as const;
  await standby.open(state({ reasonDurations: [lunch] }));
  const button = page.getByRole('group', { name: 'Rest reasons' }).getByRole('button', { name: 'Lunch' });
  await expect(button).toHaveText('Lunch45 min');
  // One click sets status, reason and planned return.
  await button.click();
  expect(await standby.calls('status.request')).toEqual([lunch]);
});
