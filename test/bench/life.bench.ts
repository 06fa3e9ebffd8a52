import { startMeasured } from '../support/bench/apps.ts';
import { settle, test } from '../support/bench/fixtures.ts';
import { memoryOf, processorTimeOf } from '../support/bench/process-tree.ts';
import { record } from '../support/bench/record.ts';
import { ROUNDS } from '../support/bench/rounds.ts';
import { WindowList } from '../support/bench/windows.ts';
import { newProfile } from '../support/desktop/app.ts';

const stages = ['neverOpened', 'open', 'afterHidden', 'processorIdle'] as const;
type Stage = (typeof stages)[number];

/** A minute after the window was hidden, and what an app may need to let go of it. */
const HIDDEN_MS = 60_000;

test('memory and processor time, from the start to a minute after the window was hidden', async ({
  host,
  profile,
  service,
}) => {
  // "No reading": the key may switch and not read, so that nothing is asked by itself.
  service.faults.always({
    kind: 'error',
    code: 'AuthFailure.UnauthorizedOperation',
    action: 'DescribeStaffStatusMetrics',
  });
  const bareProfile = await newProfile();
  const names = { standby: 'Standby', bare: 'bare app' } as const;
  const none = () => ({ [names.standby]: [] as number[], [names.bare]: [] as number[] });
  const samples = { neverOpened: none(), open: none(), afterHidden: none(), processorIdle: none() };

  for (let round = 0; round < ROUNDS; round += 1) {
    for (const app of ['standby', 'bare'] as const) {
      const lived = await live(app, app === 'standby' ? profile : bareProfile);
      for (const stage of stages) samples[stage][names[app]].push(lived[stage]);
    }
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
    // Destroying the window belongs to its closing, not to idling.
    await settle(2_000);
    const before = processorTimeOf(pid);
    await settle(HIDDEN_MS);
    const processorIdle = processorTimeOf(pid) - before;
    const afterHidden = memoryOf(pid);
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
    samples: samples.neverOpened,
    note,
  });
  record({
    order: 3,
    what: 'memory, window open',
    unit: 'MB',
    target: target(1.12),
    samples: samples.open,
    note,
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
  });
});
