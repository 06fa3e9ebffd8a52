import type { Page } from '@playwright/test';
import type { Language } from '../../../shared/domain.ts';
import { expectNoA11yViolations } from './axe.ts';
import { expect } from './page-fixture.ts';

/** The views that are drawn in dark, too: each has colors that no other of them has. */
const drawnInDark: ReadonlySet<string> = new Set([
  'free',
  'switching',
  'failed',
  'today',
  'first run, nothing right',
  'settings, account locked',
  'settings, shortcuts',
]);

/** The views that are drawn in Chinese, too: their text is wrapped in ways that English is not. */
const drawnInChinese: ReadonlySet<string> = new Set([
  'first run',
  'first run, wrong key',
  'failed',
  'today',
  'on a break with an end, its limit near',
  'settings, shortcuts',
]);

/** The views that consist of parts of others. They are checked without a picture, because each picture is in every clone. */
const notDrawn: ReadonlySet<string> = new Set([
  'sign-in',
  'sign-in, in the browser',
  'sign-in, failed',
  'settings in the simulator, with a sign-in',
]);

/** Whether a view is compared with a picture: each is in English and light, and some in one more variant. */
function isDrawn(name: string, language: Language, colorScheme: 'light' | 'dark'): boolean {
  if (notDrawn.has(name)) return false;
  if (language === 'en') return colorScheme === 'light' || drawnInDark.has(name);
  return language === 'zh-CN' && colorScheme === 'light' && drawnInChinese.has(name);
}

/** Checks the page with axe in both themes, and compares its screenshots. */
export async function expectScreenshot(page: Page, name: string, language: Language): Promise<void> {
  await growToFullHeight(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const variant = `${language} ${colorScheme}`;
    await expectNoA11yViolations(page, variant);
    if (isDrawn(name, language, colorScheme)) {
      await expect.soft(page).toHaveScreenshot(`${toFileName(`${name} ${variant}`)}.png`);
    }
  }
}

/** Grows the viewport to the height of the page, which would scroll otherwise. */
async function growToFullHeight(page: Page): Promise<void> {
  // The last clicked element must not stay hovered.
  await page.mouse.move(0, 0);
  await page.setViewportSize({ width: 380, height: 600 });
  const height = await page.evaluate(async () => {
    // A layout starts the load of the fonts that the page needs.
    document.body.getBoundingClientRect();
    await document.fonts.ready;
    const main = document.querySelector('main');
    return main === null ? 0 : innerHeight + main.scrollHeight - main.clientHeight;
  });
  await page.setViewportSize({ width: 380, height });
}

function toFileName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}
