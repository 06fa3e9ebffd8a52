import { describe, expect, it, vi } from 'vitest';
import type { FetchPort } from '../../../tencent/client.ts';
import { failureTraits, type FailureKind } from '../../../tencent/failure.ts';
import { clientFor, testKey } from './support/client.ts';

const url = 'https://ccc.example.com';
const success = () => Promise.resolve(Response.json({ Response: { RequestId: 'req-1', Answer: 42 } }));

function respondWith(body: unknown, init?: ResponseInit) {
  return () => Promise.resolve(Response.json(body, init));
}

async function getFailure(fetch: FetchPort, deps: Parameters<typeof clientFor>[1] = {}) {
  const result = await clientFor(url, { ...deps, fetch }).call('SetStaffStatus', {});
  if (result.ok) throw new Error('succeeded');
  return result.failure;
}

describe('a call', () => {
  it('is one signed POST of the bytes that were hashed', async () => {
    const fetch = vi.fn<FetchPort>(success);
    const clock = { now: () => 1551113065_000 };
    const credentials = () => Promise.resolve({ ...testKey, token: 'temporary' });
    const client = clientFor(url, { fetch, clock, credentials, language: () => 'zh-CN' });
    await client.call('SetStaffStatus', { Reason: '午餐' });

    const [address, init] = fetch.mock.calls[0] ?? [];
    expect(address).toBe(`${url}/`);
    expect(new TextDecoder().decode(init?.body)).toBe('{"Reason":"午餐"}');
    expect(init).toMatchObject({
      method: 'POST',
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
    });
    const authorization =
      /^TC3-HMAC-SHA256 Credential=AKIDtestSecretId0001\/2019-02-25\/ccc\/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=[0-9a-f]{64}$/;
    expect(init?.headers).toEqual({
      'Content-Type': 'application/json; charset=utf-8',
      'X-TC-Action': 'SetStaffStatus',
      'X-TC-Version': '2020-02-10',
      'X-TC-Timestamp': '1551113065',
      'X-TC-Language': 'zh-CN',
      'X-TC-Token': 'temporary',
      Authorization: expect.stringMatching(authorization) as string,
    });
  });

  it('sends no token, language or region unless there is one', async () => {
    const fetch = vi.fn<FetchPort>(success);
    await clientFor(url, { fetch }).call('SetStaffStatus', {});
    const names = Object.keys(fetch.mock.calls[0]?.[1].headers ?? {});
    expect(names).not.toContain('X-TC-Token');
    expect(names).not.toContain('X-TC-Language');
    expect(names).not.toContain('X-TC-Region');
  });

  it('reports its duration and its requests', async () => {
    const monotonic = vi.fn<() => number>().mockReturnValueOnce(100).mockReturnValueOnce(142);
    const clock = { now: () => 7 };
    const result = await clientFor(url, { fetch: success, monotonic, clock }).call('SetStaffStatus', {});
    expect(result).toEqual({
      ok: true,
      response: { Answer: 42 },
      exchange: { endpoint: url, action: 'SetStaffStatus', at: 7, requestId: 'req-1', httpStatus: 200 },
      durationMs: 42,
      attempts: 1,
    });
  });
});

