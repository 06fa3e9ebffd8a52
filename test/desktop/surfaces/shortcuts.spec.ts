import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { launch, newProfile, type RunningApp } from '../../support/desktop/app.ts';
import {
  expect,
  submitAccount,
  waitForConfirmedStatus,
  test as base,
  type Standby,
} from '../../support/desktop/fixtures.ts';
import {
  holdPhysicalKeys,
  pressPhysicalKeys,
  setLayout,
  type KeyName,
} from '../../support/desktop/session/keyboard.ts';
import { waitForFocusedWindow } from '../../support/desktop/windows.ts';

/** Another program with a text field. */
type OtherProgram = { app: RunningApp; page: Page };

const test = base.extend<{ layout: string; other: OtherProgram }>({
  layout: ['us', { option: true }],
  other: async ({ layout }, use) => {
    await setLayout(layout);
    const app = await launch({ appDir: fileURLToPath(new URL('../text-app', import.meta.url)) });
    const page = await app.window();
    await use({ app, page });
    await app.kill();
    await setLayout('us');
  },
});

/** A keyboard or input event that a text field received. */
type FieldEvent = { code: string; ctrlKey: boolean; value: string };

declare global {
  interface Window {
    /** In the other program's page: the events that its field received. */
    receivedEvents: FieldEvent[];
  }
}

/** Presses keys while the other program has the focus, and returns the events that its text field received. */
async function captureFieldEvents({ page }: OtherProgram, press: () => Promise<void>): Promise<FieldEvent[]> {
  await waitForFocusedWindow('Other program');
  const field = page.getByRole('textbox');
  await field.focus();
  await field.evaluate((element: HTMLTextAreaElement) => {
    element.value = '';
    const receivedEvents: FieldEvent[] = [];
    window.receivedEvents = receivedEvents;
    element.onkeydown = ({ code, ctrlKey }) => receivedEvents.push({ code, ctrlKey, value: '' });
    element.oninput = () => receivedEvents.push({ code: 'input', ctrlKey: false, value: element.value });
  });
  await press();
  // Caps Lock is grabbed by no program. Once it arrives, so have all keys before it.
  await pressPhysicalKeys('capsLock');
  await pressPhysicalKeys('capsLock');
  await expect
    .poll(() => field.evaluate(() => window.receivedEvents.filter(({ code }) => code === 'CapsLock').length))
    .toBe(2);
  const receivedEvents = await field.evaluate(() => window.receivedEvents);
  return receivedEvents.filter(({ code }) => code !== 'CapsLock');
}

/** Expects Ctrl+C, Ctrl+Alt+S and text to reach the other program. */
async function expectKeysFree(other: OtherProgram): Promise<void> {
  const receivedEvents = await captureFieldEvents(other, async () => {
    await pressPhysicalKeys('control', 'c');
    await pressPhysicalKeys('control', 'alt', 's');
    await pressPhysicalKeys('a');
    await pressPhysicalKeys('r');
  });
  expect(receivedEvents).toContainEqual({ code: 'KeyC', ctrlKey: true, value: '' });
  expect(receivedEvents).toContainEqual({ code: 'KeyS', ctrlKey: true, value: '' });
  expect(receivedEvents.at(-1)?.value ?? '').toMatch(/^..$/u);
}

async function openShortcuts({ page, tray }: Pick<Standby, 'page' | 'tray'>): Promise<void> {
  await tray.click('Settings…');
  await page.getByRole('tab', { name: 'Shortcuts' }).click();
  await waitForFocusedWindow('Standby');
}

const findRow = ({ page }: Pick<Standby, 'page'>, name: string) =>
  page.getByRole('listitem', { name, exact: true });

/** Records a shortcut for Rest with real key presses. */
async function recordShortcut(standby: Pick<Standby, 'page' | 'tray'>, ...keys: KeyName[]): Promise<void> {
  const { page } = standby;
  await openShortcuts(standby);
  await page.getByRole('button', { name: /^Record keys for Rest(, now .*)?$/ }).click();
  await expect(page.getByRole('textbox', { name: 'Keys for Rest', exact: true })).toBeFocused();
  // When this call returns, Standby's shortcuts are unregistered.
  await page.evaluate(() => window.standby.settings.recordShortcut(true));
  await pressPhysicalKeys(...keys);
}

