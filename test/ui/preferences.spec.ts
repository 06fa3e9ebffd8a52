import { DEFAULT_PREFERENCES, type Preferences } from '../../preload/contract/preferences.ts';
import { NOW, state } from '../support/ui/states.ts';
import { expect, test, type Standby } from '../support/ui/standby.ts';

const settings = (preferences: Partial<Preferences> = {}) =>
  state({ page: 'settings', preferences: { ...DEFAULT_PREFERENCES, ...preferences } });

async function open(standby: Standby, first = settings(), options?: Parameters<Standby['open']>[1]) {
  await standby.open(first, options);
  await standby.page.getByRole('tab', { name: 'Breaks' }).click();
}

test('a change applies at once, as a whole object', async ({ standby, page }) => {
  await open(standby);
  const byItself = page.getByRole('checkbox', { name: /Free by itself when the time is up/ });
  await byItself.focus();
  await page.keyboard.press('Space');
  expect(await standby.calls('savePreferences')).toEqual([{ ...DEFAULT_PREFERENCES, freeWhenDue: true }]);
  await standby.push(settings({ freeWhenDue: true }));
  await expect(byItself).toBeChecked();
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByRole('checkbox', { name: /Fewer notifications/ }).click();
  expect((await standby.calls('savePreferences')).at(-1)).toMatchObject({ freeWhenDue: true, quiet: true });
});

test('a change made before the last was answered does not forget it', async ({ standby, page }) => {
  await open(standby, settings(), { held: ['savePreferences'] });
  await page.getByRole('checkbox', { name: /Free by itself/ }).check();
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByRole('checkbox', { name: /Fewer notifications/ }).check();
  expect((await standby.calls('savePreferences')).at(-1)).toMatchObject({ freeWhenDue: true, quiet: true });
});

test('what could not be saved goes back, and says why', async ({ standby, page }) => {
  await open(standby);
  await standby.answer('savePreferences', { message: 'EROFS' });
  await page.getByRole('tab', { name: 'General' }).click();
  const quiet = page.getByRole('checkbox', { name: /Fewer notifications/ });
  await quiet.click();
  await expect(page.getByRole('alert')).toHaveText('The settings could not be saved: EROFS');
  await expect(quiet).not.toBeChecked();
});

test('limits are typed in minutes, kept per reason, and none is kept empty', async ({ standby, page }) => {
  await open(standby);
  const one = page.getByRole('textbox', { name: 'Rest · Lunch: minutes for one break' });
  await one.focus();
  await page.keyboard.type('30');
  expect(await standby.calls('savePreferences')).toEqual([]);
  await page.keyboard.press('Tab');
  const lunch = { status: 'rest', reason: 'Lunch', breakMinutes: 30, dayMinutes: null } as const;
  expect(await standby.calls('savePreferences')).toEqual([{ ...DEFAULT_PREFERENCES, budgets: [lunch] }]);
  await standby.push(settings({ budgets: [lunch] }));

  await expect(page.getByRole('textbox', { name: 'Rest · Lunch: minutes for the whole day' })).toBeFocused();
  await page.keyboard.type('60');
  await page.keyboard.press('Enter');
  const both = { ...lunch, dayMinutes: 60 };
  expect((await standby.calls('savePreferences')).at(-1)?.budgets).toEqual([both]);

  await standby.push(settings({ budgets: [lunch] }));
  await one.fill('');
  await page.keyboard.press('Enter');
  expect((await standby.calls('savePreferences')).at(-1)?.budgets).toEqual([]);
});

for (const typed of ['0', '1441', 'half an hour', '-5', '1.5']) {
  test(`"${typed}" is no limit: that stands beside the field, and what was typed stays`, async ({
    standby,
    page,
  }) => {
    const lunch = { status: 'rest', reason: 'Lunch', breakMinutes: 30, dayMinutes: null } as const;
    await open(standby, settings({ budgets: [lunch] }));
    const field = page.getByRole('textbox', { name: 'Rest · Lunch: minutes for one break' });
    await field.fill(typed);
    await page.keyboard.press('Enter');
    await expect(field).toHaveAccessibleDescription(/from 1 to 1440/);
    await expect(field).toHaveValue(typed);
    expect(await standby.calls('savePreferences')).toEqual([]);
    // Escape gives up the typing first, and only then the page.
    await page.keyboard.press('Escape');
    await expect(field).toHaveValue('30');
    expect(await standby.calls('showPage')).toEqual([]);
  });
}

test('a limit for a reason that is no longer on offer can still be taken away', async ({ standby, page }) => {
  const old = { status: 'notReady', reason: 'Audit', breakMinutes: null, dayMinutes: 20 } as const;
  await open(standby, settings({ budgets: [old] }));
  await expect(page.getByRole('textbox', { name: 'Busy · Audit: minutes for the whole day' })).toHaveValue(
    '20',
  );
});

