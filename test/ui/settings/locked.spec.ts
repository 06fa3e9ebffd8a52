import { DEFAULT_PREFERENCES } from '../../../shared/preferences.ts';
import type { PolicyError } from '../../../shared/notice.ts';
import { managedSetting, type AppState } from '../../../shared/state.ts';
import { state } from '../../support/ui/states.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';
import { policyNotice } from '../../support/ui/views.ts';

const LOCK_LABEL = 'Set by your company';
const BANNER = 'Your company has set what is marked with a lock.';

const settings = (managedKeys: AppState['managedKeys'], part: Partial<Omit<AppState, 'account'>> = {}) =>
  state({ route: 'settings', managedKeys, ...part });

async function open(standby: Standby, tab: string, first: AppState): Promise<void> {
  await standby.open(first);
  await standby.page.getByRole('tab', { name: tab }).click();
}

test('each page on which the company has set something has one banner, the others none', async ({
  standby,
  page,
}) => {
  const banner = page.getByText(BANNER);
  const expectBannerOn = async (locked: readonly string[]) => {
    for (const tab of ['Account', 'Reasons', 'Away', 'Shortcuts', 'General', 'About']) {
      await page.getByRole('tab', { name: tab }).click();
      await expect(banner).toHaveCount(locked.includes(tab) ? 1 : 0);
    }
  };
  await standby.open(settings([]));
  await expectBannerOn([]);
  await standby.push(settings(['theme', 'language', 'breakLimits']));
  await expectBannerOn(['Reasons', 'General']);
  await standby.push(settings(['sdkAppId', 'onLock', 'onQuit']));
  await expectBannerOn(['Account', 'Away']);
  const [first, ...others] = state().shortcuts;
  await standby.push(settings([], { shortcuts: first ? [{ ...first, locked: true }, ...others] : [] }));
  await expectBannerOn(['Shortcuts']);
});

test('the lock of a radio group stands beside its legend, not over an option', async ({ standby, page }) => {
  await open(standby, 'General', settings(['theme']));
  const group = page.getByRole('radiogroup', { name: 'Theme' });
  const [lock, option] = await Promise.all([
    group.locator('.lock').boundingBox(),
    page.getByText('Dark', { exact: true }).locator('xpath=..').boundingBox(),
  ]);
  expect((lock?.y ?? 0) + (lock?.height ?? 0)).toBeLessThanOrEqual(option?.y ?? 0);
});

test('a lock in a control takes the place of its sentence', async ({ standby, page }) => {
  await open(standby, 'Away', settings(managedSetting.options));
  const panel = page.getByRole('tabpanel', { name: 'Away' });
  const locks = panel.locator('.lock');
  await expect(locks).toHaveCount(5);
  for (const lock of await locks.all()) {
    await expect(lock).toHaveAttribute('title', LOCK_LABEL);
    const { width, height } = (await lock.boundingBox()) ?? {};
    expect([width, height]).toEqual([14, 14]);
  }
});

for (const [tab, setting, role, name] of [
  ['General', 'language', 'combobox', 'Language'],
  ['General', 'pollIntervalSeconds', 'combobox', 'Check every'],
  ['Away', 'onLock', 'combobox', 'When the screen locks'],
  ['Away', 'onQuit', 'combobox', 'Before Standby quits'],
  ['General', 'dayStartHour', 'combobox', 'A new day starts at'],
] as const) {
  test(`a locked select is readable, focusable and cannot be changed: ${setting}`, async ({
    standby,
    page,
  }) => {
    await open(standby, tab, settings([setting]));
    const list = page.getByRole(role, { name });
    await expect(list).toBeDisabled();
    await expect(list).toHaveAccessibleDescription(new RegExp(LOCK_LABEL));
    await list.focus();
    await expect(list).toBeFocused();
    const before = await list.inputValue();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.type('a');
    await expect(list).toHaveValue(before);
    expect(await standby.calls('settings.savePreferences')).toEqual([]);
    await expect(page.getByText(LOCK_LABEL)).toHaveCount(1);
  });
}

