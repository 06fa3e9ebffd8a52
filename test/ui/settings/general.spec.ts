import { DEFAULT_PREFERENCES, type Preferences } from '../../../shared/preferences.ts';
import type { AppState } from '../../../shared/state.ts';
import { state } from '../../support/ui/states.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';

const settings = (preferences: Partial<Preferences> = {}, part: Partial<Omit<AppState, 'account'>> = {}) =>
  state({ route: 'settings', preferences: { ...DEFAULT_PREFERENCES, ...preferences }, ...part });

async function open(standby: Standby, first: AppState = settings()): Promise<void> {
  await standby.open(first);
  await standby.page.getByRole('tab', { name: 'General' }).click();
}

test('a language is selected by its native name and changes the open window', async ({ standby, page }) => {
  await open(standby);
  const language = page.getByRole('combobox', { name: 'Language' });
  await expect(language.getByRole('option')).toHaveText(['System language', 'English', '简体中文']);
  await language.selectOption('简体中文');
  expect(await standby.calls('settings.savePreferences')).toEqual([
    { ...DEFAULT_PREFERENCES, language: 'zh-CN' },
  ]);
  await language.focus();
  await standby.push(settings({ language: 'zh-CN' }, { language: 'zh-CN' }));
  const renamed = page.getByRole('combobox', { name: '语言' });
  await expect(renamed).toHaveValue('zh-CN');
  await expect(renamed).toBeFocused();
  await expect(page.getByRole('tab', { name: '通用' })).toHaveAttribute('aria-selected', 'true');
});

test('hidden hints are shown again; without any there is nothing to choose', async ({ standby, page }) => {
  await open(standby, settings({}, { hiddenHints: ['clockSkew'] }));
  const again = page.getByRole('button', { name: 'Show hidden hints again' });
  await again.click();
  expect(await standby.calls('app.showHints')).toHaveLength(1);
  await standby.push(settings());
  await expect(again).toHaveCount(0);
});

test('the arrow keys select the theme', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('radio', { name: 'System' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect((await standby.calls('settings.savePreferences')).map(({ theme }) => theme)).toEqual([
    'light',
    'dark',
  ]);
});

test('the poll interval offers half a minute to a quarter of an hour', async ({ standby, page }) => {
  await open(standby);
  const every = page.getByRole('combobox', { name: 'Check every' });
  await expect(every).toHaveAccessibleDescription(/The whole contact center shares 20 requests a second/);
  await expect(every.getByRole('option')).toHaveText([
    ...['30 seconds', '1 minute', '2 minutes', '5 minutes', '10 minutes', '15 minutes'],
  ]);
  await every.selectOption('5 minutes');
  expect(await standby.calls('settings.savePreferences')).toEqual([
    { ...DEFAULT_PREFERENCES, pollIntervalSeconds: 300 },
  ]);
});

test('a poll interval between the presets is shown unchanged', async ({ standby, page }) => {
  await open(standby, settings({ pollIntervalSeconds: 90 }));
  const every = page.getByRole('combobox', { name: 'Check every' });
  await expect(every.locator('option:checked')).toHaveText('90 seconds');
});

test('start at login is switched on and off', async ({ standby, page }) => {
  await open(standby);
  const start = page.getByRole('switch', { name: /Start when I sign in/ });
  await expect(start).not.toBeChecked();
  await start.focus();
  await page.keyboard.press('Space');
  await standby.push(settings({}, { startAtLogin: true }));
  await expect(start).toBeChecked();
  await page.keyboard.press('Space');
  expect(await standby.calls('settings.setStartAtLogin')).toEqual([true, false]);
});

test('a failed change of start at login shows the error and the current value', async ({ standby, page }) => {
  await open(standby);
  await standby.respond('settings.setStartAtLogin', { message: 'EROFS: read-only file system' });
  const start = page.getByRole('switch', { name: /Start when I sign in/ });
  await start.click();
  await expect(page.getByRole('alert')).toHaveText("This couldn't be changed: EROFS: read-only file system");
  await expect(start).not.toBeChecked();
});

test('an unknown start at login is disabled, with the reason', async ({ standby, page }) => {
  await open(standby, settings({}, { startAtLogin: null }));
  const start = page.getByRole('switch', { name: /Start when I sign in/ });
  await expect(start).toBeDisabled();
  await expect(start).toHaveAccessibleName(/Standby can't read this setting on this system\./);
});

test('the programs that are connected are named, and the one that is started after each change', async ({
  standby,
  page,
}) => {
  await open(standby);
  const section = page.getByRole('region', { name: 'Command line and programs' });
  await expect(section).toContainText('Programs of yours can read and switch the status.');
  await expect(section).not.toContainText('Connected');
  await standby.push(
    settings(
      {},
      {
        localApi: { access: 'read', clients: ['standby watch (4711)', 'busylight'] },
        onStatusProgram: '/opt/light',
      },
    ),
  );
  await expect(section).toContainText(
    /can read the status\. Connected: .*standby watch \(4711\).* and .*busylight.*\./,
  );
  await expect(section).toContainText(/Started after each change: .*\/opt\/light/);
  await standby.push(settings({}, { localApi: { access: 'off', clients: [] }, managedKeys: ['localApi'] }));
  await expect(section).toContainText('No program can use Standby.');
  await expect(section.getByText('Set by your company')).toBeAttached();
});
