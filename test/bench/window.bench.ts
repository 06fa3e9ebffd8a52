import { startMeasured } from '../support/bench/apps.ts';
import { waitUntilIdle, test } from '../support/bench/fixtures.ts';
import { recordResult } from '../support/bench/record.ts';
import { alternate } from '../support/bench/rounds.ts';
import { WindowList } from '../support/bench/windows.ts';
import { newProfile } from '../support/desktop/app.ts';

test('time from a click on the tray icon until the window is painted', async ({ host, profile }) => {
  const windows = new WindowList();
  const bareProfile = await newProfile();
  const again: number[] = [];

  async function measureFirstOpening(app: 'standby' | 'bare', profileDir: string): Promise<number> {
    const { tray, kill } = await startMeasured(host, app, profileDir);
    await waitUntilIdle(3_000);
    const first = await clickUntil(1);
    if (app === 'standby') {
      await waitUntilIdle(1_000);
      await clickUntil(0);
      await waitUntilIdle(1_000);
      again.push(await clickUntil(1));
    }
    await kill();
    await windows.waitForCount(0);
    return first;

    async function clickUntil(count: number): Promise<number> {
      const clickedAt = performance.now();
      await tray.activate();
      return (await windows.waitForCount(count)) - clickedAt;
    }
  }

  const samples = await alternate({
    Standby: () => measureFirstOpening('standby', profile),
    'bare app': () => measureFirstOpening('bare', bareProfile),
  });
  await windows.stop();
  const note = 'until X has the window in its list: Electron shows it after its first painted contents';
  recordResult({
    order: 6,
    what: 'tray click → window painted, first time',
    unit: 'ms',
    target: { max: 200 },
    samples,
    note,
  });
  recordResult({
    order: 7,
    what: 'tray click → window painted, again',
    unit: 'ms',
    target: { max: 50 },
    samples: { Standby: again },
    note: 'a second after it was hidden',
  });
});
