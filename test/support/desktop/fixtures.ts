import { createHash } from 'node:crypto';
import { test as base, type Page, type TestInfo } from '@playwright/test';
import type { RequestLogEntry } from '../../../main/tencent/simulator/api.ts';
import type { Latency } from '../../../main/tencent/simulator/latency.ts';
import { startSimulator, type Simulator } from '../../../main/tencent/simulator/server.ts';
import { randomFrom } from '../random.ts';
import { ChangeFeed } from './change-feed.ts';
import { launch, type LaunchOptions, type RunningApp } from './app.ts';
import { emptyKeyring } from './keyring.ts';
import { NotificationDaemon } from './notification-daemon.ts';
import { StatusNotifierHost } from './status-notifier-host.ts';
import type { TrayItem } from './tray-item.ts';

/** The service that a test's app talks to, with everything it was asked. */
export type Service = Simulator & {
  requests: RequestLogEntry[];
  /** Told of each of them. */
  arrivals: ChangeFeed;
  /** The switches among them: readings come at moments of their own. */
  switches: () => RequestLogEntry[];
  /** Its time, from which this computer's can be made to differ: milliseconds that the service is ahead. */
  clock: { aheadMs: number };
};

/** How far away the service is in every journey: no test may pass only because an answer is there at once. */
const USUAL_LATENCY: Latency = { minMs: 30, maxMs: 300 };

export const AGENT = 'mei.lin@example.com';
export const SDK_APP_ID = 1400692008;
/** Made up, and unlike anything else on this computer: where they are found, the app has put them. */
export const KEY = {
  secretId: 'AKIDmarker1secretid2standby3TEST',
  secretKey: 'markerSecretKey4standby5XyZ789ab',
};

/** An app with its place in the tray. */
export type Standby = RunningApp & { tray: TrayItem; page: Page };

type Fixtures = {
  /** Requests a second that the service takes. */
  ratePerSecond: number;
  /** The delay of each answer, drawn with a seed of the test's own; null for none, with the reason beside it. */
  latency: Latency | null;
  /** Of a temporary key; `''` for a lasting one. */
  token: string;
  host: StatusNotifierHost;
  notifications: NotificationDaemon;
  service: Service;
  /** Starts Standby; it is ended after the test. */
  start: (options?: LaunchOptions) => Promise<RunningApp & { tray: TrayItem }>;
  /** Standby, set up with the account above at the service of the test, its window open. */
  standby: Standby;
};

export const test = base.extend<Fixtures>({
  // Playwright reads the names of other fixtures from this first parameter; these need none.
  // eslint-disable-next-line no-empty-pattern
  host: async ({}, use) => {
    const host = await StatusNotifierHost.start();
    await use(host);
    host.stop();
  },
  // eslint-disable-next-line no-empty-pattern
  notifications: async ({}, use) => {
    const daemon = await NotificationDaemon.start();
    await use(daemon);
    daemon.stop();
  },
  ratePerSecond: [20, { option: true }],
  latency: [USUAL_LATENCY, { option: true }],
  token: ['', { option: true }],
  service: async ({ ratePerSecond, latency, token }, use, testInfo) => {
    const requests: RequestLogEntry[] = [];
    const arrivals = new ChangeFeed();
    const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };
    const simulator = await startSimulator({
      keys: [{ ...KEY, ...(token && { token }) }],
      agents: [AGENT],
      sdkAppId: SDK_APP_ID,
      clock,
      ratePerSecond,
      latency,
      random: randomFrom(seedOf(testInfo)),
      onRequest: (entry) => {
        requests.push(entry);
        arrivals.report();
      },
    });
    await use({
      ...simulator,
      requests,
      arrivals,
      clock,
      switches: () => requests.filter(({ action }) => action === 'SetStaffStatus'),
    });
    await simulator.close();
  },
  // The notifications are named so that somebody listens to them before the app starts.
  start: async ({ host, notifications: _listening }, use) => {
    await emptyKeyring();
    const running: RunningApp[] = [];
    await use(async (options) => {
      const app = await launch(options);
      running.push(app);
      return { ...app, tray: await host.nextItem() };
    });
    for (const app of running) await app.kill();
  },
  standby: async ({ start, service }, use) => {
    const app = await start();
    const page = await app.window();
    await setUpAccount(page, service.url);
    await statusKnown(app.tray);
    await use({ ...app, page });
  },
});

/** The same for every run of a test, so that a failure can be repeated; another one for each `--repeat-each`. */
function seedOf({ testId, repeatEachIndex }: TestInfo): number {
  return createHash('sha256').update(`${testId} ${repeatEachIndex}`).digest().readUInt32LE();
}

/** Waits until a status is proved: from then on the menu stays as it is until something is chosen. */
export async function statusKnown(tray: TrayItem): Promise<void> {
  await tray.waitFor(({ toolTip }) => /, since \d\d:\d\d/.test(toolTip));
}

/** Sets the account up, as the agent does at the first start. */
export async function setUpAccount(page: Page, address: string): Promise<void> {
  await fillInAccount(page, address);
  await page.getByRole('button', { name: 'Check and finish' }).click();
}

/** Types an account into the first screen, at a service on this computer. */
export async function fillInAccount(page: Page, address: string, key = KEY): Promise<void> {
  await page.getByRole('button', { name: 'I have an account' }).click();
  await page.getByRole('radio', { name: 'Other address' }).check();
  await page.getByLabel('Address of the service').fill(address);
  await page.getByLabel('SdkAppId').fill(String(SDK_APP_ID));
  await page.getByLabel('Agent account').fill(AGENT);
  await page.getByLabel('SecretId').fill(key.secretId);
  await page.getByLabel('SecretKey').fill(key.secretKey);
}

/** Has the status read back, as opening the window does. */
export async function readBack({ tray }: { tray: TrayItem }): Promise<void> {
  await tray.click('Open Standby');
}

export { expect } from '@playwright/test';
