import { firstRun, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';

test('Escape hides the window', async ({ standby, page }) => {
  await standby.open();
  await page.keyboard.press('Escape');
  expect(await standby.calls('app.hideWindow')).toHaveLength(1);
});

test('Escape hides the first run too', async ({ standby, page }) => {
  await standby.open(firstRun());
  await page.keyboard.press('Escape');
  expect(await standby.calls('app.hideWindow')).toHaveLength(1);
});

for (const name of ['settings', 'today'] as const) {
  test(`on the page ${name}, Escape goes back first`, async ({ standby, page }) => {
    await standby.open(state({ route: name }));
    await page.keyboard.press('Escape');
    expect(await standby.calls('app.navigate')).toEqual(['main']);
    expect(await standby.calls('app.hideWindow')).toEqual([]);
    await standby.push(state());
    await page.keyboard.press('Escape');
    expect(await standby.calls('app.hideWindow')).toHaveLength(1);
  });
}

test('the tab order is the reading order, and every focus is visible', async ({ standby, page }) => {
  await standby.open();
  const order = [
    ...['Today', 'Settings', 'Free', 'Rest', 'Busy'],
    ...['Lunch', 'Short break', 'Personal', 'Other…'],
    ...['Admin work', 'Meeting', 'Training', 'Other…'],
  ];
  for (const name of order) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    await expect(focused).toHaveAccessibleName(name);
    await expect(focused).toHaveCSS('outline-style', 'solid');
    await expect(focused).toHaveCSS('outline-width', '2px');
  }
});

test('Enter and the space bar press a tile', async ({ standby, page }) => {
  await standby.open();
  await page.getByRole('button', { name: 'Rest', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  expect(await standby.calls('status.request')).toHaveLength(2);
});

test('1, 2 and 3 request a status, once for a held key and not with a modifier', async ({
  standby,
  page,
}) => {
  await standby.open();
  for (const key of ['1', '2', '3', 'Control+3', 'Alt+3', '4']) await page.keyboard.press(key);
  await page.keyboard.down('3');
  await page.keyboard.down('3');
  await page.keyboard.up('3');
  const requested = (await standby.calls('status.request')).map(({ status }) => status);
  expect(requested).toEqual(['free', 'rest', 'notReady', 'notReady']);
});

test('on a layout that types digits with Shift, 2 works with and without it', async ({ standby, page }) => {
  await standby.open();
  const press = (init: { code: string; key: string; shiftKey?: boolean }) =>
    page.evaluate((each) => void window.dispatchEvent(new KeyboardEvent('keydown', each)), init);
  await press({ code: 'Digit2', key: 'é' });
  await press({ code: 'Digit2', key: '2', shiftKey: true });
  // On a layout that types signs with Shift it is no digit.
  await press({ code: 'Digit2', key: '@', shiftKey: true });
  await press({ code: 'Numpad2', key: '2' });
  // The number pad without NumLock moves the cursor.
  await press({ code: 'Numpad2', key: 'ArrowDown' });
  expect(await standby.calls('status.request')).toHaveLength(3);
});

test('arrows move the focus over tiles and reasons, and Enter chooses', async ({ standby, page }) => {
  await standby.open();
  const focused = page.locator(':focus');
  for (const [key, name] of [
    ['ArrowDown', 'Free'],
    ['ArrowDown', 'Free'],
    ['ArrowRight', 'Rest'],
    ['ArrowDown', 'Lunch'],
    ['ArrowDown', 'Short break'],
    ['ArrowRight', 'Meeting'],
    ['ArrowRight', 'Meeting'],
    ['ArrowUp', 'Admin work'],
    ['ArrowLeft', 'Lunch'],
    ['ArrowLeft', 'Free'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(focused).toHaveAccessibleName(name);
  }
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const requests = await standby.calls('status.request');
  expect(requests.map(({ status, reason }) => [status, reason])).toEqual([['rest', 'Lunch']]);
});

test('a letter moves the focus to the next reason that begins with it', async ({ standby, page }) => {
  await standby.open(state({ reasons: { rest: ['Lunch', 'Meal'], notReady: ['Meeting', '会议'] } }));
  const focused = page.locator(':focus');
  for (const name of ['Meal', 'Meeting', 'Meal']) {
    await page.keyboard.press('m');
    await expect(focused).toHaveAccessibleName(name);
  }
  await page.keyboard.press('x');
  await expect(focused).toHaveAccessibleName('Meal');
});

test('in a text field, digits and letters are text', async ({ standby, page }) => {
  await standby.open(state({ focusRequest: { id: 1, otherReasonFor: 'rest' } }));
  await page.keyboard.type('12 o l');
  await expect(page.getByRole('textbox')).toHaveValue('12 o l');
  expect(await standby.calls('status.request')).toEqual([]);
});
