/** The gateway beside the same contact center without one. The built program runs in a process of its own. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { startTestIssuer, type TestIssuer } from '../../gateway/demo/test-issuer.ts';
import { createClockCorrection } from '../../tencent/signature/clock-offset.ts';
import { createTencentClient } from '../../tencent/client.ts';
import { setStaffStatus } from '../../tencent/staff-status.ts';
import { parseEndpoint } from '../../tencent/transport/endpoint.ts';
import { startSimulator, type Simulator } from '../../simulator/server.ts';
import { systemClock } from '../../shared/clock.ts';
import { createConnection, openStream, send, type EventStream } from '../support/bench/gateway-clients.ts';
import { startGatewayProcess, type GatewayProcess } from '../support/gateway/gateway-process.ts';
import { recordResult } from '../support/bench/record.ts';
import { alternate, median } from '../support/bench/rounds.ts';
import { startSlowNetwork } from '../support/bench/slow-network.ts';
import { createRedisServer } from '../support/gateway/redis-server.ts';
import { simulateShiftStart } from '../support/unit/rate-limit-simulation.ts';

const AGENTS = 5_000;
const FLOOR_S = AGENTS / 200;
const KEY = { secretId: 'AKIDxxxxxxxxxxxxxxxx', secretKey: 'kkkkkkkkkkkkkkkkkkkkkkkk' };
const LATENCY = { minMs: 30, maxMs: 300 };

type Sent = { agents: string[]; at: number };

let issuer: TestIssuer;
let simulator: Simulator;
/** The calls of SetStaffStatus that the contact center has taken, in order, and how many readings. */
let switches: Sent[];
let readings: number;
test.beforeEach(async () => {
  issuer = await startTestIssuer();
  switches = [];
  readings = 0;
  simulator = await startSimulator({
    keys: [KEY],
    latency: LATENCY,
    onRequest: ({ action, agents, verdict }) => {
      if (action !== 'SetStaffStatus') readings += 1;
      else if (verdict === 'ok')
        switches.push({ agents: agents.map(({ agent }) => agent), at: performance.now() });
    },
  });
});
test.afterEach(async () => {
  await simulator.close();
  await issuer.close();
});

const accountOf = (index: number) => `agent-${index}@example.com`;

function createTokens(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => issuer.token(accountOf(index))));
}

function startGateway(options: { serviceUrl?: string; redisPort?: number } = {}): Promise<GatewayProcess> {
  return startGatewayProcess({ issuer, serviceUrl: simulator.url, key: KEY, ...options });
}

