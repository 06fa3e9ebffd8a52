/** The events of an agent by `GET /v1/agents/{account}/events`, on virtual time. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEventStreams, type EventStreams } from '../../../../gateway/http/event-streams.ts';
import { KEEP_ALIVE_MS, streamEvents, type StreamEvent } from '../../../../shared/gateway-api/events.ts';
import { createFakeEngine, type FakeEngine } from '../../../support/gateway/fake-engine.ts';
import { MEI, startServer, type RunningServer } from '../../../support/gateway/running-server.ts';
import { createVirtualClock, type VirtualClock } from '../../../support/unit/virtual-clock.ts';

const TOKEN_LIFETIME_MS = 3_600_000;
const AS_OF = Date.UTC(2026, 10, 23, 9);

let engine: FakeEngine;
let clock: VirtualClock;
let streams: EventStreams;
let server: RunningServer;
beforeEach(() => start(100));
afterEach(() => server.close());

async function start(limit: number): Promise<void> {
  engine = createFakeEngine();
  clock = createVirtualClock(AS_OF);
  streams = createEventStreams(clock);
  const identity = {
    account: MEI,
    isSupervisor: false,
    subject: 'mei',
    expiresAt: AS_OF + TOKEN_LIFETIME_MS,
  };
  server = await startServer(engine, {
    streams,
    // A connection that its client keeps for a next request would delay the end of each test.
    timeouts: { request: 15_000, headers: 10_000, keepAlive: 50, check: 20 },
    verify: () => Promise.resolve({ ok: true, identity }),
    limits: { connections: 1_000, streams: limit },
  });
}

/** Sends an event to all who listen to Mei. */
function emit(event: StreamEvent): void {
  for (const listener of engine.listeners.get(MEI) ?? []) listener(event);
}

const EVENTS = '/v1/agents/me/events';
const status = {
  event: 'status',
  data: {
    agent: MEI,
    status: 'rest',
    reason: '',
    reserveRest: false,
    reserveNotReady: false,
    lastStatusAt: AS_OF,
    lastOnlineAt: null,
    requestId: 'request-1',
    asOf: AS_OF,
  },
} as const satisfies StreamEvent;

/** Opens a stream. `next` reads the next event or comment; null at the end of the stream. */
async function open() {
  const leaves = new AbortController();
  const response = await server.request(EVENTS, { signal: leaves.signal });
  const found: (EventSourceMessage | string)[] = [];
  const parser = createParser({
    onEvent: (event) => found.push(event),
    onComment: (comment) => found.push(comment),
    onRetry: (milliseconds) => found.push(`retry ${milliseconds}`),
  });
  const body = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  async function next(): Promise<EventSourceMessage | string | null> {
    while (found.length === 0) {
      const chunk = await body?.read();
      if (chunk?.value === undefined) return null;
      parser.feed(chunk.value);
    }
    return found.shift() ?? null;
  }
  return { response, next, leave: () => leaves.abort() };
}

const isEnd = () => streams.count() === 0 && !engine.listeners.has(MEI);

/** Waits for what happens after bytes have gone through sockets. */
const until = (isTrue: () => boolean) =>
  vi.waitFor(() => expect(isTrue()).toBe(true), { timeout: 60_000, interval: 5 });
const untilEnd = () => until(isEnd);

