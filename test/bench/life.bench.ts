import { startMeasured } from '../support/bench/apps.ts';
import { waitUntilIdle, test } from '../support/bench/fixtures.ts';
import { getMemoryMb, getCpuTimes, cpuSecondsBetween } from '../support/bench/process-tree.ts';
import { recordResult } from '../support/bench/record.ts';
import { ROUNDS } from '../support/bench/rounds.ts';
import { WindowList } from '../support/bench/windows.ts';
import { newProfile } from '../support/desktop/app.ts';
import { readDeniedFault } from '../support/desktop/network/faults.ts';

const stages = ['neverOpened', 'open', 'afterHidden', 'processorIdle'] as const;
type Stage = (typeof stages)[number];

const MINUTE_MS = 60_000;

/** Standby destroys a hidden window after 30 seconds. The measurement begins after that and its clean-up. */
const CLOSED_MS = 35_000;

test('memory and CPU time, from the start to a minute after the window was hidden', async ({
  host,
  profile,
  service,
}) => {
  // Stops the polling: "no reading".
  service.faults.always(readDeniedFault);
  const bareProfile = await newProfile();
  const singleRequestMemory: number[] = [];
  const names = { standby: 'Standby', bare: 'bare app' } as const;
  const createEmptySamples = () => ({ [names.standby]: [] as number[], [names.bare]: [] as number[] });
  const samples = {
    neverOpened: createEmptySamples(),
    open: createEmptySamples(),
    afterHidden: createEmptySamples(),
    processorIdle: createEmptySamples(),
  };

  for (let round = 0; round < ROUNDS; round += 1) {
    for (const app of ['standby', 'bare'] as const) {
      const measured = await measureStages(app, app === 'standby' ? profile : bareProfile);
      for (const stage of stages) samples[stage][names[app]].push(measured[stage]);
    }
    singleRequestMemory.push(await measureOneRequestMemory());
  }

  /** Memory that a single request costs the bare app: Electron's network stack, which Standby needs, too. */
  async function measureOneRequestMemory(): Promise<number> {
    const before = service.arrivals.count;
    const { pid, kill } = await startMeasured(host, 'bare', bareProfile, [`--request-once=${service.url}/`]);
    await waitUntilIdle(6_000);
    if (service.arrivals.count === before) throw new Error('the bare app has asked nothing');
    const memory = getMemoryMb(pid);
    await kill();
    return memory;
  }

  async function measureStages(app: 'standby' | 'bare', profileDir: string): Promise<Record<Stage, number>> {
    const windows = new WindowList();
    const { pid, tray, kill } = await startMeasured(host, app, profileDir);
    if (app === 'standby') {
      await tray.click('Free');
      await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free'));
    }
    await waitUntilIdle(6_000);
    const neverOpened = getMemoryMb(pid);
    await tray.activate();
    await windows.waitForCount(1);
    await waitUntilIdle(4_000);
    const open = getMemoryMb(pid);
    await tray.activate();
    await windows.waitForCount(0);
    await waitUntilIdle(CLOSED_MS);
    const before = getCpuTimes(pid);
    await waitUntilIdle(MINUTE_MS - CLOSED_MS);
    const afterHidden = getMemoryMb(pid);
    await waitUntilIdle(CLOSED_MS);
    const processorIdle = cpuSecondsBetween(before, getCpuTimes(pid));
    await kill();
    await windows.stop();
    return { neverOpened, open, afterHidden, processorIdle };
  }

  const target = (max: number) => ({ ratioTo: names.bare, max });
  const note = 'PSS of the whole process tree';
  recordResult({
    order: 2,
    what: 'memory, window never opened',
    unit: 'MB',
    target: target(1.06),
    samples: { ...samples.neverOpened, 'bare app that has made one request': singleRequestMemory },
    note,
    missedBecause:
      'the bare app asks nobody anything: one request by Electron’s own network stack, which knows the system’s proxy and the company’s certificates, already makes it the third figure. What is left are Standby’s own code, texts, day log and keychain',
  });
  recordResult({
    order: 3,
    what: 'memory, window open',
    unit: 'MB',
    target: target(1.12),
    samples: samples.open,
    note,
    missedBecause:
      'the page of the bare app is empty. Standby’s has React, styles, texts and something to paint; and there is what the row above tells',
  });
  recordResult({
    order: 4,
    what: 'memory, a minute after the window was hidden',
    unit: 'MB',
    target: target(1.15),
    samples: samples.afterHidden,
    note: `${note}; the bare app has destroyed its window`,
  });
  recordResult({
    order: 5,
    what: 'processor time in a minute idle, window hidden, no reading',
    unit: 's',
    target: target(1.2),
    samples: samples.processorIdle,
    note: 'of all processes, from 35 s after the window was hidden, when both have let it go',
  });
});
