import { once } from 'node:events';
import { launch, newProfile } from '../desktop/app.ts';
import {
  submitAccount,
  waitForConfirmedStatus,
  test as base,
  openWindowConfirmingDialogs,
} from '../desktop/fixtures.ts';
import { clearKeyring } from '../desktop/session/keyring.ts';

type BenchFixtures = {
  /** Profile of a Standby with an account at the service of this measurement. */
  profile: string;
};

export const test = base.extend<BenchFixtures>({
  ratePerSecond: 1_000,
  // No latency: Standby is measured, not the network.
  latency: null,
  profile: async ({ host, service }, use) => {
    await clearKeyring();
    const profileDir = await newProfile();
    const app = await launch({ profileDir });
    const tray = await host.nextItem();
    const page = await openWindowConfirmingDialogs(app);
    await submitAccount(page, service.url);
    await waitForConfirmedStatus(tray);
    const ended = once(app.electron.process(), 'exit');
    await tray.click('Quit Standby');
    await ended;
    await use(profileDir);
  },
});

/** Waits until an app is idle: its work after the start, or after a window was closed, is not measured. */
export function waitUntilIdle(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
}
