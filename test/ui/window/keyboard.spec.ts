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
