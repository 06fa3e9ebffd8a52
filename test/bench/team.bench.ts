import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSimulator } from '../../simulator/server.ts';
import { accountsOf } from '../unit/team/support/accounts.ts';
import { createControls, createService } from '../unit/team/support/team-on-simulator.ts';
import { testKey } from '../unit/tencent/support/client.ts';
import { recordResult } from '../support/bench/record.ts';
import { ROUNDS } from '../support/bench/rounds.ts';

const AGENTS = 500;

/** 20 calls a second of ten agents each. */
const FLOOR_S = AGENTS / 200;

test('a team is set, with --fast, by a service that answers after 30 to 300 ms', async () => {
  const durations: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) durations.push(await measureWave());
  recordResult({
    order: 90,
    what: `a team of ${AGENTS} agents, --fast: the last one is confirmed`,
    unit: 's',
    target: { ratioTo: 'floor', max: 1.3 },
    samples: { Standby: durations, floor: [FLOOR_S] },
    note: 'over HTTP to the simulator, which answers after 30 to 300 ms; with a record on the disk; without the app and its network stack',
  });
});

/** The duration of a wave, in seconds. */
async function measureWave(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'standby-team-'));
  const simulator = await startSimulator({ keys: [testKey], latency: { minMs: 30, maxMs: 300 } });
  try {
    const { controls, results } = createControls();
    const startedAt = performance.now();
    await createService(simulator.url, folder).set(
      { status: 'rest', reason: 'drill' },
      accountsOf(AGENTS),
      controls,
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(results.filter(({ result }) => result.outcome === 'switched')).toHaveLength(AGENTS);
    return seconds;
  } finally {
    await simulator.close();
    await rm(folder, { recursive: true });
  }
}
