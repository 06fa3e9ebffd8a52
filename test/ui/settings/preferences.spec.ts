import { DEFAULT_PREFERENCES, type Preferences } from '../../../shared/preferences.ts';
import { NOW, state } from '../../support/ui/states.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';

const settings = (preferences: Partial<Preferences> = {}) =>
  state({ route: 'settings', preferences: { ...DEFAULT_PREFERENCES, ...preferences } });

async function open(standby: Standby, first = settings(), options?: Parameters<Standby['open']>[1]) {
  await standby.open(first, options);
  await standby.page.getByRole('tab', { name: 'Breaks' }).click();
}

test('a change is saved at once, with all preferences', async ({ standby, page }) => {
  await open(standby);
  const byItself = page.getByRole('checkbox', { name: /Free by itself when the time is up/ });
  await byItself.focus();
  await page.keyboard.press('Space');
  expect(await standby.calls('settings.savePreferences')).toEqual([
    { ...DEFAULT_PREFERENCES, autoFreeAtReturn: true },
  ]);
  await standby.push(settings({ autoFreeAtReturn: true }));
  await expect(byItself).toBeChecked();
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByRole('checkbox', { name: /Fewer notifications/ }).click();
  expect((await standby.calls('settings.savePreferences')).at(-1)).toMatchObject({
    autoFreeAtReturn: true,
    reduceNotifications: true,
  });
});

test('a change during a pending save includes the earlier change', async ({ standby, page }) => {
  await open(standby, settings(), { pendingCalls: ['settings.savePreferences'] });
  await page.getByRole('checkbox', { name: /Free by itself/ }).check();
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByRole('checkbox', { name: /Fewer notifications/ }).check();
  expect((await standby.calls('settings.savePreferences')).at(-1)).toMatchObject({
    autoFreeAtReturn: true,
    reduceNotifications: true,
  });
});

test('a failed save restores the value and shows the error', async ({ standby, page }) => {
  await open(standby);
  await standby.respond('settings.savePreferences', { message: 'EROFS' });
  await page.getByRole('tab', { name: 'General' }).click();
  const reduceNotifications = page.getByRole('checkbox', { name: /Fewer notifications/ });
  await reduceNotifications.click();
  await expect(page.getByRole('alert')).toHaveText('The settings could not be saved: EROFS');
  await expect(reduceNotifications).not.toBeChecked();
});

test('break limits are typed in minutes per reason, and empty ones are removed', async ({
  standby,
  page,
}) => {
  await open(standby);
  const one = page.getByRole('textbox', { name: 'Rest · Lunch: minutes for one break' });
  await one.focus();
  await page.keyboard.type('30');
  expect(await standby.calls('settings.savePreferences')).toEqual([]);
  await page.keyboard.press('Tab');
  const lunch = { status: 'rest', reason: 'Lunch', breakMinutes: 30, dayMinutes: null } as const;
  expect(await standby.calls('settings.savePreferences')).toEqual([
    { ...DEFAULT_PREFERENCES, breakLimits: [lunch] },
  ]);
  await standby.push(settings({ breakLimits: [lunch] }));

  await expect(page.getByRole('textbox', { name: 'Rest · Lunch: minutes for the whole day' })).toBeFocused();
  await page.keyboard.type('60');
  await page.keyboard.press('Enter');
  const both = { ...lunch, dayMinutes: 60 };
  expect((await standby.calls('settings.savePreferences')).at(-1)?.breakLimits).toEqual([both]);

  await standby.push(settings({ breakLimits: [lunch] }));
  await one.fill('');
  await page.keyboard.press('Enter');
  expect((await standby.calls('settings.savePreferences')).at(-1)?.breakLimits).toEqual([]);
});

