import { DEFAULT_PREFERENCES, type Preferences } from '../../preload/contract/preferences.ts';
import type { AppState } from '../../preload/contract/state.ts';
import { state } from '../support/ui/states.ts';
import { expect, test, type Standby } from '../support/ui/standby.ts';

const settings = (preferences: Partial<Preferences> = {}, part: Partial<Omit<AppState, 'account'>> = {}) =>
  state({ page: 'settings', preferences: { ...DEFAULT_PREFERENCES, ...preferences }, ...part });

async function open(standby: Standby, first: AppState = settings()): Promise<void> {
  await standby.open(first);
  await standby.page.getByRole('tab', { name: 'General' }).click();
}

test('the language is chosen by its own name, and changes the open window', async ({ standby, page }) => {
  await open(standby);
  const language = page.getByRole('combobox', { name: 'Language' });
  await expect(language.getByRole('option')).toHaveText(['Same as the system', 'English', '简体中文']);
  await language.selectOption('简体中文');
  expect(await standby.calls('savePreferences')).toEqual([{ ...DEFAULT_PREFERENCES, language: 'zh-CN' }]);
  await language.focus();
  await standby.push(settings({ language: 'zh-CN' }, { language: 'zh-CN' }));
  const renamed = page.getByRole('combobox', { name: '语言' });
  await expect(renamed).toHaveValue('zh-CN');
  await expect(renamed).toBeFocused();
  await expect(page.getByRole('tab', { name: '通用' })).toHaveAttribute('aria-selected', 'true');
});

test('the theme, by the arrow keys', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('radio', { name: 'System' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect((await standby.calls('savePreferences')).map(({ theme }) => theme)).toEqual(['light', 'dark']);
});

test('how often the status is read: from half a minute to a quarter of an hour', async ({
  standby,
  page,
}) => {
  await open(standby);
  const every = page.getByRole('combobox', { name: 'Ask the service every' });
  await expect(every).toHaveAccessibleDescription(/The whole center shares 20 requests a second/);
  await expect(every.getByRole('option')).toHaveText([
    ...['30 seconds', '1 minute', '2 minutes', '5 minutes', '10 minutes', '15 minutes'],
  ]);
  await every.selectOption('5 minutes');
  expect(await standby.calls('savePreferences')).toEqual([{ ...DEFAULT_PREFERENCES, readingSeconds: 300 }]);
});

test('a time between these steps is shown as it is', async ({ standby, page }) => {
  await open(standby, settings({ readingSeconds: 90 }));
  const every = page.getByRole('combobox', { name: 'Ask the service every' });
  await expect(every.locator('option:checked')).toHaveText('90 seconds');
});

test('start at login, on and off', async ({ standby, page }) => {
  await open(standby);
  const start = page.getByRole('checkbox', { name: /Start when I log in/ });
  await expect(start).not.toBeChecked();
  await start.focus();
  await page.keyboard.press('Space');
  await standby.push(settings({}, { startAtLogin: true }));
  await expect(start).toBeChecked();
  await page.keyboard.press('Space');
  expect(await standby.calls('setStartAtLogin')).toEqual([true, false]);
});

test('start at login that could not be changed says why, and shows what holds', async ({ standby, page }) => {
  await open(standby);
  await standby.answer('setStartAtLogin', { message: 'EROFS: read-only file system' });
  const start = page.getByRole('checkbox', { name: /Start when I log in/ });
  await start.click();
  await expect(page.getByRole('alert')).toHaveText('That could not be changed: EROFS: read-only file system');
  await expect(start).not.toBeChecked();
});

test('start at login that cannot be told is not offered, with the reason', async ({ standby, page }) => {
  await open(standby, settings({}, { startAtLogin: null }));
  const start = page.getByRole('checkbox', { name: /Start when I log in/ });
  await expect(start).toBeDisabled();
  await expect(start).toHaveAccessibleName(/This system does not tell whether Standby starts by itself\./);
});