test('a shift start of 5,000 agents', async () => {
  const tokens = await createTokens(AGENTS);
  const gateway = await startGateway();
  const connections = tokens.map(createConnection);
  // Their connections are open, as those of apps that have read their status.
  for (let start = 0; start < AGENTS; start += 100) {
    const part = connections.slice(start, start + 100);
    await Promise.all(part.map((connection) => send(`${gateway.url}/healthz`, { token: '', connection })));
  }
  const startedAt = performance.now();
  // They press in their order, within a second.
  const answers = await Promise.all(
    tokens.map(async (token, index) => {
      await delayUntil(startedAt + (index * 1_000) / AGENTS);
      const connection = connections[index];
      return send(`${gateway.url}/v1/agents/me/status`, {
        token,
        method: 'PUT',
        body: { status: 'free' },
        ...(connection && { connection }),
      });
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  const order = switches.flatMap(({ agents }) => agents.map((agent) => Number(/\d+/.exec(agent)?.[0])));
  expect(order.toSorted((one, other) => one - other)).toEqual(tokens.map((_, index) => index));
  const overtaken = Math.max(...order.map((agent, place) => Math.abs(agent - place)));
  for (const connection of connections) connection.destroy();
  await gateway.stop();
  const without = await simulateShiftStart({ agents: AGENTS, fleetSize: null, seed: 1 });
  recordResult({
    order: 100,
    what: `shift start, ${AGENTS} agents through a gateway: the last one is Free`,
    unit: 's',
    target: { ratioTo: 'floor', max: 1.1 },
    samples: {
      Standby: [seconds],
      floor: [FLOOR_S],
      'without a gateway, on virtual time': [without.lastAfterS],
    },
    note: `over HTTP with a signed token each; they press within a second, in their order; the service answers after 30 to 300 ms; calls: ${switches.length}; lost: 0; nobody was more than ${overtaken} places from the own one`,
  });
});

test('a lone switch at 50 ms of latency', async () => {
  await simulator.close();
  simulator = await startSimulator({ keys: [KEY], ratePerSecond: 1_000 });
  const network = await startSlowNetwork(Number(new URL(simulator.url).port), 50);
  const serviceUrl = `http://127.0.0.1:${network.port}`;
  const gateway = await startGateway({ serviceUrl });
  const [token = ''] = await createTokens(1);
  const endpoint = parseEndpoint('custom', `${serviceUrl}/`);
  if (!endpoint.ok) throw new Error('the address of the service is not valid');
  const client = createTencentClient({
    fetch: (url, init) => fetch(url, init),
    endpoint: () => endpoint.endpoint,
    credentials: () => KEY,
    clock: systemClock,
    clockCorrection: createClockCorrection(),
  });
  const statusFor = (round: number) => (round % 2 === 0 ? 'rest' : 'notReady');
  const time = async (action: () => Promise<boolean>) => {
    const startedAt = performance.now();
    expect(await action()).toBe(true);
    return performance.now() - startedAt;
  };
  const through = (round: number) =>
    time(async () => {
      const body = { status: statusFor(round), reason: `round ${round}` };
      return (
        (await send(`${gateway.url}/v1/agents/me/status`, { token, method: 'PUT', body })).status === 200
      );
    });
  const direct = (round: number) =>
    time(async () => {
      const agents = [
        { staffUserId: 'direct@example.com', status: statusFor(round), reason: `round ${round}` },
      ] as const;
      return (await setStaffStatus(client, { sdkAppId: 1_400_000_000, agents })).ok;
    });
  // The connections are open afterwards.
  await through(0);
  await direct(0);
  const samples = await alternate(
    { Standby: (round) => through(round + 1), direct: (round) => direct(round + 1) },
    21,
  );
  await gateway.stop();
  network.close();
  recordResult({
    order: 101,
    what: 'a lone switch through a gateway at 50 ms of latency to the service',
    unit: 'ms',
    target: { ratioTo: 'direct', max: 1.5 },
    samples,
    note: 'medians of 21 interleaved rounds, over open connections; the gateway is on the same computer',
  });
});

test('5,000 event streams', async () => {
  const tokens = await createTokens(AGENTS);
  const gateway = await startGateway();
  // One request of each kind, so that what is loaded once does not count.
  const [first = ''] = tokens;
  await send(`${gateway.url}/v1/agents/me/status`, { token: first });
  const before = gateway.memory();
  const seen = new Map<string, (status: string) => void>();
  const current = new Map<string, string>();
  const streams: EventStream[] = [];
  for (let start = 0; start < AGENTS; start += 100) {
    const opened = tokens.slice(start, start + 100).map((token, offset) => {
      const account = accountOf(start + offset);
      return openStream(`${gateway.url}/v1/agents/me/events`, token, (data) => {
        const status = /"status":"(\w+)"/.exec(data)?.[1] ?? '';
        current.set(account, status);
        seen.get(account)?.(status);
      });
    });
    streams.push(...(await Promise.all(opened)));
  }
  await expect.poll(() => current.size, { timeout: 60_000 }).toBe(AGENTS);
  const kilobytes = (gateway.memory() - before) / AGENTS / 1_024;
  const [readBefore, countedFrom] = [readings, performance.now()];
  const delays: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    const account = accountOf((round * 167) % AGENTS);
    const arrived = new Promise<void>((resolve) => {
      seen.set(account, (status) => {
        if (status === 'rest') resolve();
      });
    });
    const changedAt = performance.now();
    simulator.setAgent(account, { status: 'rest', reason: 'elsewhere' });
    await arrived;
    delays.push((performance.now() - changedAt) / 1_000);
    seen.delete(account);
  }
  const perSecond = ((readings - readBefore) * 1_000) / (performance.now() - countedFrom);
  for (const stream of streams) stream.close();
  await gateway.stop();
  recordResult({
    order: 102,
    what: `memory of the gateway for each of ${AGENTS} event streams`,
    unit: 'kB',
    target: { max: 25 },
    samples: { Standby: [kilobytes] },
    note: 'resident memory of the process, after all streams have had their first status, less before',
  });
  recordResult({
    order: 103,
    what: `a change made elsewhere reaches its stream, with ${AGENTS} open`,
    unit: 's',
    target: { max: 3 },
    samples: { Standby: delays },
    shown: { Standby: Math.max(...delays) },
    note: `the worst of ${delays.length}; median ${median(delays).toFixed(2)} s; ${perSecond.toFixed(2)} readings a second (at most 2)`,
  });
  expect(perSecond).toBeLessThanOrEqual(2.1);
});

test('two instances, one of which is killed', async () => {
  const count = 1_000;
  const redis = await createRedisServer();
  await redis.start();
  const tokens = await createTokens(count);
  const first = await startGateway({ redisPort: redis.port });
  const second = await startGateway({ redisPort: redis.port });
  const startedAt = performance.now();
  const killed = delayUntil(startedAt + 1_500).then(first.kill);
  const answers = await Promise.all(
    tokens.map(async (token, index) => {
      const request = {
        token,
        method: 'PUT',
        body: { status: 'rest', reason: 'drill' },
        idempotencyKey: randomUUID(),
      };
      const own = index % 2 === 0 ? first : second;
      const answer = await send(`${own.url}/v1/agents/me/status`, request).catch(() => null);
      return answer ?? send(`${second.url}/v1/agents/me/status`, request);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await killed;
  await second.stop();
  await redis.stop();
  const counts = new Map<string, number>();
  for (const { agents } of switches)
    for (const agent of agents) counts.set(agent, (counts.get(agent) ?? 0) + 1);
  const failed = answers.filter(({ status }) => status !== 200);
  const twice = [...counts.values()].filter((times) => times > 1);
  recordResult({
    order: 104,
    what: `two instances, one killed in the middle: ${count} agents answered`,
    unit: 's',
    target: { ratioTo: 'floor', max: 3 },
    samples: { Standby: [seconds], floor: [count / 200] },
    note: `not answered: ${failed.length}; switched twice: ${twice.length}; the requests of the killed instance were repeated with their keys at the other one`,
  });
  expect(failed).toEqual([]);
  expect(twice).toEqual([]);
});

function delayUntil(time: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, time - performance.now()));
  });
}
