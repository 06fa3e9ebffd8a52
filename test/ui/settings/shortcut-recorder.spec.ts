import type { ShortcutResult } from '../../../shared/ipc/settings-results.ts';
import type { AppState, ShortcutState } from '../../../shared/state.ts';
import { NOW, state } from '../../support/ui/states.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';

declare global {
  interface Window {
    /** The keyboard's layout as the page is told of it. */
    layout: Map<string, string>;
  }
}

const shortcut = (overrides: Partial<ShortcutState> = {}): ShortcutState => ({
  action: 'free',
  accelerator: 'Control+Shift+F9',
  state: 'active',
  locked: false,
  ...overrides,
});

type StateOverrides = Partial<Omit<AppState, 'account'>>;

const settings = (one: Partial<ShortcutState> = {}, overrides: StateOverrides = {}) =>
  state({
    route: 'settings',
    shortcuts: [shortcut(one), shortcut({ action: 'toggle', accelerator: 'Control+Shift+F12' })],
    ...overrides,
  });

async function open(standby: Standby, first: AppState = settings()): Promise<void> {
  await standby.open(first);
  await standby.page.getByRole('tab', { name: 'Shortcuts' }).click();
}

const row = ({ page }: Standby, name = 'Free') => page.getByRole('listitem', { name, exact: true });
const recordButton = ({ page }: Standby) =>
  page.getByRole('button', { name: /^Record keys for Free(, now .*)?$/ });
const field = ({ page }: Standby) => page.getByRole('textbox', { name: 'Keys for Free', exact: true });

for (const [accelerator, keyState, words] of [
  ['Control+Shift+F9', 'active', 'FreeCtrl+Shift+F9On'],
  ['Control+Shift+F9', 'unavailable', 'Ctrl+Shift+F9 is used by another program'],
  ['Control+Shift+F9', 'duplicate', 'Another shortcut of Standby already uses Ctrl+Shift+F9'],
  ['Control+F13', 'notOnThisKeyboard', "Ctrl+F13 can't be a shortcut on this keyboard."],
  ['Control+Shift+F9', 'notGranted', "This system doesn't give Ctrl+Shift+F9 to Standby"],
  ['Control+K', 'keyboardUnknown', "Standby couldn't read this keyboard."],
  ['', 'off', 'FreeRecordOff'],
  [
    'Control+Shift+F9',
    'requested',
    'The system decides whether these keys reach Standby. After the first press that does',
  ],
] as const) {
  test(`a shortcut that is ${keyState} shows this state`, async ({ standby }) => {
    await open(standby, settings({ accelerator, state: keyState }));
    await expect(row(standby)).toContainText(words);
    // The keys are the only button of the row.
    await expect(row(standby).getByRole('button')).toHaveCount(1);
    await expect(recordButton(standby)).toHaveText(
      accelerator === '' ? 'Record' : accelerator.replace('Control', 'Ctrl'),
    );
  });
}

test('a shortcut is recorded by keyboard: shown while pressed, accepted on release', async ({
  standby,
  page,
}) => {
  await open(standby);
  await recordButton(standby).focus();
  await page.keyboard.press('Enter');
  await expect(field(standby)).toBeFocused();
  await expect(field(standby)).toHaveAttribute('placeholder', 'Press the new shortcut…');
  expect(await standby.calls('settings.recordShortcut')).toEqual([true]);
  await page.keyboard.down('Control');
  await page.keyboard.down('Alt');
  await expect(field(standby)).toHaveValue('Ctrl+Alt …');
  await page.keyboard.down('r');
  await expect(field(standby)).toHaveValue('Ctrl+Alt+R');
  // The last good keys stay on show until the new ones hold.
  await expect(row(standby)).toContainText('Ctrl+Shift+F9');
  expect(await standby.calls('settings.setShortcut')).toEqual([]);
  await page.keyboard.up('r');
  expect(await standby.calls('settings.setShortcut')).toEqual([
    { id: 'free', accelerator: 'Control+Alt+R', code: 'KeyR' },
  ]);
  expect(await standby.calls('settings.recordShortcut')).toEqual([true, false]);
  await expect(recordButton(standby)).toBeFocused();
  await expect(
    row(standby).getByRole('status').filter({ hasText: 'Shortcut set to Ctrl+Alt+R.' }),
  ).toBeVisible();
});

