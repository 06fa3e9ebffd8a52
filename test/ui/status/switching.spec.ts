import { agent, NOW, confirmed, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import { receipt, retrying, intent } from '../../support/ui/views.ts';

test('a requested status shows at once, with the confirmed one', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ intent: intent() }) }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Switching to Rest · Lunch…');
  await expect(page.getByText('Still Free until confirmed')).toBeAttached();
  const tile = page.getByRole('button', { name: 'Rest', exact: true });
  await expect(tile.locator('[data-status-icon="switching"]')).toBeVisible();
  await expect(tile).toContainText('switching…');
  // The confirmed status is pressed, not the requested one.
  await expect(page.getByRole('button', { pressed: true })).toHaveAccessibleName('Free');
});

test('the ring turns slowly with reduced motion', async ({ standby, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await standby.open(state({ agent: agent({ intent: intent() }) }));
  await expect(page.locator('.tile [data-status-icon="switching"]')).toHaveCSS('animation-duration', '6s');
});

test('a queued request is shown as queued', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ intent: intent({ phase: { type: 'queued' } }) }) }));
  await expect(page.getByText('Waiting for the previous switch to finish.')).toBeVisible();
});

test('the countdown to the next attempt shows, with Try now and Stop trying', async ({ standby, page }) => {
  await standby.open(state({ agent: retrying }));
  const countdown = page.getByRole('timer').filter({ hasText: 'Trying again' });
  await expect(countdown).toHaveText('Trying again in 1:15');
  await page.clock.runFor(20_000);
  await expect(countdown).toHaveText('Trying again in 0:55');
  await page.getByRole('button', { name: 'Try now' }).click();
  expect(await standby.calls('status.retryNow')).toHaveLength(1);
  await page.getByRole('button', { name: 'Stop trying' }).click();
  expect(await standby.calls('status.cancelIntent')).toHaveLength(1);
});

test('the countdown is outside the alert, which would announce it every second', async ({
  standby,
  page,
}) => {
  await standby.open(state({ agent: retrying }));
  await expect(page.getByRole('alert')).toContainText("Switching to Rest · Lunch hasn't worked yet");
  await expect(page.getByRole('alert')).not.toContainText('Trying again');
});

test('a retry without a failure has its own card', async ({ standby, page }) => {
  await standby.open(state({ agent: { ...retrying, failure: null } }));
  await expect(page.getByRole('heading', { name: 'Not confirmed yet (attempt 3)' })).toBeVisible();
  await expect(page.getByText('Trying again in 1:15')).toBeVisible();
});

test('without a network the card shows that it waits for the network', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ intent: intent({ phase: { type: 'offline' } }) }) }));
  await expect(page.getByText("No network. Standby will switch as soon as it's back.")).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Stop trying' })).toBeVisible();
});

const free = { status: 'free', reason: '' } as const;
const backFromLunch = receipt({ from: { status: 'rest', reason: 'Lunch' }, to: free });

test('the receipt shows both statuses; duration, source and attempts are its details', async ({
  standby,
  page,
}) => {
  await standby.open(state({ agent: agent({ receipt: backFromLunch }) }));
  const region = page.getByRole('region', { name: 'Last switch' });
  await expect(region.getByRole('heading')).toHaveText('Rest · Lunch → Free');
  await expect(region).toContainText('Confirmed 10:30');
  await expect(region).not.toContainText('ms');
  await region.getByRole('button', { name: 'Details' }).click();
  await expect(region).toContainText('214 ms · tray menu');
  await expect(region).not.toContainText('attempt');
  await standby.push(
    state({
      agent: agent({
        receipt: {
          ...backFromLunch,
          from: null,
          attempts: 3,
          source: 'shortcut',
          requestedAt: NOW - 4321,
          confirmedAt: NOW,
        },
      }),
    }),
  );
  await expect(region.getByRole('heading')).toHaveText('Free');
  await expect(region).toContainText('4.3 sec · shortcut · 3 attempts');
});

test('a switch can be undone until its time limit, and its receipt copied', async ({ standby, page }) => {
  const undo = { choice: { status: 'rest', reason: 'Lunch' }, until: NOW + 30_000 } as const;
  await standby.open(state({ agent: agent({ receipt: backFromLunch, undo }) }));
  const button = page.getByRole('button', { name: 'Undo: back to Rest · Lunch' });
  await button.click();
  expect(await standby.calls('status.undo')).toHaveLength(1);
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Copy confirmation' }).click();
  expect(await standby.calls('status.copyReceipt')).toHaveLength(1);
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.clock.runFor(30_000);
  await expect(button).toHaveCount(0);
});

test('a switch to a break can be undone beside the planned return', async ({ standby, page }) => {
  await standby.open(
    state({
      agent: agent({
        confirmed: confirmed({ status: 'rest', reason: 'Lunch' }),
        receipt: receipt(),
        undo: { choice: free, until: NOW + 30_000 },
      }),
    }),
  );
  await page.getByRole('button', { name: 'Undo: back to Free' }).click();
  expect(await standby.calls('status.undo')).toHaveLength(1);
});
