import { once } from 'node:events';
import { launch, newProfile } from '../desktop/app.ts';
import { setUpAccount, statusKnown, test as base } from '../desktop/fixtures.ts';
import { emptyKeyring } from '../desktop/keyring.ts';

type BenchFixtures = {
  /** The folder of a Standby whose account is set up at the service of this measurement. */
  profile: string;
};

export const test = base.extend<BenchFixtures>({
  ratePerSecond: 1_000,
  // What is measured is Standby, not the way to the service.
  latency: null,
  profile: async ({ host, service }, use) => {
    await emptyKeyring();
    const profileDir = await newProfile();
    const app = await launch({ profileDir });
    const tray = await host.nextItem();
    const page = await app.window();
    await setUpAccount(page, service.url);
    await statusKnown(tray);
    const ended = once(app.electron.process(), 'exit');
    await tray.click('Quit Standby');
    await ended;
    await use(profileDir);
  },
});

/** Lets an app settle: what it does after its start, or after a window was closed, is not what is measured. */
export function settle(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
