import { managedSetting, type AppState } from '../../preload/contract/state.ts';
import { state } from '../support/ui/states.ts';
import { expect, test, type Standby } from '../support/ui/standby.ts';
import { policyNotice } from '../support/ui/views.ts';

const MARK = 'Set by your company';
const LINE = 'Your company has set some of these settings.';

const settings = (locked: AppState['locked'], part: Partial<Omit<AppState, 'account'>> = {}) =>
  state({ page: 'settings', locked, ...part });

async function open(standby: Standby, tab: string, first: AppState): Promise<void> {
  await standby.open(first);
  await standby.page.getByRole('tab', { name: tab }).click();
}

test('a line at the top says that something is locked, and only then', async ({ standby, page }) => {
  await standby.open(settings([]));
  await expect(page.getByText(LINE)).toHaveCount(0);
  await standby.push(settings(['theme']));
  await expect(page.getByText(LINE)).toBeVisible();
  const [first, ...others] = state().shortcuts;
  await standby.push(settings([], { shortcuts: first ? [{ ...first, locked: true }, ...others] : [] }));
  await expect(page.getByText(LINE)).toBeVisible();
});

for (const [tab, setting, role, name] of [
  ['General', 'language', 'combobox', 'Language'],
  ['General', 'readingSeconds', 'combobox', 'Ask the service every'],
  ['Breaks', 'whenLocked', 'combobox', 'When the screen is locked'],
  ['Breaks', 'whenQuitting', 'combobox', 'Before Standby quits'],
  ['Breaks', 'dayStartsAt', 'combobox', 'A new day begins at'],
] as const) {
  test(`a locked list is read, reached by the keyboard, and cannot be changed: ${setting}`, async ({
    standby,
    page,
  }) => {
    await open(standby, tab, settings([setting]));
    const list = page.getByRole(role, { name });
    await expect(list).toBeDisabled();
    await expect(list).toHaveAccessibleDescription(new RegExp(MARK));
    await list.focus();
    await expect(list).toBeFocused();
    const before = await list.inputValue();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.type('a');
    await expect(list).toHaveValue(before);
    expect(await standby.calls('savePreferences')).toEqual([]);
    await expect(page.getByText(MARK)).toHaveCount(1);
  });
}

for (const [tab, setting, name] of [
  ['General', 'quiet', /Fewer notifications/],
  ['General', 'startAtLogin', /Start when I log in/],
  ['Breaks', 'freeWhenDue', /Free by itself/],
] as const) {
  test(`a locked switch, likewise: ${setting}`, async ({ standby, page }) => {
    await open(standby, tab, settings([setting]));
    const toggle = page.getByRole('checkbox', { name });
    await expect(toggle).toBeDisabled();
    await expect(toggle).toHaveAccessibleName(new RegExp(MARK));
    await toggle.focus();
    await page.keyboard.press('Space');
    // Playwright would wait for it to be enabled.
    await page.getByText(name).click({ force: true });
    await expect(toggle).not.toBeChecked();
    expect(await standby.calls('savePreferences')).toEqual([]);
    expect(await standby.calls('setStartAtLogin')).toEqual([]);
  });
}

for (const [tab, setting, group, other] of [
  ['General', 'theme', 'Theme', 'Dark'],
  ['Account', 'edition', 'Edition', 'Mainland'],
] as const) {
  test(`locked choices, likewise: ${setting}`, async ({ standby, page }) => {
    await open(standby, tab, settings([setting]));
    await expect(page.getByRole('radiogroup', { name: group })).toHaveAccessibleDescription(MARK);
    const radio = page.getByRole('radio', { name: other });
    await expect(radio).toBeDisabled();
    // Playwright would wait for it to be enabled.
    await page.getByText(other, { exact: true }).click({ force: true });
    await page.getByRole('radio', { checked: true }).first().focus();
    await page.keyboard.press('ArrowRight');
    await expect(radio).not.toBeChecked();
    expect(await standby.calls('savePreferences')).toEqual([]);
  });
}