for (const [result, words] of [
  [{ outcome: 'conflict', id: 'toggle' }, 'Ctrl+Alt+R is already used for “Free / away”.'],
  [{ outcome: 'unavailable' }, 'Ctrl+Alt+R is used by another program.'],
  [{ outcome: 'duplicate' }, 'Another shortcut of Standby already uses Ctrl+Alt+R.'],
  [
    { outcome: 'notOnThisKeyboard' },
    "Ctrl+Alt+R can't be a shortcut on this keyboard. Choose a letter, a digit or a function key.",
  ],
  [
    { outcome: 'notGranted' },
    "This system doesn't give Ctrl+Alt+R to Standby. Switch from the tray menu or this window.",
  ],
  [{ outcome: 'keyboardUnknown' }, "Standby couldn't read this keyboard. Choose Ctrl or Alt with F1 to F12."],
  [{ outcome: 'invalid' }, "Ctrl+Alt+R can't be a shortcut: it would trigger while you type."],
  [{ outcome: 'notSaved', message: 'EROFS' }, "The shortcut couldn't be saved: EROFS"],
] satisfies [ShortcutResult, string][]) {
  test(`the result ${result.outcome} is announced at once, and the previous keys stay`, async ({
    standby,
    page,
  }) => {
    await open(standby);
    await standby.respond('settings.setShortcut', result);
    await recordButton(standby).click();
    await page.keyboard.press('Control+Alt+r');
    await expect(row(standby).getByRole('alert')).toHaveText(`${words} The shortcut is still Ctrl+Shift+F9.`);
    await expect(row(standby)).toContainText('FreeCtrl+Shift+F9On');
    await recordButton(standby).click();
    await expect(row(standby).getByRole('alert')).toHaveCount(0);
  });
}

test('a shortcut that was off stays off after an error', async ({ standby, page }) => {
  await open(standby, settings({ accelerator: '', state: 'off' }));
  await standby.respond('settings.setShortcut', { outcome: 'unavailable' });
  await recordButton(standby).click();
  await page.keyboard.press('Control+Alt+r');
  await expect(row(standby).getByRole('alert')).toHaveText(
    'Ctrl+Alt+R is used by another program. The shortcut is still off.',
  );
});

for (const [keys, words] of [
  ['r', 'Also hold Ctrl, Alt or Super; otherwise it would trigger while you type.'],
  ['Shift+r', 'Also hold Ctrl, Alt or Super; otherwise it would trigger while you type.'],
  ['AltGraph', 'AltGr types characters. Use Ctrl or Alt instead.'],
  ['Control+ContextMenu', "This key can't be used in a shortcut."],
] as const) {
  test(`${keys} is refused with a cause, and the recording continues`, async ({ standby, page }) => {
    await open(standby);
    await recordButton(standby).click();
    await page.keyboard.press(keys);
    await expect(row(standby).getByRole('alert')).toHaveText(words);
    expect(await standby.calls('settings.setShortcut')).toEqual([]);
    await page.keyboard.press('Control+F2');
    expect(await standby.calls('settings.setShortcut')).toEqual([
      { id: 'free', accelerator: 'Control+F2', code: 'F2' },
    ]);
  });
}

test('a key is named by the layout, which is read again with each press', async ({ standby, page }) => {
  await page.addInitScript(() => {
    const layout = new Map([['BracketLeft', 'ü']]);
    window.layout = layout;
    Object.defineProperty(navigator, 'keyboard', { value: { getLayoutMap: () => Promise.resolve(layout) } });
  });
  await open(standby);
  await recordButton(standby).click();
  await page.keyboard.press('Control+BracketLeft');
  await expect(row(standby).getByRole('alert')).toHaveText(
    "This key can't be used in a shortcut on this keyboard. Choose a letter, a digit or a function key.",
  );
  expect(await standby.calls('settings.setShortcut')).toEqual([]);
  await page.evaluate(() => window.layout.set('BracketLeft', '['));
  await page.keyboard.press('Control+BracketLeft');
  expect(await standby.calls('settings.setShortcut')).toEqual([
    { id: 'free', accelerator: 'Control+[', code: 'BracketLeft' },
  ]);
});

