/** What never reaches a route is refused with a problem document as well: other methods, and bytes that are no request. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROBLEM_TYPE, problem } from '../../../../shared/gateway-api/problem.ts';
import { createFakeEngine, type FakeEngine } from '../../../support/gateway/fake-engine.ts';
import { MEI, startServer, type RunningServer } from '../../../support/gateway/running-server.ts';

const STATUS = '/v1/agents/me/status';

let engine: FakeEngine;
let server: RunningServer;
beforeEach(async () => {
  engine = createFakeEngine();
  server = await startServer(engine);
});
afterEach(() => server.close());

async function connectTo({ url }: RunningServer): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

function expectRefusal(answered: string, status: number): void {
  expect(answered.split(' ').slice(0, 2)).toEqual(['HTTP/1.1', String(status)]);
  expect(answered).toContain(`Content-Type: ${PROBLEM_TYPE}\r\n`);
  expect(problem.parse(JSON.parse(answered.slice(answered.indexOf('\r\n\r\n'))))).toMatchObject({ status });
}

describe('an address', () => {
  it.each(['DELETE', 'POST', 'PATCH', 'OPTIONS'])('has no method %s', async (method) => {
    const response = await server.request(STATUS, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, PUT');
    expect(problem.parse(await response.json())).toMatchObject({ code: 'Gateway.MethodNotAllowed' });
  });

  it('of events has no method HEAD, whose answer would never end', async () => {
    expect((await server.request('/v1/agents/me/events', { method: 'HEAD' })).status).toBe(405);
    expect(engine.listeners.has(MEI)).toBe(false);
  });

  it.each(['/healthz', '/readyz'])('of a load balancer, %s, has the method HEAD', async (path) => {
    expect((await server.request(path, { method: 'HEAD', token: null })).status).toBe(200);
  });

  it('that cannot be decoded is refused', async () => {
    const response = await server.request('/v1/agents/%ff/status');
    expect(response.headers.get('content-type')).toBe(PROBLEM_TYPE);
    expect(problem.parse(await response.json())).toMatchObject({ status: 400, kind: 'invalidRequest' });
  });
});

describe('a connection', () => {
  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['two lengths', 'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    [
      'a length and chunks',
      'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
  ])('with %s is answered and ended', async (_what, bytes, status) => {
    const socket = await connectTo(server);
    socket.write(bytes);
    expectRefusal(await text(socket), status);
  });

  it('may have a token of the greatest length', async () => {
    const response = await server.request(STATUS, { token: 'x'.repeat(16_384) });
    expect(response.status).toBe(401);
  });

  it('is answered in the order of its requests', async () => {
    const socket = await connectTo(server);
    const headers = 'Host: x\r\nAuthorization: Bearer mei-token\r\n';
    const requests = [
      `GET ${STATUS} HTTP/1.1\r\n${headers}\r\n`,
      `GET /healthz HTTP/1.1\r\n${headers}\r\n`,
      `GET /nowhere HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`,
    ];
    socket.write(requests.join(''));
    const answered = await text(socket);
    expect([...answered.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status)).toEqual([
      '200',
      '200',
      '404',
    ]);
  });
});

describe('a slow client', () => {
  beforeEach(async () => {
    await server.close();
    const timeouts = { request: 200, headers: 100, keepAlive: 100, check: 20 };
    server = await startServer(engine, { timeouts });
  });

  it.each([
    ['sends nothing', ''],
    ['never ends its headers', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX: '],
    [
      'never ends its body',
      `PUT ${STATUS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer mei-token\r\n` +
        'Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{',
    ],
  ])('that %s is disconnected', async (_what, bytes) => {
    const socket = await connectTo(server);
    socket.write(bytes);
    expectRefusal(await text(socket), 408);
    expect(engine.intents).toEqual([]);
  });

  it('that sends no second request is disconnected', async () => {
    const socket = await connectTo(server);
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await text(socket)).toContain('200 OK');
  });
});

it('connections above the limit are closed, and there is room again when one ends', async () => {
  await server.close();
  server = await startServer(engine, { limits: { connections: 10, streams: 10 } });
  const sockets = await Promise.all(Array.from({ length: 10 }, () => connectTo(server)));
  const refused = await connectTo(server);
  await once(refused.resume(), 'close');
  const [first] = sockets;
  const answered = first === undefined ? '' : text(first);
  first?.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(await answered).toContain('200 OK');
  expect((await server.request('/healthz')).status).toBe(200);
  for (const socket of sockets) socket.destroy();
});
