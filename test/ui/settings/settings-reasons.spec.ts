import { DEFAULT_PREFERENCES } from '../../../shared/preferences.ts';
import type { AppState, PendingSettingsUndo } from '../../../shared/state.ts';
import { expectNoA11yViolations } from '../../support/ui/axe.ts';
import { NOW, state } from '../../support/ui/states.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';

const settings = (rest: string[], part: Partial<Omit<AppState, 'account'>> = {}) =>
  state({ route: 'settings', reasons: { rest, notReady: ['Paperwork'] }, ...part });

const three = ['Lunch', 'Short break', 'Personal'];

async function open(standby: Standby, first: AppState = settings(three)): Promise<void> {
  await standby.open(first);
  await standby.page.getByRole('tab', { name: 'Reasons' }).click();
}

const restRegion = (standby: Standby) => standby.page.getByRole('region', { name: 'Rest' });

test('the reasons of each status show in their order', async ({ standby, page }) => {
  await open(standby);
  await expect(restRegion(standby).getByRole('listitem')).toHaveText(three);
  await expect(page.getByRole('region', { name: 'Busy' }).getByRole('listitem')).toHaveText(['Paperwork']);
});

test('Enter adds a reason, and the field is ready for the next', async ({ standby, page }) => {
  await open(standby);
  const field = page.getByRole('textbox', { name: 'New reason for Rest' });
  await field.fill('Walk ');
  await page.keyboard.press('Enter');
  expect(await standby.calls('settings.editReasons')).toEqual([
    { type: 'add', status: 'rest', reason: 'Walk ' },
  ]);
  await expect(field).toHaveValue('');
  await expect(field).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Walk added.' })).toBeAttached();
});

test.describe('reasons that the contact center uses', () => {
  // axe uses timers.
  test.use({ clock: 'fixed' });
  const seen = settings(three, { seenReasons: { rest: ['Doctor', 'Coffee'], notReady: [] } });
  const group = (standby: Standby) =>
    restRegion(standby).getByRole('group', { name: 'Used in your contact center:' });

  test('are offered below the list of their status', async ({ standby, page }) => {
    await open(standby, seen);
    await expect(group(standby).getByRole('button')).toHaveText(['Doctor', 'Coffee']);
    await expect(page.getByRole('group', { name: 'Used in your contact center:' })).toHaveCount(1);
    await expectNoA11yViolations(page);
  });

  test('are added by a click, and the focus goes to the next one', async ({ standby, page }) => {
    await open(standby, seen);
    await group(standby).getByRole('button', { name: 'Add Doctor' }).click();
    expect(await standby.calls('settings.editReasons')).toEqual([
      { type: 'add', status: 'rest', reason: 'Doctor' },
    ]);
    await expect(page.getByRole('status').filter({ hasText: 'Doctor added.' })).toBeAttached();
    await standby.push(settings([...three, 'Doctor'], { seenReasons: { rest: ['Coffee'], notReady: [] } }));
    await expect(group(standby).getByRole('button', { name: 'Add Coffee' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: 'Coffee added.' })).toBeAttached();
    await standby.push(settings([...three, 'Doctor', 'Coffee']));
    await expect(group(standby)).toHaveCount(0);
    await expect(page.getByRole('textbox', { name: 'New reason for Rest' })).toBeFocused();
  });

  test('stay when the list is full, which shows below them', async ({ standby, page }) => {
    await open(standby, seen);
    await standby.respond('settings.editReasons', 'reasonsFull');
    const button = group(standby).getByRole('button', { name: 'Add Doctor' });
    await button.click();
    await expect(group(standby)).toContainText('The list is full (30 reasons).');
    await expect(page.getByRole('status').filter({ hasText: 'The list is full' })).toBeAttached();
    await expect(button).toBeFocused();
  });

  test('are not offered for a list that the company has set', async ({ standby, page }) => {
    await open(standby, { ...seen, managedKeys: ['reasons'] });
    await expect(restRegion(standby).getByRole('listitem')).toHaveText(three);
    await expect(page.getByRole('button', { name: 'Add Doctor' })).toHaveCount(0);
  });
});

