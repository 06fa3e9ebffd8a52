import { agent, failure, confirmed, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';

test('a failure shows the confirmed status, the next step, who can fix it, and the details for an admin', async ({
  standby,
  page,
}) => {
  await standby.open(state({ agent: agent({ failure: failure() }) }));
  const alert = page.getByRole('alert');
  await expect(alert.getByRole('heading')).toHaveText("Still Free. Couldn't switch to Busy · Meeting");
  await expect(alert).toContainText("This key doesn't have permission to do that");
  await expect(alert).toContainText('Ask your admin');
  await expect(alert).toContainText('Your admin can fix this.');
  await expect(alert).toContainText('AuthFailure.UnauthorizedOperation');
  await expect(alert).toContainText('You are not authorized to perform this operation.');
  await expect(alert).toContainText('RequestId 6980f29d-c779-4a49-bf65-736bfc3b76a0');
});

test('a failure names no status that is not confirmed', async ({ standby, page }) => {
  const invalidated = confirmed({ isValid: false });
  await standby.open(
    state({ agent: agent({ confirmed: invalidated, failure: failure({ kind: 'timedOut' }) }) }),
  );
  await expect(page.getByRole('alert').getByRole('heading')).toHaveText(
    "Status unknown. The switch to Busy · Meeting isn't confirmed",
  );
});

test('a failed reading names no switch', async ({ standby, page }) => {
  await standby.open(
    state({ agent: agent({ failure: failure({ choice: null, requestId: null, message: '' }) }) }),
  );
  const alert = page.getByRole('alert');
  await expect(alert.getByRole('heading')).toHaveText("Couldn't read your status");
  await expect(alert).not.toContainText('RequestId');
});

for (const [clockSkewMs, sentence] of [
  [7_500_000, "This computer's clock is 2 h 5 min ahead."],
  [-86_400_000, "This computer's clock is 1 day behind."],
  [366_000, "This computer's clock is 6 min ahead."],
] as const) {
  test(`a clock skew shows: ${sentence}`, async ({ standby, page }) => {
    await standby.open(state({ agent: agent({ failure: failure({ kind: 'clockWrong', clockSkewMs }) }) }));
    await expect(page.getByRole('alert')).toContainText(sentence);
  });
}

for (const [kind, sentence] of [
  ['clockTooFar', 'Set the date and time in your system settings, then try again.'],
  ['clockChanged', 'or press “Try again” to correct it once more.'],
] as const) {
  test(`an uncorrected clock skew shows the next step: ${kind}`, async ({ standby, page }) => {
    await standby.open(state({ agent: agent({ failure: failure({ kind, clockSkewMs: -31_536_000_000 }) }) }));
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(sentence);
    await expect(alert).toContainText("This computer's clock is 365 days behind.");
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
}

test('a failure can be retried, copied and dismissed', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ failure: failure() }) }));
  await page.getByRole('button', { name: 'Try again' }).click();
  expect(await standby.calls('status.retryNow')).toHaveLength(1);

  await page.getByRole('button', { name: 'Copy details' }).click();
  expect(await standby.calls('status.copyFailure')).toHaveLength(1);
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached();
  await page.clock.runFor(3000);
  await expect(page.getByRole('button', { name: 'Copy details' })).toBeVisible();

  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await standby.calls('status.dismissFailure')).toHaveLength(1);
  await standby.push(state());
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a new failure resets "Copied"', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ failure: failure() }) }));
  await page.getByRole('button', { name: 'Copy details' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await standby.push(state({ agent: agent({ failure: failure({ requestId: 'another' }) }) }));
  await expect(page.getByRole('button', { name: 'Copy details' })).toBeVisible();
});

test('the buttons of a failure fit into the initial window', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ failure: failure() }) }));
  await expect(page.getByRole('button', { name: 'Copy details' })).toBeInViewport({ ratio: 1 });
});
