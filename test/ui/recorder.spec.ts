import type { ShortcutResult } from '../../preload/contract/settings.ts';
import type { AppState, ShortcutState } from '../../preload/contract/state.ts';
import { NOW, state } from '../support/ui/states.ts';
import { expect, test, type Standby } from '../support/ui/standby.ts';

const shortcut = (part: Partial<ShortcutState> = {}): ShortcutState => ({
  action: 'free',
  accelerator: 'Control+Shift+F9',
  state: 'active',
  locked: false,
  ...part,
});

type Part = Partial<Omit<AppState, 'account'>>;

const settings = (one: Partial<ShortcutState> = {}, part: Part = {}) =>
  state({
    page: 'settings',
    shortcuts: [shortcut(one), shortcut({ action: 'toggle', accelerator: 'Control+Shift+F12' })],
    ...part,
  });

async function open(standby: Standby, first: AppState = settings()): Promise<void> {
  await standby.open(first);
  await standby.page.getByRole('tab', { name: 'Shortcuts' }).click();
}

const row = ({ page }: Standby, name = 'Free') => page.getByRole('listitem', { name, exact: true });
const recordButton = ({ page }: Standby) =>
  page.getByRole('button', { name: 'Record keys for Free', exact: true });
const field = ({ page }: Standby) => page.getByRole('textbox', { name: 'Keys for Free', exact: true });

for (const [accelerator, keyState, words] of [
  ['Control+Shift+F9', 'active', 'FreeCtrl+Shift+F9On'],
  ['Control+Shift+F9', 'taken', 'Ctrl+Shift+F9 is held by another program'],
  ['Control+Shift+F9', 'duplicate', 'Ctrl+Shift+F9 is the same key as another shortcut of Standby'],
  ['Control+F13', 'notOnThisKeyboard', 'This keyboard has no key for Ctrl+F13, so it does nothing here.'],
  ['Control+Shift+F9', 'notGranted', 'This system does not give Ctrl+Shift+F9 to Standby'],
  ['Control+K', 'keyboardUnknown', 'Standby could not read this keyboard, so it does not ask for Ctrl+K.'],
  ['', 'off', 'FreeOff'],
  [
    'Control+Shift+F9',
    'requested',
    'The system decides whether these keys reach Standby. Look in its settings',
  ],
] as const) {
  test(`a shortcut that is ${keyState} says so`, async ({ standby, page }) => {
    await open(standby, settings({ accelerator, state: keyState }));
    await expect(row(standby)).toContainText(words);
    await expect(page.getByRole('button', { name: 'Test the shortcut for Free', exact: true })).toHaveCount(
      keyState === 'active' || keyState === 'requested' ? 1 : 0,
    );
    await expect(
      page.getByRole('button', { name: 'Switch off the shortcut for Free', exact: true }),
    ).toHaveCount(keyState === 'off' ? 0 : 1);
  });
}

test('recorded by keyboard alone: shown while held, taken when let go', async ({ standby, page }) => {
  await open(standby);
  await recordButton(standby).focus();
  await page.keyboard.press('Enter');
  await expect(field(standby)).toBeFocused();
  await expect(field(standby)).toHaveAttribute('placeholder', 'Press the keys…');
  expect(await standby.calls('recordShortcut')).toEqual([true]);
  await page.keyboard.down('Control');
  await page.keyboard.down('Alt');
  await expect(field(standby)).toHaveValue('Ctrl+Alt …');
  await page.keyboard.down('r');
  await expect(field(standby)).toHaveValue('Ctrl+Alt+R');
  // The last good keys stay on show until the new ones hold.
  await expect(row(standby)).toContainText('Ctrl+Shift+F9');
  expect(await standby.calls('setShortcut')).toEqual([]);
  await page.keyboard.up('r');
  expect(await standby.calls('setShortcut')).toEqual([
    { action: 'free', accelerator: 'Control+Alt+R', code: 'KeyR' },
  ]);
  expect(await standby.calls('recordShortcut')).toEqual([true, false]);
  await expect(recordButton(standby)).toBeFocused();
  await expect(row(standby).getByRole('status').filter({ hasText: 'Ctrl+Alt+R is set.' })).toBeVisible();
});

