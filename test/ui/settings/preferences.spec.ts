import { DEFAULT_PREFERENCES, type Preferences } from '../../../shared/preferences.ts';
import { NOW, state } from '../../support/ui/states.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';

const settings = (preferences: Partial<Preferences> = {}) =>
  state({ route: 'settings', preferences: { ...DEFAULT_PREFERENCES, ...preferences } });

async function open(
  standby: Standby,
  first = settings(),
  options?: Parameters<Standby['open']>[1],
  tab = 'Away',
) {
  await standby.open(first, options);
  await standby.page.getByRole('tab', { name: tab }).click();
}

const openReasons = (standby: Standby, first = settings()) => open(standby, first, {}, 'Reasons');

test('a change is saved at once, with all preferences', async ({ standby, page }) => {
  await open(standby);
  const byItself = page.getByRole('switch', { name: /Switch to Free automatically when the time is up/ });
  await byItself.focus();
  await page.keyboard.press('Space');
  expect(await standby.calls('settings.savePreferences')).toEqual([
    { ...DEFAULT_PREFERENCES, autoFreeAtReturn: true },
  ]);
  await standby.push(settings({ autoFreeAtReturn: true }));
  await expect(byItself).toBeChecked();
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByRole('switch', { name: /Notify me of every switch/ }).click();
  expect((await standby.calls('settings.savePreferences')).at(-1)).toMatchObject({
    autoFreeAtReturn: true,
    reduceNotifications: false,
  });
});

test('a change during a pending save includes the earlier change', async ({ standby, page }) => {
  await open(standby, settings(), { pendingCalls: ['settings.savePreferences'] });
  await page.getByRole('switch', { name: /Switch to Free automatically/ }).check();
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByRole('switch', { name: /Notify me of every switch/ }).check();
  expect((await standby.calls('settings.savePreferences')).at(-1)).toMatchObject({
    autoFreeAtReturn: true,
    reduceNotifications: false,
  });
});

test('a failed save restores the value and shows the error', async ({ standby, page }) => {
  await open(standby);
  await standby.respond('settings.savePreferences', { message: 'EROFS' });
  await page.getByRole('tab', { name: 'General' }).click();
  const everySwitch = page.getByRole('switch', { name: /Notify me of every switch/ });
  await everySwitch.click();
  await expect(page.getByRole('alert')).toHaveText("The settings couldn't be saved: EROFS");
  await expect(everySwitch).not.toBeChecked();
});

