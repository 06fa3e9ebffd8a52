import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../../shared/gateway-api/events.ts';
import { createGateway, intentOf, startInstance } from './support/instance.ts';

const agentsOf = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@b.com`);
const never = new AbortController().signal;
const READ = 'DescribeStaffStatusMetrics';

type Gateway = Awaited<ReturnType<typeof createGateway>>;

function listen({ engine }: Pick<Gateway, 'engine'>, agent: string) {
  const events: StreamEvent[] = [];
  return { events, end: engine.subscribe(agent, (event) => events.push(event)) };
}

const statusesOf = (events: readonly StreamEvent[]) =>
  events.map((event) => (event.event === 'status' ? event.data.status : event.event));

describe('a reading on request', () => {
  it('leaves at once when nobody else reads, and names its time', async () => {
    const { engine, clock, model } = await createGateway();
    await clock.advance(10_000);
    model.agentStore.change('one@b.com', { status: 'rest', reason: 'tea' });
    const start = clock.now();
    const result = engine.readStatuses(['One@b.com'], never);
    await clock.advance(40);
    expect(await result).toMatchObject([
      {
        ok: true,
        value: { agent: 'One@b.com', status: 'rest', reason: 'tea', requestId: 'request-1', asOf: start },
      },
    ]);
  });

  it('of many agents shares readings, in the order of the request', async () => {
    const { engine, clock, model } = await createGateway();
    const agents = agentsOf(2_600);
    const result = engine.readStatuses(agents, never);
    await clock.advance(3_000);
    const read = await result;
    expect(read.map((each) => (each.ok ? each.value.agent : null))).toEqual(agents);
    expect(model.callsOf(READ).map((call) => call.agents.length)).toEqual([1_250, 1_250, 100]);
  });

  it('has a problem for an agent whom the service does not report', async () => {
    const { engine, clock } = await createGateway({ agents: ['one@b.com'] });
    const result = engine.readStatuses(['one@b.com', 'two@b.com'], never);
    await clock.advance(100);
    expect(await result).toMatchObject([
      { ok: true },
      { ok: false, problem: { kind: 'agentMissing', outcome: 'notApplied', requestId: 'request-1' } },
    ]);
  });

  it('begins after the request: one in flight does not answer it', async () => {
    const { engine, clock, model } = await createGateway({ latencyMs: () => 200 });
    const first = engine.readStatuses(['one@b.com'], never);
    await clock.advance(100);
    model.agentStore.change('one@b.com', { status: 'rest' });
    const second = engine.readStatuses(['one@b.com'], never);
    await clock.advance(1_000);
    expect(await first).toMatchObject([{ value: { status: 'free' } }]);
    expect(await second).toMatchObject([{ value: { status: 'rest' } }]);
  });

  it('that gets no answer ends after ten seconds', async () => {
    const { engine, clock } = await createGateway({ fault: () => ({ type: 'hangs' }) });
    const result = engine.readStatuses(['one@b.com'], never);
    await clock.advance(10_001);
    expect(await result).toMatchObject([{ problem: { kind: 'timedOut' } }]);
  });

  it('has the failure of the call', async () => {
    const { engine, clock } = await createGateway({
      fault: () => ({ type: 'refused', code: 'UnauthorizedOperation' }),
    });
    const result = engine.readStatuses(['one@b.com'], never);
    await clock.advance(100);
    expect(await result).toMatchObject([{ problem: { kind: 'notPermitted', requestId: 'request-1' } }]);
  });

  it('ends when the client has gone, and at the end of the instance', async () => {
    const { engine, clock } = await createGateway({ latencyMs: () => 5_000 });
    const controller = new AbortController();
    const gone = engine.readStatuses(['one@b.com'], controller.signal);
    const waiting = engine.readStatuses(['two@b.com'], never);
    await clock.advance(100);
    controller.abort();
    expect(await gone).toMatchObject([{ problem: { code: 'Gateway.ClientGone' } }]);
    const stopped = engine.stop();
    expect(await waiting).toMatchObject([{ problem: { kind: 'shuttingDown' } }]);
    await clock.advance(15_000);
    await stopped;
    expect(clock.pending()).toBe(0);
  });

  it('without the shared state has a problem', async () => {
    const { engine } = await createGateway({}, { isFailing: () => true });
    expect(await engine.readStatuses(['one@b.com'], never)).toMatchObject([
      { problem: { kind: 'sharedStateUnavailable' } },
    ]);
  });
});

describe('a listener', () => {
  it('gets the present status, and a change made elsewhere within three seconds', async () => {
    const gateway = await createGateway({ latencyMs: () => 300 });
    const { clock, model } = gateway;
    const { events } = listen(gateway, 'one@b.com');
    await clock.advance(400);
    expect(statusesOf(events)).toEqual(['free']);
    for (const status of ['rest', 'notReady', 'offline'] as const) {
      model.agentStore.change('one@b.com', { status });
      await clock.advance(3_000);
      expect(statusesOf(events).at(-1)).toBe(status);
    }
    expect(events).toHaveLength(4);
  });

  it('is one of 5,000: each sees a change within three seconds, at two readings a second', async () => {
    const gateway = await createGateway({ latencyMs: () => 300 });
    const { clock, model } = gateway;
    const listeners = agentsOf(5_000).map((agent) => listen(gateway, agent));
    await clock.advance(10_000);
    expect(listeners.every(({ events }) => events.length === 1)).toBe(true);
    for (const agent of agentsOf(5_000)) model.agentStore.change(agent, { status: 'rest' });
    await clock.advance(3_000);
    expect(listeners.filter(({ events }) => statusesOf(events).at(-1) !== 'rest')).toEqual([]);
    const times = model.callsOf(READ).map(({ at }) => at);
    const perSecond = times.map((at) => times.filter((other) => other >= at && other < at + 1_000).length);
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(2);
  });

  it('sees a switch of the gateway at once, and no reading that lags behind it', async () => {
    const gateway = await createGateway();
    const { engine, clock, model } = gateway;
    const { events } = listen(gateway, 'one@b.com');
    await clock.advance(1_950);
    void engine.setStatus(intentOf('one@b.com', { status: 'rest' }));
    await clock.advance(40);
    expect(statusesOf(events)).toEqual(['free', 'rest']);
    // The service's readings still show the status before.
    model.agentStore.change('one@b.com', { status: 'free' });
    await clock.advance(1_000);
    expect(statusesOf(events)).toEqual(['free', 'rest']);
    await clock.advance(3_000);
    expect(statusesOf(events)).toEqual(['free', 'rest', 'free']);
  });

  it('is told once that the status cannot be read, and then the status again', async () => {
    let isDown = false;
    const gateway = await createGateway({
      fault: () => (isDown ? { type: 'refused', code: 'UnauthorizedOperation' } : { type: 'none' }),
    });
    const { clock } = gateway;
    const { events } = listen(gateway, 'one@b.com');
    await clock.advance(1_000);
    isDown = true;
    await clock.advance(10_000);
    isDown = false;
    await clock.advance(3_000);
    expect(statusesOf(events)).toEqual(['free', 'unreadable', 'free']);
    expect(events[1]).toMatchObject({ data: { kind: 'notPermitted', code: 'UnauthorizedOperation' } });
  });

  it('joins another of the same agent, and the agent is read no more when both have ended', async () => {
    const gateway = await createGateway();
    const { clock, model } = gateway;
    const first = listen(gateway, 'one@b.com');
    await clock.advance(1_000);
    const second = listen(gateway, 'ONE@b.com');
    expect(statusesOf(second.events)).toEqual(['free']);
    first.end();
    model.agentStore.change('one@b.com', { status: 'rest' });
    await clock.advance(3_000);
    expect(statusesOf(second.events)).toEqual(['free', 'rest']);
    second.end();
    await clock.advance(3_000);
    const count = model.calls.length;
    await clock.advance(10_000);
    expect(model.calls).toHaveLength(count);
  });

  it('that throws does not disturb the others', async () => {
    const gateway = await createGateway();
    gateway.engine.subscribe('one@b.com', () => {
      throw new Error('listener');
    });
    const { events } = listen(gateway, 'one@b.com');
    await gateway.clock.advance(1_000);
    expect(statusesOf(events)).toEqual(['free']);
  });
});

describe('of several instances', () => {
  it('one reads for all, and another one when it has died', async () => {
    const first = await createGateway();
    const { clock, model } = first;
    const second = await startInstance(first);
    const atFirst = listen(first, 'one@b.com');
    const atSecond = listen(second, 'two@b.com');
    await clock.advance(1_000);
    expect([...statusesOf(atFirst.events), ...statusesOf(atSecond.events)]).toEqual(['free', 'free']);
    const before = model.callsOf(READ).length;
    await clock.advance(4_000);
    expect(model.callsOf(READ).slice(before)).toHaveLength(2);
    first.die();
    model.agentStore.change('two@b.com', { status: 'rest' });
    await clock.advance(3_000);
    expect(statusesOf(atSecond.events)).toEqual(['free', 'rest']);
  });

  it('all see a switch of one', async () => {
    const first = await createGateway();
    const second = await startInstance(first);
    const { events } = listen(second, 'one@b.com');
    await first.clock.advance(500);
    void first.engine.setStatus(intentOf('one@b.com'));
    await first.clock.advance(40);
    expect(statusesOf(events)).toEqual(['free', 'rest']);
  });
});

describe('a group', () => {
  it('that is too large for the service is halved, the size is kept, and it grows again', async () => {
    const gateway = await createGateway(
      { maxListed: 400 },
      { config: { intervalMs: 2_000, groupSize: 1_000 } },
    );
    const { engine, clock, model } = gateway;
    const read = engine.readStatuses(agentsOf(1_000), never);
    await clock.advance(9_000);
    expect((await read).every(({ ok }) => ok)).toBe(true);
    model.calls.length = 0;
    const again = engine.readStatuses(agentsOf(1_000), never);
    await clock.advance(9_000);
    expect((await again).every(({ ok }) => ok)).toBe(true);
    expect(model.calls.map((call) => call.agents.length)).toEqual([250, 250, 250, 250]);
  });

  it('that is refused because of one agent is read without the agent', async () => {
    const bad = 'a300@b.com';
    const gateway = await createGateway({
      fault: (action, agents) =>
        action === READ && agents.includes(bad)
          ? { type: 'refused', code: 'InvalidParameterValue.AccountNotExist' }
          : { type: 'none' },
    });
    const { clock, model } = gateway;
    const listeners = agentsOf(500).map((agent) => listen(gateway, agent));
    await clock.advance(12_000);
    const seen = listeners.map(({ events }) => statusesOf(events));
    expect(seen.filter(([status]) => status !== 'free')).toEqual([['unreadable']]);
    model.calls.length = 0;
    await clock.advance(10_000);
    expect(model.calls.map((call) => call.agents.length)).toEqual(Array(model.calls.length).fill(499));
  });
});
