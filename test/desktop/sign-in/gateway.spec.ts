/** The account at the company's gateway: the real one, with the provider's tokens and the simulator behind it. */
import { writeFileSync } from 'node:fs';
import { SUPERVISORS } from '../../../gateway/demo/test-issuer.ts';
import { waveLine } from '../../../shared/gateway-api/waves.ts';
import { JUN, MEI, test as base } from '../../support/desktop/company-sign-in.ts';
import {
  AGENT,
  expect,
  KEY,
  SDK_APP_ID,
  waitForConfirmedStatus,
  type Standby,
} from '../../support/desktop/fixtures.ts';
import { findFilesContaining } from '../../support/desktop/secret-search.ts';
import {
  startGatewayProcess,
  type GatewayProcess,
  type GatewayProcessOptions,
} from '../../support/gateway/gateway-process.ts';
import { newBrowserContext, signIn } from '../../support/oidc/company-browser.ts';
import { CLIENT_ID } from '../../support/oidc/issuer.ts';

type Fixtures = {
  gateway: GatewayProcess;
  /** The options by which another gateway takes its place. */
  gatewayOptions: GatewayProcessOptions;
  /** Starts Standby with the gateway in its policy, and signs Mei in. */
  startSignedIn: (policy?: object) => Promise<Standby>;
};

const test = base.extend<Fixtures>({
  gatewayOptions: async ({ company, issuer, service }, use) => {
    await use({
      issuer: { issuer: issuer.issuer, clientId: CLIENT_ID },
      serviceUrl: service.url,
      sdkAppId: SDK_APP_ID,
      key: KEY,
      caBundle: company.bundle,
    });
  },
  gateway: async ({ gatewayOptions }, use) => {
    const gateway = await startGatewayProcess(gatewayOptions);
    await use(gateway);
    await gateway.stop();
  },
  startSignedIn: async ({ start, company, systemBrowser, chromium, issuer, gateway }, use) => {
    const { STANDBY_POLICY_FILE: file = '' } = company.env;
    await use(async (more = {}) => {
      const policy = {
        caBundle: company.bundle,
        gateway: { address: `${gateway.url}/` },
        signIn: { issuer: issuer.issuer, clientId: CLIENT_ID },
        ...more,
      };
      writeFileSync(file, JSON.stringify(policy), { mode: 0o600 });
      const person = await newBrowserContext(chromium);
      const app = await start({ env: { ...company.env, ...systemBrowser.env } });
      const page = await app.window();
      await page.getByRole('button', { name: /^Sign in Opens/ }).click();
      await signIn(person, await systemBrowser.nextAddress(), MEI);
      await waitForConfirmedStatus(app.tray);
      return { ...app, page };
    });
  },
});

test('a person who signs in switches through the gateway, and a wave of a supervisor reaches the tray without polling', async ({
  startSignedIn,
  issuer,
  service,
  gateway,
}) => {
  test.slow();
  // Without events a change would be seen after a quarter of an hour.
  const { tray, page, profileDir, close } = await startSignedIn({ pollIntervalSeconds: 900 });

  await tray.click('Rest', 'Lunch');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, since '));
  expect(service.agent(AGENT)).toMatchObject({ status: 'rest', reason: 'Lunch' });

  await test.step('a change at the workstation', async () => {
    service.setAgent(AGENT, { status: 'notReady', reason: 'Training' });
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy · Training, since '));
  });

  await test.step('a wave of a supervisor, which the agent cannot start', async () => {
    const startWave = (token: string) =>
      fetch(`${gateway.url}/v1/waves`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ agents: [AGENT], status: 'rest', reason: 'Fire drill' }),
      });
    expect((await startWave(await issuer.idToken(MEI.email, {}))).status).toBe(403);
    const supervisor = await issuer.idToken(JUN.email, { [SUPERVISORS.claim]: [SUPERVISORS.value] });
    const started = await startWave(supervisor);
    expect(started.status).toBe(202);
    const lines = await fetch(`${gateway.url}${started.headers.get('location') ?? ''}`, {
      headers: { Authorization: `Bearer ${supervisor}` },
    });
    const [result] = (await lines.text())
      .split('\n')
      .map((line) => (line ? waveLine.parse(JSON.parse(line)) : null));
    expect(result).toMatchObject({ agent: AGENT, result: { outcome: 'switched' } });
    await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Fire drill, since '));
  });

  await tray.click('Open Standby');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'Signed in' })).toContainText(
    `Company gateway · ${new URL(gateway.url).host}`,
  );

  await close();
  for (const token of issuer.issuedTokens) expect(findFilesContaining(profileDir, token)).toEqual([]);
});

test('while the gateway is away the tray says so, and a switch is made when it is back', async ({
  startSignedIn,
  service,
  gateway,
  gatewayOptions,
}) => {
  test.slow();
  const { tray, close } = await startSignedIn();
  await gateway.kill();
  await tray.click('Rest', 'Lunch');
  await tray.waitFor(({ toolTip }) => toolTip.includes('Switching to Rest'));
  const again = await startGatewayProcess({ ...gatewayOptions, port: Number(new URL(gateway.url).port) });
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch, since '), { timeoutMs: 60_000 });
  expect(service.switches()).toHaveLength(1);
  await close();
  await again.stop();
});
