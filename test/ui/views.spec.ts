/** Every view, in both themes and both languages: axe finds nothing in it, and it looks as it did. */
import type { Page } from '@playwright/test';
import { expectNothingFound } from '../support/ui/axe.ts';
import { workingDay } from '../support/ui/days.ts';
import { NOW } from '../support/ui/states.ts';
import { expect, test } from '../support/ui/standby.ts';
import { views } from '../support/ui/views.ts';

// Halfway through a change of colour there is no contrast to judge.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const chinese = new Map(views('zh-CN'));

/** Chinese in the dark differs in nothing that the other three do not show. */
const pictured = ['en light', 'en dark', 'zh-CN light'];

for (const [name, inEnglish] of views('en')) {
  test(name, async ({ standby, page }) => {
    await standby.open(inEnglish, { answers: { readDay: workingDay } });
    // Timers run, for axe; the time does not, for the picture.
    await page.clock.resume();
    await page.clock.setFixedTime(NOW);
    for (const view of [inEnglish, chinese.get(name) ?? inEnglish]) {
      await standby.push(view);
      await expect(page.locator('html')).toHaveAttribute('lang', view.language);
      await expect(page.getByRole('main')).not.toHaveAttribute('aria-busy', 'true');
      await showWhole(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const look = `${view.language} ${colorScheme}`;
        await expectNothingFound(page, look);
        if (!pictured.includes(look)) continue;
        await expect
          .soft(page)
          .toHaveScreenshot(`${fileNameOf(`${name} ${look}`)}.png`, { maxDiffPixels: 0 });
      }
    }
  });
}

/** Makes the window high enough to show all of the page, which scrolls otherwise. */
async function showWhole(page: Page): Promise<void> {
  await page.setViewportSize({ width: 380, height: 600 });
  const height = await page.evaluate(async () => {
    // Asked for how high it is, it finds out which letters it needs; they take a moment to come.
    document.body.getBoundingClientRect();
    await document.fonts.ready;
    const main = document.querySelector('main');
    return main === null ? 0 : innerHeight + main.scrollHeight - main.clientHeight;
  });
  await page.setViewportSize({ width: 380, height });
}

function fileNameOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}