for (const [validationError, words] of [
  ['reasonTwice', 'This reason is already in the list.'],
  ['reasonEmpty', 'Enter a reason.'],
  ['reasonTooLong', 'Use 60 characters or fewer.'],
  ['reasonsFull', 'The list is full \\(30 reasons\\).'],
] as const) {
  test(`${validationError} shows at the field, and the input stays`, async ({ standby, page }) => {
    await open(standby);
    await standby.respond('settings.editReasons', validationError);
    const field = page.getByRole('textbox', { name: 'New reason for Busy' });
    await field.fill('Lunch');
    await page
      .getByRole('region', { name: 'Busy' })
      .getByRole('button', { name: 'Add', exact: true })
      .click();
    await expect(field).toHaveAccessibleDescription(new RegExp(words));
    await expect(field).toHaveValue('Lunch');
    await expect(field).toBeFocused();
    // The first Escape empties the field, the next leaves the page.
    await page.keyboard.press('Escape');
    await expect(field).toHaveValue('');
    await expect(field).toHaveAccessibleDescription('');
    expect(await standby.calls('app.navigate')).toEqual([]);
  });
}

test('a reason is renamed in place with the keyboard alone', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Rename Lunch' }).focus();
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: 'New name for Lunch' });
  await expect(field).toBeFocused();
  // The whole name is selected: typing replaces it.
  await page.keyboard.type('Midday');
  await page.keyboard.press('Enter');
  expect(await standby.calls('settings.editReasons')).toEqual([
    { type: 'rename', status: 'rest', reason: 'Lunch', to: 'Midday' },
  ]);
  await standby.push(settings(['Midday', 'Short break', 'Personal']));
  await expect(page.getByRole('button', { name: 'Rename Midday' })).toBeFocused();
});

test('Escape cancels a rename, and the page stays', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Rename Lunch' }).click();
  await page.keyboard.type('Midday');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Rename Lunch' })).toBeFocused();
  expect(await standby.calls('settings.editReasons')).toEqual([]);
  expect(await standby.calls('app.navigate')).toEqual([]);
});

test('blur saves a changed name and sends nothing for an unchanged one', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Rename Lunch' }).click();
  await page.getByRole('button', { name: 'Rename Short break' }).click();
  await page.getByRole('textbox', { name: 'New name for Short break' }).fill('Tea');
  await page.getByRole('tab', { name: 'Reasons' }).click();
  await expect(page.getByRole('textbox', { name: /New name/ })).toHaveCount(0);
  expect(await standby.calls('settings.editReasons')).toEqual([
    { type: 'rename', status: 'rest', reason: 'Short break', to: 'Tea' },
  ]);
});

test('a duplicate name stays open with its error', async ({ standby, page }) => {
  await open(standby);
  await standby.respond('settings.editReasons', 'reasonTwice');
  await page.getByRole('button', { name: 'Rename Lunch' }).click();
  const field = page.getByRole('textbox', { name: 'New name for Lunch' });
  await field.fill('Personal');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAccessibleDescription('This reason is already in the list.');
  await expect(field).toHaveValue('Personal');
});

test('buttons move a reason and keep the focus to the end of the list', async ({ standby, page }) => {
  await open(standby);
  const down = page.getByRole('button', { name: 'Move Lunch down' });
  await down.click();
  await standby.push(settings(['Short break', 'Lunch', 'Personal']));
  await expect(down).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Lunch moved to 2 of 3.' })).toBeAttached();
  await page.keyboard.press('Enter');
  await standby.push(settings(['Short break', 'Personal', 'Lunch']));
  await expect(down).toBeFocused();
  await expect(down).toBeDisabled();
  await page.keyboard.press('Enter');
  expect(await standby.calls('settings.editReasons')).toEqual([
    { type: 'move', status: 'rest', reason: 'Lunch', to: 1 },
    { type: 'move', status: 'rest', reason: 'Lunch', to: 2 },
  ]);
});

test('Alt and the arrow keys move a reason', async ({ standby, page }) => {
  await open(standby);
  const name = page.getByRole('button', { name: 'Rename Personal' });
  await name.focus();
  await page.keyboard.press('Alt+ArrowUp');
  await standby.push(settings(['Lunch', 'Personal', 'Short break']));
  await expect(name).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await standby.push(settings(three));
  await expect(name).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('ArrowUp');
  expect(await standby.calls('settings.editReasons')).toEqual([
    { type: 'move', status: 'rest', reason: 'Personal', to: 1 },
    { type: 'move', status: 'rest', reason: 'Personal', to: 2 },
  ]);
});

test('a second move is ignored while the first is pending, because it changes the indexes', async ({
  standby,
  page,
}) => {
  await standby.open(settings(three), { pendingCalls: ['settings.editReasons'] });
  await page.getByRole('tab', { name: 'Reasons' }).click();
  await page.getByRole('button', { name: 'Rename Lunch' }).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  expect(await standby.calls('settings.editReasons')).toHaveLength(1);
});