test('a limit is added beside its reason, typed in minutes, and removed', async ({ standby, page }) => {
  await openReasons(standby);
  const one = page.getByRole('textbox', { name: 'Rest · Lunch: minutes each time' });
  await expect(page.getByRole('textbox', { name: /minutes/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Add limit for Lunch' }).click();
  await expect(one).toBeFocused();
  await page.keyboard.type('30');
  expect(await standby.calls('settings.savePreferences')).toEqual([]);
  await page.keyboard.press('Tab');
  const lunch = { status: 'rest', reason: 'Lunch', breakMinutes: 30, dayMinutes: null } as const;
  expect(await standby.calls('settings.savePreferences')).toEqual([
    { ...DEFAULT_PREFERENCES, breakLimits: [lunch] },
  ]);
  await standby.push(settings({ breakLimits: [lunch] }));

  await expect(page.getByRole('textbox', { name: 'Rest · Lunch: minutes per day' })).toBeFocused();
  await page.keyboard.type('60');
  await page.keyboard.press('Enter');
  const both = { ...lunch, dayMinutes: 60 };
  expect((await standby.calls('settings.savePreferences')).at(-1)?.breakLimits).toEqual([both]);

  await standby.push(settings({ breakLimits: [lunch] }));
  await one.fill('');
  await page.keyboard.press('Enter');
  expect((await standby.calls('settings.savePreferences')).at(-1)?.breakLimits).toEqual([]);
  // The emptied field stays, because the focus is in it.
  await standby.push(settings());
  await expect(one).toBeFocused();

  await standby.push(settings({ breakLimits: [both] }));
  await page.getByRole('button', { name: 'Remove limit for Lunch' }).click();
  expect((await standby.calls('settings.savePreferences')).at(-1)?.breakLimits).toEqual([]);
  await standby.push(settings());
  await expect(one).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add limit for Lunch' })).toBeFocused();
});

for (const typed of ['0', '1441', 'half an hour', '-5', '1.5']) {
  test(`"${typed}" is an invalid limit: the error shows at the field, and the input stays`, async ({
    standby,
    page,
  }) => {
    const lunch = { status: 'rest', reason: 'Lunch', breakMinutes: 30, dayMinutes: null } as const;
    await openReasons(standby, settings({ breakLimits: [lunch] }));
    const field = page.getByRole('textbox', { name: 'Rest · Lunch: minutes each time' });
    await field.fill(typed);
    await page.keyboard.press('Enter');
    await expect(field).toHaveAccessibleDescription(/from 1 to 1440/);
    await expect(field).toHaveValue(typed);
    expect(await standby.calls('settings.savePreferences')).toEqual([]);
    // The first Escape cancels the input, the next leaves the page.
    await page.keyboard.press('Escape');
    await expect(field).toHaveValue('30');
    expect(await standby.calls('app.navigate')).toEqual([]);
  });
}

test('the limit of a removed reason can be removed', async ({ standby, page }) => {
  const old = { status: 'notReady', reason: 'Audit', breakMinutes: null, dayMinutes: 20 } as const;
  await openReasons(standby, settings({ breakLimits: [old] }));
  const day = page.getByRole('textbox', { name: 'Busy · Audit: minutes per day' });
  await expect(day).toHaveValue('20');
  await day.fill('');
  await page.keyboard.press('Enter');
  expect((await standby.calls('settings.savePreferences')).at(-1)?.breakLimits).toEqual([]);
});

test('the start hour of the day is saved', async ({ standby, page }) => {
  await open(standby, settings(), {}, 'General');
  await page.getByRole('combobox', { name: 'A new day starts at' }).selectOption('04:00');
  expect(await standby.calls('settings.savePreferences')).toEqual([
    { ...DEFAULT_PREFERENCES, dayStartHour: 4 },
  ]);
});

for (const [label, key] of [
  ['When the screen locks', 'onLock'],
  ['When the computer sleeps', 'onSleep'],
  ['Before Standby quits', 'onQuit'],
] as const) {
  test(`${label}: offers no action, or a status with its reason`, async ({ standby, page }) => {
    await open(standby);
    const select = page.getByRole('combobox', { name: label });
    await expect(select).toHaveAccessibleName(label);
    await select.selectOption('Busy · Meeting');
    const meeting = { status: 'notReady', reason: 'Meeting' } as const;
    expect(await standby.calls('settings.savePreferences')).toEqual([
      { ...DEFAULT_PREFERENCES, [key]: meeting },
    ]);
    await standby.push(settings({ [key]: meeting }));
    await select.selectOption('Keep my status');
    expect((await standby.calls('settings.savePreferences')).at(-1)).toEqual(DEFAULT_PREFERENCES);
  });
}

for (const [platform, hint] of [
  ['linux', 'Also before shutdown. Standby waits up to 3 seconds.'],
  // Not yet run on Windows, which ends programs that do not answer.
  [
    'win32',
    'Standby waits up to 3 seconds. On shutdown Windows may not wait, so set a status for the locked screen too.',
  ],
] as const) {
  test(`the status for quitting promises no more than the system allows on ${platform}`, async ({
    standby,
    page,
  }) => {
    await open(standby, { ...settings(), platform });
    await expect(page.getByRole('combobox', { name: 'Before Standby quits' })).toHaveAccessibleDescription(
      hint,
    );
  });
}

test('the idle time is 10 minutes by default', async ({ standby, page }) => {
  await open(standby);
  const minutes = page.getByRole('textbox', { name: 'Minutes without activity' });
  await expect(minutes).toHaveCount(0);
  await page.getByRole('combobox', { name: "When there's no activity" }).selectOption('Rest');
  const onIdle = { minutes: 10, choice: { status: 'rest', reason: '' } } as const;
  expect(await standby.calls('settings.savePreferences')).toEqual([{ ...DEFAULT_PREFERENCES, onIdle }]);
  await standby.push(settings({ onIdle }));
  await minutes.fill('');
  await page.keyboard.press('Enter');
  await expect(minutes).toHaveAccessibleDescription('Enter a whole number from 1 to 1440.');
  await minutes.fill('25');
  await page.keyboard.press('Enter');
  expect((await standby.calls('settings.savePreferences')).at(-1)?.onIdle).toEqual({
    ...onIdle,
    minutes: 25,
  });
});

for (const [capability, label, words] of [
  ['lock', 'When the screen locks', "Standby can't detect screen lock on this desktop."],
  ['sleep', 'When the computer sleeps', "Standby can't detect sleep on this desktop."],
  ['idle', "When there's no activity", "Standby can't detect activity on this desktop."],
] as const) {
  test(`an event that this desktop does not report (${capability}) is explained and disabled`, async ({
    standby,
    page,
  }) => {
    const presenceCapabilities = { lock: true, sleep: true, idle: true, [capability]: false };
    await open(standby, state({ route: 'settings', presenceCapabilities }));
    const select = page.getByRole('combobox', { name: label });
    await expect(select).toBeDisabled();
    await expect(select).toHaveAccessibleDescription(words);
    await expect(page.getByRole('combobox', { disabled: true })).toHaveCount(1);
  });
}

for (const [what, presenceCapabilities, words] of [
  [
    'all of it',
    {},
    'Only if the screen is unlocked and the keyboard or mouse was used in the last minute. Otherwise Standby asks first.',
  ],
  [
    'no lock',
    { lock: false },
    "Standby asks first on this computer: it can't detect screen lock on this desktop.",
  ],
  [
    'no input',
    { idle: false },
    "Standby asks first on this computer: it can't detect activity on this desktop.",
  ],
] as const) {
  test(`whether Free by itself can be had here is said: a desktop that tells ${what}`, async ({
    standby,
    page,
  }) => {
    await open(
      standby,
      state({
        route: 'settings',
        presenceCapabilities: { lock: true, sleep: true, idle: true, ...presenceCapabilities },
      }),
    );
    const toggle = page.getByRole('switch', {
      name: `Switch to Free automatically when the time is up ${words}`,
    });
    await expect(toggle).toBeEnabled();
  });
}

test('an event whose support is being detected is explained and enabled', async ({ standby, page }) => {
  await open(
    standby,
    state({ route: 'settings', presenceCapabilities: { lock: null, sleep: true, idle: null } }),
  );
  for (const label of ['When the screen locks', "When there's no activity"]) {
    const select = page.getByRole('combobox', { name: label });
    await expect(select).toBeEnabled();
    await expect(select).toHaveAccessibleDescription('Standby is checking whether this desktop supports it.');
  }
});

test('stopped automation shows in the settings and the main view, and a button resumes it', async ({
  standby,
  page,
}) => {
  for (const where of ['settings', 'main'] as const) {
    const stopped = state({ route: where, automationStoppedAt: NOW });
    if (where === 'settings') await open(standby, stopped);
    else await standby.push(stopped);
    const card = page.getByRole('alert').filter({ hasText: 'Standby no longer switches automatically' });
    await expect(card).toContainText('three times in ten minutes');
    await page.getByRole('button', { name: 'Resume automation' }).click();
  }
  expect(await standby.calls('activity.resumeAutomation')).toHaveLength(2);
  await standby.push(state({ route: 'main' }));
  await expect(page.getByRole('button', { name: 'Resume automation' })).toBeHidden();
});
