import { agent, failure, proved, state } from '../support/ui/states.ts';
import { expect, test } from '../support/ui/standby.ts';

test('says what is still true, what to do, who can, and what an admin needs', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ failure: failure() }) }));
  const alert = page.getByRole('alert');
  await expect(alert.getByRole('heading')).toHaveText('Still Free: the switch to Busy · Meeting failed');
  await expect(alert).toContainText('This key may not do that');
  await expect(alert).toContainText('Ask your admin');
  await expect(alert).toContainText('Your admin can fix this.');
  await expect(alert).toContainText('AuthFailure.UnauthorizedOperation');
  await expect(alert).toContainText('You are not authorized to perform this operation.');
  await expect(alert).toContainText('RequestId 6980f29d-c779-4a49-bf65-736bfc3b76a0');
});

test('claims no status that is not proved', async ({ standby, page }) => {
  const doubtful = proved({ holds: false });
  await standby.open(state({ agent: agent({ proved: doubtful, failure: failure({ kind: 'timedOut' }) }) }));
  await expect(page.getByRole('alert').getByRole('heading')).toHaveText(
    'Status unknown: the switch to Busy · Meeting is not confirmed',
  );
});

test('a reading that failed names no switch', async ({ standby, page }) => {
  await standby.open(
    state({ agent: agent({ failure: failure({ choice: null, requestId: null, message: '' }) }) }),
  );
  const alert = page.getByRole('alert');
  await expect(alert.getByRole('heading')).toHaveText('Your status could not be read');
  await expect(alert).not.toContainText('RequestId');
});

for (const [clockAheadMs, sentence] of [
  [7_500_000, "This computer's clock is 2 h 5 min ahead."],
  [-86_400_000, "This computer's clock is 1 day behind."],
  [366_000, "This computer's clock is 6 min ahead."],
] as const) {
  test(`a wrong clock: ${sentence}`, async ({ standby, page }) => {
    await standby.open(state({ agent: agent({ failure: failure({ kind: 'clockWrong', clockAheadMs }) }) }));
    await expect(page.getByRole('alert')).toContainText(sentence);
  });
}

test('can be tried again, copied and dismissed', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ failure: failure() }) }));
  await page.getByRole('button', { name: 'Try again' }).click();
  expect(await standby.calls('tryAgain')).toHaveLength(1);

  await page.getByRole('button', { name: 'Copy details' }).click();
  expect(await standby.calls('copyFailure')).toHaveLength(1);
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached();
  await page.clock.runFor(3000);
  await expect(page.getByRole('button', { name: 'Copy details' })).toBeVisible();

  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await standby.calls('dismissFailure')).toHaveLength(1);
  await standby.push(state());
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('another failure has not been copied yet', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ failure: failure() }) }));
  await page.getByRole('button', { name: 'Copy details' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await standby.push(state({ agent: agent({ failure: failure({ requestId: 'another' }) }) }));
  await expect(page.getByRole('button', { name: 'Copy details' })).toBeVisible();
});

test('its buttons fit into the window as it opens', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ failure: failure() }) }));
  await expect(page.getByRole('button', { name: 'Copy details' })).toBeInViewport({ ratio: 1 });
});
