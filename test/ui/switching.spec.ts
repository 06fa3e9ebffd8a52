import { agent, NOW, proved, state } from '../support/ui/states.ts';
import { expect, test } from '../support/ui/standby.ts';
import { receipt, retrying, wish } from '../support/ui/views.ts';

test('says at once where it is going, and what still holds', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ wish: wish() }) }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Switching to Rest · Lunch…');
  await expect(page.getByText('Still Free until it is confirmed')).toBeVisible();
  await expect(page.locator('.hero [data-glyph="switching"]')).toBeVisible();
  // Pressed is what is proved, not what is wished for.
  await expect(page.getByRole('button', { pressed: true })).toHaveAccessibleName('Free');
});

test('the ring turns slowly for those who asked for less motion', async ({ standby, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await standby.open(state({ agent: agent({ wish: wish() }) }));
  await expect(page.locator('.hero [data-glyph="switching"]')).toHaveCSS('animation-duration', '6s');
});

test('behind another request it says so', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ wish: wish({ phase: { name: 'queued' } }) }) }));
  await expect(page.getByText('Waiting for the request before it.')).toBeVisible();
});

test('counts down to the next attempt, and takes a hand with it', async ({ standby, page }) => {
  await standby.open(state({ agent: retrying }));
  const countdown = page.getByRole('timer').filter({ hasText: 'Trying again' });
  await expect(countdown).toHaveText('Trying again in 1:15');
  await page.clock.runFor(20_000);
  await expect(countdown).toHaveText('Trying again in 0:55');
  await page.getByRole('button', { name: 'Try now' }).click();
  expect(await standby.calls('tryAgain')).toHaveLength(1);
  await page.getByRole('button', { name: 'Stop trying' }).click();
  expect(await standby.calls('giveUp')).toHaveLength(1);
});

test('the countdown stands outside the alert, which would repeat it every second', async ({
  standby,
  page,
}) => {
  await standby.open(state({ agent: retrying }));
  await expect(page.getByRole('alert')).toContainText('the switch to Rest · Lunch has not worked yet');
  await expect(page.getByRole('alert')).not.toContainText('Trying again');
});

test('a retry without a failure to show has its own card', async ({ standby, page }) => {
  await standby.open(state({ agent: { ...retrying, failure: null } }));
  await expect(page.getByRole('heading', { name: 'Attempt 3' })).toBeVisible();
  await expect(page.getByText('Trying again in 1:15')).toBeVisible();
});

test('without a network it waits, and says for what', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ wish: wish({ phase: { name: 'offline' } }) }) }));
  await expect(page.getByText('No network. It is sent when the network is back.')).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Stop trying' })).toBeVisible();
});

test('the receipt: from, to, how long, from where, how often', async ({ standby, page }) => {
  const rest = proved({ status: 'rest', reason: 'Lunch' });
  await standby.open(state({ agent: agent({ proved: rest, receipt: receipt() }) }));
  const region = page.getByRole('region', { name: 'Last switch' });
  await expect(region).toContainText('Free → Rest · Lunch');
  await expect(region).toContainText('214 ms · from the tray');
  await expect(region).not.toContainText('attempt');
  await standby.push(
    state({
      agent: agent({
        proved: rest,
        receipt: receipt({ from: null, attempts: 3, source: 'shortcut', askedAt: 0, provedAt: 4321 }),
      }),
    }),
  );
  await expect(region).toHaveText('Rest · Lunch4.3 sec · by shortcut · 3 attempts');
});

test('a switch can be undone for a while, and its receipt copied', async ({ standby, page }) => {
  const undo = { choice: { status: 'free', reason: '' }, until: NOW + 30_000 } as const;
  await standby.open(
    state({
      agent: agent({ proved: proved({ status: 'rest', reason: 'Lunch' }), receipt: receipt(), undo }),
    }),
  );
  const button = page.getByRole('button', { name: 'Undo: back to Free' });
  await button.click();
  expect(await standby.calls('undo')).toHaveLength(1);
  await page.getByRole('button', { name: 'Copy receipt' }).click();
  expect(await standby.calls('copyReceipt')).toHaveLength(1);
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.clock.runFor(30_000);
  await expect(button).toHaveCount(0);
});
