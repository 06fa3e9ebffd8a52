/** The account form of the first run in a small window: everything that a check results in is in view. */
import type { Locator } from '@playwright/test';
import type { CheckResult } from '../../../shared/ipc/settings-results.ts';
import { translateInto } from '../../support/texts.ts';
import { failedChecks } from '../../support/ui/check-results.ts';
import { firstRun } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';

const outcomes: Record<string, CheckResult> = {
  ...failedChecks,
  'keychain locked': { outcome: 'keychain', state: 'locked' },
  'not confirmed': { outcome: 'declined' },
};

/** Whether an element is in the window as a whole, and nothing covers its middle. */
async function isInView(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return isInside && (element.contains(hit) || hit?.contains(element) === true);
  });
}

for (const height of [600, 460]) {
  for (const language of ['en', 'zh-CN'] as const) {
    const t = translateInto(language);

    test.describe(`360 × ${height}, ${language}`, () => {
      test.use({ viewport: { width: 360, height } });

      test('button, verdict and wrong field are in view after every check', async ({ standby, page }) => {
        await standby.open(firstRun({ language }));
        await page.getByRole('button', { name: t('window.welcome.own') }).click();
        const submit = page.locator('button[type=submit]');
        expect(await isInView(submit), 'empty').toBe(true);
        for (const [name, outcome] of Object.entries(outcomes)) {
          await standby.respond('account.check', outcome);
          await submit.click();
          const verdict = page.locator('.form-footer').locator('.card, .field-error');
          await expect(verdict).toHaveCount(1);
          expect(await isInView(verdict), `verdict: ${name}`).toBe(true);
          expect(await isInView(submit), `button: ${name}`).toBe(true);
          const wrong = page.locator('input[aria-invalid=true]:focus');
          if ('errors' in outcome || 'fields' in outcome) {
            await expect(wrong).toHaveCount(1);
            expect(await isInView(wrong), `field: ${name}`).toBe(true);
          }
          // A change discards the result.
          for (const field of ['agent', 'sdkAppId', 'secretId', 'secretKey']) {
            await page.locator(`[name=${field}]`).fill(name);
          }
          await page.locator('[name=edition][value=mainland]').check();
          await page.locator('[name=edition][value=international]').check();
        }
      });

      if (height === 600) {
        test('the empty form fits without scrolling', async ({ standby, page }) => {
          await standby.open(firstRun({ language }));
          await page.getByRole('button', { name: t('window.welcome.own') }).click();
          const fields = page.getByRole('main');
          const hidden = await fields.evaluate((main) => main.scrollHeight - main.clientHeight);
          expect(hidden, 'pixels that are scrolled away').toBeLessThanOrEqual(0);
          expect(await isInView(page.getByRole('button', { name: t('window.account.moreOptions') }))).toBe(
            true,
          );
          const hints = await fields
            .locator('.field > .hint:visible')
            .evaluateAll((all) =>
              all.map(
                (hint) => hint.getBoundingClientRect().height / parseFloat(getComputedStyle(hint).lineHeight),
              ),
            );
          expect(hints.filter((lines) => lines > 1.5)).toEqual([]);
          expect(hints).toHaveLength(4);
        });
      }
    });
  }
}
