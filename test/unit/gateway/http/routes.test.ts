/** The gateway's API over real sockets: who may do what, what is refused, and how. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROBLEM_TYPE, problem } from '../../../../shared/gateway-api/problem.ts';
import { agentStatusView, switchResult } from '../../../../shared/gateway-api/status.ts';
import { readingsResult, waveLine } from '../../../../shared/gateway-api/waves.ts';
import { createFakeEngine, problemOf, WAVE, type FakeEngine } from '../../../support/gateway/fake-engine.ts';
import { BOSS, JUN, MEI, startServer, type RunningServer } from '../../../support/gateway/running-server.ts';

let engine: FakeEngine;
let server: RunningServer;
beforeEach(async () => {
  engine = createFakeEngine();
  server = await startServer(engine);
});
afterEach(() => server.close());

const statusOf = (account: string) => `/v1/agents/${encodeURIComponent(account)}/status`;
const put = (body: unknown, headers: Record<string, string> = {}) => ({
  method: 'PUT',
  headers: { 'Content-Type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const post = (body: unknown) => ({ ...put(body), method: 'POST' });
const REST = { status: 'rest', reason: 'Lunch' };

async function expectProblem(response: Response, status: number, kind: string, code: string): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe(PROBLEM_TYPE);
  expect(problem.parse(await response.json())).toMatchObject({ status, kind, code });
}

describe('an agent', () => {
  it.each(['me', MEI, 'MEI@Example.com', ' mei@example.com '])(
    'reads and sets the own status as %j',
    async (name) => {
      const read = await server.request(statusOf(name));
      expect(agentStatusView.parse(await read.json())).toMatchObject({ agent: MEI });
      const set = await server.request(statusOf(name), put(REST));
      expect(set.status).toBe(200);
      expect(switchResult.parse(await set.json())).toMatchObject({ agent: MEI, ...REST });
      expect(engine.intents).toMatchObject([
        { agent: MEI, choice: REST, requestedBy: MEI, idempotencyKey: null },
      ]);
    },
  );

  it.each([
    JUN,
    'mei@example.com.evil.org',
    'mei@example.com\u0000',
    'мei@example.com',
    '*',
    '__proto__',
    'mei@example.com,jun@example.com',
  ])('is refused the status of %j, which the audit log says', async (name) => {
    for (const init of [{}, put(REST)])
      await expectProblem(await server.request(statusOf(name), init), 403, 'forbidden', 'Gateway.OtherAgent');
    expect(engine.intents).toEqual([]);
    expect(engine.read).toEqual([]);
    expect(server.audit).toMatchObject([
      { event: 'refused', by: MEI, method: 'GET', code: 'Gateway.OtherAgent' },
      { event: 'refused', by: MEI, method: 'PUT', code: 'Gateway.OtherAgent' },
    ]);
  });

  it.each([
    ['the events of another agent', `/v1/agents/${JUN}/events`, {}],
    ['a wave', '/v1/waves', post({ agents: [MEI], ...REST })],
    ['the results of a wave', `/v1/waves/${WAVE}`, {}],
    ['many readings', '/v1/readings', post({ agents: [MEI] })],
  ])('is refused %s', async (_what, path, init) => {
    const response = await server.request(path, init);
    expect(response.status).toBe(403);
    await response.body?.cancel();
    expect(server.audit).toHaveLength(1);
    expect([engine.waves, engine.read, [...engine.listeners]]).toEqual([[], [], []]);
  });
});

describe('a supervisor', () => {
  const token = 'boss-token';

  it('reads and sets another agent, in the own name', async () => {
    const set = await server.request(statusOf(JUN), { ...put(REST), token });
    expect(set.status).toBe(200);
    expect(engine.intents).toMatchObject([{ agent: JUN, requestedBy: BOSS }]);
    expect((await server.request(statusOf(JUN), { token })).status).toBe(200);
  });

  it('starts a wave, each account once, and follows it', async () => {
    const agents = [JUN, ` ${JUN.toUpperCase()} `, MEI];
    const started = await server.request('/v1/waves', { ...post({ agents, ...REST }), token });
    expect(started.status).toBe(202);
    expect(started.headers.get('location')).toBe(`/v1/waves/${WAVE}`);
    expect(await started.json()).toEqual({ id: WAVE, total: 2 });
    expect(engine.waves).toEqual([{ agents: [JUN, MEI], choice: REST, requestedBy: BOSS }]);
    expect(server.audit).toMatchObject([{ event: 'waveStarted', by: BOSS, agents: 2, to: REST }]);
    const lines = await server.request(`/v1/waves/${WAVE}`, { token });
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
    const parsed = (await lines.text())
      .trimEnd()
      .split('\n')
      .map((line) => waveLine.parse(JSON.parse(line)));
    expect(parsed.map(({ type }) => type)).toEqual(['result', 'end']);
  });

  it('puts nobody on Free without the confirmation of a person', async () => {
    const wave = { agents: [JUN], status: 'free' };
    await expectProblem(
      await server.request('/v1/waves', { ...post(wave), token }),
      400,
      'invalidRequest',
      'Gateway.FreeNotConfirmed',
    );
    expect(engine.waves).toEqual([]);
    const confirmed = await server.request('/v1/waves', { ...post({ ...wave, confirmedFree: true }), token });
    expect(confirmed.status).toBe(202);
  });

  it('reads many', async () => {
    const response = await server.request('/v1/readings', { ...post({ agents: [MEI, JUN] }), token });
    const { readings } = readingsResult.parse(await response.json());
    expect(readings.map(({ agent, current }) => [agent, current?.status])).toEqual([
      [MEI, 'free'],
      [JUN, 'free'],
    ]);
    expect(server.audit).toEqual([{ event: 'read', by: BOSS, agents: 2 }]);
  });

  it.each(['not-an-id', '00000000-0000-4000-8000-000000000000', '..%2f..%2fhealthz'])(
    'finds no wave %s',
    async (id) => {
      await expectProblem(
        await server.request(`/v1/waves/${id}`, { token }),
        404,
        'notFound',
        'Gateway.WaveUnknown',
      );
    },
  );
});

describe('without a valid token', () => {
  it.each([
    [null, 'Gateway.TokenMissing'],
    ['', 'Gateway.TokenMissing'],
    ['forged', 'Gateway.TokenInvalid'],
    ['mei-token mei-token', 'Gateway.TokenMissing'],
  ])('%j is refused, and no part of it is written anywhere', async (token, code) => {
    const response = await server.request(statusOf('me'), { token });
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    await expectProblem(response, 401, 'unauthenticated', code);
    expect(JSON.stringify([server.audit, server.log])).not.toContain('forged');
    expect(server.audit).toMatchObject([{ event: 'refused', by: null, code }]);
  });

  it.each(['/healthz', '/readyz', '/openapi.json', '/v1/configuration'])('%s is answered', async (path) => {
    expect((await server.request(path, { token: null })).status).toBe(200);
  });

  it.each(['/v1/agents/me/status', '/v1/waves/x', '/%76%31/agents/me/status', '/V1/agents/me/status'])(
    '%s is not',
    async (path) => {
      expect([401, 404]).toContain((await server.request(path, { token: null })).status);
    },
  );
});

describe('the body of a switch', () => {
  it.each<[string, unknown, Record<string, string>]>([
    ['is empty', '', {}],
    ['is no JSON', '{"status":', {}],
    ['is a list', [REST], {}],
    ['has an unknown status', { status: 'busy' }, {}],
    ['has a field too many', { ...REST, agent: JUN }, {}],
    ['names a prototype', '{"status":"rest","__proto__":{"status":"free"}}', {}],
    ['has a reason without end', { status: 'rest', reason: 'x'.repeat(1_001) }, {}],
    ['is nested', `{"status":"rest","reason":${'['.repeat(5_000)}`, {}],
    ['is a form', 'status=rest', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['is a text', JSON.stringify(REST), { 'Content-Type': 'text/plain' }],
  ])('that %s is refused', async (_what, body, headers) => {
    const response = await server.request(statusOf('me'), put(body, headers));
    expect(response.status).toBe(400);
    expect(problem.parse(await response.json())).toMatchObject({
      kind: 'invalidRequest',
      outcome: 'notApplied',
    });
    expect(engine.intents).toEqual([]);
  });

  it('of a megabyte is refused before it is read', async () => {
    const response = await server.request(statusOf('me'), put({ ...REST, reason: 'x'.repeat(1_000_000) }));
    await expectProblem(response, 413, 'tooLarge', 'Gateway.TooLarge');
  });

  it.each(['short', 'x'.repeat(201), 'with blank in it'])(
    'with the idempotency key %j is refused',
    async (key) => {
      await expectProblem(
        await server.request(statusOf('me'), put(REST, { 'Idempotency-Key': key })),
        400,
        'invalidRequest',
        'Gateway.IdempotencyKeyInvalid',
      );
    },
  );

  it('is passed on with its idempotency key', async () => {
    await server.request(statusOf('me'), put(REST, { 'Idempotency-Key': 'key-12345678' }));
    expect(engine.intents).toMatchObject([{ idempotencyKey: 'key-12345678' }]);
  });
});

describe('a failure of the engine', () => {
  it.each([
    { kind: 'superseded', status: 409 },
    { kind: 'idempotencyKeyReused', status: 409 },
    { kind: 'queueTimeout', status: 503 },
    { kind: 'sharedStateUnavailable', status: 503 },
    { kind: 'shuttingDown', status: 503 },
    { kind: 'rateLimited', status: 503 },
    { kind: 'inCall', status: 422 },
    { kind: 'agentUnknown', status: 422 },
    { kind: 'secretIdUnknown', status: 502 },
    { kind: 'connectionLost', status: 502 },
    { kind: 'timedOut', status: 504 },
  ] as const)('of kind $kind is answered with $status and all that is known', async ({ kind, status }) => {
    const found = problemOf(kind, {
      requestId: 'r-1',
      outcome: 'unknown',
      retryAfterMs: 1_200,
      message: 'why',
    });
    engine.setStatus = () => Promise.resolve({ ok: false, problem: found });
    const response = await server.request(statusOf('me'), put(REST));
    expect(response.headers.get('retry-after')).toBe('2');
    expect(response.status).toBe(status);
    expect(problem.parse(await response.json())).toMatchObject({
      kind,
      code: `Test.${kind}`,
      requestId: 'r-1',
      outcome: 'unknown',
      detail: 'why',
    });
  });

  it('that is thrown says that the outcome is not known, and not what was thrown', async () => {
    engine.setStatus = () => Promise.reject(new Error('secret of the engine'));
    const response = await server.request(statusOf('me'), put(REST));
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(problem.parse(JSON.parse(text))).toMatchObject({ kind: 'internalError', outcome: 'unknown' });
    expect(text + server.log.join('')).not.toContain('secret of the engine');
  });
});

it('the engine learns that a client has gone', async () => {
  const gone = new Promise<void>((resolve) => {
    engine.setStatus = ({ clientGone }) => {
      clientGone.addEventListener('abort', () => resolve());
      return new Promise(() => undefined);
    };
  });
  const leaves = new AbortController();
  const request = server.request(statusOf('me'), { ...put(REST), signal: leaves.signal });
  setTimeout(() => leaves.abort(), 50);
  await expect(request).rejects.toThrow();
  await gone;
});

it('an answer ends the interest in the client: it has not gone', async () => {
  await server.request(statusOf('me'), put(REST));
  await server.request('/healthz');
  expect(engine.intents[0]?.clientGone.aborted).toBe(false);
});

it('an instance that is not ready says why', async () => {
  engine.readiness = () => ({ ready: false, cause: 'sharedStateUnavailable' });
  await server.close();
  server = await startServer(engine);
  const response = await server.request('/readyz', { token: null });
  expect([response.status, await response.json()]).toEqual([
    503,
    { ready: false, cause: 'sharedStateUnavailable' },
  ]);
});
