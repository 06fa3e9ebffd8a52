import type { ChoiceShortcutState } from '../../../shared/state.ts';
import { NOW, state } from '../../support/ui/states.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';

type StateOverrides = NonNullable<Parameters<typeof state>[0]>;

const lunch: ChoiceShortcutState = {
  id: 'choice-1',
  status: 'rest',
  reason: 'Lunch',
  minutes: 45,
  accelerator: '',
  state: 'off',
  locked: false,
};

const settings = (choiceShortcuts: ChoiceShortcutState[] = [], overrides: StateOverrides = {}) =>
  state({
    route: 'settings',
    reasonDurations: [{ status: 'rest', reason: 'Short break', minutes: 10 }],
    choiceShortcuts,
    ...overrides,
  });

async function open(standby: Standby, first = settings(), tab = 'Shortcuts'): Promise<void> {
  await standby.open(first);
  await standby.page.getByRole('tab', { name: tab }).click();
}

test('a shortcut for a reason is added and its keys are recorded, by keyboard alone', async ({
  standby,
  page,
}) => {
  await open(standby);
  const add = page.getByRole('button', { name: 'Add a shortcut for a reason' });
  await add.focus();
  await page.keyboard.press('Enter');
  await expect(add).toHaveAttribute('aria-expanded', 'true');
  const reason = page.getByRole('combobox', { name: 'Reason' });
  const minutes = page.getByRole('textbox', { name: 'Planned minutes' });
  await expect(reason.getByRole('option')).toContainText(['Rest · Lunch', 'Rest · Short break']);
  await expect(minutes).toHaveValue('');
  await reason.selectOption('Rest · Short break');
  await expect(minutes).toHaveValue('10');
  await reason.selectOption('Rest · Lunch');
  await expect(minutes).toHaveValue('');
  await minutes.fill('45');
  await page.keyboard.press('Enter');
  expect(await standby.calls('settings.addChoiceShortcut')).toEqual([
    { status: 'rest', reason: 'Lunch', minutes: 45 },
  ]);
  await standby.push(settings([lunch]));
  const name = 'Rest · Lunch, 45 min';
  const field = page.getByRole('textbox', { name: `Keys for ${name}`, exact: true });
  await expect(field).toBeFocused();
  await page.keyboard.press('Control+Alt+l');
  expect(await standby.calls('settings.setShortcut')).toEqual([
    { id: 'choice-1', accelerator: 'Control+Alt+L', code: 'KeyL' },
  ]);
  await standby.push(settings([{ ...lunch, accelerator: 'Control+Alt+L', state: 'active' }]));
  await expect(page.getByRole('listitem', { name, exact: true })).toContainText('Ctrl+Alt+LOn');
  await expect(page.getByText('Press Ctrl+Alt+L now…')).toBeVisible();
});

for (const [language, tab, remove, removed] of [
  ['en', 'Shortcuts', 'Remove the shortcut for Rest · Lunch, 45 min', 'Shortcut for “Lunch” removed.'],
  ['zh-CN', '快捷键', '移除“小休·Lunch，45 分钟”的快捷键', '已移除“Lunch”的快捷键。'],
] as const) {
  test(`a shortcut for a reason is removed by its name, with Undo (${language})`, async ({
    standby,
    page,
  }) => {
    await open(standby, settings([lunch], { language }), tab);
    await page.getByRole('button', { name: remove, exact: true }).click();
    expect(await standby.calls('settings.removeChoiceShortcut')).toEqual(['choice-1']);
    const pendingSettingsUndo = { what: 'shortcutRemoved', name: 'Lunch', until: NOW + 20_000 } as const;
    await standby.push(settings([], { language, pendingSettingsUndo }));
    await expect(page.getByRole('status').filter({ hasText: removed })).toBeVisible();
    await expect(
      page.getByRole('button', {
        name: language === 'en' ? 'Add a shortcut for a reason' : '添加原因快捷键',
      }),
    ).toBeFocused();
  });
}

for (const typed of ['0', '1441', 'soon']) {
  test(`"${typed}" is no duration: the error shows at the field, and nothing is added`, async ({
    standby,
    page,
  }) => {
    await open(standby);
    await page.getByRole('button', { name: 'Add a shortcut for a reason' }).click();
    const minutes = page.getByRole('textbox', { name: 'Planned minutes' });
    await minutes.fill(typed);
    await page.getByRole('button', { name: 'Choose keys' }).click();
    await expect(minutes).toHaveAttribute('aria-invalid', 'true');
    await expect(minutes).toHaveAccessibleDescription(/1/);
    expect(await standby.calls('settings.addChoiceShortcut')).toEqual([]);
    await minutes.fill('');
    await page.getByRole('button', { name: 'Choose keys' }).click();
    expect(await standby.calls('settings.addChoiceShortcut')).toEqual([
      { status: 'rest', reason: 'Lunch', minutes: null },
    ]);
  });
}

test('a shortcut that is not added shows why, and Escape closes the form only', async ({ standby, page }) => {
  await open(standby);
  await standby.respond('settings.addChoiceShortcut', { outcome: 'full' });
  const add = page.getByRole('button', { name: 'Add a shortcut for a reason' });
  await add.click();
  await page.getByRole('button', { name: 'Choose keys' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'There are already 10 shortcuts for a reason. Remove one first.',
  );
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(add).toBeFocused();
  expect(await standby.calls('app.navigate')).toEqual([]);
});

test('a conflict names the other shortcut, also one for a reason', async ({ standby, page }) => {
  await open(standby, settings([{ ...lunch, accelerator: 'Control+Alt+L', state: 'active' }]));
  await standby.respond('settings.setShortcut', { outcome: 'conflict', id: 'choice-1' });
  await page.getByRole('button', { name: /^Record keys for Free, / }).click();
  await page.keyboard.press('Control+Alt+l');
  await expect(page.getByRole('alert')).toContainText(
    'Ctrl+Alt+L is already used for “Rest · Lunch, 45 min”.',
  );
});

test('a policy that sets shortcuts locks those for a reason', async ({ standby, page }) => {
  const managed = { managedKeys: ['shortcuts'] } satisfies StateOverrides;
  await open(standby, settings([], managed));
  const section = page.getByRole('region', { name: 'Shortcuts for a reason' });
  await expect(section).toContainText('Set by your company');
  await standby.push(settings([{ ...lunch, locked: true }], managed));
  await expect(section).toContainText('Set by your company');
  await expect(section.getByRole('listitem', { name: 'Rest · Lunch, 45 min' })).toBeVisible();
  await expect(section.getByRole('button')).toHaveCount(0);
});
