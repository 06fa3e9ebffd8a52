import { agent, failure, confirmed, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';

test('a failure shows the confirmed status, the next step, who can fix it, and the details for an admin', async ({
  standby,
  page,
}) => {
  await standby.open(state({ agent: agent({ failure: failure() }) }));
  const alert = page.getByRole('alert');
  await expect(alert.getByRole('heading')).toContainText("Still Free. Couldn't switch to Busy · Meeting");
  await expect(alert).toContainText("This key doesn't have permission to do that");
  await expect(alert).toContainText('Ask your admin');
  await expect(alert.getByText('Admin', { exact: true })).toBeVisible();
  await expect(page.getByText('RequestId')).toHaveCount(0);
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  const card = page.locator('.card');
  await expect(card).toContainText('AuthFailure.UnauthorizedOperation');
  await expect(card).toContainText('You are not authorized to perform this operation.');
  await expect(card).toContainText('RequestId 6980f29d-c779-4a49-bf65-736bfc3b76a0');
});

test('a failure names no status that is not confirmed', async ({ standby, page }) => {
  const invalidated = confirmed({ isValid: false });
  await standby.open(
    state({ agent: agent({ confirmed: invalidated, failure: failure({ kind: 'timedOut' }) }) }),
  );
  await expect(page.getByRole('alert').getByRole('heading')).toContainText(
    "Status unknown. The switch to Busy · Meeting isn't confirmed",
  );
});

test('a failed reading names no switch', async ({ standby, page }) => {
  await standby.open(
    state({ agent: agent({ failure: failure({ choice: null, requestId: null, message: '' }) }) }),
  );
  const alert = page.getByRole('alert');
  await expect(alert.getByRole('heading')).toContainText("Couldn't read your status");
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  await expect(page.locator('.card')).toContainText('AuthFailure');
  await expect(page.locator('.card')).not.toContainText('RequestId');
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

test('where only an admin can act, the details are copied first; otherwise trying again comes first', async ({
  standby,
  page,
}) => {
  const primary = page.locator('.card .button.primary');
  await standby.open(state({ agent: agent({ failure: failure() }) }));
  await expect(primary).toHaveText('Copy details');
  for (const whoCanFix of ['agent', 'nobody'] as const) {
    await standby.push(state({ agent: agent({ failure: failure({ kind: 'timedOut', whoCanFix }) }) }));
    await expect(primary).toHaveText('Try again');
    await expect(page.locator('.tag')).toHaveText(whoCanFix === 'agent' ? ['You'] : []);
  }
});

test('the longest text of a failure ends with "…" and is whole under Details', async ({ standby, page }) => {
  await page.setViewportSize({ width: 360, height: 460 });
  await standby.open(
    state({ agent: agent({ failure: failure({ kind: 'keyProgramFailed', whoCanFix: 'agent' }) }) }),
  );
  const text = page.locator('.failure-text');
  const isCut = () => text.evaluate((element) => element.scrollHeight > element.clientHeight);
  expect(await isCut()).toBe(true);
  await expect(text.getByText("Your company's sign-in didn't provide a key.")).toBeHidden();
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  expect(await isCut()).toBe(false);
  await expect(text.getByText("Your company's sign-in didn't provide a key.")).toBeVisible();
  await expect(text.getByText('Settings › About opens its folder.')).toBeInViewport({ ratio: 1 });
});

test('the buttons of a failure fit into the initial window', async ({ standby, page }) => {
  await standby.open(state({ agent: agent({ failure: failure() }) }));
  await expect(page.getByRole('button', { name: 'Copy details' })).toBeInViewport({ ratio: 1 });
});
