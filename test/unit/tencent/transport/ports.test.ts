/** A call ends with a value, whatever the client's ports do. */
import { afterEach, describe, expect, it } from 'vitest';
import { createTencentClient, type TencentClientDeps } from '../../../../tencent/client.ts';
import { createClockCorrection } from '../../../../tencent/signature/clock-offset.ts';
import { failureTraits } from '../../../../tencent/failure.ts';
import { setStaffStatus } from '../../../../tencent/staff-status.ts';
import { clientFor, endpointAt, testKey } from '../support/client.ts';
import { serve, stopServers } from '../../../support/hostile-server.ts';
import { createSimulation, stopSimulators } from '../support/simulator.ts';

afterEach(async () => {
  await stopServers();
  await stopSimulators();
});

const request = { sdkAppId: 1, agents: [{ staffUserId: 'a@b.com', status: 'rest' }] } as const;
const throwError = (): never => {
  throw new Error('boom');
};
/** A value that violates its type, as a faulty port could return. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function castBroken<T>(value: unknown): T {
  return value as T;
}
const createBody = (source: UnderlyingDefaultSource<Uint8Array>) =>
  new Response(new ReadableStream<Uint8Array>(source), { headers: { 'Content-Type': 'application/json' } });

describe('a response with too many levels or values', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  it.each([
    ['5,000 lists in each other', `{"Response":{"RequestId":"r","x":${deep(5_000)}}}`],
    ['33 levels', `{"Response":{"RequestId":"r","x":${deep(31)}}}`],
    ['objects in each other', `{"Response":${'{"x":'.repeat(5_000)}0${'}'.repeat(5_000)}}`],
    ['an error that is nested', `{"Response":{"Error":{"Code":${deep(5_000)}}}}`],
    ['thousands of values', `{"Response":{"x":[${'0,'.repeat(9_000)}0]}}`],
  ])('%s: is malformed, from a real server, and the next call is sent', async (_name, body) => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests += 1;
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
    });
    const client = clientFor(url);
    for (let call = 1; call <= 2; call += 1) {
      expect(await setStaffStatus(client, request)).toMatchObject({
        ok: false,
        failure: { kind: 'malformedResponse', code: 'Answer.BeyondLimits', httpStatus: 200 },
      });
    }
    expect(requests).toBe(2);
  });

  it('has 30 levels: it is still parsed', async () => {
    const url = await serve((_request, response) =>
      response.end(`{"Response":{"RequestId":"r","x":${deep(30)}}}`),
    );
    expect(await clientFor(url).call('X', {})).toMatchObject({ ok: true });
  });

  it.each([
    ['a response', 200, 'application/json', '{"Response":{', 'responseTooLarge'],
    ['a sign-in page', 200, 'text/html', '<title>Guest Wi-Fi</title>', 'captivePortal'],
    ['a page declared as JSON', 200, 'application/json', '<title>Guest Wi-Fi</title>', 'captivePortal'],
    ['the page of a broken server', 503, 'text/html', '<title>Sorry</title>', 'httpServerError'],
  ])('more than 64 kB of %s with HTTP %i is classified', async (_name, status, type, begin, kind) => {
    const url = await serve((_request, response) =>
      response.writeHead(status, { 'Content-Type': type }).end(begin + ' '.repeat(65_536)),
    );
    expect(await clientFor(url).call('X', {})).toMatchObject({ ok: false, failure: { kind } });
  });
});

describe('fetch', () => {
  const unknownOutcomes: [string, TencentClientDeps['fetch']][] = [
    ['throws at once', throwError],
    ['returns nothing', () => castBroken(undefined)],
    ['returns a string', () => castBroken('answer')],
    ['rejects with nothing', () => Promise.reject(castBroken<Error>(undefined))],
    [
      'rejects with an object that cannot become a string',
      () => Promise.reject(castBroken<Error>(Object.create(null))),
    ],
    ['returns a response without headers', () => Promise.resolve(castBroken<Response>({ status: 200 }))],
    [
      'returns headers that throw',
      () => Promise.resolve(castBroken<Response>({ status: 200, headers: { get: throwError } })),
    ],
    [
      'returns a locked body',
      () => {
        const response = Response.json({});
        response.body?.getReader();
        return Promise.resolve(response);
      },
    ],
    ['returns a body that throws', () => Promise.resolve(createBody({ pull: throwError }))],
    [
      'returns a body of another type',
      () => Promise.resolve(createBody({ pull: (controller) => controller.enqueue(castBroken('text')) })),
    ],
    [
      'returns a body of endless empty chunks',
      () => Promise.resolve(createBody({ pull: (controller) => controller.enqueue(new Uint8Array(0)) })),
    ],
  ];
  it.each(unknownOutcomes)('%s: the outcome is unknown', async (_name, fetch) => {
    const result = await clientFor('https://ccc.example.com', { fetch }).call('X', {});
    if (result.ok) throw new Error('succeeded');
    expect(failureTraits(result.failure.kind).outcome).toBe('unknown');
    expect(result.attempts).toBe(1);
  });

  it('returns a body that never ends: the time limit ends it', async () => {
    const fetch = () => Promise.resolve(createBody({}));
    const client = clientFor('https://ccc.example.com', { fetch, timeoutMs: 20 });
    expect(await client.call('X', {})).toMatchObject({ failure: { kind: 'timedOut' } });
  });
});

describe('another port', () => {
  const brokenDeps: [string, Partial<TencentClientDeps>][] = [
    ['a language that throws', { language: throwError }],
    [
      'a clock correction that throws',
      { clockCorrection: { ...createClockCorrection(), offsetMs: throwError, onAnswered: throwError } },
    ],
    [
      'a clock correction that is not a number',
      { clockCorrection: { ...createClockCorrection(), offsetMs: () => Number.NaN } },
    ],
    ['a monotonic clock that throws', { monotonic: throwError }],
    ['a monotonic clock that is not a number', { monotonic: () => Number.NaN }],
    ['a timer that cannot be cancelled', { setTimer: () => throwError }],
  ];
  it.each(brokenDeps)('%s does not prevent the switch', async (_name, deps) => {
    const { client, simulator } = await createSimulation({ agents: ['a@b.com'] }, deps);
    const result = await setStaffStatus(client, request);
    expect(result).toMatchObject({ ok: true, agents: [{ kind: 'switched' }], attempts: 1 });
    expect(Number.isFinite(result.durationMs)).toBe(true);
    expect(simulator.agent('a@b.com')).toMatchObject({ status: 'rest' });
  });

  it('a clock refusal is a failure of that kind, even if the correction throws', async () => {
    const clock = { now: () => Date.UTC(2026, 0, 1, 11) };
    const { client } = await createSimulation(
      {},
      { clock, clockCorrection: createClockCorrection(throwError) },
    );
    expect(await setStaffStatus(client, request)).toMatchObject({
      ok: false,
      attempts: 1,
      failure: { kind: 'clockWrong' },
    });
  });

  const failing: [string, Partial<TencentClientDeps>, string][] = [
    ['a clock that throws', { clock: { now: throwError } }, 'appError'],
    ['a clock that is not a number', { clock: { now: () => Number.NaN } }, 'appError'],
    ['timers that throw', { setTimer: throwError }, 'appError'],
    ['an endpoint that throws', { endpoint: throwError }, 'appError'],
    ['an endpoint that is undefined', { endpoint: () => castBroken(undefined) }, 'appError'],
    [
      'an error that cannot become a string',
      {
        endpoint: () => {
          throw castBroken<Error>(Object.create(null));
        },
      },
      'appError',
    ],
    ['keys that throw', { credentials: throwError }, 'credentialsUnavailable'],
    ['keys that are undefined', { credentials: () => castBroken(undefined) }, 'credentialsUnavailable'],
    [
      'a failure without a message',
      { credentials: () => castBroken({ kind: 'keyProgramFailed' }) },
      'appError',
    ],
  ];
  it('keys that throw with a key in their message: it is masked, although no secret is known yet', async () => {
    const credentials = () => Promise.reject(new Error('no answer for Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'));
    const result = await clientFor('https://ccc.example.com', { credentials }).call('X', {});
    expect(result).toMatchObject({ failure: { message: 'no answer for ••••' } });
  });

  it.each(failing)('%s is a failure, and nothing is sent', async (_name, deps, kind) => {
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
      clockCorrection: createClockCorrection(),
      ...deps,
    });
    const result = await client.call('X', {});
    expect(result).toMatchObject({ ok: false, attempts: sent, failure: { kind, action: 'X' } });
    expect(sent).toBe(0);
    if (!result.ok) expect(Number.isFinite(result.failure.at)).toBe(true);
  });
});
