import { DEFAULT_PREFERENCES } from '../../preload/contract/preferences.ts';
import type { AppState, SettingsUndo } from '../../preload/contract/state.ts';
import { NOW, state } from '../support/ui/states.ts';
import { expect, test, type Standby } from '../support/ui/standby.ts';

const settings = (rest: string[], part: Partial<Omit<AppState, 'account'>> = {}) =>
  state({ page: 'settings', reasons: { rest, notReady: ['Paperwork'] }, ...part });

const three = ['Lunch', 'Short break', 'Personal'];

async function open(standby: Standby, first: AppState = settings(three)): Promise<void> {
  await standby.open(first);
  await standby.page.getByRole('tab', { name: 'Reasons' }).click();
}

const restRegion = (standby: Standby) => standby.page.getByRole('region', { name: 'Rest' });

test('the reasons of each status stand in their order', async ({ standby, page }) => {
  await open(standby);
  await expect(restRegion(standby).getByRole('listitem')).toHaveText(three);
  await expect(page.getByRole('region', { name: 'Busy' }).getByRole('listitem')).toHaveText(['Paperwork']);
});

test('a reason is added with Enter, and the field is ready for the next', async ({ standby, page }) => {
  await open(standby);
  const field = page.getByRole('textbox', { name: 'New reason for Rest' });
  await field.fill('Walk ');
  await page.keyboard.press('Enter');
  expect(await standby.calls('editReasons')).toEqual([{ do: 'add', status: 'rest', reason: 'Walk ' }]);
  await expect(field).toHaveValue('');
  await expect(field).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Walk was added.' })).toBeAttached();
});

for (const [problem, words] of [
  ['reasonTwice', 'This reason is in the list already.'],
  ['reasonEmpty', 'Type a reason.'],
  ['reasonTooLong', 'Use at most 60 characters.'],
  ['reasonsFull', 'a menu holds 30 reasons at most'],
] as const) {
  test(`${problem} stands beside the field, and what was typed stays`, async ({ standby, page }) => {
    await open(standby);
    await standby.answer('editReasons', problem);
    const field = page.getByRole('textbox', { name: 'New reason for Busy' });
    await field.fill('Lunch');
    await page.getByRole('region', { name: 'Busy' }).getByRole('button', { name: 'Add' }).click();
    await expect(field).toHaveAccessibleDescription(new RegExp(words));
    await expect(field).toHaveValue('Lunch');
    await expect(field).toBeFocused();
    // The first Escape empties the field, the next leaves the page.
    await page.keyboard.press('Escape');
    await expect(field).toHaveValue('');
    await expect(field).toHaveAccessibleDescription('');
    expect(await standby.calls('showPage')).toEqual([]);
  });
}

test('renamed in place by keyboard alone', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Rename Lunch' }).focus();
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: 'New name for Lunch' });
  await expect(field).toBeFocused();
  // All of it is selected: typing replaces it.
  await page.keyboard.type('Midday');
  await page.keyboard.press('Enter');
  expect(await standby.calls('editReasons')).toEqual([
    { do: 'rename', status: 'rest', reason: 'Lunch', to: 'Midday' },
  ]);
  await standby.push(settings(['Midday', 'Short break', 'Personal']));
  await expect(page.getByRole('button', { name: 'Rename Midday' })).toBeFocused();
});

test('Escape gives a new name up, and the page stays', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Rename Lunch' }).click();
  await page.keyboard.type('Midday');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Rename Lunch' })).toBeFocused();
  expect(await standby.calls('editReasons')).toEqual([]);
  expect(await standby.calls('showPage')).toEqual([]);
});

test('a new name is taken when the field is left, and an old one is not sent', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Rename Lunch' }).click();
  await page.getByRole('button', { name: 'Rename Short break' }).click();
  await page.getByRole('textbox', { name: 'New name for Short break' }).fill('Tea');
  await page.getByRole('tab', { name: 'Reasons' }).click();
  await expect(page.getByRole('textbox', { name: /New name/ })).toHaveCount(0);
  expect(await standby.calls('editReasons')).toEqual([
    { do: 'rename', status: 'rest', reason: 'Short break', to: 'Tea' },
  ]);
});

test('a name that another has stays open with what is wrong', async ({ standby, page }) => {
  await open(standby);
  await standby.answer('editReasons', 'reasonTwice');
  await page.getByRole('button', { name: 'Rename Lunch' }).click();
  const field = page.getByRole('textbox', { name: 'New name for Lunch' });
  await field.fill('Personal');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAccessibleDescription('This reason is in the list already.');
  await expect(field).toHaveValue('Personal');
});

test('moved by its buttons, which keep the focus to the end of the list', async ({ standby, page }) => {
  await open(standby);
  const down = page.getByRole('button', { name: 'Move Lunch down' });
  await down.click();
  await standby.push(settings(['Short break', 'Lunch', 'Personal']));
  await expect(down).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Lunch is now 2 of 3.' })).toBeAttached();
  await page.keyboard.press('Enter');
  await standby.push(settings(['Short break', 'Personal', 'Lunch']));
  await expect(down).toBeFocused();
  await expect(down).toBeDisabled();
  await page.keyboard.press('Enter');
  expect(await standby.calls('editReasons')).toEqual([
    { do: 'move', status: 'rest', reason: 'Lunch', to: 1 },
    { do: 'move', status: 'rest', reason: 'Lunch', to: 2 },
  ]);
});

