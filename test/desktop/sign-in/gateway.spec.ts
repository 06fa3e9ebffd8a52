/** The account at the company's gateway: sign in, switch, and see a change that was made elsewhere without polling. */
import { writeFileSync } from 'node:fs';
import { CLIENT_ID } from '../../support/oidc/issuer.ts';
import { newBrowserContext, signIn } from '../../support/oidc/company-browser.ts';
import { MEI, test } from '../../support/desktop/company-sign-in.ts';
import { AGENT, expect, KEY, SDK_APP_ID, waitForConfirmedStatus } from '../../support/desktop/fixtures.ts';
import { findFilesContaining } from '../../support/desktop/secret-search.ts';
import { stopServers } from '../../support/hostile-server.ts';
import { startContractGateway } from '../../support/unit/contract-gateway.ts';
import { clientFor } from '../../unit/tencent/support/client.ts';

test.afterEach(stopServers);

test('a person who signs in switches through the gateway, and its events reach the tray', async ({
  start,
  company,
  systemBrowser,
  chromium,
  issuer,
  service,
}) => {
  const client = clientFor(service.url, { credentials: () => KEY, clock: service.clock });
  const gateway = await startContractGateway({ client, sdkAppId: SDK_APP_ID, agent: AGENT, now: Date.now });
  const { STANDBY_POLICY_FILE: file = '' } = company.env;
  const policy = {
    caBundle: company.bundle,
    // Without events the change below would be seen after a quarter of an hour.
    pollIntervalSeconds: 900,
    gateway: { address: gateway.url },
    signIn: { issuer: issuer.issuer, clientId: CLIENT_ID },
  };
  writeFileSync(file, JSON.stringify(policy), { mode: 0o600 });
  const person = await newBrowserContext(chromium);
  const app = await start({ env: { ...company.env, ...systemBrowser.env } });
  const page = await app.window();
  await page.getByRole('button', { name: /^Sign in Opens/ }).click();
  await signIn(person, await systemBrowser.nextAddress(), MEI);
  await waitForConfirmedStatus(app.tray);

  await app.tray.click('Rest', 'Lunch');
  await app.tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, since '));
  expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });
  expect(gateway.seen.keys).toHaveLength(1);

  service.setAgent(AGENT, { status: 'notReady', reason: 'Training' });
  await gateway.push();
  await app.tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy · Training, since '));

  await app.tray.click('Open Standby');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'Signed in' })).toContainText(
    `Company gateway · ${new URL(gateway.url).host}`,
  );

  await app.close();
  const tokens = [...new Set(gateway.seen.tokens)].map((header) => header.replace('Bearer ', ''));
  expect(tokens[0]).toMatch(/^eyJ/);
  for (const token of tokens) expect(findFilesContaining(app.profileDir, token)).toEqual([]);
});