test('the hint that shortcuts work in every program shows only if one is active', async ({
  standby,
  page,
}) => {
  await open(standby);
  await expect(page.getByText('Shortcuts work in every program.')).toBeVisible();
  await standby.push(
    state({
      route: 'settings',
      shortcuts: [shortcut({ state: 'notGranted' }), shortcut({ state: 'requested' })],
    }),
  );
  await expect(page.getByText('Shortcuts work in every program.')).toHaveCount(0);
});

test('modifiers alone are not accepted, and a hint explains that a key of another program does not arrive', async ({
  standby,
  page,
}) => {
  await open(standby);
  await recordButton(standby).click();
  await page.keyboard.press('Control+Shift');
  await expect(row(standby).getByRole('alert')).toHaveText(
    'Only Ctrl+Shift was received. If you pressed another key too, another program may be using that shortcut.',
  );
  await page.keyboard.down('Control');
  await expect(row(standby).getByRole('alert')).toHaveCount(0);
  // Where another program takes the key, its release may not arrive either.
  await page.clock.runFor(1200);
  await expect(row(standby).getByRole('alert')).toHaveText(
    'Only Ctrl was received. If you pressed another key too, another program may be using that shortcut.',
  );
  await page.keyboard.press('F2');
  expect(await standby.calls('settings.setShortcut')).toEqual([
    { id: 'free', accelerator: 'Control+F2', code: 'F2' },
  ]);
});

test('Escape cancels the recording, and the page stays', async ({ standby, page }) => {
  await open(standby);
  await recordButton(standby).click();
  await page.keyboard.press('Escape');
  await expect(recordButton(standby)).toBeFocused();
  expect(await standby.calls('settings.recordShortcut')).toEqual([true, false]);
  expect(await standby.calls('settings.setShortcut')).toEqual([]);
  expect(await standby.calls('app.navigate')).toEqual([]);
});

test('the Tab key leaves the recorder', async ({ standby, page }) => {
  await open(standby);
  await recordButton(standby).click();
  await page.keyboard.press('Tab');
  await expect(field(standby)).toHaveCount(0);
  expect(await standby.calls('settings.recordShortcut')).toEqual([true, false]);
  await expect(page.getByRole('button', { name: 'Record keys for Free / away' })).toBeFocused();
});

for (const [how, leave] of [
  ['a click elsewhere', ({ page }: Standby) => page.getByRole('tab', { name: 'General' }).click()],
  ['another page', (standby: Standby) => standby.push(state())],
] as const) {
  test(`${how} ends the recording`, async ({ standby }) => {
    await open(standby);
    await recordButton(standby).click();
    await expect(field(standby)).toBeFocused();
    await leave(standby);
    await expect(field(standby)).toHaveCount(0);
    expect(await standby.calls('settings.recordShortcut')).toEqual([true, false]);
    expect(await standby.calls('settings.setShortcut')).toEqual([]);
  });
}

for (const key of ['Backspace', 'Delete']) {
  test(`${key} turns the shortcut off`, async ({ standby, page }) => {
    await open(standby);
    await recordButton(standby).click();
    await page.keyboard.press(key);
    expect(await standby.calls('settings.setShortcut')).toEqual([{ id: 'free', accelerator: '', code: '' }]);
  });
}

