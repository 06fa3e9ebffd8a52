/** The client of the gateway against servers that refuse, lie, break and hang. Sockets are real. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { createGatewayClient } from '../../../main/gateway-client/gateway-client.ts';
import type { GatewayTarget } from '../../../main/gateway-client/gateway-target.ts';
import { toFailureKind } from '../../../main/gateway-client/problem-failure.ts';
import { systemClock } from '../../../shared/clock.ts';
import { gatewayProblemKind, PROBLEM_TYPE } from '../../../shared/gateway-api/problem.ts';
import { FAILURE_TRAITS, failureTraits } from '../../../tencent/failure.ts';
import { REDIRECTS, redirect, serve, stopServers } from '../../support/hostile-server.ts';

afterEach(stopServers);

const AGENT = 'mei.lin@example.com';
const lunch = { status: 'rest', reason: 'Lunch' } as const;
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZWkifQ.c2lnbmF0dXJlLW9mLW5vLXVzZQ';
const switched = {
  outcome: 'switched',
  agent: AGENT,
  ...lunch,
  previous: { status: 'free', reason: '' },
  confirmedBy: 'response',
  requestId: 'request-1',
  asOf: 1_000,
};
const problem = {
  type: 'about:blank',
  title: 'Refused',
  status: 503,
  detail: 'The queue is full.',
  kind: 'overloaded',
  code: 'Gateway.Overloaded',
  requestId: null,
  outcome: 'notApplied',
};

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

const answerJson =
  (
    status: number,
    body: unknown,
    contentType = status === 200 ? 'application/json' : PROBLEM_TYPE,
  ): Handler =>
  (_request, response) => {
    response.writeHead(status, { 'Content-Type': contentType });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

async function createClient(handler: Handler, change: Partial<GatewayTarget> = {}) {
  const requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
  const origin = await serve((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, headers, body });
      handler(request, response, requests.length);
    });
  });
  const tokens: boolean[] = [];
  const target: GatewayTarget = {
    origin,
    agent: AGENT,
    idToken: (fresh) => {
      tokens.push(fresh);
      return Promise.resolve({ ok: true, value: fresh ? `${TOKEN}-fresh` : TOKEN });
    },
    ...change,
  };
  let keys = 0;
  const client = createGatewayClient({ fetch, time: systemClock, randomText: () => `key-${(keys += 1)}` });
  const { signal } = new AbortController();
  const set = (options: Partial<Parameters<typeof client.setStatus>[2]> = {}) =>
    client.setStatus(target, lunch, { signal, intentId: 1, ...options });
  /** The failure of a switch; null if it succeeded. */
  const setFailure = async () => {
    const result = await set();
    return result.ok ? null : result.failure;
  };
  return { client, target, requests, tokens, set, setFailure, read: () => client.readStatus(target, signal) };
}

test('a switch is one PUT with the token, a key and nothing else', async () => {
  const { set, requests } = await createClient(answerJson(200, switched));
  expect(await set()).toMatchObject({
    ok: true,
    attempts: 1,
    agents: [{ kind: 'switched', ...lunch, previousStatus: 'free', previousReason: '' }],
    exchange: { action: 'SetStaffStatus', requestId: 'request-1', httpStatus: 200, asOf: 1_000 },
  });
  expect(requests).toMatchObject([
    {
      method: 'PUT',
      url: '/v1/agents/me/status',
      headers: { authorization: `Bearer ${TOKEN}`, 'idempotency-key': 'key-1' },
      body: JSON.stringify(lunch),
    },
  ]);
});

test.each([
  ['is for another agent', { ...switched, agent: 'other@example.com' }, 'Answer.WrongAgent'],
  ['confirms another status', { ...switched, status: 'free' }, 'Answer.WrongAgent'],
  ['has no time', { ...switched, asOf: undefined }, 'Answer.WrongShape'],
  ['has a status that nobody can set', { ...switched, status: 'busy' }, 'Answer.WrongShape'],
  ['is empty', '', 'Answer.NotJson'],
  ['is cut off', JSON.stringify(switched).slice(0, 40), 'Answer.NotJson'],
  ['is nested too deeply', '['.repeat(100), 'Answer.BeyondLimits'],
])('an answer that %s confirms nothing', async (_name, body, code) => {
  const { setFailure } = await createClient(answerJson(200, body));
  expect(await setFailure()).toMatchObject({ kind: 'malformedResponse', code });
});

