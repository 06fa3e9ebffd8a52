import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { launch, newProfile, type RunningApp } from '../support/desktop/app.ts';
import {
  expect,
  setUpAccount,
  statusKnown,
  test as base,
  type Standby,
} from '../support/desktop/fixtures.ts';
import { holdAt, pressAt, setLayout, windowShown, type Place } from '../support/desktop/keyboard.ts';

/** Another program with a text field. */
type OtherProgram = { app: RunningApp; page: Page };

const test = base.extend<{ layout: string; other: OtherProgram }>({
  layout: ['us', { option: true }],
  other: async ({ layout }, use) => {
    await setLayout(layout);
    const app = await launch({ appDir: fileURLToPath(new URL('text-app', import.meta.url)) });
    const page = await app.window();
    await use({ app, page });
    await app.kill();
    await setLayout('us');
  },
});

/** What a text field is told of. */
type Arrival = { code: string; ctrlKey: boolean; value: string };

/** Presses keys with the other program in front, and answers with what has reached its text field. */
async function arrivals({ page }: OtherProgram, press: () => Promise<void>): Promise<Arrival[]> {
  await windowShown('Other program');
  const field = page.getByRole('textbox');
  await field.focus();
  await field.evaluate((element: HTMLTextAreaElement) => {
    element.value = '';
    const told: Arrival[] = [];
    Object.assign(window, { told });
    element.onkeydown = ({ code, ctrlKey }) => told.push({ code, ctrlKey, value: '' });
    element.oninput = () => told.push({ code: 'input', ctrlKey: false, value: element.value });
  });
  await press();
  // One more key, which nobody takes: what was pressed before has arrived by then.
  await pressAt('capsLock');
  await pressAt('capsLock');
  await expect
    .poll(() =>
      field.evaluate(
        () =>
          (window as unknown as { told: Arrival[] }).told.filter(({ code }) => code === 'CapsLock').length,
      ),
    )
    .toBe(2);
  const told = await field.evaluate(() => (window as unknown as { told: Arrival[] }).told);
  return told.filter(({ code }) => code !== 'CapsLock');
}

/** Ctrl+C and ordinary text still reach the other program. */
async function expectKeysFree(other: OtherProgram): Promise<void> {
  const told = await arrivals(other, async () => {
    await pressAt('control', 'c');
    await pressAt('control', 'alt', 's');
    await pressAt('a');
    await pressAt('r');
  });
  expect(told).toContainEqual({ code: 'KeyC', ctrlKey: true, value: '' });
  expect(told).toContainEqual({ code: 'KeyS', ctrlKey: true, value: '' });
  expect(told.at(-1)?.value ?? '').toMatch(/^..$/u);
}

async function openShortcuts({ page, tray }: Pick<Standby, 'page' | 'tray'>): Promise<void> {
  await tray.click('Settings…');
  await page.getByRole('tab', { name: 'Shortcuts' }).click();
  await windowShown('Standby');
}

const rowOf = ({ page }: Pick<Standby, 'page'>, name: string) =>
  page.getByRole('listitem', { name, exact: true });