test('Backspace on the keys turns a shortcut off, with Undo', async ({ standby, page }) => {
  await open(standby);
  await recordButton(standby).focus();
  await page.keyboard.press('Backspace');
  const turnedOff = { id: 'free', accelerator: '', code: '' } as const;
  expect(await standby.calls('settings.setShortcut')).toEqual([turnedOff]);
  const pendingSettingsUndo = { what: 'shortcutOff', name: 'free', until: NOW + 20_000 } as const;
  await standby.push(settings({ accelerator: '', state: 'off' }, { pendingSettingsUndo }));
  await expect(recordButton(standby)).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Shortcut for “Free” turned off.' })).toBeVisible();
  // There is nothing more to turn off, and nothing to test.
  await page.keyboard.press('Delete');
  expect(await standby.calls('settings.setShortcut')).toEqual([turnedOff]);
  expect(await standby.calls('settings.testShortcut')).toEqual([]);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  expect(await standby.calls('settings.undo')).toHaveLength(1);
});

const recorded = { accelerator: 'Control+Alt+R' };

/** Records Ctrl+Alt+R for Free. The state has the new keys before the call returns, as in the app. */
async function record(standby: Standby): Promise<void> {
  await recordButton(standby).click();
  await standby.page.keyboard.press('Control+Alt+r');
  await standby.push(settings(recorded));
}

test('recorded keys are tested at once: their press is shown and switches nothing', async ({
  standby,
  page,
}) => {
  await open(standby);
  await record(standby);
  expect(await standby.calls('settings.testShortcut')).toEqual(['free']);
  const announcement = row(standby).locator('.shortcut-test');
  await expect(announcement).toHaveRole('status');
  await expect(announcement).toContainText('Press Ctrl+Alt+R now…');
  await standby.push(settings(recorded, { shortcutTest: { id: 'free', pressed: true } }));
  await expect(announcement).toHaveText('Ctrl+Alt+R works.');
  await page.clock.runFor(5_000);
  await expect(announcement).toBeEmpty();
  expect(await standby.calls('settings.testShortcut')).toEqual(['free', null]);
});

for (const [how, leave] of [
  ['Escape', ({ page }: Standby) => page.keyboard.press('Escape')],
  ['the Tab key', ({ page }: Standby) => page.keyboard.press('Tab')],
  ['another recording', (standby: Standby) => recordButton(standby).click()],
  ['another page', (standby: Standby) => standby.push(state())],
] as const) {
  test(`${how} ends the test`, async ({ standby, page }) => {
    await open(standby);
    await record(standby);
    await expect(page.getByText('Press Ctrl+Alt+R now…')).toBeVisible();
    await expect(recordButton(standby)).toBeFocused();
    await leave(standby);
    await expect(page.getByText('Press Ctrl+Alt+R now…')).toHaveCount(0);
    expect(await standby.calls('settings.testShortcut')).toEqual(['free', null]);
    expect(await standby.calls('app.navigate')).toEqual([]);
  });
}

test('a test that the main process has ended is no longer shown', async ({ standby, page }) => {
  await open(standby);
  await record(standby);
  await standby.push(settings(recorded, { shortcutTest: { id: 'free', pressed: false } }));
  await expect(page.getByText('Press Ctrl+Alt+R now…')).toBeVisible();
  await standby.push(settings(recorded));
  await expect(page.getByText('Press Ctrl+Alt+R now…')).toHaveCount(0);
});

test('keys that were not set are not tested', async ({ standby }) => {
  await open(standby);
  await standby.respond('settings.setShortcut', { outcome: 'unavailable' });
  await record(standby);
  await expect(row(standby).getByRole('alert')).toBeVisible();
  expect(await standby.calls('settings.testShortcut')).toEqual([]);
});

test('on macOS the keys are shown as symbols', async ({ standby, page }) => {
  await open(standby, settings({ accelerator: 'Control+Command+1' }, { platform: 'darwin' }));
  await expect(row(standby)).toContainText('⌃⌘1');
  await recordButton(standby).click();
  await page.keyboard.down('Meta');
  await expect(field(standby)).toHaveValue('⌘ …');
  await page.keyboard.press('2');
  expect(await standby.calls('settings.setShortcut')).toEqual([
    { id: 'free', accelerator: 'Command+2', code: 'Digit2' },
  ]);
});
