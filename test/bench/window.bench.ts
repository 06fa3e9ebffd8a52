import { startMeasured } from '../support/bench/apps.ts';
import { settle, test } from '../support/bench/fixtures.ts';
import { record } from '../support/bench/record.ts';
import { alternate } from '../support/bench/rounds.ts';
import { WindowList } from '../support/bench/windows.ts';
import { newProfile } from '../support/desktop/app.ts';

test('a click on the tray icon until the window is painted', async ({ host, profile }) => {
  const windows = new WindowList();
  const bareProfile = await newProfile();
  const again: number[] = [];

  async function firstOpening(app: 'standby' | 'bare', profileDir: string): Promise<number> {
    const { tray, end } = await startMeasured(host, app, profileDir);
    await settle(3_000);
    const first = await clickUntil(1);
    if (app === 'standby') {
      await settle(1_000);
      await clickUntil(0);
      await settle(1_000);
      again.push(await clickUntil(1));
    }
    await end();
    await windows.untilThereAre(0);
    return first;

    async function clickUntil(count: number): Promise<number> {
      const clickedAt = performance.now();
      await tray.activate();
      return (await windows.untilThereAre(count)) - clickedAt;
    }
  }

  const samples = await alternate({
    Standby: () => firstOpening('standby', profile),
    'bare app': () => firstOpening('bare', bareProfile),
  });
  await windows.stop();
  const note = 'until X has the window in its list: Electron shows it after its first painted contents';
  record({
    order: 6,
    what: 'tray click → window painted, first time',
    unit: 'ms',
    target: { most: 200 },
    samples,
    note,
  });
  record({
    order: 7,
    what: 'tray click → window painted, again',
    unit: 'ms',
    target: { most: 50 },
    samples: { Standby: again },
    note: 'a second after it was hidden',
  });
});
