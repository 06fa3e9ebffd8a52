/** The window has one scrollbar at most, that of the page below the head, and the head stays where it is. */
import type { Page } from '@playwright/test';
import { translateInto } from '../support/texts.ts';
import { workingDay } from '../support/ui/days.ts';
import { expect, test } from '../support/ui/standby.ts';
import { firstRun } from '../support/ui/states.ts';
import { show, views } from '../support/ui/views.ts';

// Headless Chromium hides scrollbars; an agent's does not.
test.use({
  launchOptions: async ({ launchOptions }, use) =>
    use({ ...launchOptions, ignoreDefaultArgs: ['--hide-scrollbars'] }),
});

/** What scrolls up and down, and how far the head is from where it belongs. */
function scrolling(page: Page): Promise<{ bars: string[]; documentScrolls: boolean; head: number }> {
  return page.evaluate(() => {
    // As far down as it goes: this is when a second scrollbar pushes the head off.
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
      head: Math.round(document.querySelector('.header')?.getBoundingClientRect().top ?? NaN),
    };
  });
}

async function expectOneScrollbar(page: Page, name: string): Promise<void> {
  const { bars, documentScrolls, head } = await scrolling(page);
  expect.soft(bars.length, `${name}: ${bars.join(', ')}`).toBeLessThanOrEqual(1);
  // Where hardly anything fits on a line (narrow.css), the head scrolls with the rest, and that is the one scrollbar.
  const isHeadWhereItBelongs = documentScrolls || head === 0 || head === 1;
  expect.soft(isHeadWhereItBelongs, `${name}: the head is at ${head}`).toBe(true);
}

for (const width of [320, 380]) {
  for (const text of ['100%', '150%', '200%']) {
    test.describe(`${width} px wide, text at ${text}`, () => {
      test.use({ viewport: { width, height: 560 } });

      test('no view has a second scrollbar', async ({ standby, page }) => {
        for (const language of ['en', 'zh-CN'] as const) {
          const all = views(language);
          await standby.open(all[0]?.state, { answers: { readDay: workingDay } });
          await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
          for (const view of all) {
            await show(standby, view);
            await expectOneScrollbar(page, `${view.name}, ${language}`);
          }
        }
      });

      test('nor has the account form', async ({ standby, page }) => {
        await standby.open(firstRun());
        await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
        const t = translateInto('en');
        await page.getByRole('button', { name: t('window.welcome.own') }).click();
        await expect(page.locator('[name=secretKey]')).toBeVisible();
        await expectOneScrollbar(page, 'account form');
        // The scrollbar is there to be seen: it takes room from what it scrolls.
        const room = await page.evaluate(() => {
          const main = document.querySelector('main');
          return innerWidth - Math.min(document.documentElement.clientWidth, main?.clientWidth ?? 0);
        });
        expect(room).toBeGreaterThan(4);
      });
    });
  }
}