for (const typed of ['0', '1441', 'half an hour', '-5', '1.5']) {
  test(`"${typed}" is an invalid limit: the error shows at the field, and the input stays`, async ({
    standby,
    page,
  }) => {
    const lunch = { status: 'rest', reason: 'Lunch', breakMinutes: 30, dayMinutes: null } as const;
    await open(standby, settings({ breakLimits: [lunch] }));
    const field = page.getByRole('textbox', { name: 'Rest · Lunch: minutes for one break' });
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
  await open(standby, settings({ breakLimits: [old] }));
  await expect(page.getByRole('textbox', { name: 'Busy · Audit: minutes for the whole day' })).toHaveValue(
    '20',
  );
});

test('the start hour of the day is saved', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('combobox', { name: 'A new day begins at' }).selectOption('04:00');
  expect(await standby.calls('settings.savePreferences')).toEqual([
    { ...DEFAULT_PREFERENCES, dayStartHour: 4 },
  ]);
});

for (const [label, key] of [
  ['When the screen is locked', 'onLock'],
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
    await select.selectOption('Do nothing');
    expect((await standby.calls('settings.savePreferences')).at(-1)).toEqual(DEFAULT_PREFERENCES);
  });
}

test('the idle time is 10 minutes by default', async ({ standby, page }) => {
  await open(standby);
  const minutes = page.getByRole('textbox', { name: 'After this many minutes' });
  await expect(minutes).toHaveCount(0);
  await page.getByRole('combobox', { name: 'When nobody is at the keyboard' }).selectOption('Rest');
  const onIdle = { minutes: 10, choice: { status: 'rest', reason: '' } } as const;
  expect(await standby.calls('settings.savePreferences')).toEqual([{ ...DEFAULT_PREFERENCES, onIdle }]);
  await standby.push(settings({ onIdle }));
  await minutes.fill('');
  await page.keyboard.press('Enter');
  await expect(minutes).toHaveAccessibleDescription('A whole number of minutes from 1 to 1440.');
  await minutes.fill('25');
  await page.keyboard.press('Enter');
  expect((await standby.calls('settings.savePreferences')).at(-1)?.onIdle).toEqual({
    ...onIdle,
    minutes: 25,
  });
});

for (const [capability, label, words] of [
  ['lock', 'When the screen is locked', 'This desktop does not tell when the screen is locked.'],
  ['sleep', 'When the computer sleeps', 'This desktop does not tell when the computer sleeps.'],
  ['idle', 'When nobody is at the keyboard', 'This desktop does not tell when nobody is there.'],
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
    'Only with an unlocked screen, and keyboard or mouse in use within the last minute. Otherwise Standby asks.',
  ],
  [
    'no lock',
    { lock: false },
    'Standby asks you here: this desktop does not tell whether the screen is locked.',
  ],
  [
    'no input',
    { idle: false },
    'Standby asks you here: this desktop does not tell whether keyboard or mouse are in use.',
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
    const toggle = page.getByRole('checkbox', { name: `Free by itself when the time is up ${words}` });
    await expect(toggle).toBeEnabled();
  });
}

test('an event whose support is being detected is explained and enabled', async ({ standby, page }) => {
  await open(
    standby,
    state({ route: 'settings', presenceCapabilities: { lock: null, sleep: true, idle: null } }),
  );
  for (const label of ['When the screen is locked', 'When nobody is at the keyboard']) {
    const select = page.getByRole('combobox', { name: label });
    await expect(select).toBeEnabled();
    await expect(select).toHaveAccessibleDescription('Standby is finding out whether this desktop tells it.');
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
    const card = page.getByRole('alert').filter({ hasText: 'Standby no longer switches by itself' });
    await expect(card).toContainText('three times in ten minutes');
    await page.getByRole('button', { name: 'Resume automation' }).click();
  }
  expect(await standby.calls('activity.resumeAutomation')).toHaveLength(2);
  await standby.push(state({ route: 'main' }));
  await expect(page.getByRole('button', { name: 'Resume automation' })).toBeHidden();
});
