/** The stream of events: on virtual time with streams of the test, and over sockets. */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createGatewayEvents, type GatewayEventsDeps } from '../../../main/gateway-client/gateway-events.ts';
import type { GatewayTarget, TokenResult } from '../../../main/gateway-client/gateway-target.ts';
import { systemClock } from '../../../shared/clock.ts';
import { KEEP_ALIVE_MS } from '../../../shared/gateway-api/events.ts';
import type { AgentStatusView } from '../../../shared/gateway-api/status.ts';
import { serve, stopServers } from '../../support/hostile-server.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';

// It is imported with the first stream, which takes longer than a turn of the event loop.
beforeAll(() => import('eventsource-parser'));
afterEach(stopServers);

const AGENT = 'mei.lin@example.com';
const view = (change: Partial<AgentStatusView> = {}): AgentStatusView => ({
  agent: AGENT,
  status: 'free',
  reason: '',
  reserveRest: false,
  reserveNotReady: false,
  lastStatusAt: null,
  lastOnlineAt: null,
  requestId: 'request-1',
  asOf: 1_000,
  ...change,
});
const statusEvent = (change?: Partial<AgentStatusView>) =>
  `event: status\ndata: ${JSON.stringify(view(change))}\n\n`;
const SSE = { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } };

/** Collects what the events report. */
function createReports(deps: Pick<GatewayEventsDeps, 'fetch' | 'time' | 'target'>) {
  const said: string[] = [];
  const ends: string[] = [];
  const lives: boolean[] = [];
  const events = createGatewayEvents({
    ...deps,
    onStatus: ({ status }, { asOf }) => said.push(`${status} ${asOf ?? ''}`),
    onFailure: ({ kind, code }) => said.push(`${kind} ${code}`),
    log: (message) => ends.push(message.replace('the stream of events has ended: ', '')),
  });
  events.subscribe(() => lives.push(events.isLive()));
  onTestFinished(events.stop);
  return { events, said, ends, lives };
}

/** The events with streams that the test writes, and a clock that it moves. */
function createStreams(clockRandom?: readonly number[]) {
  const time = createVirtualClock(
    undefined,
    clockRandom,
    () => new Promise((resolve) => setImmediate(resolve)),
  );
  const streams: { write: (text: string) => void; end: () => void; token: string; signal: AbortSignal }[] =
    [];
  const tokens: boolean[] = [];
  let answerToken = (): TokenResult => ({ ok: true, value: `token-${tokens.length}` });
  let target: GatewayTarget | null = {
    origin: 'https://gateway.test',
    agent: AGENT,
    idToken: (fresh) => {
      tokens.push(fresh);
      return Promise.resolve(answerToken());
    },
  };
  let answer: (body: ReadableStream<Uint8Array>) => Response = (body) => new Response(body, SSE);
  const reports = createReports({
    time,
    target: () => target,
    fetch: (_url, { headers, signal }) => {
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          streams.push({
            write: (text) => controller.enqueue(encoder.encode(text)),
            end: () => controller.close(),
            token: headers.Authorization ?? '',
            signal,
          });
        },
      });
      return Promise.resolve(answer(body));
    },
  });
  return {
    ...reports,
    time,
    streams,
    tokens,
    settle: () => time.advance(0),
    setTarget: (next: GatewayTarget | null) => void (target = next),
    target: () => target,
    setAnswer: (next: typeof answer) => void (answer = next),
    setToken: (next: typeof answerToken) => void (answerToken = next),
  };
}

