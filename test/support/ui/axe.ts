import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expect } from './page-fixture.ts';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Expects that axe finds no violation of any rule on the page. axe uses timers, so the clock of the page has to run. */
export async function expectNoA11yViolations(page: Page, where = ''): Promise<void> {
  // Once per page: parsing its 0.5 MB takes longer than checking a view.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
  });
  expect.soft(found, where).toEqual([]);
}
