import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { statusIconPaths } from '../../../renderer/ui/status-icon.tsx';
import { failedChecks } from '../../support/ui/check-results.ts';
import { workingDay } from '../../support/ui/days.ts';
import { translateInto } from '../../support/texts.ts';
import { firstRun } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import { inspectViews, views } from '../../support/ui/views.ts';

/** Elements whose content overflows horizontally, or that exceed the window. Runs in the page. */
function overflowing(): string[] {
  return (
    [...document.querySelectorAll<HTMLElement>('body *:not(.unseen, .unseen *, svg, svg *)')]
      // One line that ends with "…" has its whole text as its title.
      .filter(({ title, textContent }) => title === '' || !title.startsWith(textContent))
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        const inline = getComputedStyle(element).display === 'inline';
        return left < 0 || right > innerWidth || (!inline && element.scrollWidth > element.clientWidth + 1);
      })
      // The content of an input may scroll.
      .filter((element) => !(element instanceof HTMLInputElement))
      // The corners of a turning ring are transparent.
      .filter((element) => element.querySelector(':scope > .turning') === null)
      .map((element) => `${element.tagName}.${element.className}: ${element.textContent}`)
  );
}

const sizes = {
  'as it opens': { width: 380, height: 600, text: '100%' },
  'with text twice as large': { width: 380, height: 600, text: '200%' },
  'zoomed to 200 %': { width: 190, height: 300, text: '100%' },
  'on a large screen': { width: 1600, height: 1000, text: '100%' },
};

for (const [size, { width, height, text }] of Object.entries(sizes)) {
  for (const language of ['en', 'zh-CN'] as const) {
    test.describe(`${size}, ${language}`, () => {
      test.use({ viewport: { width, height } });
      // One page for all views: only the state differs.
      test('nothing is cut off in any view', async ({ standby, page }) => {
        const all = views(language);
        await standby.open(all[0]?.state, { responses: { 'activity.readDay': workingDay } });
        await page.evaluate((fontSize) => (document.documentElement.style.fontSize = fontSize), text);
        const found = await inspectViews(standby, all, overflowing);
        expect(Object.fromEntries(found)).toEqual(Object.fromEntries(all.map(({ name }) => [name, []])));
      });

      test('nothing is cut off in the first run with any result of its check', async ({ standby, page }) => {
        const t = translateInto(language);
        await standby.open(firstRun({ language }));
        await page.evaluate((fontSize) => (document.documentElement.style.fontSize = fontSize), text);
        await page.getByRole('button', { name: t('window.welcome.own') }).click();
        expect(await page.evaluate(overflowing), 'empty').toEqual([]);
        for (const [name, outcome] of Object.entries(failedChecks)) {
          await standby.respond('account.check', outcome);
          await page.locator('button[type=submit]').click();
          await expect(page.locator('.card, .field-error').first()).toBeVisible();
          expect(await page.evaluate(overflowing), name).toEqual([]);
          // After a change the next press checks again.
          await page.locator('[name=secretKey]').fill(name);
        }
      });
    });
  }
}

test('the icons of window and tray have the same shapes', async () => {
  const files = {
    free: 'free',
    rest: 'rest',
    notReady: 'busy',
    busy: 'call',
    afterCallWork: 'after-call',
    offline: 'offline',
    switching: 'switching',
    unknown: 'unknown',
  };
  const icons = join(import.meta.dirname, '../../../assets/icons/tray');
  for (const [icon, file] of Object.entries(files) as [keyof typeof files, string][]) {
    for (const folder of [icons, join(icons, 'template')]) {
      expect(await readFile(join(folder, `${file}.svg`), 'utf8')).toContain(`d="${statusIconPaths[icon]}"`);
    }
  }
});
