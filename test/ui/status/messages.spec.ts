/** UI tests: one message at a time, the most urgent first, all of them reachable. */
import { expect, test } from '../../support/ui/page-fixture.ts';
import { agent, failure, state } from '../../support/ui/states.ts';
import { receipt, unavailableShortcuts } from '../../support/ui/views.ts';

const backFromLunch = receipt({
  from: { status: 'rest', reason: 'Lunch' },
  to: { status: 'free', reason: '' },
});

test('several messages are shown one after another, and a new urgent one at once', async ({
  standby,
  page,
}) => {
  const several = agent({ receipt: backFromLunch, readAccess: 'refused' });
  await standby.open(state({ agent: several, shortcuts: unavailableShortcuts }));
  const area = page.locator('.message-area');
  const next = page.getByRole('button', { name: /^Next message/ });
  await expect(area).toContainText('Rest · Lunch → Free');
  await expect(next).toHaveAccessibleName('Next message (1 of 3)');
  await next.click();
  await expect(area).toContainText('Another program is using Ctrl+Shift+F10.');
  await next.click();
  await expect(area).toContainText("Your key doesn't have permission to read your status");
  await next.click();
  await expect(area).toContainText('Rest · Lunch → Free');

  await next.click();
  await standby.push(state({ agent: { ...several, failure: failure() }, shortcuts: unavailableShortcuts }));
  await expect(area.getByRole('alert')).toContainText("Couldn't switch to Busy · Meeting");
  await standby.push(state());
  await expect(area).toBeEmpty();
});

test('a single message has no button to the next one', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ receipt: backFromLunch }) }));
  await expect(page.getByRole('button', { name: /^Next message/ })).toHaveCount(0);
});

test('a hint that is hidden is not shown again, but another one of its kind is', async ({
  standby,
  page,
}) => {
  const agentWithHints = agent({ readAccess: 'refused', clockSkewMs: 7 * 60_000 });
  const withHints = (hiddenHints: string[], accelerator = 'Control+Shift+F10') =>
    state({
      agent: agentWithHints,
      shortcuts: [{ action: 'rest', accelerator, state: 'unavailable', locked: false }],
      hiddenHints,
    });
  await standby.open(withHints([]));
  const area = page.locator('.message-area');
  const hidden: string[] = [];
  for (const text of [
    'Another program is using Ctrl+Shift+F10.',
    "This computer's clock",
    "Your key doesn't have permission to read your status",
  ]) {
    await expect(area).toContainText(text);
    await area.getByRole('button', { name: "Don't show again" }).click();
    await expect.poll(() => standby.calls('app.hideHint')).toHaveLength(hidden.length + 1);
    hidden.push((await standby.calls('app.hideHint')).at(-1) ?? '');
    await standby.push(withHints(hidden));
  }
  await expect(area).toBeEmpty();

  await standby.push(withHints(hidden, 'Control+Shift+F7'));
  await expect(area).toContainText('Another program is using Ctrl+Shift+F7.');
});