test('dragging moves a reason', async ({ standby, page }) => {
  await open(standby);
  const row = (name: string) => restRegion(standby).getByRole('listitem').filter({ hasText: name });
  await row('Personal').dragTo(row('Lunch'));
  expect(await standby.calls('settings.editReasons')).toEqual([
    { type: 'move', status: 'rest', reason: 'Personal', to: 0 },
  ]);
  await expect(page.getByRole('textbox', { name: 'New reason for Rest' })).toHaveValue('');
});

test('a removed reason passes the focus to the next one, the last one to the empty field', async ({
  standby,
  page,
}) => {
  await open(standby);
  await page.getByRole('button', { name: 'Remove Lunch' }).click();
  await standby.push(settings(['Short break', 'Personal']));
  await expect(page.getByRole('button', { name: 'Rename Short break' })).toBeFocused();
  await page.getByRole('button', { name: 'Remove Personal' }).click();
  await standby.push(settings(['Short break']));
  await expect(page.getByRole('button', { name: 'Rename Short break' })).toBeFocused();
  await page.getByRole('button', { name: 'Remove Short break' }).click();
  await standby.push(settings([]));
  await expect(page.getByRole('textbox', { name: 'New reason for Rest' })).toBeFocused();
  await expect(page.getByText('No reasons yet. Rest is set without one.')).toBeVisible();
  expect(await standby.calls('settings.editReasons')).toMatchObject([
    { type: 'remove', reason: 'Lunch' },
    { type: 'remove', reason: 'Personal' },
    { type: 'remove', reason: 'Short break' },
  ]);
});

for (const [what, words] of [
  ['reasonRemoved', '“Lunch” removed.'],
  ['reasonsReset', 'Default reasons restored.'],
  ['reasonsImported', 'Reasons replaced from the file.'],
] as const) {
  test(`${what}: announced politely, with Undo while it is available`, async ({ standby, page }) => {
    await open(standby);
    const pendingSettingsUndo: PendingSettingsUndo = { what, name: 'Lunch', until: NOW + 20_000 };
    await standby.push(settings(['Personal'], { pendingSettingsUndo }));
    const bar = page.getByRole('status').filter({ hasText: words });
    await expect(bar).toBeVisible();
    await bar.getByRole('button', { name: 'Undo' }).click();
    expect(await standby.calls('settings.undo')).toHaveLength(1);
    await expect(page.getByRole('tab', { name: 'Reasons' })).toBeFocused();
    await page.clock.runFor(21_000);
    await expect(bar).toBeHidden();
  });
}

test('Reset restores the default reasons', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Restore defaults' }).click();
  expect(await standby.calls('settings.editReasons')).toEqual([{ type: 'reset' }]);
});

test('an export shows the file', async ({ standby, page }) => {
  await open(standby);
  await standby.respond('settings.exportReasons', { outcome: 'saved', file: '/home/mei/reasons.json' });
  await page.getByRole('button', { name: 'Export…' }).click();
  const announcement = page.getByRole('region', { name: 'All reasons' }).getByRole('status');
  await expect(announcement).toHaveText('Saved as /home/mei/reasons.json');
  await standby.respond('settings.exportReasons', { outcome: 'failed', message: 'EROFS' });
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(announcement).toHaveText("The reasons couldn't be exported: EROFS");
  await standby.respond('settings.exportReasons', { outcome: 'cancelled' });
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(announcement).toBeEmpty();
});

test('a refused file shows the cause and the invalid reason', async ({ standby, page }) => {
  await open(standby);
  const announcement = page.getByRole('region', { name: 'All reasons' }).getByRole('status');
  const file = '/home/mei/reasons.json';
  for (const [result, words] of [
    [
      { outcome: 'refused', file, reason: 'Tea', validationError: 'reasonTwice' },
      'Nothing was imported. Problem with “Tea”: This reason is already in the list.',
    ],
    [
      { outcome: 'refused', file, reason: '', validationError: 'notReasons' },
      `Nothing was imported. Problem with “${file}”: This isn't a reasons file exported from Standby.`,
    ],
    [{ outcome: 'unreadable', file, message: 'EACCES' }, `${file} couldn't be read: EACCES`],
  ] as const) {
    await standby.respond('settings.importReasons', result);
    await page.getByRole('button', { name: 'Import…' }).click();
    await expect(announcement).toHaveText(words);
  }
});

test('the limit of a removed reason stays visible', async ({ standby, page }) => {
  const breakLimits = [{ status: 'rest', reason: 'Lunch', breakMinutes: 30, dayMinutes: null } as const];
  await standby.open(settings(['Personal'], { preferences: { ...DEFAULT_PREFERENCES, breakLimits } }));
  await page.getByRole('tab', { name: 'Reasons' }).click();
  await expect(page.getByRole('textbox', { name: 'Rest · Lunch: minutes each time' })).toHaveValue('30');
});
