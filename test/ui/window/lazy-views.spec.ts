/** UI tests of the lazy chunk with FirstRun, Settings and Today. */
import type { Page, Route } from '@playwright/test';
import { agent, firstRun, confirmed, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';

const file = /\/lazy-[\w-]+\.js$/;

/** Delays the response of the lazy chunk until the returned function is called. */
function holdLazyViews(page: Page): { requested: Promise<Route>; release: () => Promise<void> } {
  const requested = new Promise<Route>((resolve) => void page.route(file, resolve));
  return { requested, release: async () => (await requested).fallback() };
}

/** Counts DOM changes after which the page shows no view, or two. */
async function watchViews(page: Page): Promise<() => Promise<number>> {
  const observer = await page.evaluateHandle(() => {
    const counts = { violations: 0 };
    new MutationObserver(() => {
      const views = [...document.querySelectorAll('main')].filter((view) => view.checkVisibility());
      if (views.length !== 1) counts.violations += 1;
    }).observe(document.body, { attributes: true, childList: true, subtree: true });
    return counts;
  });
  return async () => (await observer.jsonValue()).violations;
}

for (const [name, title] of [
  ['settings', 'Settings'],
  ['today', 'Today'],
] as const) {
  test(`until ${name} is loaded, the main view stays usable`, async ({ standby, page }) => {
    const { requested, release } = holdLazyViews(page);
    await standby.open();
    const countViolations = await watchViews(page);
    await page.getByRole('button', { name: title }).first().focus();
    await standby.push(state({ route: name }));
    await requested;
    await expect(page.getByRole('button', { name: title }).first()).toBeFocused();

    const rest = agent({ confirmed: confirmed({ status: 'rest', reason: 'Lunch' }) });
    await standby.push(state({ route: name, agent: rest }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
    await expect(page.getByRole('status').filter({ hasText: 'Rest · Lunch' })).toBeAttached();

    await release();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
    await expect(page.getByRole('button', { name: 'Back' })).toBeFocused();
    expect(await countViolations()).toBe(0);
  });
}

test('Escape while a view is loading goes back, and the view does not appear', async ({ standby, page }) => {
  const { requested, release } = holdLazyViews(page);
  await standby.open();
  await standby.push(state({ route: 'settings' }));
  await requested;
  await page.keyboard.press('Escape');
  expect(await standby.calls('app.navigate')).toEqual(['main']);
  await standby.push(state());
  const loaded = page.waitForResponse(file);
  await release();
  await loaded;
  await standby.push(state({ agent: agent({ confirmed: confirmed({ status: 'rest' }) }) }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
});

test('nothing is rendered while the first view is loading', async ({ standby, page }) => {
  const { requested, release } = holdLazyViews(page);
  const opened = standby.open(firstRun());
  await requested;
  await expect(page.locator('#root')).toBeEmpty();
  await release();
  await opened;
  await expect(page.getByRole('heading', { name: 'Welcome to Standby' })).toBeVisible();
});

test.describe('a file that cannot be loaded', () => {
  test.use({ expectedConsoleErrors: ['error: Failed to load resource: net::ERR_FAILED'] });

  test('a chunk that cannot be loaded shows a reload button and is reported', async ({ standby, page }) => {
    await page.route(file, (route) => route.abort());
    await standby.open();
    await standby.push(state({ route: 'settings' }));
    const alert = page.getByRole('alert');
    await expect(alert.getByRole('heading')).toHaveText('This window stopped working');
    await expect(alert).toContainText("Your status isn't affected");
    const [reported] = await standby.calls('app.reportError');
    expect(reported?.message).toContain('dynamically imported module');

    await page.unroute(file);
    await alert.getByRole('button', { name: 'Reload window' }).click();
    await expect(page.getByRole('group', { name: 'Status' })).toBeVisible();
    await standby.push(state({ route: 'settings' }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  });
});
