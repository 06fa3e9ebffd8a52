import { expect, fillInAccount, waitForConfirmedStatus, test } from '../../support/desktop/fixtures.ts';
import { readKeyring } from '../../support/desktop/session/keyring.ts';
import { storeAccount } from '../../support/desktop/stored-account.ts';

const simulatorOnly = { args: ['--simulator-only'] };

test('real keys are neither taken nor used, the reason is said, and the simulator runs', async ({
  start,
  service,
}) => {
  const { tray, ...app } = await start(simulatorOnly);
  const page = await app.window();
  await expect(page.getByRole('status').filter({ hasText: 'Simulator only' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Dismiss' })).toHaveCount(0);

  await fillInAccount(page, service.url);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByText('No real keys on this Electron')).toBeVisible();
  // What the page could send by itself is refused as well.
  const form = { edition: 'custom', customAddress: service.url, sdkAppId: '1', agent: 'a@b.com' } as const;
  const keys = { secretId: 'AKIDmarker', secretKey: 'marker', token: '', keyStorage: 'session' } as const;
  const answers = await page.evaluate(
    async (typed) => [await window.standby.account.check(typed), await window.standby.account.save(typed)],
    { ...form, ...keys },
  );
  const refused = { outcome: 'invalid', errors: { secretId: 'simulatorOnly' } };
  expect(answers).toEqual([refused, refused]);
  expect(await readKeyring()).toEqual([]);

  await page.evaluate(() => window.standby.account.useSimulator());
  await waitForConfirmedStatus(tray);
  const { menu, toolTip } = await tray.waitFor((seen) => seen.toolTip !== '');
  expect(toolTip).toContain('Simulator');
  expect(menu[0]?.label).toContain('(Simulator)');
  expect(service.requests).toEqual([]);
});

test('an account of an earlier start is not used', async ({ start, service }) => {
  const profileDir = await storeAccount(service.url);
  const app = await start({ ...simulatorOnly, profileDir });
  const page = await app.window();
  await expect(page.getByRole('button', { name: 'Try it with a simulator' })).toBeVisible();
  const { mode } = await page.evaluate(async () => (await window.standby.app.getState()).account);
  expect(mode).toBe('unconfigured');
  expect(service.requests).toEqual([]);
});