/** Records keys for Rest with real presses. */
async function record(standby: Pick<Standby, 'page' | 'tray'>, ...keys: Place[]): Promise<void> {
  const { page } = standby;
  await openShortcuts(standby);
  await page.getByRole('button', { name: 'Record keys for Rest', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Keys for Rest', exact: true })).toBeFocused();
  // Standby's keys are given back by then.
  await page.evaluate(() => window.standby.recordShortcut(true));
  await pressAt(...keys);
}

async function expectRest(standby: Standby, ...keys: Place[]): Promise<void> {
  await standby.tray.click('Free');
  await standby.tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, '));
  await windowShown('Other program');
  await pressAt(...keys);
  await standby.tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, '));
}

/** The sentences of the recorder, by why it refuses. */
const refusals = {
  layout: 'This key cannot be part of a shortcut on this keyboard.',
  dead: 'This key puts accents on letters',
};

for (const [layout, recorded, shown, refused] of [
  ['us', ['control', 'alt', 'k'], 'Ctrl+Alt+K', []],
  ['us', ['control', 'alt', 'minus'], 'Ctrl+Alt+-', []],
  ['us', ['super', 'k'], 'Super+K', []],
  [
    'de',
    ['control', 'alt', 'slash'],
    'Ctrl+Alt+-',
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
  ['fr', ['control', 'alt', 'q'], 'Ctrl+Alt+A', [['quote', 'layout']]],
  ['fr', ['control', 'alt', 'digit1'], 'Ctrl+Alt+1', []],
  ['ru', ['control', 'alt', 'k'], 'Ctrl+Alt+K', [['bracketLeft', 'layout']]],
  ['gr', ['control', 'alt', 'k'], 'Ctrl+Alt+K', [['semicolon', 'dead']]],
  ['cn', ['control', 'alt', 'k'], 'Ctrl+Alt+K', []],
  ['us,ru', ['control', 'alt', 'k'], 'Ctrl+Alt+K', []],
] satisfies [string, Place[], string, [Place, keyof typeof refusals][]][]) {
  test.describe(layout, () => {
    test.use({ layout });
    test(`${shown} is recorded and fires, what cannot fire is refused, and other programs keep their keys`, async ({
      other,
      standby,
    }) => {
      const { page, tray } = standby;
      await windowShown('Other program');
      await pressAt('control', 'shift', 'f11');
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy, '));
      for (const [place, why] of refused) {
        await record(standby, 'control', place);
        await expect(rowOf(standby, 'Rest').getByRole('alert')).toContainText(refusals[why]);
        await page.keyboard.press('Escape');
        await expect(rowOf(standby, 'Rest')).toContainText('Ctrl+Shift+F10');
      }
      await record(standby, ...recorded);
      await expect(rowOf(standby, 'Rest').getByText(shown, { exact: true })).toBeVisible();
      await expect(rowOf(standby, 'Rest')).toContainText('On');
      await expectRest(standby, ...recorded);
      await expectKeysFree(other);
    });
  });
}

test('a held key is one press, also while Standby is busy; let go and pressed again, it is another', async ({
  other,
  standby,
  service,
}) => {
  const { tray, electron } = standby;
  await tray.click('Rest', 'Lunch');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, '));
  await windowShown('Other program');
  const before = service.switches().length;
  const held = await holdAt('control', 'shift', 'f12');
  try {
    // Not awaited to its end: what is evaluated has answered by then.
    await electron.evaluate(() => {
      setTimeout(() => {
        const end = Date.now() + 700;
        while (Date.now() < end);
      }, 1);
    });
    // What repeats is the display's, in its own time: nothing tells that it has.
    await wait(1500);
  } finally {
    await held.letGo();
  }
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, '));
  await pressAt('control', 'shift', 'f12');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, '));
  expect(service.switches()).toHaveLength(before + 2);
  await expectKeysFree(other);
});

test('two keys pressed one over the other are two presses, and each can be pressed again', async ({
  other,
  standby,
}) => {
  const { tray } = standby;
  await windowShown('Other program');
  // F10 goes down before F11 is up: its release is told to nobody at Standby.
  const first = await holdAt('control', 'shift', 'f11');
  const second = await holdAt('f10');
  await first.letGo();
  await second.letGo();
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, '));
  await tray.click('Free');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, '));
  await pressAt('control', 'shift', 'f10');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest, '));
  await expectKeysFree(other);
});

test('shortcuts follow a change of the layout, and give up the keys of the old one', async ({
  other,
  standby,
}) => {
  await record(standby, 'control', 'alt', 'a');
  await expect(rowOf(standby, 'Rest').getByText('Ctrl+Alt+A', { exact: true })).toBeVisible();
  await setLayout('fr');
  const { tray } = standby;
  await expectRest(standby, 'control', 'alt', 'q');
  await tray.click('Free');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free, '));
  const told = await arrivals(other, () => pressAt('control', 'alt', 'a'));
  expect(told).toContainEqual({ code: 'KeyA', ctrlKey: true, value: '' });
  await expectKeysFree(other);
});

test('a key that the new layout does not have is shown as such, and works again when it is back', async ({
  other,
  standby,
}) => {
  const row = rowOf(standby, 'Rest');
  await record(standby, 'control', 'alt', 'bracketLeft');
  await expect(row.getByText('Ctrl+Alt+[', { exact: true })).toBeVisible();
  await setLayout('de');
  await expect(row).toContainText('This keyboard has no key for Ctrl+Alt+[');
  await expectKeysFree(other);
  await setLayout('us');
  await expect(row).toContainText('On');
  await expectRest(standby, 'control', 'alt', 'bracketLeft');
});

test('locks do not matter: NumLock and CapsLock may be on', async ({ other: _inFront, standby }) => {
  await record(standby, 'control', 'alt', 'k');
  await expect(rowOf(standby, 'Rest').getByText('Ctrl+Alt+K', { exact: true })).toBeVisible();
  await pressAt('numLock');
  await pressAt('capsLock');
  try {
    await expectRest(standby, 'control', 'alt', 'k');
  } finally {
    await pressAt('numLock');
    await pressAt('capsLock');
  }
});

test('keys of the settings and of the policy that the keyboard does not have are named, and take nothing', async ({
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
  await setUpAccount(page, service.url);
  await statusKnown(app.tray);
  await page.evaluate(() => window.standby.setShortcut({ action: 'rest', accelerator: 'F13', code: '' }));
  const { shortcuts } = await page.evaluate(() => window.standby.getState());
  expect(shortcuts.map(({ state }) => state)).toEqual([
    'active',
    'active',
    'notOnThisKeyboard',
    'active',
    'active',
  ]);
  expect(
    await page.evaluate(() => window.standby.setShortcut({ action: 'rest', accelerator: 'F13', code: '' })),
  ).toEqual({ outcome: 'notOnThisKeyboard' });
  await expectKeysFree(other);
});
