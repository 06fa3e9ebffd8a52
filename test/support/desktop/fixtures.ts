import { createHash } from 'node:crypto';
import { test as base, type Page, type TestInfo } from '@playwright/test';
import type { RequestLogEntry } from '../../../simulator/api/api.ts';
import type { Latency } from '../../../simulator/latency.ts';
import { startSimulator, type Simulator } from '../../../simulator/server.ts';
import type { SimulatorKey } from '../../../simulator/signature/keys.ts';
import { createRandom } from '../random.ts';
import { ChangeFeed } from './session/change-feed.ts';
import { launch, type LaunchOptions, type RunningApp } from './app.ts';
import { AGENT, KEY, openWindowConfirmingDialogs, OTHER_AGENT, SDK_APP_ID } from './account.ts';
import { isConfirmed } from './since.ts';
import { createAccountProfile, storeKeyFor } from './stored-account.ts';
import { clearKeyring } from './session/keyring.ts';
import { NotificationDaemon } from './session/notification-daemon.ts';
import { StatusNotifierHost } from './session/status-notifier-host.ts';
import type { TrayItem } from './session/tray-item.ts';

/** The simulator that the app of a test uses, with the requests it received. */
export type Service = Simulator & {
  requests: RequestLogEntry[];
  /** The keys that it accepts. STS adds those that it issues. */
  keys: SimulatorKey[];
  /** Counts these requests. */
  arrivals: ChangeFeed;
  /** The switches among the requests. Readings happen at any time. */
  switches: () => RequestLogEntry[];
  /** Its clock. `clockSkewMs` sets how far it is ahead of this computer's. */
  clock: { clockSkewMs: number };
};

/** Latency of the service by default, so that no test passes only because a response arrives at once. */
const DEFAULT_LATENCY: Latency = { minMs: 30, maxMs: 300 };

/** A running Standby with its tray item and window. */
export type Standby = RunningApp & { tray: TrayItem; page: Page };

type Fixtures = {
  /** Requests per second that the service accepts. */
  ratePerSecond: number;
  /** Latency of each response, random with a seed of the test; null for none, with a comment that says why. */
  latency: Latency | null;
  /** Token of a temporary key; `''` for a lasting key. */
  token: string;
  host: StatusNotifierHost;
  notifications: NotificationDaemon;
  service: Service;
  /** Starts Standby with its native dialogs confirmed, and stops it after the test. */
  start: (options?: LaunchOptions) => Promise<RunningApp & { tray: TrayItem }>;
  /** Standby with the account above at the service of the test, and an open window. */
  standby: Standby;
};

export const test = base.extend<Fixtures>({
  // Playwright reads the names of other fixtures from this first parameter; these fixtures need none.
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
  latency: [DEFAULT_LATENCY, { option: true }],
  token: ['', { option: true }],
  service: async ({ ratePerSecond, latency, token }, use, testInfo) => {
    const requests: RequestLogEntry[] = [];
    const arrivals = new ChangeFeed();
    const clock = { clockSkewMs: 0, now: () => Date.now() + clock.clockSkewMs };
    const keys: SimulatorKey[] = [{ ...KEY, ...(token && { token }) }];
    const simulator = await startSimulator({
      keys,
      agents: [AGENT, OTHER_AGENT],
      sdkAppId: SDK_APP_ID,
      clock,
      ratePerSecond,
      latency,
      random: createRandom(getSeed(testInfo)),
      onRequest: (entry) => {
        requests.push(entry);
        arrivals.report();
      },
    });
    await use({
      ...simulator,
      requests,
      keys,
      arrivals,
      clock,
      switches: () => requests.filter(({ action }) => action === 'SetStaffStatus'),
    });
    await simulator.close();
  },
  // Depends on `notifications`, so that the notification service runs before the app starts.
  start: async ({ host, notifications: _listening }, use) => {
    await clearKeyring();
    const running: RunningApp[] = [];
    await use(async (options) => {
      const app = await launch(options);
      running.push(app);
      let opened: Promise<Page> | null = null;
      return {
        ...app,
        window: () => (opened ??= openWindowConfirmingDialogs(app)),
        tray: await host.nextItem(),
      };
    });
    for (const app of running) await app.kill();
  },
  standby: async ({ start, service, token }, use) => {
    await storeKeyFor(service.url, token === '' ? {} : { token });
    const app = await start({ profileDir: await createAccountProfile(service.url) });
    await app.tray.click('Open Standby');
    const page = await app.window();
    await waitForConfirmedStatus(app.tray);
    await use({ ...app, page });
  },
});

/** Seed of a test: the same in every run, so that a failure can be reproduced, and another one for each `--repeat-each`. */
function getSeed({ testId, repeatEachIndex }: TestInfo): number {
  return createHash('sha256').update(`${testId} ${repeatEachIndex}`).digest().readUInt32LE();
}

/** Waits until a status is confirmed. After that, the menu does not change without an intent. */
export async function waitForConfirmedStatus(tray: TrayItem): Promise<void> {
  await tray.waitFor(({ toolTip }) => isConfirmed(toolTip));
}

/** Triggers a refresh of the status by opening the window. */
export async function triggerRefresh({ tray }: { tray: TrayItem }): Promise<void> {
  await tray.click('Open Standby');
}

export { expect } from '@playwright/test';
export {
  AGENT,
  fillInAccount,
  KEY,
  openWindowConfirmingDialogs,
  OTHER_AGENT,
  SDK_APP_ID,
  submitAccount,
} from './account.ts';
