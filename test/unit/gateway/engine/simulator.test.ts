import { afterEach, expect, it, vi } from 'vitest';
import { createMemoryCoordination } from '../../../../gateway/coordination/memory.ts';
import { createEngine } from '../../../../gateway/engine/create-engine.ts';
import { createServicePort, MAX_READING_BYTES } from '../../../../gateway/engine/service-port.ts';
import { systemClock } from '../../../../shared/clock.ts';
import type { StreamEvent } from '../../../../shared/gateway-api/events.ts';
import type { WaveLine } from '../../../../shared/gateway-api/waves.ts';
import { createRandom } from '../../../support/random.ts';
import { createSimulation, stopSimulators } from '../../tencent/support/simulator.ts';
import { intentOf } from './support/instance.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await stopSimulators();
});

const never = new AbortController().signal;
const agentsOf = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@b.com`);

/** An engine on this computer's clock, by HTTP to a simulator that takes 30 to 300 ms. */
async function startOnSimulator() {
  const simulation = await createSimulation(
    { clock: Date, latency: { minMs: 30, maxMs: 300 }, random: createRandom(20) },
    { clock: Date, maxResponseBytes: MAX_READING_BYTES },
  );
  const coordination = createMemoryCoordination({
    clock: systemClock,
    rates: { switching: 20, reading: 10 },
  });
  const engine = createEngine({
    coordination,
    service: createServicePort(simulation.client, 1400000000),
    clock: systemClock,
    observer: { onSwitchEnd: () => undefined, onCall: () => undefined, onQueue: () => undefined },
  });
  await coordination.start();
  engine.start();
  stops.push(engine.stop);
  return { ...simulation, engine };
}

it('a rush with lost answers and refusals: each agent is answered, and every confirmation is true', async () => {
  const { engine, simulator, log } = await startOnSimulator();
  simulator.faults.nextRequests(1, { kind: 'drop', applied: true });
  simulator.faults.nextRequests(1, { kind: 'truncate', applied: true, action: 'SetStaffStatus' });
  simulator.faults.nextRequests(2, { kind: 'error', code: 'RequestLimitExceeded', action: 'SetStaffStatus' });
  simulator.setAgent('a33@b.com', {
    forcedCallError: { code: 'FailedOperation.PermissionDenied', message: '' },
  });
  const agents = agentsOf(120);
  const results = await Promise.all(
    agents.map((agent) => engine.setStatus(intentOf(agent, { status: 'rest', reason: 'drill' }))),
  );
  for (const [index, result] of results.entries()) {
    const agent = agents[index] ?? '';
    if (agent === 'a33@b.com') expect(result).toMatchObject({ problem: { kind: 'agentNotPermitted' } });
    else expect(result).toMatchObject({ ok: true, value: { agent, outcome: 'switched' } });
    const status = agent === 'a33@b.com' ? 'free' : 'rest';
    expect(simulator.agent(agent)).toMatchObject({ status });
  }
  // Nobody was switched twice.
  const switched = log
    .filter(
      ({ action, verdict }) =>
        action === 'SetStaffStatus' && (verdict === 'ok' || verdict.startsWith('Fault.')),
    )
    .flatMap((entry) => entry.agents.map(({ agent }) => agent));
  expect(switched.toSorted()).toEqual(agents.filter((agent) => agent !== 'a33@b.com').toSorted());
});

it('a wave and the agents’ own switches: listeners see both, and what is changed elsewhere', async () => {
  const { engine, simulator } = await startOnSimulator();
  const events: StreamEvent[] = [];
  const last = () => {
    const event = events.at(-1);
    return event?.event === 'status' ? `${event.data.status} ${event.data.reason}` : null;
  };
  const end = engine.subscribe('a7@b.com', (event) => events.push(event));
  stops.push(() => {
    end();
    return Promise.resolve();
  });
  const choice = { status: 'notReady', reason: 'drill' } as const;
  const started = await engine.startWave({ agents: agentsOf(60), choice, requestedBy: 'boss@b.com' });
  const own = engine.setStatus(intentOf('own@b.com', { reason: 'tea' }));
  const lines: WaveLine[] = [];
  const id = started.ok ? started.value : '';
  for await (const line of (await engine.waveLines(id, never)) ?? []) lines.push(line);
  expect(lines.at(-1)).toMatchObject({ type: 'end', total: 60, switched: 60 });
  expect(await own).toMatchObject({ ok: true });
  expect(last()).toBe('notReady drill');
  simulator.setAgent('a7@b.com', { status: 'rest', reason: 'elsewhere' });
  await vi.waitFor(() => expect(last()).toBe('rest elsewhere'), { timeout: 20_000, interval: 50 });
  expect(await engine.readStatuses(['a7@b.com'], never)).toMatchObject([
    { ok: true, value: { status: 'rest', reason: 'elsewhere' } },
  ]);
});
