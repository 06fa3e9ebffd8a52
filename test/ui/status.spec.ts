import type { AgentStatus } from '../../preload/contract/vocabulary.ts';
import { agent, minutes, NOW, proved, simulator, state } from '../support/ui/states.ts';
import { expect, test } from '../support/ui/standby.ts';
import { takenShortcut } from '../support/ui/views.ts';

const names: Record<AgentStatus, string> = {
  free: 'Free',
  rest: 'Rest',
  notReady: 'Busy',
  busy: 'In a call',
  afterCallWork: 'After-call work',
  offline: 'Signed out',
};

for (const [status, name] of Object.entries(names) as [AgentStatus, string][]) {
  test(`${name}: said in words and in its own shape; pressed only where it can be chosen`, async ({
    standby,
    page,
  }) => {
    await standby.open(state({ agent: agent({ proved: proved({ status }) }) }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(page.locator(`.hero [data-glyph="${status}"]`)).toBeVisible();
    const choosable = ['free', 'rest', 'notReady'].includes(status);
    const tiles = page.getByRole('group', { name: 'Status' });
    await expect(tiles.getByRole('button', { pressed: true })).toHaveCount(choosable ? 1 : 0);
    if (choosable) await expect(tiles.getByRole('button', { name, pressed: true })).toBeVisible();
  });
}

test('shows the reason and marks its chip', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ proved: proved({ status: 'rest', reason: 'Lunch' }) }) }));
  await expect(page.locator('.hero')).toContainText('Lunch');
  const chips = page.getByRole('group', { name: 'Rest for' });
  await expect(chips.getByRole('button', { pressed: true })).toHaveText('Lunch');
  await expect(
    page.getByRole('group', { name: 'Busy with' }).getByRole('button', { pressed: true }),
  ).toHaveCount(0);
});

test('says what follows a call', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ proved: proved({ status: 'busy', afterCall: 'rest' }) }) }));
  await expect(page.getByText('Rest after this call')).toBeVisible();
});

test('counts the time in status, but only while it can be seen', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ proved: proved({ since: NOW - minutes(107) }) }) }));
  const timer = page.getByRole('timer', { name: 'Time in status' });
  await expect(timer).toHaveText('1:47:00');
  await expect(page.getByText('since 08:44')).toBeVisible();
  await page.clock.runFor(9000);
  await expect(timer).toHaveText('1:47:09');

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

test('an old beginning carries its date', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ proved: proved({ since: NOW - minutes(24 * 60) }) }) }));
  await expect(page.getByText('since May 11, 10:31')).toBeVisible();
});

test('nothing proved is Unknown, never Free', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ proved: null }) }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Unknown');
  await expect(page.getByText('Not confirmed yet')).toBeVisible();
  await expect(page.getByRole('button', { pressed: true })).toHaveCount(0);
  await expect(page.getByRole('timer')).toHaveCount(0);
});

test('what no longer holds is Unknown, with what was last proved', async ({ standby, page }) => {
  const doubtful = proved({ status: 'rest', reason: 'Lunch', holds: false, confirmedAt: NOW - minutes(7) });
  await standby.open(state({ agent: agent({ proved: doubtful }) }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Unknown');
  await expect(page.getByText('Last confirmed Rest · Lunch at 10:24')).toBeVisible();
  await expect(page.locator('.hero [data-glyph="unknown"]')).toBeVisible();
  await expect(page.getByRole('button', { pressed: true })).toHaveCount(0);
});

test('a click on a tile is the whole switch', async ({ standby, page }) => {
  await standby.open();
  await page.getByRole('button', { name: 'Busy', exact: true }).click();
  expect(await standby.calls('choose')).toEqual([{ status: 'notReady', reason: '' }]);
});

test('the keys stand on the tiles, as this platform writes them', async ({ standby, page }) => {
  await standby.open();
  const rest = page.getByRole('button', { name: 'Rest', exact: true });
  await expect(rest).toContainText('Ctrl+Shift+F10');
  await expect(rest).toHaveAttribute('aria-keyshortcuts', 'Control+Shift+F10');
  await standby.push(
    state({
      platform: 'darwin',
      shortcuts: [{ action: 'rest', accelerator: 'Control+Command+2', state: 'active', locked: false }],
    }),
  );
  await expect(rest).toContainText('⌃⌘2');
  await expect(rest).toHaveAttribute('aria-keyshortcuts', 'Control+Meta+2');
});

test('a key that another program holds is marked and explained; one switched off is not shown', async ({
  standby,
  page,
}) => {
  await standby.open(state({ shortcuts: takenShortcut }));
  const rest = page.getByRole('button', { name: 'Rest', exact: true });
  await expect(rest).toHaveAccessibleDescription(/Ctrl\+Shift\+F10 is held by another program/);
  await expect(rest).not.toHaveAttribute('aria-keyshortcuts');
  await expect(page.getByRole('button', { name: 'Busy', exact: true })).toHaveText('Busy');
});

test('whose status it is, and that it is the simulator’s', async ({ standby, page }) => {
  await standby.open();
  await expect(page.getByRole('banner')).toContainText('mei.lin@example.com');
  await expect(page.getByRole('banner')).toContainText('Contact center 1400692008');
  await expect(page.getByRole('banner')).not.toContainText('Simulator');
  await standby.push(simulator());
  await expect(page.getByRole('banner')).toContainText('Simulator');
  await standby.push(simulator({ page: 'settings' }));
  await expect(page.getByRole('banner')).toContainText('Simulator');
});

test('a change made elsewhere: what, and between which readings', async ({ standby, page }) => {
  const [from, to] = [
    { status: 'free', reason: '' },
    { status: 'rest', reason: 'Lunch' },
  ] as const;
  const drift = { from, to, after: NOW - minutes(7), before: NOW };
  await standby.open(state({ agent: agent({ proved: proved(to), drift }) }));
  const card = page.getByRole('status').filter({ hasText: 'Changed elsewhere' });
  await expect(card.getByRole('heading')).toHaveText('Changed elsewhere: Free → Rest · Lunch');
  await expect(card).toContainText('Between 10:24 and 10:31');
  await standby.push(state({ agent: agent({ proved: proved(to), drift: { ...drift, after: NOW } }) }));
  await expect(card).toContainText('At 10:31');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await standby.calls('dismissDrift')).toHaveLength(1);
});

test('a key that may not read promises no more than it knows', async ({ standby, page }) => {
  await standby.open(
    state({ agent: agent({ reading: 'refused', proved: proved({ confirmedAt: NOW - minutes(3) }) }) }),
  );
  await expect(page.getByText('last confirmed 10:28')).toBeVisible();
  await expect(page.getByText('Your key may not read the status back')).toBeVisible();
});

test('a wrong clock that is corrected for is one quiet line', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ clockAheadMs: -minutes(6) }) }));
  await expect(
    page.getByText("This computer's clock is 6 min behind. Standby corrects for it."),
  ).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});