async function expectRest(standby: Standby, ...keys: KeyName[]): Promise<void> {
  await standby.tray.click('Free');
  await standby.tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, '));
  await waitForFocusedWindow('Other program');
  // Recorded keys are tested until the window has lost the focus.
  const getTest = () =>
    standby.page.evaluate(() => window.standby.app.getState().then(({ shortcutTest }) => shortcutTest));
  await expect.poll(getTest).toBeNull();
  await pressPhysicalKeys(...keys);
  await standby.tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, '));
}

/** Messages of the recorder, by the reason of the refusal. */
const refusals = {
  layout: "This key can't be used in a shortcut on this keyboard.",
  dead: 'This key puts accents on letters',
};

type Refused = [KeyName, keyof typeof refusals][];

/** The layout; the shortcuts to record, as they are shown; the keys that are refused. */
const layouts: [layout: string, shortcuts: Record<string, KeyName[]>, refused: Refused][] = [
  [
    'us',
    {
      'Ctrl+Alt+K': ['control', 'alt', 'k'],
      'Ctrl+Alt+-': ['control', 'alt', 'minus'],
      'Super+K': ['super', 'k'],
    },
    [],
  ],
  [
    'de',
    { 'Ctrl+Alt+-': ['control', 'alt', 'slash'] },
    [
      ['backquote', 'dead'],
      ['minus', 'layout'],
      ['bracketLeft', 'layout'],
      ['bracketRight', 'layout'],
      ['semicolon', 'layout'],
      ['quote', 'layout'],
      ['backslash', 'layout'],
    ],
  ],
  [
    'fr',
    { 'Ctrl+Alt+A': ['control', 'alt', 'q'], 'Ctrl+Alt+1': ['control', 'alt', 'digit1'] },
    [['quote', 'layout']],
  ],
  ['ru', { 'Ctrl+Alt+K': ['control', 'alt', 'k'] }, [['bracketLeft', 'layout']]],
  ['gr', { 'Ctrl+Alt+K': ['control', 'alt', 'k'] }, [['semicolon', 'dead']]],
  ['cn', { 'Ctrl+Alt+K': ['control', 'alt', 'k'] }, []],
  ['us,ru', { 'Ctrl+Alt+K': ['control', 'alt', 'k'] }, []],
];

for (const [layout, shortcuts, refused] of layouts) {
  test.describe(layout, () => {
    test.use({ layout });
    test(`${Object.keys(shortcuts).join(', ')} is recorded and fires, unusable keys are refused, and other programs receive their keys`, async ({
      other,
      standby,
    }) => {
      const { page, tray } = standby;
      await waitForFocusedWindow('Other program');
      await pressPhysicalKeys('control', 'shift', 'f11');
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy, '));
      for (const [key, reason] of refused) {
        await recordShortcut(standby, 'control', key);
        await expect(findRow(standby, 'Rest').getByRole('alert')).toContainText(refusals[reason]);
        await page.keyboard.press('Escape');
        await expect(findRow(standby, 'Rest')).toContainText('Ctrl+Shift+F10');
      }
      for (const [shown, recorded] of Object.entries(shortcuts)) {
        await recordShortcut(standby, ...recorded);
        await expect(findRow(standby, 'Rest').getByText(shown, { exact: true })).toBeVisible();
        await expect(findRow(standby, 'Rest')).toContainText('On');
        await expectRest(standby, ...recorded);
        await expectKeysFree(other);
      }
    });
  });
}

test('a held shortcut fires once, also while Standby is busy, and again when it is pressed again', async ({
  other,
  standby,
  service,
}) => {
  const { tray, electron } = standby;
  await tray.click('Rest', 'Lunch');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, '));
  await waitForFocusedWindow('Other program');
  const before = service.switches().length;
  const held = await holdPhysicalKeys('control', 'shift', 'f12');
  try {
    // In a timer, so that evaluate() returns before the busy loop starts.
    await electron.evaluate(() => {
      setTimeout(() => {
        const end = Date.now() + 700;
        while (Date.now() < end);
      }, 1);
    });
    // The X server repeats the key, and no event reports that.
    await delay(1500);
  } finally {
    await held.release();
  }
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, '));
  await pressPhysicalKeys('control', 'shift', 'f12');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, '));
  expect(service.switches()).toHaveLength(before + 2);
  await expectKeysFree(other);
});

