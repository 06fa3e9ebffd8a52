import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import { expect } from './page-fixture.ts';
import { AXE_PATH } from './serve.ts';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Expects that axe finds no violation of any rule on the page. axe uses timers, so the clock of the page has to run. */
export async function expectNoA11yViolations(page: Page, where = ''): Promise<void> {
  expect.soft(await findA11yViolations(page), where).toEqual([]);
}

/**
 * Runs axe on the page. Under forced colors without its rule on contrast: it reads the colors of the styles, which the system's
 * replace when the page is painted.
 */
export function findA11yViolations(page: Page): Promise<{ id: string; nodes: string[] }[]> {
  return page.evaluate(async (script) => {
    // Served and not sent from here: the browser keeps it compiled, which takes longer than checking a view.
    if (!('axe' in window)) await import(script);
    const isForced = matchMedia('(forced-colors: active)').matches;
    const { violations } = await window.axe.run(document, {
      resultTypes: ['violations'],
      rules: { 'color-contrast': { enabled: !isForced } },
    });
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
  }, AXE_PATH);
}
