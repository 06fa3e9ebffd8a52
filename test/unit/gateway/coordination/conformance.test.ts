/** What each coordination does. The second instance is the same one where there is only one. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Coordination, CoordinationMessage } from '../../../../gateway/coordination/coordination.ts';
import { createMemoryCoordination } from '../../../../gateway/coordination/memory.ts';
import { systemClock } from '../../../../shared/clock.ts';
import { createInstance } from '../../../support/gateway/redis-instances.ts';
import {
  createRedisServer,
  hasRedisServer,
  type RedisServer,
} from '../../../support/gateway/redis-server.ts';

const withRedis = hasRedisServer();
let redis: RedisServer | null = null;

beforeAll(async () => {
  if (!withRedis) return;
  redis = await createRedisServer();
  await redis.start();
});
afterAll(() => redis?.stop());

const kinds = {
  memory: (): [Coordination, Coordination] => {
    const one = createMemoryCoordination({ clock: systemClock, rates: { switching: 20, reading: 20 } });
    return [one, one];
  },
  redis: (): [Coordination, Coordination] => {
    const options = { prefix: `${randomUUID()}:` };
    const create = () => createInstance(redis?.port ?? 0, options).coordination;
    return [create(), create()];
  },
};

describe.each(withRedis ? (['memory', 'redis'] as const) : (['memory'] as const))('%s', (kind) => {
  let one: Coordination;
  let other: Coordination;

  beforeEach(async () => {
    [one, other] = kinds[kind]();
    for (const instance of new Set([one, other])) await instance.start();
  });
  afterEach(async () => {
    for (const instance of new Set([one, other])) await instance.stop();
  });

  test('is available, and its clock is near the one of this computer', () => {
    expect(one.isAvailable() && other.isAvailable()).toBe(true);
    expect(Math.abs(one.now() - Date.now())).toBeLessThan(60_000);
  });

  test('spreads calls of all instances over one schedule, each action on its own', async () => {
    const begin = one.now();
    const leavesAt = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const instance = index % 2 === 0 ? one : other;
        const delayMs = await instance.reserveSlot('switching');
        return instance.now() + delayMs;
      }),
    );
    // 39 distances of 50 ms. The time of an answer lengthens them only.
    expect(Math.max(...leavesAt) - begin).toBeGreaterThanOrEqual(1_900);
    const sorted = leavesAt.toSorted((a, b) => a - b);
    expect(sorted[39]).toBeDefined();
    expect(await one.reserveSlot('reading')).toBeLessThanOrEqual(1_050);
  });

  test('serves the calls of an instance in their order', async () => {
    const delays = await Promise.all(Array.from({ length: 20 }, () => one.reserveSlot('switching')));
    expect(delays).toEqual(delays.toSorted((a, b) => a - b));
  });

  test('a refusal slows all instances down', async () => {
    await one.reportCall('switching', 'refused');
    const leavesAt = [];
    for (let index = 0; index < 12; index += 1) {
      const before = other.now();
      leavesAt.push(before + (await other.reserveSlot('switching')));
    }
    // 11 distances of 67 ms instead of 50 ms, less the time of an answer.
    expect((leavesAt.at(-1) ?? 0) - (leavesAt[0] ?? 0)).toBeGreaterThan(700);
  });

  test('numbers go up over all instances', async () => {
    const numbers = [];
    for (const instance of [one, other, one, other])
      numbers.push(await instance.numberIntent('a@example.com'));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(4);
  });

  test('an agent is reserved once, and only for the newest intent', async () => {
    const agent = 'a@example.com';
    const old = await one.numberIntent(agent);
    const number = await other.numberIntent(agent);
    expect(await one.claim([{ agent, number: old }])).toEqual(['superseded']);
    const claims = await Promise.all([one.claim([{ agent, number }]), other.claim([{ agent, number }])]);
    expect(claims.flat().toSorted()).toEqual(['busy', 'go']);
    await Promise.all([one.release([agent]), other.release([agent])]);
    const mixed = [
      { agent, number: old },
      { agent, number },
      { agent: 'b@example.com', number: await one.numberIntent('b@example.com') },
    ];
    expect(await other.claim(mixed)).toEqual(['superseded', 'go', 'go']);
  });

  test('an idempotent request has one owner and one answer', async () => {
    const begun = await Promise.all([one.beginIdempotent('k', 'f'), other.beginIdempotent('k', 'f')]);
    expect(begun.map(({ type }) => type).toSorted()).toEqual(['new', 'pending']);
    expect(await other.beginIdempotent('k', 'g')).toEqual({ type: 'mismatch' });
    const [owner, waiting] = begun[0].type === 'new' ? [one, other] : [other, one];
    const answer = waiting.idempotentAnswer('k', new AbortController().signal);
    await owner.endIdempotent('k', 'done');
    expect(await answer).toBe('done');
    expect(await one.beginIdempotent('k', 'f')).toEqual({ type: 'answered', answer: 'done' });
  });

  test('a forgotten request is new again, and who waited for it gets nothing', async () => {
    await one.beginIdempotent('k', 'f');
    const answer = other.idempotentAnswer('k', new AbortController().signal);
    await one.endIdempotent('k', null);
    expect(await answer).toBeNull();
    expect(await other.beginIdempotent('k', 'g')).toEqual({ type: 'new' });
  });

  test('who does not wait any more gets nothing', async () => {
    await one.beginIdempotent('k', 'f');
    const controller = new AbortController();
    const answer = other.idempotentAnswer('k', controller.signal);
    controller.abort();
    expect(await answer).toBeNull();
  });

  test('a message reaches all instances, also with 5,000 agents', async () => {
    const received: CoordinationMessage[][] = [[], []];
    one.subscribe((message) => received[0]?.push(message));
    const end = other.subscribe((message) => received[1]?.push(message));
    const agents = Array.from({ length: 5_000 }, (_, index) => `agent${index}@example.com`);
    await one.publish({ type: 'readRequest', agents });
    for (const messages of received) {
      await vi.waitFor(() =>
        expect(messages.flatMap((message) => (message.type === 'readRequest' ? message.agents : []))).toEqual(
          agents,
        ),
      );
    }
    end();
    await other.publish({ type: 'readRequest', agents: ['last@example.com'] });
    await vi.waitFor(() =>
      expect(received[0]?.at(-1)).toEqual({ type: 'readRequest', agents: ['last@example.com'] }),
    );
    expect(received[1]).not.toContainEqual({ type: 'readRequest', agents: ['last@example.com'] });
  });

  test('exactly one instance leads', async () => {
    await vi.waitFor(() =>
      expect([...new Set([one, other])].filter((instance) => instance.isLeader())).toHaveLength(1),
    );
  });

  test('an agent is connected until the last of its streams ends', async () => {
    const connected = async () => (await one.connectedAgents()).toSorted();
    one.setConnected('a@example.com', true);
    one.setConnected('a@example.com', true);
    other.setConnected('b@example.com', true);
    await vi.waitFor(
      async () => expect(await connected()).toEqual(['a@example.com', 'b@example.com']),
      5_000,
    );
    one.setConnected('a@example.com', false);
    other.setConnected('b@example.com', false);
    await vi.waitFor(async () => expect(await connected()).toEqual(['a@example.com']), 5_000);
    one.setConnected('a@example.com', false);
    await vi.waitFor(async () => expect(await connected()).toEqual([]), 5_000);
  });

  test('the lines of a wave are read by all instances, at most 1,000 at a time', async () => {
    const appended = vi.fn<(id: string) => void>();
    other.waves.onAppend(appended);
    await one.waves.create('w', 'a wave');
    expect(await other.waves.lines('w', 0)).toEqual([]);
    const lines = Array.from({ length: 1_001 }, (_, index) => `line ${index}`);
    await one.waves.append('w', lines);
    await vi.waitFor(() => expect(appended).toHaveBeenCalledWith('w'));
    expect(await other.waves.lines('w', 0)).toEqual(lines.slice(0, 1_000));
    expect(await other.waves.lines('w', 1_000)).toEqual(['line 1000']);
    expect(await other.waves.lines('unknown', 0)).toBeNull();
    expect(await other.waves.takeOver()).toEqual([]);
    await one.waves.end('w');
    expect(await other.waves.lines('w', 1_000)).toEqual(['line 1000']);
  });
});
