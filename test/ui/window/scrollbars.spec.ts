/** UI tests: at most one scrollbar, that of the page below the header, and the header does not move. */
import { translateInto } from '../../support/texts.ts';
import { workingDay } from '../../support/ui/days.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import { firstRun } from '../../support/ui/states.ts';
import { inspectViews, views } from '../../support/ui/views.ts';

// Headless Chromium hides scrollbars by default.
test.use({
  launchOptions: async ({ launchOptions }, use) =>
    use({ ...launchOptions, ignoreDefaultArgs: ['--hide-scrollbars'] }),
});

type Scrolling = { bars: string[]; documentScrolls: boolean; headerTop: number };

/** The vertically scrolling elements, and the offset of the header from its position. Runs in the page. */
function scrolling(): Scrolling {
  // Scrolled to the end, where a second scrollbar would move the header.
  for (const element of document.querySelectorAll('*')) element.scrollTop = element.scrollHeight;
  const root = document.scrollingElement ?? document.documentElement;
  const bars = [...document.querySelectorAll<HTMLElement>('body, body *')].filter((element) => {
    const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowY);
    return scrolls && element.scrollHeight > element.clientHeight;
  });
  const names = bars.map((element) => element.className || element.tagName);
  const documentScrolls = root.scrollHeight > innerHeight || root.scrollTop > 0;
  return {
    bars: documentScrolls ? ['document', ...names] : names,
    documentScrolls,
    headerTop: Math.round(document.querySelector('.header')?.getBoundingClientRect().top ?? NaN),
  };
}

/** What is wrong with the scrollbars of a view. */
function scrollingFaults({ bars, documentScrolls, headerTop }: Scrolling): string[] {
  const faults = bars.length > 1 ? [`scrollbars: ${bars.join(', ')}`] : [];
  // In the narrow layout (narrow.css) the header scrolls with the page, by the one scrollbar.
  const isHeaderInPlace = documentScrolls || headerTop === 0 || headerTop === 1;
  return isHeaderInPlace ? faults : [...faults, `the header is at ${headerTop}`];
}

for (const width of [320, 380]) {
  for (const text of ['100%', '150%', '200%']) {
    test.describe(`${width} px wide, text at ${text}`, () => {
      test.use({ viewport: { width, height: 560 } });

      test('no view has a second scrollbar', async ({ standby, page }) => {
        for (const language of ['en', 'zh-CN'] as const) {
          const all = views(language);
          await standby.open(all[0]?.state, { responses: { 'activity.readDay': workingDay } });
          await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
          const found = await inspectViews(standby, all, scrolling);
          const faults = [...found].map(([name, one]) => [name, scrollingFaults(one)] as const);
          expect
            .soft(Object.fromEntries(faults), language)
            .toEqual(Object.fromEntries(all.map(({ name }) => [name, []])));
        }
      });

      test('the account form has no second scrollbar', async ({ standby, page }) => {
        await standby.open(firstRun());
        await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
        const t = translateInto('en');
        await page.getByRole('button', { name: t('window.welcome.own') }).click();
        await expect(page.locator('[name=secretKey]')).toBeVisible();
        expect(scrollingFaults(await page.evaluate(scrolling))).toEqual([]);
        // The scrollbar takes space, so it is visible.
        const scrollbarWidth = await page.evaluate(() => {
          const main = document.querySelector('main');
          return innerWidth - Math.min(document.documentElement.clientWidth, main?.clientWidth ?? 0);
        });
        expect(scrollbarWidth).toBeGreaterThan(4);
      });
    });
  }
}