test('two overlapping shortcuts fire once each, and can be pressed again', async ({ other, standby }) => {
  const { tray } = standby;
  await waitForFocusedWindow('Other program');
  // F10 is pressed before F11 is released, so Standby does not receive the release of F10.
  const first = await holdPhysicalKeys('control', 'shift', 'f11');
  const second = await holdPhysicalKeys('f10');
  await first.release();
  await second.release();
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, '));
  await tray.click('Free');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, '));
  await pressPhysicalKeys('control', 'shift', 'f10');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, '));
  await expectKeysFree(other);
});

test('shortcuts follow a change of the keyboard layout, and release the keys of the old one', async ({
  other,
  standby,
}) => {
  await recordShortcut(standby, 'control', 'alt', 'a');
  await expect(findRow(standby, 'Rest').getByText('Ctrl+Alt+A', { exact: true })).toBeVisible();
  await setLayout('fr');
  const { tray } = standby;
  await expectRest(standby, 'control', 'alt', 'q');
  await tray.click('Free');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, '));
  const receivedEvents = await captureFieldEvents(other, () => pressPhysicalKeys('control', 'alt', 'a'));
  expect(receivedEvents).toContainEqual({ code: 'KeyA', ctrlKey: true, value: '' });
  await expectKeysFree(other);
});

test('a shortcut without a key on the new layout is shown as such, and works again with the old layout', async ({
  other,
  standby,
}) => {
  const row = findRow(standby, 'Rest');
  await recordShortcut(standby, 'control', 'alt', 'bracketLeft');
  await expect(row.getByText('Ctrl+Alt+[', { exact: true })).toBeVisible();
  await setLayout('de');
  await expect(row).toContainText("Ctrl+Alt+[ can't be a shortcut on this keyboard.");
  await expectKeysFree(other);
  await setLayout('us');
  await expect(row).toContainText('On');
  await expectRest(standby, 'control', 'alt', 'bracketLeft');
});

test('shortcuts fire with NumLock and CapsLock on', async ({ other: _inFront, standby }) => {
  await recordShortcut(standby, 'control', 'alt', 'k');
  await expect(findRow(standby, 'Rest').getByText('Ctrl+Alt+K', { exact: true })).toBeVisible();
  await pressPhysicalKeys('numLock');
  await pressPhysicalKeys('capsLock');
  try {
    await expectRest(standby, 'control', 'alt', 'k');
  } finally {
    await pressPhysicalKeys('numLock');
    await pressPhysicalKeys('capsLock');
  }
});

test('configured shortcuts without a key on this keyboard are reported, and grab no keys', async ({
  other,
  start,
  service,
}) => {
  const policyFile = join(await newProfile(), 'policy.json');
  writeFileSync(policyFile, JSON.stringify({ shortcuts: { notReady: 'Control+F13', undo: 'Super+R' } }), {
    mode: 0o600,
  });
  const app = await start({ env: { STANDBY_POLICY_FILE: policyFile } });
  const page = await app.window();
  await submitAccount(page, service.url);
  await waitForConfirmedStatus(app.tray);
  await page.evaluate(() =>
    window.standby.settings.setShortcut({ id: 'rest', accelerator: 'F13', code: '' }),
  );
  const { shortcuts } = await page.evaluate(() => window.standby.app.getState());
  expect(shortcuts.map(({ state }) => state)).toEqual([
    'active',
    'active',
    'notOnThisKeyboard',
    'active',
    'active',
  ]);
  expect(
    await page.evaluate(() =>
      window.standby.settings.setShortcut({ id: 'rest', accelerator: 'F13', code: '' }),
    ),
  ).toEqual({ outcome: 'notOnThisKeyboard' });
  await expectKeysFree(other);
});
