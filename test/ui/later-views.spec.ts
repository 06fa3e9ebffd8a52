/** The views that are loaded when one of them is first shown. */
import type { Page, Route } from '@playwright/test';
import { agent, firstRun, proved, state } from '../support/ui/states.ts';
import { expect, test } from '../support/ui/standby.ts';

const file = /\/later-\w+\.js$/;

/** Holds back the file of those views until it is let go. */
function hold(page: Page): { asked: Promise<Route>; letGo: () => Promise<void> } {
  const asked = new Promise<Route>((resolve) => void page.route(file, resolve));
  return { asked, letGo: async () => (await asked).fallback() };
}

/** Counts, from now on, the moments at which the page shows no view, or two. */
async function watchViews(page: Page): Promise<() => Promise<number>> {
  const moments = await page.evaluateHandle(() => {
    const counted = { wrong: 0 };
    new MutationObserver(() => {
      const views = [...document.querySelectorAll('main')].filter((view) => view.checkVisibility());
      if (views.length !== 1) counted.wrong += 1;
    }).observe(document.body, { attributes: true, childList: true, subtree: true });
    return counted;
  });
  return async () => (await moments.jsonValue()).wrong;
}

for (const [name, title] of [
  ['settings', 'Settings'],
  ['today', 'Today'],
] as const) {
  test(`until ${name} can be drawn, the main view stays, alive`, async ({ standby, page }) => {
    const { asked, letGo } = hold(page);
    await standby.open();
    const wrongMoments = await watchViews(page);
    await page.getByRole('button', { name: title }).first().focus();
    await standby.push(state({ page: name }));
    await asked;
    await expect(page.getByRole('button', { name: title }).first()).toBeFocused();

    const rest = agent({ proved: proved({ status: 'rest', reason: 'Lunch' }) });
    await standby.push(state({ page: name, agent: rest }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
    await expect(page.getByRole('status').filter({ hasText: 'Rest · Lunch' })).toBeAttached();

    await letGo();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
    await expect(page.getByRole('button', { name: 'Back' })).toBeFocused();
    expect(await wrongMoments()).toBe(0);
  });
}

test('on the way to a view, Escape goes back, and the view does not come after all', async ({
  standby,
  page,
}) => {
  const { asked, letGo } = hold(page);
  await standby.open();
  await standby.push(state({ page: 'settings' }));
  await asked;
  await page.keyboard.press('Escape');
  expect(await standby.calls('showPage')).toEqual(['main']);
  await standby.push(state());
  const loaded = page.waitForResponse(file);
  await letGo();
  await loaded;
  await standby.push(state({ agent: agent({ proved: proved({ status: 'rest' }) }) }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
});

test('nothing is drawn before the first view, when that is one of them', async ({ standby, page }) => {
  const { asked, letGo } = hold(page);
  const opened = standby.open(firstRun());
  await asked;
  await expect(page.locator('#root')).toBeEmpty();
  await letGo();
  await opened;
  await expect(page.getByRole('heading', { name: 'Welcome to Standby' })).toBeVisible();
});

test.describe('a file that cannot be loaded', () => {
  test.use({ expectedComplaints: ['error: Failed to load resource: net::ERR_FAILED'] });

  test('leaves a way on, and is reported', async ({ standby, page }) => {
    await page.route(file, (route) => route.abort());
    await standby.open();
    await standby.push(state({ page: 'settings' }));
    const fault = page.getByRole('alert');
    await expect(fault.getByRole('heading')).toHaveText('This window has a fault');
    await expect(fault).toContainText('Your status is safe');
    const [trouble] = await standby.calls('reportTrouble');
    expect(trouble?.message).toContain('dynamically imported module');

    await page.unroute(file);
    await fault.getByRole('button', { name: 'Show the window anew' }).click();
    await expect(page.getByRole('group', { name: 'Status' })).toBeVisible();
    await standby.push(state({ page: 'settings' }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  });
});
