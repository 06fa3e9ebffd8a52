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

test('a language waits for its texts, then everything changes; an open field keeps what was typed', async ({
  standby,
  page,
}) => {
  await standby.open(state({ page: 'settings' }));
  await page.getByRole('tab', { name: 'Reasons' }).click();
  await page.getByRole('textbox', { name: 'New reason for Rest' }).fill('Wal');
  await page.evaluate(() => (window.fakeMain.held = ['getTexts']));
  await standby.push(state({ page: 'settings', language: 'zh-CN' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await standby.release('getTexts');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('设置');
  await expect(page.getByRole('tab')).toHaveText(['账号', '原因', '休息', '快捷键', '通用', '关于']);
  const field = page.getByRole('textbox', { name: '新的小休原因' });
  await expect(field).toHaveValue('Wal');
  await expect(field).toBeFocused();
  await page.keyboard.type('k');
  await expect(field).toHaveValue('Walk');
  // Nothing of the other language is left, but the name of a key.
  await expect(page.getByRole('tabpanel')).not.toContainText(/[a-z]{3}/);
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