describe('never throws', () => {
  it.each<[string, () => never | Promise<never> | null]>([
    ['has none', () => null],
    [
      'throws',
      () => {
        throw new Error('the keychain is locked');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the keychain is locked'))],
  ])('when the keychain %s', async (_how, credentials) => {
    const fetch = vi.fn<FetchPort>(success);
    const failure = await getFailure(fetch, { credentials });
    expect(failure).toMatchObject({
      kind: 'credentialsUnavailable',
      code: 'App.NoCredentials',
      endpoint: url,
    });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('when the credential process has failed, with its own message', async () => {
    const fetch = vi.fn<FetchPort>(success);
    const found = { kind: 'keyProgramFailed', code: 'KeyProgram.Exit1', message: 'no\nticket' } as const;
    expect(await getFailure(fetch, { credentials: () => found })).toMatchObject({
      ...found,
      message: 'no ticket',
      endpoint: url,
      requestId: null,
    });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('when the keychain never answers', async () => {
    const setTimer = (_milliseconds: number, callback: () => void) => {
      callback();
      return () => undefined;
    };
    const credentials = () => new Promise<never>(() => undefined);
    expect(await getFailure(success, { credentials, setTimer })).toMatchObject({
      kind: 'credentialsUnavailable',
    });
  });

  it('when the key is invalid in a header', async () => {
    const credentials = () => ({ secretId: 'AKID\u200bxyz', secretKey: 'k' });
    expect(await getFailure(success, { credentials })).toMatchObject({ kind: 'notAnApiKey' });
  });

  it('when fetch throws at once', async () => {
    const failure = await getFailure(() => {
      throw new TypeError('bad header');
    });
    expect(failure).toMatchObject({ kind: 'connectionLost', message: 'bad header' });
  });

  it('when there is no endpoint', async () => {
    const endpoint = () => {
      throw new Error('no settings');
    };
    expect(await getFailure(success, { endpoint })).toMatchObject({
      kind: 'appError',
      message: 'no settings',
    });
  });

  it('when it was cancelled before it began: nothing is sent', async () => {
    const fetch = vi.fn<FetchPort>(() => new Promise(() => undefined));
    const result = await clientFor(url, { fetch }).call('X', {}, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('when fetch ignores its signal', async () => {
    const controller = new AbortController();
    const fetch: FetchPort = () => {
      controller.abort();
      return new Promise(() => undefined);
    };
    const result = await clientFor(url, { fetch }).call('X', {}, { signal: controller.signal });
    expect(result).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
  });
});

describe("Electron's error", () => {
  it.each<[string, FailureKind, 'notApplied' | 'unknown']>([
    ['net::ERR_INTERNET_DISCONNECTED', 'noNetwork', 'notApplied'],
    ['net::ERR_ADDRESS_UNREACHABLE', 'noNetwork', 'notApplied'],
    ['net::ERR_NAME_NOT_RESOLVED', 'dnsFailure', 'notApplied'],
    ['net::ERR_CONNECTION_REFUSED', 'connectionRefused', 'notApplied'],
    ['net::ERR_CONNECTION_TIMED_OUT', 'serverUnreachable', 'notApplied'],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'proxyRefused', 'notApplied'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxyRefused', 'notApplied'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'tlsUntrusted', 'notApplied'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'tlsFailed', 'notApplied'],
    ['net::ERR_UNEXPECTED_PROXY_AUTH', 'proxyRefused', 'notApplied'],
    ['net::ERR_UNSAFE_PORT', 'addressWrong', 'notApplied'],
    ['net::ERR_BLOCKED_BY_ADMINISTRATOR', 'requestBlocked', 'notApplied'],
    ['Redirect was cancelled', 'redirected', 'notApplied'],
    ['net::ERR_TIMED_OUT', 'timedOut', 'unknown'],
    ['net::ERR_CONNECTION_RESET', 'connectionLost', 'unknown'],
    ['net::ERR_CONTENT_LENGTH_MISMATCH', 'connectionLost', 'unknown'],
    ['net::ERR_EMPTY_RESPONSE', 'connectionLost', 'unknown'],
    ['net::ERR_NETWORK_CHANGED', 'connectionLost', 'unknown'],
    ['net::ERR_NETWORK_IO_SUSPENDED', 'connectionLost', 'unknown'],
    ['net::ERR_HTTP2_PROTOCOL_ERROR', 'connectionLost', 'unknown'],
    ['an unknown error', 'connectionLost', 'unknown'],
  ])('%s is %s', async (message, kind, outcome) => {
    const failure = await getFailure(() => Promise.reject(new Error(message)));
    expect(failure).toMatchObject({ kind, message });
    expect(failureTraits(kind).outcome).toBe(outcome);
  });
});

describe("Node's error", () => {
  const refused = (code: string, syscall: string) =>
    new TypeError('fetch failed', {
      cause: Object.assign(new Error(`${syscall} ${code}`), { code, syscall }),
    });

  it.each<[string, string, FailureKind]>([
    ['ENETUNREACH', 'connect', 'noNetwork'],
    ['EHOSTUNREACH', 'connect', 'noNetwork'],
    ['ENETUNREACH', 'read', 'connectionLost'],
    ['EAI_AGAIN', 'getaddrinfo', 'dnsFailure'],
    ['ETIMEDOUT', 'connect', 'serverUnreachable'],
    ['ETIMEDOUT', 'read', 'connectionLost'],
    ['UND_ERR_CONNECT_TIMEOUT', '', 'serverUnreachable'],
    ['UND_ERR_HEADERS_TIMEOUT', '', 'timedOut'],
    ['UND_ERR_SOCKET', '', 'connectionLost'],
    ['CERT_HAS_EXPIRED', '', 'tlsUntrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', '', 'tlsUntrusted'],
  ])('%s at %s is %s', async (code, syscall, kind) => {
    expect(await getFailure(() => Promise.reject(refused(code, syscall)))).toMatchObject({ kind });
  });

  it('is found in the alternatives of a host with several addresses', async () => {
    const tried = ['::1', '127.0.0.1'].map((address) =>
      Object.assign(new Error(`connect ECONNREFUSED ${address}`), {
        code: 'ECONNREFUSED',
        syscall: 'connect',
      }),
    );
    const error = new TypeError('fetch failed', { cause: new AggregateError(tried) });
    expect(await getFailure(() => Promise.reject(error))).toMatchObject({ kind: 'connectionRefused' });
  });
});

it('is classified for a proxy that requires authentication', async () => {
  const failure = await getFailure(() => Promise.resolve(new Response(null, { status: 407 })));
  expect(failure).toMatchObject({ kind: 'proxyRefused', code: 'Http.407' });
});

describe("a server's message", () => {
  it('cannot reveal a secret, hide text or be too long', async () => {
    const token = 'temporary-token-0001';
    const message = `no ${testKey.secretKey}, ${testKey.secretId}\u0007,\n${token}\u202e${'x'.repeat(9999)}`;
    const body = { Response: { Error: { Code: 'FailedOperation', Message: message } } };
    const failure = await getFailure(respondWith(body), { credentials: () => ({ ...testKey, token }) });
    expect(failure.message).toMatch(/^no ••••, •••• , ••••x+…$/);
    expect(failure.message).toHaveLength(500);
  });

  it('is masked in a success too', async () => {
    const body = { Response: { List: [{ Text: testKey.secretKey }], Count: 1 } };
    const result = await clientFor(url, { fetch: respondWith(body) }).call('X', {});
    expect(result).toMatchObject({ ok: true, response: { List: [{ Text: '••••' }], Count: 1 } });
  });
});
