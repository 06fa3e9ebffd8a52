import { newProfile } from '../support/desktop/app.ts';
import { startMeasured } from '../support/bench/apps.ts';
import { test } from '../support/bench/fixtures.ts';
import { recordResult } from '../support/bench/record.ts';
import { alternate } from '../support/bench/rounds.ts';

const ROUNDS = 11;

test('time from process start until the icon is in the tray', async ({ host, profile }) => {
  const bareProfile = await newProfile();
  const measureStart = async (app: 'standby' | 'bare', profileDir: string) => {
    const running = await startMeasured(host, app, profileDir);
    await running.kill();
    return running.startedInMs;
  };
  // The first start of each app creates its profile.
  await measureStart('standby', profile);
  await measureStart('bare', bareProfile);
  const samples = await alternate(
    {
      Standby: () => measureStart('standby', profile),
      'bare tray app': () => measureStart('bare', bareProfile),
    },
    ROUNDS,
  );
  recordResult({
    order: 1,
    what: 'process start → tray registered on the bus',
    unit: 'ms',
    target: { ratioTo: 'bare tray app', max: 1.2 },
    samples,
    note: 'Standby with an account set up; warm disk',
  });
});
