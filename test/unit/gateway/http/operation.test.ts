/** What operation relies on: TLS, proxies, limits, metrics, and an end that answers everything. */
import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../../../../gateway/http/metrics.ts';
import { createMetricsServer } from '../../../../gateway/http/metrics-server.ts';
import { createTrustedPeers } from '../../../../gateway/http/trusted-peers.ts';
import { createAuthority } from '../../../support/certificates.ts';
import { createFakeEngine, problemOf } from '../../../support/gateway/fake-engine.ts';
import { startServer, type RunningServer } from '../../../support/gateway/running-server.ts';

const servers: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
async function start(...args: Parameters<typeof startServer>): Promise<RunningServer> {
  const server = await startServer(...args);
  servers.push(server);
  return server;
}

const REST = { status: 'rest', reason: 'Lunch' };
const put = {
  method: 'PUT',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(REST),
};

it('serves TLS by itself', async () => {
  const authority = createAuthority();
  const identity = authority.issue({ hosts: ['localhost'] });
  const server = await start(createFakeEngine(), { tls: identity });
  const { port } = new URL(server.url);
  const answer = await new Promise<{ status: number; hsts: unknown }>((resolve, reject) => {
    httpsRequest(
      { host: '127.0.0.1', servername: 'localhost', port, path: '/healthz', ca: authority.cert },
      (response) => {
        response.resume();
        resolve({
          status: response.statusCode ?? 0,
          hsts: response.headers['strict-transport-security'],
        });
      },
    )
      .on('error', reject)
      .end();
  });
  expect(answer).toEqual({ status: 200, hsts: 'max-age=31536000' });
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
});

describe('without TLS', () => {
  it.each([
    [['10.0.0.5'], '10.0.0.5', true],
    [['10.0.0.5'], '::ffff:10.0.0.5', true],
    [['10.0.0.5'], '10.0.0.6', false],
    [['10.1.0.0/16'], '10.1.200.3', true],
    [['10.1.0.0/16'], '10.2.0.1', false],
    [['2001:db8::/32'], '2001:db8::7', true],
    [['2001:db8::/32'], '2001:db9::7', false],
    [[], '127.0.0.1', true],
    [[], '::1', true],
    [[], '192.168.1.2', false],
    [['10.0.0.5'], undefined, false],
  ])('with the proxies %j a peer at %s may connect: %s', (proxies, address, isTrusted) => {
    expect(createTrustedPeers(proxies)(address)).toBe(isTrusted);
  });
});

it('an agent opens a few event streams, not all of them', async () => {
  const server = await start(createFakeEngine(), { limits: { connections: 1_000, streams: 100 } });
  const leave = new AbortController();
  const open = () => server.request('/v1/agents/me/events', { signal: leave.signal });
  const opened = await Promise.all(Array.from({ length: 10 }, open));
  expect(opened.map(({ status }) => status)).toEqual(Array(10).fill(200));
  const refused = await open();
  expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'Gateway.TooManyOwnStreams' }]);
  leave.abort();
});

it('records sixty refusals a minute without a token, and no more', async () => {
  const server = await start(createFakeEngine());
  await Promise.all(Array.from({ length: 80 }, () => server.request('/v1/waves', { token: null })));
  expect(server.audit).toHaveLength(60);
});

it('answers a thousand idle connections’ neighbor', async () => {
  const server = await start(createFakeEngine());
  const { port } = new URL(server.url);
  const idle: Socket[] = [];
  for (let count = 0; count < 1_000; count += 1) idle.push(connect(Number(port), '127.0.0.1'));
  await Promise.all(idle.map((socket) => once(socket, 'connect')));
  expect((await server.request('/v1/agents/me/status')).status).toBe(200);
  for (const socket of idle) socket.destroy();
});

it('answers what is in flight before it ends', async () => {
  const engine = createFakeEngine();
  let settle: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    engine.setStatus = () => {
      resolve();
      return new Promise((answer) => {
        settle = () => answer({ ok: false, problem: problemOf('shuttingDown') });
      });
    };
  });
  const server = await start(engine);
  const answer = server.request('/v1/agents/me/status', put);
  await arrived;
  const closed = server.close();
  settle();
  expect((await answer).status).toBe(503);
  await closed;
  await expect(server.request('/healthz')).rejects.toThrow();
});

it('metrics count switches and calls, and name no agent', async () => {
  const metrics = createMetrics({ streams: () => 7 });
  const intent = {
    agent: 'mei@example.com',
    choice: { status: 'rest', reason: '' },
    requestedBy: 'jun@example.com',
  } as const;
  metrics.onSwitchEnd({ intent, result: { ok: false, problem: problemOf('superseded') }, durationMs: 1_500 });
  metrics.onCall({ action: 'SetStaffStatus', agents: 10, durationMs: 50, kind: 'ok' });
  metrics.onQueue({ waiting: 3, inFlight: 1 });
  const server = createMetricsServer(metrics);
  const port = await server.listen({ host: '127.0.0.1', port: 0 });
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await response.text();
  expect(response.headers.get('content-type')).toContain('text/plain');
  for (const line of [
    'standby_gateway_switches_total{result="superseded"} 1',
    'standby_gateway_switch_seconds_bucket{le="2.5"} 1',
    'standby_gateway_calls_total{action="SetStaffStatus",result="ok"} 1',
    'standby_gateway_call_agents_total{action="SetStaffStatus"} 10',
    'standby_gateway_waiting 3',
    'standby_gateway_streams 7',
  ])
    expect(text).toContain(line);
  expect(text).not.toContain('example.com');
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  await server.close();
});
