import { newProfile } from '../support/desktop/app.ts';
import { startMeasured } from '../support/bench/apps.ts';
import { test } from '../support/bench/fixtures.ts';
import { record } from '../support/bench/record.ts';
import { alternate } from '../support/bench/rounds.ts';

const ROUNDS = 11;

test('process start until the icon is in the tray', async ({ host, profile }) => {
  const bareProfile = await newProfile();
  const startOf = async (app: 'standby' | 'bare', profileDir: string) => {
    const running = await startMeasured(host, app, profileDir);
    await running.end();
    return running.startedInMs;
  };
  // The first start of each fills its profile.
  await startOf('standby', profile);
  await startOf('bare', bareProfile);
  const samples = await alternate(
    { Standby: () => startOf('standby', profile), 'bare tray app': () => startOf('bare', bareProfile) },
    ROUNDS,
  );
  record({
    order: 1,
    what: 'process start → tray registered on the bus',
    unit: 'ms',
    target: { ratioTo: 'bare tray app', most: 1.2 },
    samples,
    note: 'Standby with an account set up; warm disk',
  });
});