for (const [setting, name] of [
  ['sdkAppId', 'SdkAppId'],
  ['agent', 'Agent account'],
] as const) {
  test(`a locked field of the account, likewise: ${setting}`, async ({ standby, page }) => {
    await standby.open(settings([setting]));
    const field = page.getByRole('textbox', { name });
    await expect(field).toHaveAccessibleDescription(new RegExp(MARK));
    const before = await field.inputValue();
    await field.focus();
    await page.keyboard.type('1');
    await expect(field).toHaveValue(before);
    await expect(page.getByText(MARK)).toHaveCount(1);
  });
}

test('locked limits can be read, and not typed', async ({ standby, page }) => {
  await open(standby, 'Breaks', settings(['budgets']));
  await expect(page.getByRole('region', { name: 'Limits' })).toContainText(MARK);
  const field = page.getByRole('textbox', { name: 'Rest · Lunch: minutes for one break' });
  await field.focus();
  await page.keyboard.type('30');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('');
  expect(await standby.calls('savePreferences')).toEqual([]);
});

test('locked reasons are a list to read; only exporting is left', async ({ standby, page }) => {
  await open(standby, 'Reasons', settings(['reasons']));
  const panel = page.getByRole('tabpanel', { name: 'Reasons' });
  const rest = panel.getByRole('region', { name: 'Rest' });
  await expect(rest).toContainText(MARK);
  await expect(rest.getByRole('listitem')).toHaveText(['Lunch', 'Short break', 'Personal']);
  await expect(panel.getByRole('textbox')).toHaveCount(0);
  await expect(panel.getByRole('button')).toHaveText(['Export…']);
});

test('a locked shortcut can be tested, and not changed', async ({ standby, page }) => {
  const shortcuts = state().shortcuts.map((one) => ({ ...one, locked: one.action === 'free' }));
  await open(standby, 'Shortcuts', settings([], { shortcuts }));
  const free = page.getByRole('listitem', { name: 'Free', exact: true });
  await expect(free).toContainText(MARK);
  await expect(free.getByRole('button')).toHaveText(['Test']);
  await expect(page.getByRole('listitem', { name: 'Rest' })).not.toContainText(MARK);
});

test('whatever a policy can set can be drawn locked', async ({ standby, page }) => {
  await standby.open(settings(managedSetting.options));
  for (const tab of ['Reasons', 'Breaks', 'General']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab }).getByText(MARK).first()).toBeVisible();
  }
});

test('what is wrong with the policy is named line by line, in either language', async ({ standby, page }) => {
  await standby.open(state({ notices: [policyNotice] }));
  const lines = page.getByRole('status').getByRole('listitem');
  await expect(lines).toHaveText([
    'Line 7, budgets.0.breakMinutes: expected 1 – 1440.',
    'Line 9, colour: there is no such setting.',
    'Line 12, sdkAppId: expected a whole number.',
  ]);
  await page.getByText('2 more').click();
  await expect(lines.nth(3)).toHaveText('Line 14, theme: expected system, light, dark.');
  await expect(lines.nth(4)).toHaveText('Line 20: this is not JSON (CommaExpected).');
  await standby.push(state({ notices: [policyNotice], language: 'zh-CN' }));
  await expect(lines.nth(2)).toHaveText('第 12 行，sdkAppId：应为：整数。');
  await page.getByRole('button', { name: '关闭' }).click();
  expect(await standby.calls('dismissNotice')).toEqual(['policyProblems']);
});

test('a policy that could not be read at all is one line', async ({ standby, page }) => {
  const problems = [{ line: null, setting: '', kind: 'unreadable', expected: 'EACCES' } as const];
  await standby.open(state({ notices: [{ ...policyNotice, problems }] }));
  await expect(page.getByRole('status').getByRole('listitem')).toHaveText([
    'the file could not be read (EACCES).',
  ]);
});