test('an answer that is too long is not read to its end', async () => {
  const { setFailure } = await createClient(answerJson(200, 'x'.repeat(1_000_000)));
  expect(await setFailure()).toMatchObject({ kind: 'responseTooLarge' });
});

test('the page of a guest network is named as such', async () => {
  const page = '<html><title>Welcome to the hotel</title>';
  const { setFailure } = await createClient(answerJson(200, page, 'text/html'));
  expect(await setFailure()).toMatchObject({ kind: 'captivePortal', message: 'Welcome to the hotel' });
});

test.each(REDIRECTS)(
  'a redirect with status %i is not followed: the token is for one address',
  async (status) => {
    let visits = 0;
    const elsewhere = await serve((_request, response) => {
      visits += 1;
      response.end();
    });
    const { setFailure } = await createClient((_request, response) => redirect(response, status, elsewhere));
    expect(await setFailure()).toMatchObject({ kind: 'redirected' });
    expect(visits).toBe(0);
  },
);

test.each([
  [503, 'httpServerError', 'unknown'],
  [429, 'rateLimited', 'notApplied'],
  [404, 'httpRefused', 'notApplied'],
] as const)('HTTP %i without a problem document is %s', async (status, kind, outcome) => {
  const { setFailure } = await createClient(answerJson(status, 'no', 'text/plain'));
  expect(await setFailure()).toMatchObject({ kind, code: `Http.${status}` });
  expect(failureTraits(kind).outcome).toBe(outcome);
});

test('a problem document names what the gateway refuses', async () => {
  const { setFailure } = await createClient(answerJson(503, problem));
  expect(await setFailure()).toMatchObject({
    kind: 'gatewayBusy',
    code: 'Gateway.Overloaded',
    message: 'The queue is full.',
    httpStatus: 503,
  });
});

test('a problem document that came with another status is none', async () => {
  const { setFailure } = await createClient(answerJson(500, problem));
  expect(await setFailure()).toMatchObject({ kind: 'httpServerError' });
});

describe('the kind of a problem', () => {
  test.each(gatewayProblemKind.options)('%s has a kind with texts', (kind) => {
    expect(Object.keys(FAILURE_TRAITS)).toContain(toFailureKind(kind, 'notApplied'));
  });

  test.each(Object.keys(FAILURE_TRAITS))('%s never says less doubt than the gateway', (kind) => {
    expect(failureTraits(toFailureKind(kind, 'unknown')).outcome).toBe('unknown');
  });

  test.each([
    ['inCall', 'inCall'],
    ['rateLimited', 'rateLimited'],
    ['superseded', 'cancelled'],
    ['forbidden', 'gatewayForbidden'],
    ['queueTimeout', 'gatewayBusy'],
    ['sharedStateUnavailable', 'gatewayBusy'],
    // About the gateway's own key, clock and network: the agent can change nothing of it.
    ['secretKeyMismatch', 'gatewayInvalid'],
    ['clockTooFar', 'gatewayInvalid'],
    ['noNetwork', 'gatewayBusy'],
    ['constructor', 'gatewayInvalid'],
    ['ofALaterVersion', 'gatewayInvalid'],
  ])('%s is shown as %s', (kind, shown) => {
    expect(toFailureKind(kind, 'notApplied')).toBe(shown);
  });
});