for (const [tab, setting, name] of [
  ['General', 'reduceNotifications', /Notify me of every switch/],
  ['General', 'closeAfterSwitch', /Close this window after a switch/],
  ['General', 'startAtLogin', /Start when I sign in/],
  ['Away', 'autoFreeAtReturn', /Switch to Free automatically/],
] as const) {
  test(`a locked switch is readable, focusable and cannot be changed: ${setting}`, async ({
    standby,
    page,
  }) => {
    await open(standby, tab, settings([setting]));
    const toggle = page.getByRole('switch', { name });
    const isChecked = await toggle.isChecked();
    await expect(toggle).toBeDisabled();
    await expect(toggle).toHaveAccessibleName(new RegExp(LOCK_LABEL));
    await toggle.focus();
    await page.keyboard.press('Space');
    // Playwright would wait for it to be enabled.
    await page.getByText(name).click({ force: true });
    await expect(toggle).toBeChecked({ checked: isChecked });
    expect(await standby.calls('settings.savePreferences')).toEqual([]);
    expect(await standby.calls('settings.setStartAtLogin')).toEqual([]);
  });
}

for (const [tab, setting, group, other] of [
  ['General', 'theme', 'Theme', 'Dark'],
  ['Account', 'edition', 'Tencent Cloud site', 'Mainland China'],
] as const) {
  test(`a locked radio group is readable, focusable and cannot be changed: ${setting}`, async ({
    standby,
    page,
  }) => {
    await open(standby, tab, settings([setting]));
    await expect(page.getByRole('radiogroup', { name: group })).toHaveAccessibleDescription(LOCK_LABEL);
    const radio = page.getByRole('radio', { name: other });
    await expect(radio).toBeDisabled();
    // Playwright would wait for it to be enabled.
    await page.getByText(other, { exact: true }).click({ force: true });
    await page.getByRole('radio', { checked: true }).first().focus();
    await page.keyboard.press('ArrowRight');
    await expect(radio).not.toBeChecked();
    expect(await standby.calls('settings.savePreferences')).toEqual([]);
  });
}

for (const [setting, name] of [
  ['sdkAppId', 'SdkAppId'],
  ['agent', 'Agent account'],
] as const) {
  test(`a locked field of the account is readable, focusable and cannot be changed: ${setting}`, async ({
    standby,
    page,
  }) => {
    await standby.open(settings([setting]));
    const field = page.getByRole('textbox', { name });
    await expect(field).toHaveAccessibleDescription(new RegExp(LOCK_LABEL));
    const before = await field.inputValue();
    await field.focus();
    await page.keyboard.type('1');
    await expect(field).toHaveValue(before);
    await expect(page.getByText(LOCK_LABEL)).toHaveCount(1);
  });
}

const lunch = { status: 'rest', reason: 'Lunch', breakMinutes: 45, dayMinutes: null } as const;
const withLunch = { preferences: { ...DEFAULT_PREFERENCES, breakLimits: [lunch] } };

