/** Whatever the ports of the client do, a call ends with a value. */
import { afterEach, describe, expect, it } from 'vitest';
import { createTencentClient, type TencentClientPorts } from '../../../main/tencent/client.ts';
import { failureTraits } from '../../../main/tencent/failure.ts';
import { setStaffStatus } from '../../../main/tencent/staff-status.ts';
import { clientFor, endpointAt, testKey } from './support/client.ts';
import { serve, stopServers } from './support/hostile-server.ts';
import { simulation, stopSimulators } from './support/simulator.ts';

afterEach(async () => {
  await stopServers();
  await stopSimulators();
});

const request = { sdkAppId: 1, agents: [{ staffUserId: 'a@b.com', status: 'rest' }] } as const;
const boom = (): never => {
  throw new Error('boom');
};
/** As a broken part would: something that not even its type allows. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function lie<T>(value: unknown): T {
  return value as T;
}
const bodyOf = (source: UnderlyingDefaultSource<Uint8Array>) =>
  new Response(new ReadableStream<Uint8Array>(source), { headers: { 'Content-Type': 'application/json' } });

describe('an answer that is nested too deep or has too much in it', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  it.each([
    ['5,000 lists in each other', `{"Response":{"RequestId":"r","x":${deep(5_000)}}}`],
    ['33 levels', `{"Response":{"RequestId":"r","x":${deep(31)}}}`],
    ['objects in each other', `{"Response":${'{"x":'.repeat(5_000)}0${'}'.repeat(5_000)}}`],
    ['an error that is nested', `{"Response":{"Error":{"Code":${deep(5_000)}}}}`],
    ['thousands of values', `{"Response":{"x":[${'0,'.repeat(9_000)}0]}}`],
  ])('%s: is damaged, from a real server, and the next call goes out', async (_name, body) => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests += 1;
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
    });
    const client = clientFor(url);
    for (let call = 1; call <= 2; call += 1) {
      expect(await setStaffStatus(client, request)).toMatchObject({
        ok: false,
        failure: { kind: 'answerDamaged', code: 'Answer.BeyondLimits', httpStatus: 200 },
      });
    }
    expect(requests).toBe(2);
  });

  it('30 levels below the answer are still read', async () => {
    const url = await serve((_request, response) =>
      response.end(`{"Response":{"RequestId":"r","x":${deep(30)}}}`),
    );
    expect(await clientFor(url).call('X', {})).toMatchObject({ ok: true });
  });

  it.each([
    ['an answer', 200, 'application/json', '{"Response":{', 'answerTooLarge'],
    ['a sign-in page', 200, 'text/html', '<title>Guest Wi-Fi</title>', 'portalPage'],
    ['a page that calls itself JSON', 200, 'application/json', '<title>Guest Wi-Fi</title>', 'portalPage'],
    ['the page of a broken server', 503, 'text/html', '<title>Sorry</title>', 'httpTrouble'],
  ])('more than 64 kB of %s with HTTP %i is told as what it is', async (_name, status, type, begin, kind) => {
    const url = await serve((_request, response) =>
      response.writeHead(status, { 'Content-Type': type }).end(begin + ' '.repeat(65_536)),
    );
    expect(await clientFor(url).call('X', {})).toMatchObject({ ok: false, failure: { kind } });
  });
});

describe('fetch', () => {
  const doubted: [string, TencentClientPorts['fetch']][] = [
    ['throws at once', boom],
    ['gives back nothing', () => lie(undefined)],
    ['gives back a text', () => lie('answer')],
    ['rejects with nothing', () => Promise.reject(lie<Error>(undefined))],
    ['rejects with an object that is no text', () => Promise.reject(lie<Error>(Object.create(null)))],
    ['answers without headers', () => Promise.resolve(lie<Response>({ status: 200 }))],
    [
      'answers with headers that throw',
      () => Promise.resolve(lie<Response>({ status: 200, headers: { get: boom } })),
    ],
    [
      'answers with a body that is locked',
      () => {
        const response = Response.json({});
        response.body?.getReader();
        return Promise.resolve(response);
      },
    ],
    ['has a body that throws', () => Promise.resolve(bodyOf({ pull: boom }))],
    [
      'has a body of something else',
      () => Promise.resolve(bodyOf({ pull: (controller) => controller.enqueue(lie('text')) })),
    ],
    [
      'has a body of nothing, again and again',
      () => Promise.resolve(bodyOf({ pull: (controller) => controller.enqueue(new Uint8Array(0)) })),
    ],
  ];
  it.each(doubted)('%s: the outcome is in doubt', async (_name, fetch) => {
    const result = await clientFor('https://ccc.example.com', { fetch }).call('X', {});
    if (result.ok) throw new Error('succeeded');
    expect(failureTraits(result.failure.kind).outcome).toBe('unknown');
    expect(result.attempts).toBe(1);
  });

  it('has a body that never ends: the time limit ends it', async () => {
    const fetch = () => Promise.resolve(bodyOf({}));
    const client = clientFor('https://ccc.example.com', { fetch, timeLimitMs: 20 });
    expect(await client.call('X', {})).toMatchObject({ failure: { kind: 'timedOut' } });
  });
});

describe('beside the way to the service', () => {
  const lost: [string, Partial<TencentClientPorts>][] = [
    ['a language that throws', { language: boom }],
    ['a clock offset that cannot be read', { clockOffset: { get: boom, set: boom } }],
    ['a clock offset that is no number', { clockOffset: { get: () => Number.NaN, set: () => undefined } }],
    ['a clock for durations that throws', { monotonic: boom }],
    ['a clock for durations that is no number', { monotonic: () => Number.NaN }],
    ['a timer that cannot be stopped', { after: () => boom }],
  ];
  it.each(lost)('%s does not cost the switch', async (_name, ports) => {
    const { client, simulator } = await simulation({ agents: ['a@b.com'] }, ports);
    const result = await setStaffStatus(client, request);
    expect(result).toMatchObject({ ok: true, agents: [{ kind: 'switched' }], attempts: 1 });
    expect(Number.isFinite(result.durationMs)).toBe(true);
    expect(simulator.agent('a@b.com')).toMatchObject({ status: 'rest' });
  });

  it('a refusal for the time whose correction cannot be kept is told as that', async () => {
    const clock = { now: () => 0 };
    const { client } = await simulation({}, { clock, clockOffset: { get: () => 0, set: boom } });
    expect(await setStaffStatus(client, request)).toMatchObject({
      ok: false,
      attempts: 1,
      failure: { kind: 'clockWrong' },
    });
  });

  const failing: [string, Partial<TencentClientPorts>, string][] = [
    ['a clock that throws', { clock: { now: boom } }, 'appFault'],
    ['a clock that is no number', { clock: { now: () => Number.NaN } }, 'appFault'],
    ['timers that throw', { after: boom }, 'appFault'],
    ['an endpoint that throws', { endpoint: boom }, 'appFault'],
    ['an endpoint that is none', { endpoint: () => lie(undefined) }, 'appFault'],
    [
      'an error that is no text',
      {
        endpoint: () => {
          throw lie<Error>(Object.create(null));
        },
      },
      'appFault',
    ],
    ['keys that throw', { credentials: boom }, 'credentialsUnavailable'],
    ['keys that are undefined', { credentials: () => lie(undefined) }, 'credentialsUnavailable'],
    ['a failure without words', { credentials: () => lie({ kind: 'keyProgramFailed' }) }, 'appFault'],
  ];
  it.each(failing)('%s is a failure, and nothing is sent', async (_name, ports, kind) => {
    let sent = 0;
    const fetch = () => {
      sent += 1;
      return Promise.resolve(Response.json({ Response: {} }));
    };
    const client = createTencentClient({
      fetch,
      endpoint: () => endpointAt('https://ccc.example.com'),
      credentials: () => testKey,
      clock: Date,
      clockOffset: { get: () => 0, set: () => undefined },
      ...ports,
    });
    const result = await client.call('X', {});
    expect(result).toMatchObject({ ok: false, attempts: sent, failure: { kind, action: 'X' } });
    expect(sent).toBe(0);
    if (!result.ok) expect(Number.isFinite(result.failure.at)).toBe(true);
  });
});
