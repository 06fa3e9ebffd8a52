import AxeBuilder from '@axe-core/playwright';
import { workingDay } from '../support/ui/days.ts';
import { firstRun, state } from '../support/ui/states.ts';
import { expect, test, type Standby } from '../support/ui/standby.ts';
import { show, views } from '../support/ui/views.ts';

// Halfway through a change of colour there is no contrast to judge.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

async function expectNothingFound({ page }: Standby, where = ''): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
  expect.soft(found, where).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const language of ['en', 'zh-CN'] as const) {
    test.describe(`${colorScheme}, ${language}`, () => {
      test.use({ colorScheme });

      for (const [part, inSettings] of [
        ['view', false],
        ['kind of settings', true],
      ] as const) {
        test(`axe finds nothing in any ${part}`, async ({ standby, page }) => {
          test.slow();
          const some = views(language).filter((view) => (view.state.page === 'settings') === inSettings);
          await standby.open(some[0]?.state, { answers: { readDay: workingDay } });
          // axe waits by timers of the page.
          await page.clock.resume();
          for (const view of some) {
            await show(standby, view);
            await expectNothingFound(standby, view.name);
          }
        });
      }
    });
  }

  test.describe(`axe finds nothing in what opens by a click, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('the account form with problems', async ({ standby, page }) => {
      await standby.open(firstRun({ account: { keychain: 'locked' } }));
      await standby.answer('saveAccount', {
        outcome: 'invalid',
        problems: { customAddress: 'addressInsecure', secretKey: 'secretControl' },
      });
      await page.getByRole('button', { name: 'I have an account' }).click();
      await page.getByRole('radio', { name: 'Other address' }).check();
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Use https://.')).toBeVisible();
      await page.clock.resume();
      await expectNothingFound(standby);
    });

    test('a reason that is too long', async ({ standby, page }) => {
      await standby.open(state({ ask: { id: 1, otherReasonFor: 'rest' } }));
      await standby.answer('choose', 'reasonTooLong');
      await page.getByRole('textbox').fill('much too long');
      await page.keyboard.press('Enter');
      await expect(page.getByText('Use at most 60 characters.')).toBeVisible();
      await page.clock.resume();
      await expectNothingFound(standby);
    });

    test('the question before a key is deleted', async ({ standby, page }) => {
      await standby.open(state({ page: 'settings' }));
      await page.getByRole('button', { name: 'Delete key' }).click();
      await page.clock.resume();
      await expectNothingFound(standby);
    });
  });
}
