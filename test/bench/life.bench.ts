import { startMeasured } from '../support/bench/apps.ts';
import { settle, test } from '../support/bench/fixtures.ts';
import { memoryOf, processorTimeOf, usedBetween } from '../support/bench/process-tree.ts';
import { record } from '../support/bench/record.ts';
import { ROUNDS } from '../support/bench/rounds.ts';
import { WindowList } from '../support/bench/windows.ts';
import { newProfile } from '../support/desktop/app.ts';
import { keyMayNotRead } from '../support/desktop/faults.ts';

const stages = ['neverOpened', 'open', 'afterHidden', 'processorIdle'] as const;
type Stage = (typeof stages)[number];

const MINUTE_MS = 60_000;

/** Standby lets a hidden window go after 30 seconds. That belongs to its closing, as the tidying up after it does. */
const CLOSED_MS = 35_000;

test('memory and processor time, from the start to a minute after the window was hidden', async ({
  host,
  profile,
  service,
}) => {
  // So that nothing is asked by itself: "no reading".
  service.faults.always(keyMayNotRead);
  const bareProfile = await newProfile();
  const asked: number[] = [];
  const names = { standby: 'Standby', bare: 'bare app' } as const;
  const none = () => ({ [names.standby]: [] as number[], [names.bare]: [] as number[] });
  const samples = { neverOpened: none(), open: none(), afterHidden: none(), processorIdle: none() };

  for (let round = 0; round < ROUNDS; round += 1) {
    for (const app of ['standby', 'bare'] as const) {
      const lived = await live(app, app === 'standby' ? profile : bareProfile);
      for (const stage of stages) samples[stage][names[app]].push(lived[stage]);
    }
    asked.push(await memoryOfOneRequest());
  }

  /** What a single request costs the bare app: Electron's own network stack, which Standby cannot do without. */
  async function memoryOfOneRequest(): Promise<number> {
    const before = service.arrivals.count;
    const { pid, end } = await startMeasured(host, 'bare', bareProfile, [`--ask-once=${service.url}/`]);
    await settle(6_000);
    if (service.arrivals.count === before) throw new Error('the bare app has asked nothing');
    const memory = memoryOf(pid);
    await end();
    return memory;
  }

  async function live(app: 'standby' | 'bare', profileDir: string): Promise<Record<Stage, number>> {
    const windows = new WindowList();
    const { pid, tray, end } = await startMeasured(host, app, profileDir);
    if (app === 'standby') {
      await tray.click('Free');
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free'));
    }
    await settle(6_000);
    const neverOpened = memoryOf(pid);
    await tray.activate();
    await windows.untilThereAre(1);
    await settle(4_000);
    const open = memoryOf(pid);
    await tray.activate();
    await windows.untilThereAre(0);
    await settle(CLOSED_MS);
    const before = processorTimeOf(pid);
    await settle(MINUTE_MS - CLOSED_MS);
    const afterHidden = memoryOf(pid);
    await settle(CLOSED_MS);
    const processorIdle = usedBetween(before, processorTimeOf(pid));
    await end();
    await windows.stop();
    return { neverOpened, open, afterHidden, processorIdle };
  }

  const target = (most: number) => ({ ratioTo: names.bare, most });
  const note = 'PSS of the whole process tree';
  record({
    order: 2,
    what: 'memory, window never opened',
    unit: 'MB',
    target: target(1.06),
    samples: { ...samples.neverOpened, 'bare app that has made one request': asked },
    note,
    missedBecause:
      'the bare app asks nobody anything: one request by Electron’s own network stack, which knows the system’s proxy and the company’s certificates, already makes it the third figure. What is left are Standby’s own code, texts, day log and keychain',
  });
  record({
    order: 3,
    what: 'memory, window open',
    unit: 'MB',
    target: target(1.12),
    samples: samples.open,
    note,
    missedBecause:
      'the page of the bare app is empty. Standby’s has React, styles, texts and something to paint; and there is what the row above tells',
  });
  record({
    order: 4,
    what: 'memory, a minute after the window was hidden',
    unit: 'MB',
    target: target(1.15),
    samples: samples.afterHidden,
    note: `${note}; the bare app has destroyed its window`,
  });
  record({
    order: 5,
    what: 'processor time in a minute idle, window hidden, no reading',
    unit: 's',
    target: target(1.2),
    samples: samples.processorIdle,
    note: 'of all processes, from 35 s after the window was hidden, when both have let it go',
  });
});