test('the hour at which a day begins', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('combobox', { name: 'A new day begins at' }).selectOption('04:00');
  expect(await standby.calls('savePreferences')).toEqual([{ ...DEFAULT_PREFERENCES, dayStartsAt: 4 }]);
});

for (const [label, key] of [
  ['When the screen is locked', 'whenLocked'],
  ['When the computer sleeps', 'whenAsleep'],
  ['Before Standby quits', 'whenQuitting'],
] as const) {
  test(`${label}: nothing, or a status with its reason`, async ({ standby, page }) => {
    await open(standby);
    const select = page.getByRole('combobox', { name: label });
    await expect(select).toHaveAccessibleName(label);
    await select.selectOption('Busy · Meeting');
    const meeting = { status: 'notReady', reason: 'Meeting' } as const;
    expect(await standby.calls('savePreferences')).toEqual([{ ...DEFAULT_PREFERENCES, [key]: meeting }]);
    await standby.push(settings({ [key]: meeting }));
    await select.selectOption('Do nothing');
    expect((await standby.calls('savePreferences')).at(-1)).toEqual(DEFAULT_PREFERENCES);
  });
}

test('idle has its minutes, ten to begin with', async ({ standby, page }) => {
  await open(standby);
  const minutes = page.getByRole('textbox', { name: 'After this many minutes' });
  await expect(minutes).toHaveCount(0);
  await page.getByRole('combobox', { name: 'When nobody is at the keyboard' }).selectOption('Rest');
  const whenIdle = { minutes: 10, choice: { status: 'rest', reason: '' } } as const;
  expect(await standby.calls('savePreferences')).toEqual([{ ...DEFAULT_PREFERENCES, whenIdle }]);
  await standby.push(settings({ whenIdle }));
  await minutes.fill('');
  await page.keyboard.press('Enter');
  await expect(minutes).toHaveAccessibleDescription('A whole number of minutes from 1 to 1440.');
  await minutes.fill('25');
  await page.keyboard.press('Enter');
  expect((await standby.calls('savePreferences')).at(-1)?.whenIdle).toEqual({ ...whenIdle, minutes: 25 });
});

for (const [sense, label, words] of [
  ['lock', 'When the screen is locked', 'This desktop does not tell when the screen is locked.'],
  ['sleep', 'When the computer sleeps', 'This desktop does not tell when the computer sleeps.'],
  ['idle', 'When nobody is at the keyboard', 'This desktop does not tell when nobody is there.'],
] as const) {
  test(`what this desktop cannot tell (${sense}) is said, and cannot be chosen`, async ({
    standby,
    page,
  }) => {
    const senses = { lock: true, sleep: true, idle: true, [sense]: false };
    await open(standby, state({ page: 'settings', senses }));
    const select = page.getByRole('combobox', { name: label });
    await expect(select).toBeDisabled();
    await expect(select).toHaveAccessibleDescription(words);
    await expect(page.getByRole('combobox', { disabled: true })).toHaveCount(1);
  });
}

for (const [what, senses, words] of [
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
      state({ page: 'settings', senses: { lock: true, sleep: true, idle: true, ...senses } }),
    );
    const toggle = page.getByRole('checkbox', { name: `Free by itself when the time is up ${words}` });
    await expect(toggle).toBeEnabled();
  });
}

test('what is still being found out is said, and can be chosen', async ({ standby, page }) => {
  await open(standby, state({ page: 'settings', senses: { lock: null, sleep: true, idle: null } }));
  for (const label of ['When the screen is locked', 'When nobody is at the keyboard']) {
    const select = page.getByRole('combobox', { name: label });
    await expect(select).toBeEnabled();
    await expect(select).toHaveAccessibleDescription('Standby is finding out whether this desktop tells it.');
  }
});

test('automation that has stopped is said, here and in the main view, and resumed by a press', async ({
  standby,
  page,
}) => {
  for (const where of ['settings', 'main'] as const) {
    const stopped = state({ page: where, automationStoppedAt: NOW });
    if (where === 'settings') await open(standby, stopped);
    else await standby.push(stopped);
    const card = page.getByRole('alert').filter({ hasText: 'Standby no longer switches by itself' });
    await expect(card).toContainText('three times in ten minutes');
    await page.getByRole('button', { name: 'Resume automation' }).click();
  }
  expect(await standby.calls('resumeAutomation')).toHaveLength(2);
  await standby.push(state({ page: 'main' }));
  await expect(page.getByRole('button', { name: 'Resume automation' })).toBeHidden();
});
