import { agent, firstRun, confirmed, simulator, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';

const rest = state({ agent: agent({ confirmed: confirmed({ status: 'rest', reason: 'Lunch' }) }) });

test('the window shows the snapshot, then every push', async ({ standby, page }) => {
  await standby.open();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Free');
  await standby.push(rest);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
});

test('a push that arrives before the snapshot is not replaced by it', async ({ standby, page }) => {
  await standby.open(state(), { pendingCalls: ['app.getState'] });
  await expect(page.getByRole('heading')).toHaveCount(0);
  await standby.push(rest);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
  await standby.release('app.getState');
  // The late snapshot has been handled once this later call is resolved.
  await page.evaluate(() => window.standby.status.request({ status: 'free', reason: '', minutes: null }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rest');
});

test('a push changes the language and the lang attribute', async ({ standby, page }) => {
  await standby.open();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await standby.push(state({ language: 'zh-CN' }));
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('示闲');
});

test('a language is applied once its texts are loaded, and an open field keeps its input', async ({
  standby,
  page,
}) => {
  await standby.open(state({ route: 'settings' }));
  await page.getByRole('tab', { name: 'Reasons' }).click();
  await page.getByRole('textbox', { name: 'New reason for Rest' }).fill('Wal');
  await page.evaluate(() => (window.fakeMain.pendingCalls = ['app.getTranslations']));
  await standby.push(state({ route: 'settings', language: 'zh-CN' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await standby.release('app.getTranslations');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('设置');
  await expect(page.getByRole('tab')).toHaveText(['账号', '原因', '离开', '快捷键', '通用', '关于']);
  const field = page.getByRole('textbox', { name: '新的小休原因' });
  await expect(field).toHaveValue('Wal');
  await expect(field).toBeFocused();
  await page.keyboard.type('k');
  await expect(field).toHaveValue('Walk');
  // No text of the other language is left, except key names.
  await expect(page.getByRole('tabpanel')).not.toContainText(/[a-z]{3}/);
});

test('a push changes the view', async ({ standby, page }) => {
  await standby.open(firstRun());
  await expect(page.getByRole('heading', { name: 'Welcome to Standby' })).toBeVisible();
  await standby.push(simulator());
  await expect(page.getByRole('group', { name: 'Status' })).toBeVisible();
  await standby.push(simulator({ route: 'settings' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});

test('a changed status is announced politely', async ({ standby, page }) => {
  await standby.open();
  await standby.push(rest);
  await expect(page.getByRole('status').filter({ hasText: 'Rest · Lunch' })).toBeAttached();
});