describe('a stream', () => {
  it('says how soon to connect again, and passes on each event', async () => {
    const { response, next } = await open();
    expect(response.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(await next()).toBe('retry 1000');
    emit(status);
    const data = { kind: 'noNetwork', code: 'x', requestId: null, at: AS_OF };
    emit({ event: 'unreadable', data });
    const [first, second] = [await next(), await next()];
    if (typeof first !== 'object' || typeof second !== 'object') throw new Error('two events were expected');
    expect(first?.event).toBe('status');
    expect(streamEvents.status.parse(JSON.parse(first?.data ?? ''))).toEqual(status.data);
    expect(second?.event).toBe('unreadable');
    expect(streamEvents.unreadable.parse(JSON.parse(second?.data ?? ''))).toEqual(data);
  });

  it('passes on what is known when it is opened', async () => {
    engine.subscribe = (_agent, listener) => {
      listener(status);
      return () => {};
    };
    const { next } = await open();
    expect(await next()).toBe('retry 1000');
    expect(await next()).toMatchObject({ event: 'status' });
  });

  it('keeps a reason with line ends and separators in one event', async () => {
    const { next } = await open();
    await next();
    const reason = 'a\n\nevent: status\r\ndata: {}\u2028b';
    emit({ event: 'status', data: { ...status.data, reason } });
    const event = await next();
    if (typeof event !== 'object') throw new Error('an event was expected');
    expect(JSON.parse(event?.data ?? '')).toMatchObject({ reason });
  });

  it('sends a comment regularly while nothing changes', async () => {
    const { next } = await open();
    await next();
    for (let round = 0; round < 3; round += 1) {
      await clock.advance(KEEP_ALIVE_MS);
      expect(await next()).toBe('keep-alive');
    }
  });

  it('ends with the token', async () => {
    const { next } = await open();
    await next();
    await clock.advance(TOKEN_LIFETIME_MS + KEEP_ALIVE_MS);
    let last = await next();
    while (last === 'keep-alive') last = await next();
    expect(last).toBeNull();
    await untilEnd();
  });

  it('passes on nothing after the end of the token', async () => {
    const { next } = await open();
    await next();
    await clock.advance(TOKEN_LIFETIME_MS - 1);
    clock.setTimer(1, () => emit(status));
    await clock.advance(1);
    let last = await next();
    while (last === 'keep-alive') last = await next();
    expect(last).toBeNull();
  });

  it('is forgotten when the client goes', async () => {
    const { next, leave } = await open();
    await next();
    expect(engine.listeners.get(MEI)?.size ?? 0).toBe(1);
    leave();
    await untilEnd();
  });

  it('ends when the engine fails to open it', async () => {
    engine.subscribe = () => {
      throw new Error('a fault of the engine');
    };
    const untilBroken = async () => {
      const { next } = await open();
      while ((await next()) !== null);
    };
    await expect(untilBroken()).rejects.toThrow();
    expect(isEnd()).toBe(true);
    expect((await server.request('/v1/agents/me/status')).status).toBe(200);
  });

  it('ends when the server closes, so that the app goes to another instance', async () => {
    const { next } = await open();
    await next();
    await server.close();
    expect(await next()).toBeNull();
    expect(isEnd()).toBe(true);
    expect(clock.pending()).toBe(0);
  });
});

it('one timer serves all streams, and none is left without streams', async () => {
  const opened = await Promise.all(Array.from({ length: 20 }, open));
  await Promise.all(opened.map(({ next }) => next()));
  expect(clock.pending()).toBe(1);
  for (const { leave } of opened) leave();
  await untilEnd();
  await clock.advance(KEEP_ALIVE_MS);
  expect(clock.pending()).toBe(0);
});

it('more streams than the limit are refused, until one ends', async () => {
  await server.close();
  await start(2);
  const opened = [await open(), await open()];
  const refused = await server.request(EVENTS);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('Retry-After')).toBe('10');
  expect(await refused.json()).toMatchObject({ kind: 'overloaded', code: 'Gateway.TooManyStreams' });
  opened[0]?.leave();
  await until(() => streams.count() < 2);
  expect((await open()).response.status).toBe(200);
});

it('a client that does not read is disconnected before its events fill the memory', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`GET ${EVENTS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer mei-token\r\n\r\n`);
  socket.pause();
  await until(() => engine.listeners.has(MEI));
  const large = { ...status.data, reason: 'x'.repeat(10_000) };
  // The buffers of the system take some megabytes; this is far more.
  let sent = 0;
  while (streams.count() === 1 && sent < 20_000) {
    emit({ event: 'status', data: large });
    sent += 1;
    await new Promise(setImmediate);
  }
  await untilEnd();
  expect(sent).toBeLessThan(20_000);
  socket.destroy();
});

it('ends while changes cannot be seen, so that silence is not taken for no change', async () => {
  let isReady = true;
  engine.readiness = () => ({ ready: isReady, cause: isReady ? '' : 'sharedStateUnavailable' });
  const opened = await server.request(EVENTS);
  const text = opened.text();
  await vi.waitFor(() => expect(streams.count()).toBe(1));
  isReady = false;
  await clock.advance(KEEP_ALIVE_MS);
  expect(await text).toBe('retry: 1000\n\n');
  const refused = await server.request(EVENTS);
  expect([refused.status, await refused.json()]).toMatchObject([503, { kind: 'sharedStateUnavailable' }]);
  isReady = true;
  const again = await server.request(EVENTS);
  expect(again.status).toBe(200);
  await again.body?.cancel();
});
