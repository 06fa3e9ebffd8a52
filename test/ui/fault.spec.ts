import { expect, test } from '../support/ui/standby.ts';

test('what cannot be drawn leaves a way on, and is reported', async ({ standby, page }) => {
  await standby.open();
  await page.evaluate(() => {
    const { getState } = window.fakeMain.answers;
    // As no main process of this version sends it.
    window.fakeMain.push({ ...getState, agent: JSON.parse('{}') as typeof getState.agent });
  });
  const fault = page.getByRole('alert');
  await expect(fault.getByRole('heading')).toHaveText('This window has a fault');
  await expect(fault).toContainText('Your status is safe');
  await expect(fault.getByRole('button', { name: 'Show the window anew' })).toBeVisible();
  const [trouble] = await standby.calls('reportTrouble');
  expect(trouble?.message).toContain('undefined');
});

test.describe('behind the scenes', () => {
  test.use({ expectedComplaints: ['Error: nobody caught this'] });

  test('an error is reported too', async ({ standby, page }) => {
    await standby.open();
    await page.evaluate(() => {
      // Handled nowhere, like a bug.
      void Promise.reject(new Error('nobody caught this'));
    });
    await expect
      .poll(() => standby.calls('reportTrouble'))
      .toMatchObject([{ message: 'nobody caught this' }]);
  });
});