test('locked break limits are read-only, and none can be added', async ({ standby, page }) => {
  await open(standby, 'Reasons', settings(['breakLimits'], withLunch));
  await expect(page.getByRole('listitem').filter({ hasText: 'Lunch' })).toContainText(LOCK_LABEL);
  const field = page.getByRole('textbox', { name: 'Rest · Lunch: minutes each time' });
  await field.focus();
  await page.keyboard.type('30');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('45');
  expect(await standby.calls('settings.savePreferences')).toEqual([]);
  await expect(page.getByRole('button', { name: /limit/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Remove Lunch' })).toBeVisible();
});

test('locked reasons are read-only and can only be exported', async ({ standby, page }) => {
  await open(standby, 'Reasons', settings(['reasons', 'breakLimits']));
  const panel = page.getByRole('tabpanel', { name: 'Reasons' });
  const rest = panel.getByRole('region', { name: 'Rest' });
  await expect(rest).toContainText(LOCK_LABEL);
  await expect(rest.getByRole('listitem')).toHaveText(['Lunch', 'Short break', 'Personal']);
  await expect(panel.getByRole('textbox')).toHaveCount(0);
  await expect(panel.getByRole('button')).toHaveText(['Export…']);
});

test('locked reasons can have limits of the agent', async ({ standby, page }) => {
  await open(standby, 'Reasons', settings(['reasons'], withLunch));
  const field = page.getByRole('textbox', { name: 'Rest · Lunch: minutes each time' });
  await field.fill('30');
  await page.keyboard.press('Enter');
  expect((await standby.calls('settings.savePreferences')).at(-1)?.breakLimits).toEqual([
    { ...lunch, breakMinutes: 30 },
  ]);
});

test('a locked shortcut shows its keys and cannot be changed', async ({ standby, page }) => {
  const shortcuts = state().shortcuts.map((one) => ({ ...one, locked: one.action === 'free' }));
  await open(standby, 'Shortcuts', settings([], { shortcuts }));
  const free = page.getByRole('listitem', { name: 'Free', exact: true });
  await expect(free).toContainText(LOCK_LABEL);
  await expect(free).toContainText('Ctrl+Shift+F9');
  await expect(free.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('listitem', { name: 'Rest' })).not.toContainText(LOCK_LABEL);
});

test('every setting of a policy can be shown locked', async ({ standby, page }) => {
  await standby.open(settings(managedSetting.options));
  for (const tab of ['Account', 'Reasons', 'Away', 'General']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab }).getByText(LOCK_LABEL).first()).toBeVisible();
  }
});

test('the errors of the policy show line by line, in both languages', async ({ standby, page }) => {
  await standby.open(state({ notices: [policyNotice] }));
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  const lines = page.locator('.card-details').getByRole('listitem');
  await expect(lines).toHaveText([
    'Line 7, breakLimits.0.breakMinutes: expected 1–1440.',
    'Line 9, colour: unknown setting.',
    'Line 12, sdkAppId: expected a whole number.',
  ]);
  await page.getByText('2 more').click();
  await expect(lines.nth(3)).toHaveText('Line 14, theme: expected system, light, dark.');
  await expect(lines.nth(4)).toHaveText("Line 20: this isn't valid JSON (CommaExpected).");
  await standby.push(state({ notices: [policyNotice], language: 'zh-CN' }));
  await expect(lines.nth(2)).toHaveText('第 12 行，sdkAppId：应为整数。');
  await page.getByRole('button', { name: '关闭' }).click();
  expect(await standby.calls('app.dismissNotice')).toEqual(['policyErrors']);
});

test('a rejected certificate file shows the cause and the next step, in both languages', async ({
  standby,
  page,
}) => {
  const errorOf = (kind: PolicyError['kind'], expected: string) => ({
    line: null,
    setting: 'caBundle',
    kind,
    expected,
  });
  const errors = [
    errorOf('unsafeFile', '/srv/ca'),
    errorOf('notCertificates', '2: CA:FALSE'),
    errorOf('systemStore', ''),
  ];
  const notices = [{ ...policyNotice, errors }];
  await standby.open(state({ notices }));
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  const lines = page.locator('.card-details').getByRole('listitem');
  await expect(lines).toHaveText([
    /^caBundle: it is not used, as others than root can change .*\/srv\/ca.*Root must own the file/,
    /^caBundle: it is not used, as the file is no list of CA certificates in PEM \(.*2: CA:FALSE.*\)\.$/,
    /^caBundle: it is not used, as .*system's own store\. Add the certificate there\.$/,
  ]);
  await standby.push(state({ notices, language: 'zh-CN' }));
  await expect(lines).toHaveText([
    /root 以外的用户.*必须属于 root/,
    /PEM 格式/,
    /请把证书添加到系统的证书库/,
  ]);
});

test('an unreadable policy shows one error', async ({ standby, page }) => {
  const errors = [{ line: null, setting: '', kind: 'unreadable', expected: 'EACCES' } as const];
  await standby.open(state({ notices: [{ ...policyNotice, errors }] }));
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  await expect(page.locator('.card-details').getByRole('listitem')).toHaveText([
    'the file could not be read (EACCES).',
  ]);
});