for (const [result, words] of [
  [{ outcome: 'ours', action: 'toggle' }, 'Standby uses Ctrl+Alt+R for “Free and back” already.'],
  [{ outcome: 'taken' }, 'Another program holds Ctrl+Alt+R.'],
  [{ outcome: 'duplicate' }, 'Ctrl+Alt+R is the same key as another shortcut of Standby.'],
  [
    { outcome: 'notOnThisKeyboard' },
    'Ctrl+Alt+R cannot be a shortcut on this keyboard. Choose a letter, a digit or a function key.',
  ],
  [
    { outcome: 'notGranted' },
    'This system does not give Ctrl+Alt+R to Standby. Switch from the tray menu or this window.',
  ],
  [
    { outcome: 'keyboardUnknown' },
    'Standby could not read this keyboard. Choose Ctrl or Alt with F1 to F12.',
  ],
  [{ outcome: 'unfit' }, 'Ctrl+Alt+R cannot be a shortcut: it would fire while you type.'],
  [{ outcome: 'notSaved', message: 'EROFS' }, 'The shortcut could not be saved: EROFS'],
] satisfies [ShortcutResult, string][]) {
  test(`${result.outcome}: said at once, and the last good keys stay`, async ({ standby, page }) => {
    await open(standby);
    await standby.answer('setShortcut', result);
    await recordButton(standby).click();
    await page.keyboard.press('Control+Alt+r');
    await expect(row(standby).getByRole('alert')).toHaveText(`${words} Ctrl+Shift+F9 stays.`);
    await expect(row(standby)).toContainText('FreeCtrl+Shift+F9On');
    await recordButton(standby).click();
    await expect(row(standby).getByRole('alert')).toHaveCount(0);
  });
}

test('one that was off stays off', async ({ standby, page }) => {
  await open(standby, settings({ accelerator: '', state: 'off' }));
  await standby.answer('setShortcut', { outcome: 'taken' });
  await recordButton(standby).click();
  await page.keyboard.press('Control+Alt+r');
  await expect(row(standby).getByRole('alert')).toHaveText('Another program holds Ctrl+Alt+R. It stays off.');
});

for (const [keys, words] of [
  ['r', 'Hold Ctrl, Alt or Super as well: this would fire while you type.'],
  ['Shift+r', 'Hold Ctrl, Alt or Super as well: this would fire while you type.'],
  ['AltGraph', 'AltGr types characters. Use Ctrl or Alt instead.'],
  ['Control+ContextMenu', 'This key cannot be part of a shortcut.'],
] as const) {
  test(`${keys} is refused with a reason, and the recorder goes on`, async ({ standby, page }) => {
    await open(standby);
    await recordButton(standby).click();
    await page.keyboard.press(keys);
    await expect(row(standby).getByRole('alert')).toHaveText(words);
    expect(await standby.calls('setShortcut')).toEqual([]);
    await page.keyboard.press('Control+F2');
    expect(await standby.calls('setShortcut')).toEqual([
      { action: 'free', accelerator: 'Control+F2', code: 'F2' },
    ]);
  });
}

test('the layout decides what a key is called, and a change of it counts', async ({ standby, page }) => {
  await page.addInitScript(() => {
    const layout = new Map([['BracketLeft', 'ü']]);
    Object.assign(window, { layout });
    Object.defineProperty(navigator, 'keyboard', { value: { getLayoutMap: () => Promise.resolve(layout) } });
  });
  await open(standby);
  await recordButton(standby).click();
  await page.keyboard.press('Control+BracketLeft');
  await expect(row(standby).getByRole('alert')).toHaveText(
    'This key cannot be part of a shortcut on this keyboard. Choose a letter, a digit or a function key.',
  );
  expect(await standby.calls('setShortcut')).toEqual([]);
  await page.evaluate(() =>
    (window as unknown as { layout: Map<string, string> }).layout.set('BracketLeft', '['),
  );
  await page.keyboard.press('Control+BracketLeft');
  expect(await standby.calls('setShortcut')).toEqual([
    { action: 'free', accelerator: 'Control+[', code: 'BracketLeft' },
  ]);
});

test('that they work in every program is said only where one does', async ({ standby, page }) => {
  await open(standby);
  await expect(page.getByText('They work in every program.')).toBeVisible();
  await standby.push(
    state({
      page: 'settings',
      shortcuts: [shortcut({ state: 'notGranted' }), shortcut({ state: 'requested' })],
    }),
  );
  await expect(page.getByText('They work in every program.')).toHaveCount(0);
});

test('modifiers alone are no shortcut; a key that another program holds does not arrive, and that is said', async ({
  standby,
  page,
}) => {
  await open(standby);
  await recordButton(standby).click();
  await page.keyboard.press('Control+Shift');
  await expect(row(standby).getByRole('alert')).toHaveText(
    'No key arrived with Ctrl+Shift. If you pressed one, another program holds it.',
  );
  await page.keyboard.down('Control');
  await expect(row(standby).getByRole('alert')).toHaveCount(0);
  // Where another program takes the key, its release may not arrive either.
  await page.clock.runFor(1200);
  await expect(row(standby).getByRole('alert')).toHaveText(
    'No key arrived with Ctrl. If you pressed one, another program holds it.',
  );
  await page.keyboard.press('F2');
  expect(await standby.calls('setShortcut')).toEqual([
    { action: 'free', accelerator: 'Control+F2', code: 'F2' },
  ]);
});