describe('on virtual time', () => {
  test('a stream reports the status, and is live from then on', async () => {
    const { events, streams, said, lives, settle } = createStreams();
    events.start();
    await settle();
    expect(streams[0]?.token).toBe('Bearer token-1');
    expect(events.isLive()).toBe(false);
    streams[0]?.write(statusEvent());
    streams[0]?.write(statusEvent({ status: 'rest', asOf: 2_000 }));
    await settle();
    expect(said).toEqual(['free 1000', 'rest 2000']);
    expect(lives).toEqual([true]);
  });

  test('half an event says nothing, and a comment neither', async () => {
    const { events, streams, said, settle } = createStreams();
    events.start();
    await settle();
    const text = statusEvent();
    streams[0]?.write(`: keep-alive\n\n${text.slice(0, 40)}`);
    await settle();
    expect(said).toEqual([]);
    streams[0]?.write(text.slice(40));
    await settle();
    expect(said).toEqual(['free 1000']);
  });

  test('what could not be read is a failure', async () => {
    const { events, streams, said, settle } = createStreams();
    events.start();
    await settle();
    const data = { kind: 'noNetwork', code: 'Network.Offline', requestId: null, at: 1_000 };
    streams[0]?.write(`event: unreadable\ndata: ${JSON.stringify(data)}\n\n`);
    await settle();
    // Of the gateway's network, for which this computer does not have to wait.
    expect(said).toEqual(['gatewayBusy Network.Offline']);
  });

  test('an event about another agent is ignored, and so is an event of a newer gateway', async () => {
    const { events, streams, said, settle } = createStreams();
    events.start();
    await settle();
    streams[0]?.write(statusEvent({ agent: 'other@example.com' }));
    streams[0]?.write('event: weather\ndata: rain\n\n');
    await settle();
    expect(said).toEqual([]);
    expect(events.isLive()).toBe(false);
    streams[0]?.write(statusEvent());
    await settle();
    expect(said).toEqual(['free 1000']);
  });

  test.each([
    ['no JSON', 'event: status\ndata: {\n\n'],
    ['another shape', 'event: status\ndata: {"agent":"a"}\n\n'],
    ['an unknown status', statusEvent().replace('"free"', '"happy"')],
    ['too deep', `event: status\ndata: ${'['.repeat(50)}\n\n`],
    ['without an end', `event: status\ndata: ${'x'.repeat(1_000_000)}`],
  ])('an event that is %s ends the stream', async (_name, text) => {
    const { events, streams, said, ends, lives, settle } = createStreams();
    events.start();
    await settle();
    streams[0]?.write(statusEvent());
    streams[0]?.write(text);
    await settle();
    expect(said).toEqual(['free 1000']);
    expect(ends).toEqual(['invalid']);
    expect(lives).toEqual([true, false]);
    expect(streams[0]?.signal.aborted).toBe(true);
  });

  test('a stream without a sign of life is dead after twice the time of a keep-alive', async () => {
    const { events, streams, ends, time, settle } = createStreams();
    events.start();
    await settle();
    streams[0]?.write(statusEvent());
    await settle();
    for (let round = 0; round < 5; round += 1) {
      await time.advance(KEEP_ALIVE_MS);
      streams[0]?.write(': keep-alive\n\n');
      await settle();
    }
    expect(ends).toEqual([]);
    await time.advance(2 * KEEP_ALIVE_MS);
    expect(ends).toEqual(['silent']);
    expect(events.isLive()).toBe(false);
  });

  test('another stream follows after 1 s, and each later one after twice the time, up to a minute', async () => {
    const { events, streams, time, settle } = createStreams();
    events.start();
    const delays: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      await settle();
      streams.at(-1)?.end();
      await settle();
      const from = time.now();
      const before = streams.length;
      while (streams.length === before) await time.advance(500);
      delays.push(time.now() - from);
    }
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  test.each([
    { random: 0, delayMs: 500 },
    { random: 0.999, delayMs: 1_499 },
  ])('the delay is spread by chance: $delayMs ms for $random', async ({ random, delayMs }) => {
    const { events, streams, time, settle } = createStreams([random]);
    events.start();
    await settle();
    streams[0]?.end();
    await settle();
    await time.advance(delayMs - 1);
    expect(streams).toHaveLength(1);
    await time.advance(1);
    expect(streams).toHaveLength(2);
  });

  test('a refused token is replaced at once, and only once', async () => {
    const { events, tokens, setAnswer, settle, time, streams } = createStreams();
    setAnswer(() => new Response('', { status: 401 }));
    events.start();
    await settle();
    expect(tokens).toEqual([false, true]);
    setAnswer((body) => new Response(body, SSE));
    await time.advance(1_000);
    expect(tokens).toEqual([false, true, false]);
    expect(streams.at(-1)?.token).toBe('Bearer token-3');
  });

  test('without a token nothing is opened, and it is tried again', async () => {
    const { events, streams, ends, setToken, settle, time } = createStreams();
    const failure = { kind: 'issuerUnreachable', code: 'Network.TimedOut', message: '' } as const;
    setToken(() => ({ ok: false, failure }));
    events.start();
    await settle();
    expect(streams).toHaveLength(0);
    expect(ends).toEqual(['noToken']);
    setToken(() => ({ ok: true, value: 'token' }));
    await time.advance(1_000);
    expect(streams).toHaveLength(1);
  });

  test('it ends with the account, and follows another one', async () => {
    const { events, streams, said, setTarget, target, settle, time } = createStreams();
    events.start();
    await settle();
    const first = target();
    setTarget(first && { ...first, agent: 'wei@example.com' });
    events.start();
    await settle();
    expect(streams.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    streams[1]?.write(statusEvent({ agent: 'wei@example.com' }));
    await settle();
    expect(said).toEqual(['free 1000']);
    setTarget(null);
    events.start();
    await settle();
    expect(streams.at(-1)?.signal.aborted).toBe(true);
    expect(events.isLive()).toBe(false);
    await time.advance(600_000);
    expect(streams).toHaveLength(2);
    expect(time.pending()).toBe(0);
  });

  test('to start again changes nothing while the stream is alive', async () => {
    const { events, streams, settle } = createStreams();
    events.start();
    events.start();
    await settle();
    streams[0]?.write(statusEvent());
    await settle();
    events.start();
    await settle();
    expect(streams).toHaveLength(1);
  });
});

describe('over sockets', () => {
  /** A gateway whose streams the test writes. */
  async function startServer() {
    const opened: ServerResponse[] = [];
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.flushHeaders();
      opened.push(response);
    });
    const idToken = () => Promise.resolve({ ok: true, value: 'token' } as const);
    const reports = createReports({
      fetch,
      time: { ...systemClock, random: () => 0 },
      target: () => ({ origin, agent: AGENT, idToken }),
    });
    const nth = (count: number) =>
      vi.waitFor(
        () => {
          const stream = opened[count - 1];
          if (!stream) throw new Error('not opened yet');
          return stream;
        },
        { timeout: 20_000 },
      );
    const saidAll = (count: number) =>
      vi.waitFor(() => expect(reports.said).toHaveLength(count), { timeout: 20_000 });
    return { ...reports, nth, saidAll };
  }

  test('events arrive as they are sent, in parts that cut a character', async () => {
    const { events, nth, said, saidAll } = await startServer();
    events.start();
    const stream = await nth(1);
    const bytes = Buffer.from(statusEvent({ status: 'rest', reason: '午餐' }));
    const cut = bytes.indexOf(Buffer.from('午')) + 1;
    stream.write(bytes.subarray(0, cut));
    stream.write(bytes.subarray(cut));
    await saidAll(1);
    expect(said).toEqual(['rest 1000']);
  });

  test('a connection that breaks in an event is opened again', async () => {
    const { events, nth, said, saidAll } = await startServer();
    events.start();
    const first = await nth(1);
    first.write(statusEvent());
    await saidAll(1);
    first.write(statusEvent().slice(0, 30));
    first.destroy();
    const second = await nth(2);
    expect(events.isLive()).toBe(false);
    second.write(statusEvent({ status: 'notReady', asOf: 2_000 }));
    await saidAll(2);
    expect(said).toEqual(['free 1000', 'notReady 2000']);
    expect(events.isLive()).toBe(true);
  });

  test('an event of 1 MB ends the stream', async () => {
    const { events, nth, ends, said } = await startServer();
    events.start();
    const stream = await nth(1);
    stream.write(`event: status\ndata: ${'x'.repeat(1_000_000)}\n\n`);
    await nth(2);
    expect(ends[0]).toBe('invalid');
    expect(said).toEqual([]);
  });
});
