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
