import { describe, expect, it } from 'vitest';
import type { EngineResult } from '../../../../gateway/engine/engine.ts';
import { waveLine, type WaveLine } from '../../../../shared/gateway-api/waves.ts';
import { createGateway, intentOf, startInstance } from './support/instance.ts';

const agentsOf = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@b.com`);
const never = new AbortController().signal;
const drill = { status: 'notReady', reason: 'drill' } as const;
const SWITCH = 'SetStaffStatus';

type Gateway = Awaited<ReturnType<typeof createGateway>>;

function idOf(started: EngineResult<string>): string {
  if (!started.ok) throw new Error(started.problem.code);
  return started.value;
}

/** Collects the lines of a wave as they come. */
function collect({ engine }: Pick<Gateway, 'engine'>, id: string, signal = never) {
  const lines: WaveLine[] = [];
  const ended = (async () => {
    for await (const line of (await engine.waveLines(id, signal)) ?? []) lines.push(waveLine.parse(line));
  })();
  return { lines, ended };
}

describe('a wave', () => {
  it('switches each account once, ten a call, and ends with the counts', async () => {
    const gateway = await createGateway();
    const { engine, clock, model } = gateway;
    const agents = [...agentsOf(500), ' A0@B.com'];
    const id = idOf(await engine.startWave({ agents, choice: drill, requestedBy: 'boss@b.com' }));
    const { lines, ended } = collect(gateway, id);
    await clock.advance(10_000);
    await ended;
    expect(lines).toHaveLength(501);
    expect(new Set(lines.map((line) => (line.type === 'result' ? line.agent : '')))).toEqual(
      new Set([...agentsOf(500), '']),
    );
    expect(lines.at(-1)).toEqual({
      type: 'end',
      total: 500,
      switched: 500,
      otherStatus: 0,
      notApplied: 0,
      unknown: 0,
    });
    expect(model.callsOf(SWITCH)).toHaveLength(50);
    expect(gateway.ends).toHaveLength(500);
  });

  it('lets an agent’s own intent go first', async () => {
    const { engine, clock, model } = await createGateway();
    await engine.startWave({ agents: agentsOf(1_000), choice: drill, requestedBy: 'boss@b.com' });
    await clock.advance(500);
    const before = model.calls.length;
    const own = engine.setStatus(intentOf('own@b.com'));
    await clock.advance(200);
    expect(await own).toMatchObject({ ok: true });
    expect(model.calls.slice(before, before + 2).flatMap(({ agents }) => agents)).toContain('own@b.com');
  });

  it('says of each agent why there is no switch', async () => {
    const gateway = await createGateway({ agents: ['a0@b.com', 'a1@b.com'] });
    const { engine, clock, model } = gateway;
    model.agentStore.change('a1@b.com', { status: 'busy' });
    const id = idOf(
      await engine.startWave({ agents: agentsOf(3), choice: drill, requestedBy: 'boss@b.com' }),
    );
    const { lines, ended } = collect(gateway, id);
    await clock.advance(2_000);
    await ended;
    const resultOf = (agent: string) => lines.find((line) => line.type === 'result' && line.agent === agent);
    expect(resultOf('a1@b.com')).toMatchObject({ result: { outcome: 'otherStatus', status: 'busy' } });
    expect(resultOf('a2@b.com')).toMatchObject({
      result: null,
      problem: { kind: 'agentUnknown', outcome: 'notApplied', status: 422 },
    });
    expect(lines.at(-1)).toMatchObject({ total: 3, switched: 1, otherStatus: 1, notApplied: 1 });
  });

  it('repeats what passes: the shared state was away, the service was down', async () => {
    let isFailing = false;
    let isDown = true;
    const gateway = await createGateway(
      { fault: () => (isDown ? { type: 'refused', code: 'ResourceUnavailable' } : { type: 'none' }) },
      { isFailing: () => isFailing },
    );
    const { engine, clock } = gateway;
    const id = idOf(
      await engine.startWave({ agents: agentsOf(30), choice: drill, requestedBy: 'boss@b.com' }),
    );
    const { lines, ended } = collect(gateway, id);
    await clock.advance(500);
    isDown = false;
    isFailing = true;
    await clock.advance(1_500);
    isFailing = false;
    await clock.advance(20_000);
    await ended;
    expect(lines.at(-1)).toMatchObject({ total: 30, switched: 30 });
  });

  it('of no agent, beyond ten at a time, or at the end is refused', async () => {
    const { engine, clock, state } = await createGateway();
    const start = (agents: string[]) =>
      engine.startWave({ agents, choice: drill, requestedBy: 'boss@b.com' });
    expect(await start([' '])).toMatchObject({ problem: { kind: 'invalidRequest' } });
    state.holdUntil = clock.now() + 60_000;
    for (let wave = 0; wave < 10; wave += 1)
      expect(await start([`a${wave}@b.com`])).toMatchObject({ ok: true });
    expect(await start(['one@b.com'])).toMatchObject({ problem: { kind: 'overloaded' } });
    void engine.stop();
    expect(await start(['one@b.com'])).toMatchObject({ problem: { kind: 'shuttingDown' } });
  });

  it('that does not exist has no lines', async () => {
    const { engine } = await createGateway();
    expect(await engine.waveLines('00000000-0000-4000-8000-000000000000', never)).toBeNull();
  });

  it('goes on without those who read its lines', async () => {
    const gateway = await createGateway();
    const { engine, clock } = gateway;
    const id = idOf(
      await engine.startWave({ agents: agentsOf(300), choice: drill, requestedBy: 'boss@b.com' }),
    );
    const controller = new AbortController();
    const first = collect(gateway, id, controller.signal);
    await clock.advance(300);
    controller.abort();
    await first.ended;
    expect(first.lines.length).toBeLessThan(300);
    await clock.advance(10_000);
    const second = collect(gateway, id);
    await clock.advance(10);
    await second.ended;
    expect(second.lines).toHaveLength(301);
  });
});

describe('a wave whose instance dies', () => {
  it('is ended by another one: every agent has a line, and nobody is switched twice', async () => {
    const first = await createGateway({ latencyMs: () => 100 });
    const { clock, model } = first;
    const id = idOf(
      await first.engine.startWave({ agents: agentsOf(400), choice: drill, requestedBy: 'boss@b.com' }),
    );
    const second = await startInstance(first);
    const { lines, ended } = collect(second, id);
    await clock.advance(800);
    first.die();
    await clock.advance(30_000);
    await ended;
    expect(lines.at(-1)).toMatchObject({ type: 'end', total: 400, switched: 400 });
    const sent = model.callsOf(SWITCH).flatMap(({ agents }) => agents);
    expect(sent.toSorted()).toEqual(agentsOf(400).toSorted());
  });

  it('by a regular end is taken over as well', async () => {
    const first = await createGateway({ latencyMs: () => 100 });
    const { clock } = first;
    const id = idOf(
      await first.engine.startWave({ agents: agentsOf(400), choice: drill, requestedBy: 'boss@b.com' }),
    );
    const second = await startInstance(first);
    await clock.advance(800);
    const stopped = first.engine.stop();
    await clock.advance(1_000);
    await stopped;
    first.die();
    const { lines, ended } = collect(second, id);
    await clock.advance(30_000);
    await ended;
    expect(lines).toHaveLength(401);
    expect(lines.at(-1)).toMatchObject({ total: 400, switched: 400 });
  });
});
