import type { AgentStatus } from '../../../shared/domain.ts';
import { agent, minutes, NOW, confirmed, simulator, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import { unavailableShortcuts } from '../../support/ui/views.ts';

const names: Record<AgentStatus, string> = {
  free: 'Free',
  rest: 'Rest',
  notReady: 'Busy',
  busy: 'On a call',
  afterCallWork: 'After-call work',
  offline: 'Offline',
};

for (const [status, name] of Object.entries(names) as [AgentStatus, string][]) {
  test(`${name}: shown by text and icon; pressed only if it can be chosen`, async ({ standby, page }) => {
    await standby.open(state({ agent: agent({ confirmed: confirmed({ status }) }) }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    const choosable = ['free', 'rest', 'notReady'].includes(status);
    const tiles = page.getByRole('group', { name: 'Status' });
    await expect(tiles.getByRole('button', { pressed: true })).toHaveCount(choosable ? 1 : 0);
    // A tile shows its status; another status has its own card.
    const place = choosable
      ? tiles.getByRole('button', { name, pressed: true })
      : page.locator('.card', { has: page.getByRole('heading', { level: 2, name }) });
    await expect(place.locator(`[data-status-icon="${status}"]`)).toBeVisible();
    await expect(place).toContainText('12:34');
    await expect(place).toContainText('since 10:18');
  });
}

test('the reason of the status shows and its chip is marked', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ confirmed: confirmed({ status: 'rest', reason: 'Lunch' }) }) }));
  await expect(page.getByRole('main').locator('section.unseen')).toContainText('Lunch');
  const chips = page.getByRole('group', { name: 'Rest reasons' });
  await expect(chips.getByRole('button', { pressed: true })).toHaveText('Lunch');
  await expect(
    page.getByRole('group', { name: 'Busy reasons' }).getByRole('button', { pressed: true }),
  ).toHaveCount(0);
});

test('the status after a call shows', async ({ standby, page }) => {
  await standby.open(
    state({ agent: agent({ confirmed: confirmed({ status: 'busy', afterCall: 'rest' }) }) }),
  );
  await expect(page.locator('.card').getByText('Rest after this call')).toBeVisible();
  const tiles = page.getByRole('group', { name: 'Status' });
  await expect(tiles.getByRole('button', { name: 'Rest' })).toContainText('after this call');
});

test('the time in status counts only while the window is visible', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ confirmed: confirmed({ since: NOW - minutes(107) }) }) }));
  const timer = page.getByRole('timer', { name: 'Time in status' });
  const tile = page.getByRole('button', { name: 'Free', exact: true });
  await expect(timer).toHaveText('1:47:00');
  await expect(tile).toContainText('1:47:00');
  await expect(tile).toContainText('since 08:44');
  await page.clock.runFor(9000);
  await expect(timer).toHaveText('1:47:09');
  await expect(tile).toContainText('1:47:09');

  const setHidden = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await setHidden(true);
  await page.clock.runFor(60_000);
  await expect(timer).toHaveText('1:47:09');
  await setHidden(false);
  await expect(timer).toHaveText('1:48:09');
});

test('a status that began on another day shows the date', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ confirmed: confirmed({ since: NOW - minutes(24 * 60) }) }) }));
  await expect(page.getByRole('main').locator('section.unseen')).toContainText('since May 11, 10:31');
  await expect(page.getByRole('button', { name: 'Free', exact: true })).toContainText('May 11, 10:31');
});

test('without a confirmed status the window shows Unknown, never Free', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ confirmed: null }) }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Unknown');
  await expect(page.getByText('Not confirmed yet')).toBeVisible();
  await expect(page.getByRole('button', { pressed: true })).toHaveCount(0);
  await expect(page.getByRole('timer', { name: 'Time in status' })).toHaveCount(0);
});

test('an invalidated status shows Unknown with the last confirmed status', async ({ standby, page }) => {
  const invalidated = confirmed({
    status: 'rest',
    reason: 'Lunch',
    isValid: false,
    confirmedAt: NOW - minutes(7),
  });
  await standby.open(state({ agent: agent({ confirmed: invalidated }) }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Unknown');
  await expect(page.getByText('Last confirmed: Rest · Lunch at 10:24')).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: 'Status unknown' })).toBeVisible();
  await expect(page.getByRole('button', { pressed: true })).toHaveCount(0);
});

test('a click on a tile requests the status', async ({ standby, page }) => {
  await standby.open();
  await page.getByRole('button', { name: 'Busy', exact: true }).click();
  expect(await standby.calls('status.request')).toEqual([{ status: 'notReady', reason: '', minutes: null }]);
});

test('the tiles show their shortcuts in the notation of the platform', async ({ standby, page }) => {
  await standby.open();
  const rest = page.getByRole('button', { name: 'Rest', exact: true });
  await expect(rest).toContainText('Ctrl+Shift+F10');
  await expect(rest).toHaveAttribute('aria-keyshortcuts', '2 Control+Shift+F10');
  await standby.push(
    state({
      platform: 'darwin',
      shortcuts: [{ action: 'rest', accelerator: 'Control+Command+2', state: 'active', locked: false }],
    }),
  );
  await expect(rest).toContainText('⌃⌘2');
  await expect(rest).toHaveAttribute('aria-keyshortcuts', '2 Control+Meta+2');
});

