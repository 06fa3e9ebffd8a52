import type { Page } from '@playwright/test';
import type { Language } from '../../../preload/contract/vocabulary.ts';
import { expectNothingFound } from './axe.ts';
import { NOW } from './states.ts';
import { expect } from './standby.ts';

/** Chinese in the dark differs in nothing that the other three do not show. */
const pictured = ['en light', 'en dark', 'zh-CN light'];

/** Lets the timers of the page run, for axe, and the time stand still, for the pictures. */
export async function holdTime(page: Page): Promise<void> {
  await page.clock.resume();
  await page.clock.setFixedTime(NOW);
}

/** Expects of what the page shows, in both themes, that axe finds nothing, and that it looks as it did. */
export async function expectGoodLook(page: Page, name: string, language: Language): Promise<void> {
  await showWhole(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const look = `${language} ${colorScheme}`;
    await expectNothingFound(page, look);
    if (pictured.includes(look)) {
      await expect.soft(page).toHaveScreenshot(`${fileNameOf(`${name} ${look}`)}.png`);
    }
  }
}

/** Makes the window high enough to show all of the page, which scrolls otherwise. */
async function showWhole(page: Page): Promise<void> {
  // What was clicked to come here does not stay hovered.
  await page.mouse.move(0, 0);
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
