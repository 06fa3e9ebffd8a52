import { agent, firstRun, proved, simulator, state } from '../support/ui/states.ts';
import { expect, test } from '../support/ui/standby.ts';

const rest = state({ agent: agent({ proved: proved({ status: 'rest', reason: 'Lunch' }) }) });

test('shows the snapshot, then every push', async ({ standby, page }) => {
  await standby.open();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Free');
  await standby.push(rest);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
});

test('a push that overtakes the snapshot is not undone by it', async ({ standby, page }) => {
  await standby.open(state(), { held: ['getState'] });
  await expect(page.getByRole('heading')).toHaveCount(0);
  await standby.push(rest);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
  await standby.release('getState');
  // The late answer has been handled once this one, asked after it, is here.
  await page.evaluate(() => window.standby.choose({ status: 'free', reason: '' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
});

test('changes its language live, and says so to screen readers', async ({ standby, page }) => {
  await standby.open();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await standby.push(state({ language: 'zh-CN' }));
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('示闲');
});

test('moves between the views as the main process says', async ({ standby, page }) => {
  await standby.open(firstRun());
  await expect(page.getByRole('heading', { name: 'Welcome to Standby' })).toBeVisible();
  await standby.push(simulator());
  await expect(page.getByRole('group', { name: 'Status' })).toBeVisible();
  await standby.push(simulator({ page: 'settings' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});

test('tells screen readers of a change, politely', async ({ standby, page }) => {
  await standby.open();
  await standby.push(rest);
  await expect(page.getByRole('status').filter({ hasText: 'Rest · Lunch' })).toBeAttached();
});
