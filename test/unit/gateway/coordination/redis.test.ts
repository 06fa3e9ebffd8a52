/** What only Redis and several instances can do: go away, come back empty, and die. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  CoordinationError,
  type Coordination,
  type CoordinationMessage,
} from '../../../../gateway/coordination/coordination.ts';
import { createRedisCoordination } from '../../../../gateway/coordination/redis.ts';
import { createInstance, type TestInstance } from '../../../support/gateway/redis-instances.ts';
import {
  createRedisServer,
  hasRedisServer,
  type RedisServer,
} from '../../../support/gateway/redis-server.ts';
import { systemClock, type Clock } from '../../../../shared/clock.ts';

const AGENT = 'a@example.com';
const TIMEOUT = 20_000;

describe.runIf(hasRedisServer())('several instances with Redis', () => {
  let redis: RedisServer;
  const running = new Set<Coordination>();

  beforeAll(async () => {
    redis = await createRedisServer();
    await redis.start();
  });
  afterAll(() => redis.stop());
  afterEach(async () => {
    for (const coordination of running) await coordination.stop();
    running.clear();
  });

  async function start(options: Parameters<typeof createInstance>[1]): Promise<TestInstance> {
    const created = createInstance(redis.port, options);
    await created.coordination.start();
    running.add(created.coordination);
    return created;
  }

  async function startTwo(instanceMs?: number): Promise<[TestInstance, TestInstance]> {
    const options = { prefix: `${randomUUID()}:`, ...(instanceMs !== undefined && { instanceMs }) };
    return [await start(options), await start(options)];
  }

  /** A clock whose timers stop when its process is stopped. */
  function createStoppableClock(): { clock: Clock; stop: () => void; goOn: () => void } {
    let isStopped = false;
    const held: (() => void)[] = [];
    return {
      clock: {
        ...systemClock,
        setTimer: (milliseconds, callback) =>
          systemClock.setTimer(milliseconds, () => {
            if (isStopped) held.push(callback);
            else callback();
          }),
      },
      stop: () => {
        isStopped = true;
      },
      goOn: () => {
        isStopped = false;
        for (const callback of held.splice(0)) callback();
      },
    };
  }

  test.each(['SIGKILL', 'SIGSTOP'] as const)(
    'Redis gone (%s) and back: refused soon, then all works again with an empty or the same state',
    async (signal) => {
      const [{ coordination: one }, { coordination: other }] = await startTwo(2_000);
      one.setConnected(AGENT, true);
      const number = await one.numberIntent(AGENT);
      await redis.signal(signal);

      await expect(one.reserveSlot('switching')).rejects.toThrow(CoordinationError);
      await expect(one.claim([{ agent: AGENT, number }])).rejects.toThrow(CoordinationError);
      await expect(one.publish({ type: 'readRequest', agents: [AGENT] })).rejects.toThrow(CoordinationError);
      await vi.waitFor(() => expect(one.isAvailable() || other.isAvailable()).toBe(false), TIMEOUT);
      expect(one.isLeader() || other.isLeader()).toBe(false);

      if (signal === 'SIGKILL') await redis.start();
      else await redis.signal('SIGCONT');
      await vi.waitFor(() => expect(one.isAvailable() && other.isAvailable()).toBe(true), TIMEOUT);
      await vi.waitFor(() => expect([one, other].filter((each) => each.isLeader())).toHaveLength(1), TIMEOUT);
      await vi.waitFor(async () => expect(await other.connectedAgents()).toEqual([AGENT]), TIMEOUT);
      const later = await other.numberIntent(AGENT);
      expect(later).toBeGreaterThan(number);
      // The claim without an answer may have been made. It is released.
      await vi.waitFor(
        async () => expect(await other.claim([{ agent: AGENT, number: later }])).toEqual(['go']),
        TIMEOUT,
      );
      const received = vi.fn<(message: CoordinationMessage) => void>();
      other.subscribe(received);
      await one.publish({ type: 'readRequest', agents: [AGENT] });
      await vi.waitFor(() => expect(received).toHaveBeenCalledTimes(1), TIMEOUT);
      // Nobody knows what was sent before Redis forgot it.
      if (signal === 'SIGKILL') expect(await one.reserveSlot('reading')).toBeGreaterThan(0);
    },
    60_000,
  );

  test('while Redis is away, calls are refused and not kept', async () => {
    const { coordination } = await start({});
    const received: CoordinationMessage[] = [];
    coordination.subscribe((message) => received.push(message));
    await redis.signal('SIGKILL');
    const message = { type: 'readRequest', agents: [AGENT] } as const;
    const calls = Array.from({ length: 10_000 }, () => coordination.publish(message));
    const results = await Promise.allSettled(calls);
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    await redis.start();
    await vi.waitFor(() => expect(coordination.isAvailable()).toBe(true), TIMEOUT);
    const last = { type: 'readRequest', agents: ['last@example.com'] } as const;
    await coordination.publish(last);
    await vi.waitFor(() => expect(received).not.toEqual([]), TIMEOUT);
    expect(received).toEqual([last]);
  }, 60_000);

  test('an instance that starts while Redis is away says so', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    if (address === null || typeof address === 'string') throw new Error('no port');
    const { coordination } = createInstance(address.port);
    await expect(coordination.start()).rejects.toThrow(CoordinationError);
  });

  test('a refused password is in no error', async () => {
    const password = 'a secret of the company';
    const admin = new Redis({ port: redis.port, host: '127.0.0.1' });
    await admin.config('SET', 'requirepass', 'another one');
    const errors: unknown[] = [];
    const coordination = createRedisCoordination({
      clock: systemClock,
      rates: { switching: 20, reading: 20 },
      instance: randomUUID(),
      connection: { host: '127.0.0.1', port: redis.port, tls: false, prefix: `${randomUUID()}:`, password },
      onError: (error) => errors.push(error),
    });
    await coordination.start().catch((error: unknown) => errors.push(error));
    await admin.config('SET', 'requirepass', '');
    admin.disconnect();
    expect(errors.length).toBeGreaterThan(1);
    expect(inspect(errors, { depth: 10 })).not.toContain(password);
  });

  describe('an instance dies', () => {
    test('what it had is taken over once, and another one leads', async () => {
      const instanceMs = 1_000;
      const prefix = `${randomUUID()}:`;
      const dying = createStoppableClock();
      const { coordination: dead } = await start({ prefix, instanceMs, clock: dying.clock });
      const { coordination: one } = await start({ prefix, instanceMs });
      const { coordination: other } = await start({ prefix, instanceMs });
      await vi.waitFor(() => expect(dead.isLeader()).toBe(true), TIMEOUT);
      dead.setConnected(AGENT, true);
      await vi.waitFor(async () => expect(await one.connectedAgents()).toEqual([AGENT]), TIMEOUT);
      const number = await dead.numberIntent(AGENT);
      expect(await dead.claim([{ agent: AGENT, number }])).toEqual(['go']);
      expect(await dead.beginIdempotent('k', 'f')).toEqual({ type: 'new' });
      await dead.waves.create('w', 'a wave');
      await dead.waves.append('w', ['line']);
      expect(await one.claim([{ agent: AGENT, number }])).toEqual(['busy']);
      expect(await one.waves.takeOver()).toEqual([]);
      const waited = one.idempotentAnswer('k', new AbortController().signal);
      dying.stop();

      expect(await waited).toBeNull();
      await vi.waitFor(() => expect([one, other].filter((each) => each.isLeader())).toHaveLength(1), TIMEOUT);
      expect(dead.isLeader()).toBe(false);
      await vi.waitFor(async () => expect(await one.connectedAgents()).toEqual([]), TIMEOUT);
      const begun = await Promise.all([one.beginIdempotent('k', 'f'), other.beginIdempotent('k', 'f')]);
      expect(begun.map(({ type }) => type).toSorted()).toEqual(['pending', 'takenOver']);
      const claims = await Promise.all([one, other].map((each) => each.claim([{ agent: AGENT, number }])));
      expect(claims.flat().toSorted()).toEqual(['busy', 'go']);
      const taken = await Promise.all([one.waves.takeOver(), other.waves.takeOver()]);
      expect(taken.flat()).toEqual([{ id: 'w', wave: 'a wave' }]);

      // It was only slow: what was taken over is not its own any more.
      await dead.waves.append('w', ['late']);
      expect(await one.waves.lines('w', 0)).toEqual(['line']);
      await dead.endIdempotent('k', 'late');
      expect((await one.beginIdempotent('k', 'f')).type).toBe('pending');
      await dead.release([AGENT]);
      expect((await dead.claim([{ agent: AGENT, number }]))[0]).toBe('busy');
      dying.goOn();
      await vi.waitFor(async () => expect(await one.connectedAgents()).toEqual([AGENT]), TIMEOUT);
      expect([dead, one, other].filter((each) => each.isLeader())).toHaveLength(1);
    }, 60_000);

    test('an instance that stops leaves at once', async () => {
      const [{ coordination: one }, { coordination: other }] = await startTwo(600_000);
      await vi.waitFor(() => expect(one.isLeader()).toBe(true), TIMEOUT);
      await one.beginIdempotent('k', 'f');
      await one.stop();
      running.delete(one);
      expect(await other.beginIdempotent('k', 'f')).toEqual({ type: 'takenOver' });
    });

    test('a claim that was not released ends by itself', async () => {
      const { coordination } = await start({ claimMs: 200 });
      const number = await coordination.numberIntent(AGENT);
      expect(await coordination.claim([{ agent: AGENT, number }])).toEqual(['go']);
      await vi.waitFor(
        async () => expect(await coordination.claim([{ agent: AGENT, number }])).toEqual(['go']),
        TIMEOUT,
      );
    });
  });

  test('hostile and damaged data is refused, and nothing else stops', async () => {
    const prefix = `${randomUUID()}:`;
    const { coordination, errors } = await start({ prefix });
    const received = vi.fn<(message: CoordinationMessage) => void>();
    coordination.subscribe(received);
    const hostile = new Redis({ port: redis.port, host: '127.0.0.1' });
    const messages = [
      'not JSON',
      '['.repeat(100_000),
      JSON.stringify({ type: 'statuses', views: [{ agent: AGENT, status: 'asleep' }] }),
      JSON.stringify({ type: 'readRequest', agents: Array.from({ length: 10_000 }, () => AGENT) }),
      JSON.stringify({ type: 'readRequest', agents: ['x'.repeat(100_000)] }),
      JSON.stringify({ type: 'other' }),
    ];
    for (const message of messages) await hostile.publish(`${prefix}messages`, message);
    await hostile.set(`${prefix}schedule:switching`, '{"rate":1e9,"nextAt":"never"}');
    await hostile.set(`${prefix}request:k`, 'not a hash');
    await hostile.set(`${prefix}wave:w`, 'not a hash');
    await coordination.publish({ type: 'readRequest', agents: [AGENT] });
    await vi.waitFor(() => expect(received).toHaveBeenCalled(), TIMEOUT);
    expect(received).toHaveBeenCalledTimes(1);
    expect(errors).toEqual(messages.map(() => 'a message of another instance is not valid'));
    expect(await coordination.reserveSlot('switching')).toBeLessThanOrEqual(1_050);
    await expect(coordination.beginIdempotent('k', 'f')).rejects.toThrow(CoordinationError);
    await expect(coordination.waves.append('w', ['line'])).rejects.toThrow(CoordinationError);
    hostile.disconnect();
  });

  test('everything expires', async () => {
    const prefix = `${randomUUID()}:`;
    const { coordination } = await start({ prefix });
    coordination.setConnected(AGENT, true);
    const number = await coordination.numberIntent(AGENT);
    await coordination.claim([{ agent: AGENT, number }]);
    await coordination.beginIdempotent('k', 'f');
    await coordination.endIdempotent('k', 'done');
    await coordination.waves.create('w', 'a wave');
    await coordination.waves.append('w', ['line']);
    await coordination.reserveSlot('switching');
    await vi.waitFor(async () => expect(await coordination.connectedAgents()).toEqual([AGENT]), TIMEOUT);
    const client = new Redis({ port: redis.port, host: '127.0.0.1' });
    const keys = await client.keys(`${prefix}*`);
    const lives = await Promise.all(keys.map((key) => client.pttl(key)));
    client.disconnect();
    expect(keys.length).toBeGreaterThanOrEqual(10);
    expect(lives.filter((life) => life <= 0 || life > 86_400_000)).toEqual([]);
  });
});
