/** The world around the company's sign-in: provider, browser, STS, and a policy that names them. */
import { writeFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';
import type { StsConfiguration } from '../../../simulator/sts/options.ts';
import type { StsLogEntry } from '../../../simulator/sts/sts-api.ts';
import { startSts, type SimulatedSts } from '../../../simulator/sts/sts-server.ts';
import { startBrowser } from '../oidc/company-browser.ts';
import { CLIENT_ID, startIssuer, type TestIssuer } from '../oidc/issuer.ts';
import { AGENT, OTHER_AGENT, SDK_APP_ID, test as base, type Service } from './fixtures.ts';
import { createCompany } from './network/secure-service.ts';
import { createSystemBrowser, type SystemBrowser } from './system-browser.ts';

export const MEI = { email: AGENT, password: 'mei-password-1' };
export const JUN = { email: OTHER_AGENT, password: 'jun-password-1' };

const ROLE = 'qcs::cam::uin/100000000001:roleName/ccc-agent';

type CompanySts = SimulatedSts & {
  requests: StsLogEntry[];
  /** What IT has entered in CAM. */
  configuration: StsConfiguration;
  /** Ends every key that was issued. */
  endKeys: () => void;
};

type Fixtures = {
  issuer: TestIssuer;
  sts: CompanySts;
  chromium: Browser;
  systemBrowser: SystemBrowser;
  /** Variables of an app with the policy. */
  signInEnv: Record<string, string>;
  company: Awaited<ReturnType<typeof createCompany>>;
};

export const test = base.extend<Fixtures>({
  // Playwright reads the names of other fixtures from this first parameter; these fixtures need none.
  // eslint-disable-next-line no-empty-pattern
  company: async ({}, use) => {
    await use(await createCompany());
  },
  issuer: async ({ company }, use) => {
    const identity = company.authority.issue({ hosts: ['localhost'] });
    const issuer = await startIssuer({ identity, persons: [MEI, JUN] });
    await use(issuer);
    await issuer.stop();
  },
  sts: async ({ issuer, service }, use) => {
    const requests: StsLogEntry[] = [];
    const configuration: StsConfiguration = {
      providerId: 'company-login',
      issuer: issuer.issuer,
      clientIds: [CLIENT_ID],
      jwks: issuer.publicJwks(),
      autoRotate: false,
      roles: [{ arn: ROLE, sessionDuration: 43_200 }],
    };
    const sts = await startSts({
      configuration,
      keys: service.keys,
      onRequest: (entry) => requests.push(entry),
    });
    await use({ ...sts, requests, configuration, endKeys: () => endKeys(service) });
    await sts.close();
  },
  // eslint-disable-next-line no-empty-pattern
  chromium: async ({}, use) => {
    const browser = await startBrowser();
    await use(browser);
    await browser.close();
  },
  // eslint-disable-next-line no-empty-pattern
  systemBrowser: async ({}, use) => {
    const browser = await createSystemBrowser();
    await use(browser);
    await browser.close();
  },
  signInEnv: async ({ company, issuer, sts, service, systemBrowser }, use) => {
    const policy = {
      caBundle: company.bundle,
      edition: 'custom',
      customAddress: service.url,
      sdkAppId: SDK_APP_ID,
      // A test decides when a request needs a key.
      pollIntervalSeconds: 900,
      signIn: {
        issuer: issuer.issuer,
        clientId: CLIENT_ID,
        providerId: sts.configuration.providerId,
        roleArn: ROLE,
        deviceCode: true,
        stsAddress: sts.url,
      },
    };
    const { STANDBY_POLICY_FILE: file = '' } = company.env;
    writeFileSync(file, JSON.stringify(policy), { mode: 0o600 });
    await use({ ...company.env, ...systemBrowser.env });
  },
});

function endKeys({ keys }: Service): void {
  for (const key of keys) if (key.token !== undefined) key.expiresAt = 0;
}