test('Escape cancels, and the page stays', async ({ standby, page }) => {
  await open(standby);
  await recordButton(standby).click();
  await page.keyboard.press('Escape');
  await expect(recordButton(standby)).toBeFocused();
  expect(await standby.calls('recordShortcut')).toEqual([true, false]);
  expect(await standby.calls('setShortcut')).toEqual([]);
  expect(await standby.calls('showPage')).toEqual([]);
});

test('the Tab key leads out of it', async ({ standby, page }) => {
  await open(standby);
  await recordButton(standby).click();
  await page.keyboard.press('Tab');
  await expect(field(standby)).toHaveCount(0);
  expect(await standby.calls('recordShortcut')).toEqual([true, false]);
  await expect(page.getByRole('button', { name: 'Record keys for Free and back' })).toBeFocused();
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
    expect(await standby.calls('recordShortcut')).toEqual([true, false]);
    expect(await standby.calls('setShortcut')).toEqual([]);
  });
}

for (const key of ['Backspace', 'Delete']) {
  test(`${key} switches it off`, async ({ standby, page }) => {
    await open(standby);
    await recordButton(standby).click();
    await page.keyboard.press(key);
    expect(await standby.calls('setShortcut')).toEqual([{ action: 'free', accelerator: '', code: '' }]);
  });
}

test('switched off by its button, with the way back', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Switch off the shortcut for Free', exact: true }).click();
  expect(await standby.calls('setShortcut')).toEqual([{ action: 'free', accelerator: '', code: '' }]);
  const settingsUndo = { what: 'shortcutOff', name: 'free', until: NOW + 20_000 } as const;
  await standby.push(settings({ accelerator: '', state: 'off' }, { settingsUndo }));
  await expect(recordButton(standby)).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'The shortcut for “Free” is off.' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  expect(await standby.calls('undoSettings')).toHaveLength(1);
});

test('tested: pressed, and seen to arrive', async ({ standby, page }) => {
  await open(standby);
  await page.getByRole('button', { name: 'Test the shortcut for Free', exact: true }).click();
  expect(await standby.calls('testShortcut')).toEqual(['free']);
  await standby.push(settings({}, { shortcutTest: { action: 'free', fired: false } }));
  const said = row(standby).getByRole('status');
  await expect(said).toContainText('Press Ctrl+Shift+F9 now…');
  await standby.push(settings({}, { shortcutTest: { action: 'free', fired: true } }));
  await expect(said).toHaveText('Ctrl+Shift+F9 works.');
  await page.clock.runFor(5_000);
  await expect(said).toBeEmpty();
  expect(await standby.calls('testShortcut')).toEqual(['free', null]);
});

for (const [how, leave] of [
  ['Escape', ({ page }: Standby) => page.keyboard.press('Escape')],
  ['the Tab key', ({ page }: Standby) => page.keyboard.press('Tab')],
  ['its own button', ({ page }: Standby) => page.getByRole('button', { name: 'End the test' }).click()],
  ['another page', (standby: Standby) => standby.push(state())],
] as const) {
  test(`${how} ends the test`, async ({ standby, page }) => {
    await open(standby);
    await page.getByRole('button', { name: 'Test the shortcut for Free', exact: true }).click();
    await expect(page.getByRole('button', { name: 'End the test' })).toBeFocused();
    await leave(standby);
    await expect(page.getByText('Press Ctrl+Shift+F9 now…')).toHaveCount(0);
    expect(await standby.calls('testShortcut')).toEqual(['free', null]);
    expect(await standby.calls('showPage')).toEqual([]);
  });
}

test('on a Mac the keys are written as Macs write them', async ({ standby, page }) => {
  await open(standby, settings({ accelerator: 'Control+Command+1' }, { platform: 'darwin' }));
  await expect(row(standby)).toContainText('⌃⌘1');
  await recordButton(standby).click();
  await page.keyboard.down('Meta');
  await expect(field(standby)).toHaveValue('⌘ …');
  await page.keyboard.press('2');
  expect(await standby.calls('setShortcut')).toEqual([
    { action: 'free', accelerator: 'Command+2', code: 'Digit2' },
  ]);
});