describe('the token', () => {
  const refuse = answerJson(401, { ...problem, status: 401, kind: 'unauthenticated', code: 'Gateway.Token' });

  test('is replaced once if it is refused, with the same key', async () => {
    const { set, requests, tokens } = await createClient((request, response, count) =>
      (count === 1 ? refuse : answerJson(200, switched))(request, response, count),
    );
    expect(await set()).toMatchObject({ ok: true, attempts: 2 });
    expect(tokens).toEqual([false, true]);
    expect(requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['key-1', 'key-1']);
  });

  test('that is refused twice ends the attempt', async () => {
    const { setFailure, requests } = await createClient(refuse);
    expect(await setFailure()).toMatchObject({ kind: 'signInExpired', code: 'Gateway.Token' });
    expect(requests).toHaveLength(2);
  });

  test('is in no failure, whatever the gateway answers', async () => {
    const body = { ...problem, detail: `Bearer ${TOKEN} is wrong`, code: TOKEN, requestId: TOKEN };
    const { setFailure } = await createClient(answerJson(503, body));
    expect(JSON.stringify(await setFailure())).not.toContain(TOKEN.slice(0, 30));
  });

  test('that cannot be had is the failure, and nothing is sent', async () => {
    const failure = { kind: 'signInRequired', code: 'SignIn.Required', message: '' } as const;
    const { setFailure, requests } = await createClient(answerJson(200, switched), {
      idToken: () => Promise.resolve({ ok: false, failure }),
    });
    expect(await setFailure()).toMatchObject({ kind: 'signInRequired', code: 'SignIn.Required' });
    expect(requests).toEqual([]);
  });

  test('that throws is a failure without its text', async () => {
    const { setFailure } = await createClient(answerJson(200, switched), {
      idToken: () => Promise.reject(new Error(TOKEN)),
    });
    expect(await setFailure()).toMatchObject({ kind: 'credentialsUnavailable', message: '' });
  });
});

test('an intent that has become stale is not sent, nor with a fresh token', async () => {
  const { set, requests } = await createClient(answerJson(401, 'no', 'text/plain'));
  let asked = 0;
  const result = await set({ canSend: () => (asked += 1) === 1 });
  expect(result).toMatchObject({ ok: false, failure: { kind: 'freeConfirmationRequired' } });
  expect(requests).toHaveLength(1);
});

test('a cancelled request closes its connection', async () => {
  const controller = new AbortController();
  let closed = () => {};
  const isClosed = new Promise<void>((resolve) => (closed = resolve));
  const { set } = await createClient((_request, response) => {
    response.on('close', closed);
    controller.abort();
  });
  expect(await set({ signal: controller.signal })).toMatchObject({
    ok: false,
    failure: { kind: 'cancelled' },
  });
  await isClosed;
});

test('a connection that breaks leaves the outcome unknown', async () => {
  const { setFailure } = await createClient((request) => void request.socket.destroy());
  expect(await setFailure()).toMatchObject({ kind: 'connectionLost' });
});

test('each intent has a key of its own', async () => {
  const { set, requests } = await createClient((request) => void request.socket.destroy());
  await set({ intentId: 1 });
  await set({ intentId: 1 });
  await set({ intentId: 2 });
  await set({ intentId: 1 });
  await set({ intentId: null });
  await set({ intentId: null });
  const keys = requests.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toEqual(['key-1', 'key-1', 'key-2', 'key-3', 'key-4', 'key-5']);
});

test('a wrong clock of this computer is reported', async () => {
  const { set } = await createClient((_request, response) => {
    response.writeHead(200, {
      'Content-Type': 'application/json',
      Date: new Date(Date.now() - 3_600_000).toUTCString(),
    });
    response.end(JSON.stringify(switched));
  });
  const result = await set();
  const skewMs = result.ok ? (result.exchange.clockSkewMs ?? 0) : 0;
  expect(Math.round(skewMs / 60_000)).toBe(60);
});

test('a reading is the own status, and one about another agent is none', async () => {
  const view = {
    agent: AGENT.toUpperCase(),
    status: 'busy',
    reason: '',
    reserveRest: true,
    reserveNotReady: false,
    lastStatusAt: 5_000,
    lastOnlineAt: null,
    requestId: 'request-2',
    asOf: 2_000,
  };
  const { read, requests } = await createClient(answerJson(200, view));
  expect(await read()).toMatchObject({
    ok: true,
    current: { status: 'busy', reserveRest: true, lastStatusAt: 5_000 },
    exchange: { requestId: 'request-2', asOf: 2_000 },
  });
  expect(requests[0]).toMatchObject({ method: 'GET', url: '/v1/agents/me/status', body: '' });
  const other = await createClient(answerJson(200, { ...view, agent: 'other@example.com' }));
  expect(await other.read()).toMatchObject({ ok: false, failure: { kind: 'malformedResponse' } });
});
