/** UI tests: after a switch from the window, the window closes by itself. */
import { DEFAULT_PREFERENCES } from '../../../shared/preferences.ts';
import type { AppState } from '../../../shared/state.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';
import { agent, confirmed, failure, state } from '../../support/ui/states.ts';
import { intent, receipt } from '../../support/ui/views.ts';

const lunch = confirmed({ status: 'rest', reason: 'Lunch' });
const switched = (source: 'window' | 'tray', part: Partial<AppState['agent']> = {}) =>
  state({ agent: agent({ confirmed: lunch, receipt: receipt({ source }), ...part }) });

const closings = async (standby: Standby) => (await standby.calls('app.hideWindow')).length;

test('it closes 1.5 s after the switch is confirmed', async ({ standby, page }) => {
  await standby.open();
  await standby.push(state({ agent: agent({ intent: intent() }) }));
  await page.clock.runFor(5000);
  expect(await closings(standby)).toBe(0);
  await standby.push(switched('window'));
  await page.clock.runFor(1400);
  expect(await closings(standby)).toBe(0);
  await page.clock.runFor(200);
  expect(await closings(standby)).toBe(1);
  await page.clock.runFor(5000);
  expect(await closings(standby)).toBe(1);
});

test('it stays while the pointer is in it, and closes after the pointer has left', async ({
  standby,
  page,
}) => {
  await standby.open();
  await page.mouse.move(200, 200);
  await page.mouse.move(210, 210);
  await standby.push(switched('window'));
  await page.clock.runFor(60_000);
  expect(await closings(standby)).toBe(0);
  await page.evaluate(() => document.documentElement.dispatchEvent(new PointerEvent('pointerleave')));
  await page.clock.runFor(1600);
  expect(await closings(standby)).toBe(1);
});

test('the last position of the pointer, repeated when the window is shown, does not keep it open', async ({
  standby,
  page,
}) => {
  await standby.open();
  await page.evaluate(() => document.documentElement.dispatchEvent(new PointerEvent('pointermove')));
  await standby.push(switched('window'));
  await page.clock.runFor(1600);
  expect(await closings(standby)).toBe(1);
});

test('it stays when another key was pressed since', async ({ standby, page }) => {
  await standby.open();
  await standby.push(switched('window'));
  await page.keyboard.press('ArrowDown');
  await page.clock.runFor(60_000);
  expect(await closings(standby)).toBe(0);
});

for (const [name, next] of [
  ['a switch from elsewhere', switched('tray')],
  ['a switch that another one follows', switched('window', { intent: intent() })],
  ['a switch after which a failure shows', switched('window', { failure: failure() })],
  [
    'a switch, where the preference is off',
    {
      ...switched('window'),
      preferences: { ...DEFAULT_PREFERENCES, closeAfterSwitch: false },
    },
  ],
] as const) {
  test(`it stays after ${name}`, async ({ standby, page }) => {
    await standby.open();
    await standby.push(next);
    await page.clock.runFor(60_000);
    expect(await closings(standby)).toBe(0);
  });
}

test('it stays open when it is opened after the switch', async ({ standby, page }) => {
  await standby.open(switched('window'));
  await page.clock.runFor(60_000);
  expect(await closings(standby)).toBe(0);
});

test('the preference is in Settings › General', async ({ standby, page }) => {
  await standby.open(state({ route: 'settings' }));
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByRole('switch', { name: 'Close this window after a switch' }).click();
  const [saved] = await standby.calls('settings.savePreferences');
  expect(saved?.closeAfterSwitch).toBe(false);
});
