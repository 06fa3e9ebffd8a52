/** What opens by a click has no view of its own in views.spec.ts: axe finds nothing there either. */
import { expectNothingFound } from '../support/ui/axe.ts';
import { firstRun, state } from '../support/ui/states.ts';
import { expect, test } from '../support/ui/standby.ts';

// Halfway through a change of colour there is no contrast to judge.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the account form with problems', async ({ standby, page }) => {
      await standby.open(firstRun({ account: { keychain: 'locked' } }));
      await standby.answer('saveAccount', {
        outcome: 'invalid',
        problems: { customAddress: 'addressInsecure', secretKey: 'secretControl' },
      });
      await page.getByRole('button', { name: 'I have an account' }).click();
      await page.getByRole('radio', { name: 'Other address' }).check();
      await page.getByRole('button', { name: 'Finish without checking' }).click();
      await expect(page.getByText('Use https://.')).toBeVisible();
      await page.clock.resume();
      await expectNothingFound(page);
    });

    test('a reason that is too long', async ({ standby, page }) => {
      await standby.open(state({ ask: { id: 1, otherReasonFor: 'rest' } }));
      await standby.answer('choose', 'reasonTooLong');
      await page.getByRole('textbox').fill('much too long');
      await page.keyboard.press('Enter');
      await expect(page.getByText('Use at most 60 characters.')).toBeVisible();
      await page.clock.resume();
      await expectNothingFound(page);
    });

    test('the question before a key is deleted', async ({ standby, page }) => {
      await standby.open(state({ page: 'settings' }));
      await page.getByRole('button', { name: 'Delete key' }).click();
      await page.clock.resume();
      await expectNothingFound(page);
    });
  });
}
