/** Event streams of clients that go early, or never read, over real sockets. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEventStreams, type EventStreams } from '../../../../gateway/http/event-streams.ts';
import { KEEP_ALIVE_MS, type StreamEvent } from '../../../../shared/gateway-api/events.ts';
import { createVirtualClock, type VirtualClock } from '../../../support/unit/virtual-clock.ts';

/** More than the buffers of both sockets take. */
const MUCH = 'x'.repeat(20_000_000);

let clock: VirtualClock;
let streams: EventStreams;
let listeners: Set<(event: StreamEvent) => void>;
let client: Socket;
let response: ServerResponse;
const server = createServer();

beforeEach(async () => {
  clock = createVirtualClock();
  streams = createEventStreams(clock);
  listeners = new Set();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => {});
  const requested = new Promise<ServerResponse>((resolve) => {
    server.once('request', (_request, opened) => resolve(opened));
  });
  client.write('GET / HTTP/1.1\r\nHost: gateway\r\n\r\n');
  response = await requested;
});
afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function open(expiresAt = clock.now() + 3_600_000): void {
  const subscribe = (listener: (event: StreamEvent) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  streams.open(response, subscribe, expiresAt, () => true);
}

function report(code = 'Code'): void {
  const data = { kind: 'timedOut', code, requestId: null, at: clock.now() };
  for (const listener of listeners) listener({ event: 'unreadable', data });
}

describe('an event stream', () => {
  it('ends with its client', async () => {
    open();
    expect(streams.count()).toBe(1);
    const closed = once(response, 'close');
    client.destroy();
    await closed;
    expect(streams.count()).toBe(0);
    expect(listeners.size).toBe(0);
  });

  it('is not opened for a client that has gone while its token was checked', async () => {
    const closed = once(response, 'close');
    client.destroy();
    await closed;
    open();
    expect(streams.count()).toBe(0);
    expect(listeners.size).toBe(0);
    expect(clock.pending()).toBe(0);
  });

  it('ends when its token ends', async () => {
    client.resume();
    const closed = once(response, 'close');
    open(clock.now() + 1_000);
    await clock.advance(KEEP_ALIVE_MS);
    await closed;
    expect(streams.count()).toBe(0);
  });

  it('is cut off one tick after its token has ended when the client does not read', async () => {
    open(clock.now() + 1_000);
    response.write(MUCH);
    const closed = once(response, 'close');
    await clock.advance(KEEP_ALIVE_MS);
    expect(streams.count()).toBe(1);
    await clock.advance(KEEP_ALIVE_MS);
    await closed;
    expect(streams.count()).toBe(0);
    expect(listeners.size).toBe(0);
  });

  it('takes no event between its end and its close', async () => {
    const onError = vi.fn();
    response.on('error', onError);
    open();
    // The client reads nothing: a little waits when the system's buffers are full.
    while (response.writableLength === 0) response.write('x'.repeat(8_000));
    streams.closeAll();
    expect(streams.count()).toBe(1);
    report();
    await new Promise(setImmediate);
    expect(onError).not.toHaveBeenCalled();
  });

  it('is cut off when too much waits for a client that does not read', async () => {
    open();
    const closed = once(response, 'close');
    response.write(MUCH);
    report();
    await closed;
    expect(streams.count()).toBe(0);
  });
});
