import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expect } from './standby.ts';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/**
 * Expects that axe, with all the rules it has, finds nothing wrong with the page as it is now. It waits by timers of the
 * page, so the page's clock must be running.
 */
export async function expectNothingFound(page: Page, where = ''): Promise<void> {
  // Once for each page: its half a megabyte takes longer to read than a view takes to check.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
  });
  expect.soft(found, where).toEqual([]);
}