test('moved by Alt and the arrow keys', async ({ standby, page }) => {
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
  expect(await standby.calls('editReasons')).toEqual([
    { do: 'move', status: 'rest', reason: 'Personal', to: 1 },
    { do: 'move', status: 'rest', reason: 'Personal', to: 2 },
  ]);
});

test('a second move waits for the answer to the first, which changes the places', async ({
  standby,
  page,
}) => {
  await standby.open(settings(three), { held: ['editReasons'] });
  await page.getByRole('tab', { name: 'Reasons' }).click();
  await page.getByRole('button', { name: 'Rename Lunch' }).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  expect(await standby.calls('editReasons')).toHaveLength(1);
});

test('moved by dragging', async ({ standby, page }) => {
  await open(standby);
  const row = (name: string) => restRegion(standby).getByRole('listitem').filter({ hasText: name });
  await row('Personal').dragTo(row('Lunch'));
  expect(await standby.calls('editReasons')).toEqual([
    { do: 'move', status: 'rest', reason: 'Personal', to: 0 },
  ]);
  await expect(page.getByRole('textbox', { name: 'New reason for Rest' })).toHaveValue('');
});

test('removed at once; the keyboard goes on with the next, and at last with the empty field', async ({
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
  await expect(page.getByText('No reasons. Rest is set without one.')).toBeVisible();
  expect(await standby.calls('editReasons')).toMatchObject([
    { do: 'remove', reason: 'Lunch' },
    { do: 'remove', reason: 'Personal' },
    { do: 'remove', reason: 'Short break' },
  ]);
});

for (const [what, words] of [
  ['reasonRemoved', '“Lunch” was removed.'],
  ['reasonsReset', 'The usual reasons are back.'],
  ['reasonsImported', "The reasons were replaced by the file's."],
] as const) {
  test(`${what}: said politely, with the way back while it is offered`, async ({ standby, page }) => {
    await open(standby);
    const settingsUndo: SettingsUndo = { what, name: 'Lunch', until: NOW + 20_000 };
    await standby.push(settings(['Personal'], { settingsUndo }));
    const bar = page.getByRole('status').filter({ hasText: words });
    await expect(bar).toBeVisible();
    await bar.getByRole('button', { name: 'Undo' }).click();
    expect(await standby.calls('undoSettings')).toHaveLength(1);
    await expect(page.getByRole('tab', { name: 'Reasons' })).toBeFocused();
    await page.clock.runFor(21_000);
    await expect(bar).toBeHidden();
  });
}

test('back to the usual ones', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Back to the usual ones' }).click();
  expect(await standby.calls('editReasons')).toEqual([{ do: 'reset' }]);
});

test('exported to a file, which is named', async ({ standby, page }) => {
  await open(standby);
  await standby.answer('exportReasons', { outcome: 'saved', file: '/home/mei/reasons.json' });
  await page.getByRole('button', { name: 'Export…' }).click();
  const said = page.getByRole('region', { name: 'All reasons' }).getByRole('status');
  await expect(said).toHaveText('Saved as /home/mei/reasons.json');
  await standby.answer('exportReasons', { outcome: 'failed', message: 'EROFS' });
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(said).toHaveText('The reasons could not be saved: EROFS');
  await standby.answer('exportReasons', { outcome: 'cancelled' });
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(said).toBeEmpty();
});

test('a file that cannot be taken says why, and which of its reasons is to blame', async ({
  standby,
  page,
}) => {
  await open(standby);
  const said = page.getByRole('region', { name: 'All reasons' }).getByRole('status');
  const file = '/home/mei/reasons.json';
  for (const [answer, words] of [
    [
      { outcome: 'refused', file, reason: 'Tea', problem: 'reasonTwice' },
      'Nothing was imported, because of “Tea”. This reason is in the list already.',
    ],
    [
      { outcome: 'refused', file, reason: '', problem: 'notReasons' },
      `Nothing was imported, because of “${file}”. This is not a file of reasons from Standby.`,
    ],
    [{ outcome: 'unreadable', file, message: 'EACCES' }, `${file} could not be read: EACCES`],
  ] as const) {
    await standby.answer('importReasons', answer);
    await page.getByRole('button', { name: 'Import…' }).click();
    await expect(said).toHaveText(words);
  }
});

test('a limit that was set for a removed reason is not lost to sight', async ({ standby, page }) => {
  const budgets = [{ status: 'rest', reason: 'Lunch', breakMinutes: 30, dayMinutes: null } as const];
  await standby.open(settings(['Personal'], { preferences: { ...DEFAULT_PREFERENCES, budgets } }));
  await page.getByRole('tab', { name: 'Breaks' }).click();
  await expect(page.getByRole('textbox', { name: 'Rest · Lunch: minutes for one break' })).toHaveValue('30');
});
