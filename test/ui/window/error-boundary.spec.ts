import { expect, test } from '../../support/ui/page-fixture.ts';

test('a rendering error shows a reload button and is reported', async ({ standby, page }) => {
  await standby.open();
  await page.evaluate(() => {
    const current = window.fakeMain.responses['app.getState'];
    // Not a valid state: no main process of this version sends it.
    window.fakeMain.push({ ...current, agent: JSON.parse('{}') as typeof current.agent });
  });
  const alert = page.getByRole('alert');
  await expect(alert.getByRole('heading')).toHaveText('This window stopped working');
  await expect(alert).toContainText("Your status isn't affected");
  await expect(alert.getByRole('button', { name: 'Reload window' })).toBeVisible();
  const [reported] = await standby.calls('app.reportError');
  expect(reported?.message).toContain('undefined');
});

test.describe('outside of rendering', () => {
  test.use({ expectedConsoleErrors: ['Error: nobody caught this'] });

  test('an uncaught error is reported', async ({ standby, page }) => {
    await standby.open();
    await page.evaluate(() => {
      // Not caught anywhere.
      void Promise.reject(new Error('nobody caught this'));
    });
    await expect
      .poll(() => standby.calls('app.reportError'))
      .toMatchObject([{ message: 'nobody caught this' }]);
  });
});