test('a shortcut of another program is marked and explained; one that is off is not shown', async ({
  standby,
  page,
}) => {
  await standby.open(state({ shortcuts: unavailableShortcuts }));
  const rest = page.getByRole('button', { name: 'Rest', exact: true });
  await expect(rest).toHaveAccessibleDescription(/Another program is using Ctrl\+Shift\+F10/);
  await expect(rest).toHaveAttribute('aria-keyshortcuts', '2');
  await expect(page.getByRole('button', { name: 'Busy', exact: true })).toHaveText('3Busy');
  await expect(
    page.getByRole('paragraph').filter({ hasText: 'Another program is using Ctrl+Shift+F10.' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Open settings' }).click();
  expect(await standby.calls('app.navigate')).toEqual(['settings']);
});

test('the header shows the agent and the simulator badge', async ({ standby, page }) => {
  await standby.open();
  await expect(page.getByRole('banner')).toContainText('mei.lin@example.com');
  await expect(page.getByText('mei.lin@example.com')).toHaveAttribute(
    'title',
    'mei.lin@example.com · App ID 1400692008',
  );
  await expect(page.getByRole('banner')).not.toContainText('Simulator');
  await standby.push(simulator());
  await expect(page.getByRole('banner')).toContainText('Simulator');
  await standby.push(simulator({ route: 'settings' }));
  await expect(page.getByRole('banner')).toContainText('Simulator');
});

test('an external change shows both statuses and the times of the readings', async ({ standby, page }) => {
  const [from, to] = [
    { status: 'free', reason: '' },
    { status: 'rest', reason: 'Lunch' },
  ] as const;
  const externalChange = { from, to, after: NOW - minutes(7), before: NOW };
  await standby.open(state({ agent: agent({ confirmed: confirmed(to), externalChange }) }));
  const card = page.getByRole('status').filter({ hasText: 'Changed elsewhere' });
  await expect(card.getByRole('heading')).toHaveText('Changed elsewhere: Free → Rest · Lunch');
  await expect(card).toContainText('Between 10:24 and 10:31');
  await standby.push(
    state({ agent: agent({ confirmed: confirmed(to), externalChange: { ...externalChange, after: NOW } }) }),
  );
  await expect(card).toContainText('At 10:31');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await standby.calls('status.dismissExternalChange')).toHaveLength(1);
});

test('without read permission the time of the last confirmation shows', async ({ standby, page }) => {
  await standby.open(
    state({
      agent: agent({ readAccess: 'refused', confirmed: confirmed({ confirmedAt: NOW - minutes(3) }) }),
    }),
  );
  await expect(page.getByRole('button', { name: 'Free', exact: true })).toContainText('confirmed 10:28');
  await expect(page.getByText("Your key doesn't have permission to read your status")).toBeVisible();
});

test('a corrected clock skew shows one warning', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ clockSkewMs: -minutes(6) }) }));
  await expect(
    page.getByText("This computer's clock is 6 min behind. Standby corrects for it."),
  ).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('an unknown status says why and when it is read next, and can be read now', async ({
  standby,
  page,
}) => {
  await standby.open(
    state({
      agent: agent({
        confirmed: confirmed({ isValid: false }),
        unknownCause: 'answerLost',
        nextCheckAt: NOW + 20_000,
      }),
    }),
  );
  const card = page.locator('.message-area');
  await expect(card).toContainText("The last switch wasn't confirmed. It may have worked.");
  await expect(card).toContainText('Checking again in 0:20');
  await page.clock.runFor(5000);
  await expect(card).toContainText('Checking again in 0:15');
  await page.getByRole('button', { name: 'Check now' }).click();
  expect(await standby.calls('status.checkNow')).toHaveLength(1);
  await standby.push(
    state({
      agent: agent({
        confirmed: confirmed({ isValid: false }),
        unknownCause: 'answerLost',
        nextCheckAt: null,
      }),
    }),
  );
  await expect(card).toContainText('Checking now…');
});

test('an unknown status that the key may not read offers no check', async ({ standby, page }) => {
  await standby.open(
    state({
      agent: agent({
        confirmed: null,
        unknownCause: 'notReadable',
        nextCheckAt: null,
        readAccess: 'refused',
      }),
    }),
  );
  await expect(page.locator('.message-area')).toContainText(
    "Your key doesn't have permission to read your status.",
  );
  await expect(page.getByRole('button', { name: 'Check now' })).toHaveCount(0);
});

test('an agent who is offline is told to sign in first, and can check at once', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ confirmed: confirmed({ status: 'offline' }) }) }));
  await expect(page.getByText('Sign in to the agent workspace first.')).toBeVisible();
  await page.getByRole('button', { name: 'Check now' }).click();
  expect(await standby.calls('status.checkNow')).toHaveLength(1);
});
