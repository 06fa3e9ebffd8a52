import { test } from '@playwright/test';
import { recordResult } from '../support/bench/record.ts';
import {
  simulateShiftStart,
  type ShiftStartOptions,
  type ShiftStartResult,
} from '../support/unit/rate-limit-simulation.ts';

const sizes = [50, 100, 200, 500, 1_000, 2_000, 5_000];
const seeds = [1, 2, 3];
const PER_SECOND = 20;

test('the start of a shift, simulated on virtual time', async () => {
  for (const [index, agents] of sizes.entries()) {
    const floor = agents / PER_SECOND;
    const order = 30 + index;
    await recordWorst({ order, agents, fleetSize: null }, 1.5 * floor + 10, 10);
    await recordWorst({ order: order + 20, agents, fleetSize: agents }, 1.2 * floor + 1.1, 2.5);
  }
  for (const [index, agents] of [50, 500, 5_000].entries()) {
    const maxSeconds = (2.5 * agents) / PER_SECOND + 10;
    await recordWorst({ order: 70 + index, agents, fleetSize: null, rule: 'strict' }, maxSeconds);
    await recordWorst({ order: 80 + index, agents, fleetSize: agents, rule: 'strict' }, maxSeconds);
  }
});

/** The worst result of all seeds. */
async function recordWorst(
  { order, ...setting }: Omit<ShiftStartOptions, 'seed'> & { order: number },
  maxSeconds?: number,
  maxRequests?: number,
): Promise<void> {
  const results: ShiftStartResult[] = [];
  for (const seed of seeds) results.push(await simulateShiftStart({ ...setting, seed }));
  const { agents, fleetSize, rule } = setting;
  const worst = (of: (result: ShiftStartResult) => number) => Math.max(...results.map(of));
  const lost = worst(({ free }) => agents - free);
  const untrue = worst(({ wrongCountdowns }) => wrongCountdowns);
  const requests = worst((result) => result.requests / agents);
  const size = fleetSize === null ? 'size unknown' : 'size known';
  const variant = rule === 'strict' ? '; if a refused request used up the limit, too' : '';
  recordResult({
    order,
    what: `shift start, ${agents} agents, ${size}${variant}: the last one is Free`,
    unit: 's',
    target: maxSeconds === undefined ? null : { max: maxSeconds },
    samples: { Standby: results.map(({ lastAfterS }) => lastAfterS) },
    shown: { Standby: worst(({ lastAfterS }) => lastAfterS), floor: agents / PER_SECOND },
    note: [
      `worst of ${seeds.length} seeds`,
      `half of them after ${worst(({ halfWaitedS }) => halfWaitedS).toFixed(1)} s`,
      `${requests.toFixed(2)} requests for each success${maxRequests === undefined ? '' : ` (at most ${maxRequests})`}`,
      `${worst(({ refused }) => refused)} refused`,
      `lost: ${lost}, untrue countdowns: ${untrue}`,
    ].join('; '),
  });
}
