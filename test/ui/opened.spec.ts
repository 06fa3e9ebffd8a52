/** What opens by a click and what answers bring has no state of its own: axe finds nothing there either, and it looks as it did. */
import { translateInto } from '../support/texts.ts';
import { troubles } from '../support/ui/checks.ts';
import { expectGoodLook, holdTime } from '../support/ui/look.ts';
import { firstRun, state } from '../support/ui/states.ts';
import { expect, test, type Standby } from '../support/ui/standby.ts';

// Halfway through a change of colour there is no contrast to judge.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const language of ['en', 'zh-CN'] as const) {
  const t = translateInto(language);
  const agent = 'mei.lin@example.com';

  /** The first run with an account typed in. */
  async function openForm(standby: Standby, typed = true, held: 'checkAccount'[] = []) {
    const { page } = standby;
    await standby.open(firstRun({ language }), { held });
    await holdTime(page);
    await page.getByRole('button', { name: t('window.welcome.own') }).click();
    if (!typed) return;
    await page.getByLabel(t('window.account.sdkAppId')).fill('1400692008');
    await page.getByLabel(t('window.account.agent')).fill(agent);
    await page.getByLabel(t('window.account.secretId')).fill('AKIDexample');
    await page.getByLabel(t('window.account.secretKey')).fill('keyexample');
  }

  test.describe(language, () => {
    test('first run, the empty form', async ({ standby, page }) => {
      await openForm(standby, false);
      await expectGoodLook(page, 'first run, the empty form', language);
    });

    test('first run, checking', async ({ standby, page }) => {
      await openForm(standby, true, ['checkAccount']);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('button', { name: t('window.check.pending') })).toBeVisible();
      await expectGoodLook(page, 'first run, checking', language);
    });

    for (const [name, outcome] of Object.entries(troubles)) {
      test(`first run, ${name}`, async ({ standby, page }) => {
        await openForm(standby);
        await standby.answer('checkAccount', outcome);
        await page.keyboard.press('Enter');
        await expect(page.locator('.card, .problem').first()).toBeVisible();
        await expectGoodLook(page, `first run, ${name}`, language);
      });
    }

    test('first run, what the company has set', async ({ standby, page }) => {
      const keys = { home: 'process', secretIdEnd: '', hasToken: false } as const;
      await standby.open(
        firstRun({
          language,
          locked: ['edition', 'sdkAppId', 'agent'],
          account: { sdkAppId: 1400692008, agent, keys },
        }),
      );
      await holdTime(page);
      await page.getByRole('button', { name: t('window.welcome.own') }).click();
      await expectGoodLook(page, 'first run, what the company has set', language);
    });

    test('settings, the account is right', async ({ standby, page }) => {
      await standby.open(state({ language, page: 'settings' }));
      await holdTime(page);
      await page.getByRole('button', { name: t('window.check.check'), exact: true }).click();
      await expect(page.getByText(t('window.check.rightBody'))).toBeVisible();
      await expectGoodLook(page, 'settings, the account is right', language);
    });

    test('first run, a keychain that is locked and an address that cannot be', async ({ standby, page }) => {
      await standby.open(firstRun({ language, account: { keychain: 'locked' } }));
      await holdTime(page);
      await standby.answer('saveAccount', {
        outcome: 'invalid',
        problems: { customAddress: 'addressInsecure' },
      });
      await page.getByRole('button', { name: t('window.welcome.own') }).click();
      await page.getByRole('radio', { name: t('window.account.editions.custom') }).check();
      await page.getByRole('button', { name: t('window.check.without') }).click();
      await expect(page.getByText(t('problem.addressInsecure'))).toBeVisible();
      await expectGoodLook(page, 'first run, keychain locked, address wrong', language);
    });

    test('a reason that is too long', async ({ standby, page }) => {
      await standby.open(state({ language, ask: { id: 1, otherReasonFor: 'rest' } }));
      await holdTime(page);
      await standby.answer('choose', 'reasonTooLong');
      await page.getByRole('textbox').fill('much too long');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
      await expectGoodLook(page, 'a reason that is too long', language);
    });

    test('the question before a key is deleted', async ({ standby, page }) => {
      await standby.open(state({ language, page: 'settings' }));
      await holdTime(page);
      await page.getByRole('button', { name: t('window.account.delete') }).click();
      await expect(page.getByText(t('window.account.deleteAsk'))).toBeVisible();
      await expectGoodLook(page, 'the question before a key is deleted', language);
    });
  });
}
