import { describe, expect, it } from 'vitest';
import { createGateway, intentOf, startInstance } from './support/instance.ts';

const agentsOf = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@b.com`);

describe('a switch', () => {
  it('that is alone leaves at once and is confirmed by the answer', async () => {
    const { engine, clock, model } = await createGateway();
    const start = clock.now();
    const result = engine.setStatus(intentOf('one@b.com', { status: 'rest', reason: 'tea' }));
    await clock.advance(30);
    expect(await result).toEqual({
      ok: true,
      value: {
        outcome: 'switched',
        agent: 'one@b.com',
        status: 'rest',
        reason: 'tea',
        previous: { status: 'free', reason: '' },
        confirmedBy: 'response',
        requestId: 'request-1',
        asOf: start + 30,
      },
    });
    expect(model.calls).toMatchObject([{ at: start, agents: ['one@b.com'] }]);
  });

  it('shares a call with the others that wait, ten at a time, the oldest first', async () => {
    const { engine, clock, model } = await createGateway();
    const agents = agentsOf(25);
    const results = agents.map((agent) => engine.setStatus(intentOf(agent)));
    await clock.advance(1_000);
    expect((await Promise.all(results)).every(({ ok }) => ok)).toBe(true);
    expect(model.callsOf('SetStaffStatus').map((call) => call.agents.length)).toEqual([10, 10, 5]);
    expect(model.calls.flatMap((call) => call.agents)).toEqual(agents);
  });

  it('of the service’s other status confirms nothing', async () => {
    const { engine, clock, model } = await createGateway();
    model.agentStore.change('one@b.com', { status: 'busy' });
    const result = engine.setStatus(intentOf('one@b.com'));
    await clock.advance(100);
    expect(await result).toMatchObject({ ok: true, value: { outcome: 'otherStatus', status: 'busy' } });
  });

  it('that the service refuses for an agent is a problem with its RequestId', async () => {
    const { engine, clock, model } = await createGateway();
    model.agentStore.change('one@b.com', {
      forcedError: { code: 'FailedOperation.PermissionDenied', message: 'no' },
    });
    const results = [engine.setStatus(intentOf('one@b.com')), engine.setStatus(intentOf('two@b.com'))];
    await clock.advance(200);
    expect(await Promise.all(results)).toMatchObject([
      {
        ok: false,
        problem: { kind: 'agentNotPermitted', requestId: 'request-1', outcome: 'notApplied', message: 'no' },
      },
      { ok: true },
    ]);
  });
});

describe('a newer intent of the same agent', () => {
  it('replaces the one that waits, and takes its place', async () => {
    const { engine, clock, model } = await createGateway({ latencyMs: () => 200 });
    const first = engine.setStatus(intentOf('one@b.com', { reason: 'first' }));
    await clock.advance(1);
    const second = engine.setStatus(intentOf('one@b.com', { reason: 'second' }));
    const third = engine.setStatus(intentOf('one@b.com', { status: 'notReady', reason: 'third' }));
    await clock.advance(1_000);
    expect(await first).toMatchObject({ ok: true, value: { reason: 'first' } });
    expect(await second).toMatchObject({
      ok: false,
      problem: { kind: 'superseded', code: 'Gateway.Superseded', outcome: 'notApplied' },
    });
    expect(await third).toMatchObject({ ok: true, value: { reason: 'third' } });
    const calls = model.callsOf('SetStaffStatus');
    expect(calls).toHaveLength(2);
    expect((calls[1]?.at ?? 0) - (calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(200);
  });
});

describe('a call that is refused as a whole', () => {
  it('is divided until the agent at fault is alone', async () => {
    const agents = agentsOf(10);
    const { engine, clock, model } = await createGateway({
      agents: agents.filter((agent) => agent !== 'a7@b.com'),
      unknownRefusesCall: true,
    });
    const results = agents.map((agent) => engine.setStatus(intentOf(agent)));
    await clock.advance(3_000);
    const ended = await Promise.all(results);
    expect(ended.filter(({ ok }) => !ok)).toMatchObject([{ problem: { kind: 'agentUnknown' } }]);
    expect(ended[7]).toMatchObject({ ok: false });
    expect(model.switchesOf('a0@b.com')).toHaveLength(2);
  });

  it('by the rate limit waits in front and is sent again', async () => {
    const codes = ['RequestLimitExceeded', 'RequestLimitExceeded'];
    const { engine, clock, state } = await createGateway({
      fault: () => {
        const code = codes.pop();
        return code === undefined ? { type: 'none' } : { type: 'refused', code };
      },
    });
    const result = engine.setStatus(intentOf('one@b.com'));
    await clock.advance(5_000);
    expect(await result).toMatchObject({ ok: true, value: { outcome: 'switched' } });
    expect(state.refusals).toBe(2);
  });

  it('by the rate limit for a minute is a problem', async () => {
    const { engine, clock, ends } = await createGateway({
      fault: () => ({ type: 'refused', code: 'RequestLimitExceeded' }),
    });
    const result = engine.setStatus(intentOf('one@b.com'));
    await clock.advance(59_000);
    expect(ends).toEqual([]);
    await clock.advance(5_000);
    expect(await result).toMatchObject({
      problem: { kind: 'rateLimited', outcome: 'notApplied', retryAfterMs: 1_000 },
    });
  });

  it('for another cause is a problem, and is not sent again', async () => {
    const { engine, clock, model } = await createGateway({
      fault: () => ({ type: 'refused', code: 'UnauthorizedOperation' }),
    });
    const result = engine.setStatus(intentOf('one@b.com'));
    await clock.advance(5_000);
    expect(await result).toMatchObject({ problem: { kind: 'notPermitted', outcome: 'notApplied' } });
    expect(model.calls).toHaveLength(1);
  });
});

describe('a lost answer', () => {
  const lostSwitch = (isApplied: boolean) => (action: string) =>
    action === 'SetStaffStatus' ? ({ type: 'lost', isApplied } as const) : ({ type: 'none' } as const);

  it('is read back: in effect', async () => {
    const { engine, clock } = await createGateway({ fault: lostSwitch(true) });
    const result = engine.setStatus(intentOf('one@b.com'));
    await clock.advance(1_000);
    expect(await result).toMatchObject({ ok: true, value: { outcome: 'switched', confirmedBy: 'reading' } });
  });

  it('is read back: reserved for after a call', async () => {
    const { engine, clock, model } = await createGateway({ fault: lostSwitch(true) });
    model.agentStore.change('one@b.com', { status: 'busy' });
    const result = engine.setStatus(intentOf('one@b.com'));
    await clock.advance(1_000);
    expect(await result).toMatchObject({ ok: true, value: { outcome: 'otherStatus', status: 'busy' } });
  });

  it('is unknown if it is not in effect yet, and the request is not sent again', async () => {
    const { engine, clock, model } = await createGateway({ fault: lostSwitch(false) });
    const result = engine.setStatus(intentOf('one@b.com'));
    await clock.advance(1_000);
    expect(await result).toMatchObject({
      ok: false,
      problem: { kind: 'connectionLost', outcome: 'unknown' },
    });
    expect(model.callsOf('SetStaffStatus')).toHaveLength(1);
  });

  it('is unknown if it cannot be read back', async () => {
    const { engine, clock } = await createGateway({ fault: () => ({ type: 'lost', isApplied: true }) });
    const result = engine.setStatus(intentOf('one@b.com'));
    await clock.advance(1_000);
    expect(await result).toMatchObject({
      ok: false,
      problem: { kind: 'connectionLost', outcome: 'unknown' },
    });
  });

  it('shares the reading with those of the calls that were lost at the same time', async () => {
    const { engine, clock, model, state } = await createGateway({
      fault: lostSwitch(true),
      latencyMs: () => 400,
    });
    const results = agentsOf(40).map((agent) => engine.setStatus(intentOf(agent)));
    await clock.advance(300);
    state.holdUntil = clock.now() + 700;
    await clock.advance(3_000);
    expect((await Promise.all(results)).every(({ ok }) => ok)).toBe(true);
    expect(model.callsOf('DescribeStaffStatusMetrics').map(({ agents }) => agents.length)).toEqual([40]);
  });

  it('is not read back for an agent whose newer intent waits', async () => {
    const { engine, clock, model } = await createGateway({ fault: lostSwitch(true), latencyMs: () => 100 });
    const first = engine.setStatus(intentOf('one@b.com'));
    await clock.advance(1);
    void engine.setStatus(intentOf('one@b.com', { status: 'notReady' }));
    await clock.advance(105);
    expect(await first).toMatchObject({ problem: { outcome: 'unknown' } });
    expect(model.callsOf('DescribeStaffStatusMetrics')).toEqual([]);
  });
});

it('a request that waits too long for the keys does not leave', async () => {
  const { engine, clock, model } = await createGateway({ keysAfterMs: 31_000 });
  const result = engine.setStatus(intentOf('one@b.com'));
  await clock.advance(32_000);
  expect(await result).toMatchObject({ problem: { kind: 'queueTimeout', outcome: 'notApplied' } });
  expect(model.calls).toEqual([]);
});

describe('an intent that waits', () => {
  /** The calls hang, so that all that may be in flight are. */
  const hanging = () => ({ type: 'hangs' }) as const;

  it('to become free is dropped after a minute, and an away status is sent', async () => {
    const { engine, clock, model, state } = await createGateway();
    state.holdUntil = clock.now() + 61_000;
    const free = engine.setStatus(intentOf('one@b.com', { status: 'free' }));
    const away = engine.setStatus(intentOf('two@b.com'));
    await clock.advance(62_000);
    expect(await free).toMatchObject({ problem: { kind: 'queueTimeout', outcome: 'notApplied' } });
    expect(await away).toMatchObject({ ok: true });
    expect(model.switchesOf('one@b.com')).toEqual([]);
  });

  it('to become free is dropped when its client has gone, and an away status is sent', async () => {
    const { engine, clock, model, state } = await createGateway();
    state.holdUntil = clock.now() + 500;
    const controller = new AbortController();
    const { signal: clientGone } = controller;
    const free = engine.setStatus(intentOf('one@b.com', { status: 'free' }, { clientGone }));
    const away = engine.setStatus(intentOf('two@b.com', {}, { clientGone }));
    await clock.advance(100);
    controller.abort();
    await clock.advance(1_000);
    expect(await free).toMatchObject({ problem: { code: 'Gateway.ClientGone', outcome: 'notApplied' } });
    expect(await away).toMatchObject({ ok: true });
    expect(model.switchesOf('one@b.com')).toEqual([]);
  });

  it('is refused when twenty thousand others wait', async () => {
    const { engine, clock, state } = await createGateway({ fault: hanging });
    state.holdUntil = clock.now() + 50_000;
    for (const agent of agentsOf(20_000)) void engine.setStatus(intentOf(agent));
    await clock.advance(1);
    expect(await engine.setStatus(intentOf('one@b.com'))).toMatchObject({
      problem: { kind: 'overloaded', outcome: 'notApplied' },
    });
  });

  it('is answered at the end, as is what is in flight', async () => {
    const { engine, clock, model } = await createGateway({ latencyMs: () => 300 });
    const sent = engine.setStatus(intentOf('one@b.com'));
    await clock.advance(10);
    const waiting = engine.setStatus(intentOf('one@b.com', { status: 'notReady' }));
    await clock.advance(10);
    const stopped = engine.stop();
    const late = engine.setStatus(intentOf('two@b.com'));
    await clock.advance(1_000);
    await stopped;
    expect(await sent).toMatchObject({ ok: true });
    expect(await waiting).toMatchObject({ problem: { kind: 'shuttingDown', outcome: 'notApplied' } });
    expect(await late).toMatchObject({ problem: { kind: 'shuttingDown' } });
    expect(engine.readiness()).toEqual({ ready: false, cause: 'shuttingDown' });
    expect(model.switchesOf('one@b.com')).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });
});

describe('without the shared state', () => {
  it('nothing is sent', async () => {
    const { engine, model } = await createGateway({}, { isFailing: () => true });
    expect(await engine.setStatus(intentOf('one@b.com'))).toMatchObject({
      problem: { kind: 'sharedStateUnavailable', outcome: 'notApplied' },
    });
    expect(engine.readiness()).toEqual({ ready: false, cause: 'sharedStateUnavailable' });
    expect(model.calls).toEqual([]);
  });

  it('the answer to a call that has left is not lost', async () => {
    let isFailing = false;
    const { engine, clock, state } = await createGateway(
      { latencyMs: () => 100 },
      { isFailing: () => isFailing },
    );
    const result = engine.setStatus(intentOf('one@b.com', {}, { idempotencyKey: 'k' }));
    await clock.advance(50);
    isFailing = true;
    await clock.advance(100);
    expect(await result).toMatchObject({ ok: true, value: { outcome: 'switched' } });
    isFailing = false;
    await clock.advance(2_000);
    expect(state.claims.size).toBe(0);
    expect(await engine.setStatus(intentOf('one@b.com', {}, { idempotencyKey: 'k' }))).toEqual(await result);
  });
});

describe('two instances', () => {
  it('send the newest intent of an agent, one call at a time', async () => {
    const first = await createGateway({ latencyMs: () => 300 });
    const second = await startInstance(first);
    const older = first.engine.setStatus(intentOf('one@b.com', { reason: 'older' }));
    await first.clock.advance(10);
    const newer = second.engine.setStatus(intentOf('one@b.com', { reason: 'newer' }));
    await first.clock.advance(2_000);
    expect(await older).toMatchObject({ ok: true });
    expect(await newer).toMatchObject({ ok: true });
    const [one, other] = first.model.switchesOf('one@b.com');
    expect((other?.at ?? 0) - (one?.at ?? 0)).toBeGreaterThanOrEqual(300);
    expect(first.model.agentStore.find('one@b.com')).toMatchObject({ reason: 'newer' });
  });

  it('answer an intent as superseded whose newer one waits elsewhere', async () => {
    const first = await createGateway();
    const second = await startInstance(first);
    first.state.holdUntil = first.clock.now() + 500;
    const older = first.engine.setStatus(intentOf('one@b.com', { reason: 'older' }));
    await first.clock.advance(10);
    const newer = second.engine.setStatus(intentOf('one@b.com', { reason: 'newer' }));
    await first.clock.advance(2_000);
    expect(await older).toMatchObject({ problem: { kind: 'superseded' } });
    expect(await newer).toMatchObject({ ok: true });
    expect(first.model.switchesOf('one@b.com')).toHaveLength(1);
  });
});
