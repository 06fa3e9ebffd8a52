/** Screenshots and axe checks of UI that the app state does not contain: opened forms, results of calls. */
import { translateInto } from '../../support/texts.ts';
import { failedChecks } from '../../support/ui/check-results.ts';
import { expectScreenshot } from '../../support/ui/visual.ts';
import { firstRun, state } from '../../support/ui/states.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';

// Color transitions would make the contrast check flaky. axe uses timers, and pictures need one time.
test.use({ contextOptions: { reducedMotion: 'reduce' }, clock: 'fixed' });

for (const language of ['en', 'zh-CN'] as const) {
  const t = translateInto(language);
  const agent = 'mei.lin@example.com';

  /** Opens the form of the first run, optionally with an account typed in. */
  async function openForm(standby: Standby, typed = true, pendingCalls: 'account.check'[] = []) {
    const { page } = standby;
    await standby.open(firstRun({ language }), { pendingCalls });
    await page.getByRole('button', { name: t('window.welcome.own') }).click();
    if (!typed) return;
    await page.getByLabel(t('window.account.sdkAppId')).fill('1400692008');
    await page.getByLabel(t('window.account.agent')).fill(agent);
    await page.getByLabel(t('window.account.secretId')).fill('AKIDexample');
    await page.getByLabel(t('window.account.secretKey')).fill('keyexample');
  }

  test.describe(language, () => {
    test('the empty form of the first run matches its screenshots and is accessible', async ({
      standby,
      page,
    }) => {
      await openForm(standby, false);
      await expectScreenshot(page, 'first run, the empty form', language);
    });

    test('the first run during a connection test matches its screenshots and is accessible', async ({
      standby,
      page,
    }) => {
      await openForm(standby, true, ['account.check']);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('button', { name: t('window.check.pending') })).toBeVisible();
      await expectScreenshot(page, 'first run, checking', language);
    });

    for (const [name, outcome] of Object.entries(failedChecks)) {
      test(`the first run after the test result "${name}" matches its screenshots and is accessible`, async ({
        standby,
        page,
      }) => {
        await openForm(standby);
        await standby.respond('account.check', outcome);
        await page.keyboard.press('Enter');
        await expect(page.locator('.card, .field-error').first()).toBeVisible();
        await expectScreenshot(page, `first run, ${name}`, language);
      });
    }

    test('the first run with managed settings matches its screenshots and is accessible', async ({
      standby,
      page,
    }) => {
      const keys = { storage: 'process', secretIdSuffix: '', hasToken: false } as const;
      await standby.open(
        firstRun({
          language,
          managedKeys: ['edition', 'sdkAppId', 'agent'],
          account: { sdkAppId: 1400692008, agent, keys },
        }),
      );
      await page.getByRole('button', { name: t('window.welcome.own') }).click();
      await expectScreenshot(page, 'first run, what the company has set', language);
    });

    test('the settings after a successful connection test match their screenshots and are accessible', async ({
      standby,
      page,
    }) => {
      await standby.open(state({ language, route: 'settings' }));
      await page.getByRole('button', { name: t('window.check.check'), exact: true }).click();
      await expect(page.getByText(t('window.check.validBody'))).toBeVisible();
      await expectScreenshot(page, 'settings, the account is right', language);
    });

    test('the first run with a locked keychain and an invalid address matches its screenshots and is accessible', async ({
      standby,
      page,
    }) => {
      await standby.open(firstRun({ language, account: { keychain: 'locked' } }));
      await standby.respond('account.save', {
        outcome: 'invalid',
        errors: { customAddress: 'addressInsecure' },
      });
      await page.getByRole('button', { name: t('window.welcome.own') }).click();
      await page.getByRole('radio', { name: t('window.account.editions.custom') }).check();
      await page.getByRole('button', { name: t('window.check.without') }).click();
      await expect(page.getByText(t('validationError.addressInsecure'))).toBeVisible();
      await expectScreenshot(page, 'first run, keychain locked, address wrong', language);
    });

    test('the reason field with a reason that is too long matches its screenshots and is accessible', async ({
      standby,
      page,
    }) => {
      await standby.open(state({ language, focusRequest: { id: 1, otherReasonFor: 'rest' } }));
      await standby.respond('status.request', 'reasonTooLong');
      await page.getByRole('textbox').fill('much too long');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
      await expectScreenshot(page, 'a reason that is too long', language);
    });

    test('the confirmation before a key is deleted matches its screenshots and is accessible', async ({
      standby,
      page,
    }) => {
      await standby.open(state({ language, route: 'settings' }));
      await page.getByRole('button', { name: t('window.account.delete') }).click();
      await expect(page.getByText(t('window.account.deleteAsk'))).toBeVisible();
      await expectScreenshot(page, 'the question before a key is deleted', language);
    });
  });
}
