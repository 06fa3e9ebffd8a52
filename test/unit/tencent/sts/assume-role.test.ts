/** AssumeRoleWithWebIdentity over a real socket: what is sent, and what each answer becomes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../shared/clock.ts';
import { FAILURE_TRAITS, failureTraits } from '../../../../tencent/failure.ts';
import { maskKeys } from '../../../../tencent/redact/redact.ts';
import {
  assumeRoleWithWebIdentity,
  type AssumeRoleDeps,
  type AssumeRoleResult,
} from '../../../../tencent/sts/assume-role.ts';
import { STS_CODES } from '../../../../tencent/sts/sts-errors.ts';
import { stsEndpoint } from '../../../../tencent/sts/sts-endpoint.ts';
import {
  createBomb,
  redirect,
  sendBomb,
  serve,
  serveUntrusted,
  stopServers,
} from '../../../support/hostile-server.ts';
import { endpointAt, manualLimit } from '../support/client.ts';

afterEach(stopServers);

const NOW = Date.UTC(2026, 10, 23, 9);
const ID_TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZWkifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';
const KEY = { Token: 'T'.repeat(4_096), TmpSecretId: 'AKIDtemporary', TmpSecretKey: 'temporarySecret' };
const REQUEST_ID = '6980f29d-c779-4a49-bf65-736bfc3b76a0';

const request = {
  providerId: 'company-login',
  roleArn: 'qcs::cam::uin/100000000001:roleName/ccc-agent',
  sessionName: 'mei.lin@example.com',
  durationSeconds: 43_200,
  idToken: ID_TOKEN,
};

const issued = (change: object = {}) => ({
  Credentials: KEY,
  ExpiredTime: NOW / 1000 + 7_200,
  Expiration: '2026-11-23T11:00:00Z',
  ...change,
});

function assume(url: string, deps: Partial<AssumeRoleDeps> = {}): Promise<AssumeRoleResult> {
  return assumeRoleWithWebIdentity(
    {
      fetch,
      endpoint: endpointAt(url),
      edition: 'international',
      clock: { now: () => NOW },
      setTimer: systemClock.setTimer,
      ...deps,
    },
    request,
  );
}

function respond(response: ServerResponse, content: object, headers: Record<string, string> = {}): void {
  response.writeHead(200, {
    'Content-Type': 'application/json',
    Date: new Date(NOW).toUTCString(),
    ...headers,
  });
  response.end(JSON.stringify({ Response: { ...content, RequestId: REQUEST_ID } }));
}

const assumeAt = async (listener: (request: IncomingMessage, response: ServerResponse) => void) =>
  assume(await serve(listener));

async function failureOf(result: Promise<AssumeRoleResult>) {
  const awaited = await result;
  if (awaited.ok) throw new Error('a key was issued');
  // Nothing was changed at the contact center.
  expect(failureTraits(awaited.failure.kind).outcome).toBe('notApplied');
  expect(JSON.stringify(awaited.failure)).not.toContain(ID_TOKEN.slice(0, 20));
  return awaited.failure;
}

test('is one POST without key and signature, as the SDKs send it', async () => {
  const received: {
    method?: string | undefined;
    url?: string | undefined;
    headers: object;
    body: unknown;
  }[] = [];
  const url = await serve((incoming, response) => {
    void text(incoming).then((body) => {
      const { method, url, headers } = incoming;
      received.push({ method, url, headers, body: JSON.parse(body) as unknown });
      respond(response, issued());
    });
  });
  expect(await assume(url)).toEqual({
    ok: true,
    credentials: { secretId: KEY.TmpSecretId, secretKey: KEY.TmpSecretKey, token: KEY.Token },
    expiresAt: NOW + 7_200_000,
  });
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({
    method: 'POST',
    url: '/',
    headers: {
      'content-type': 'application/json',
      'x-tc-action': 'AssumeRoleWithWebIdentity',
      'x-tc-version': '2018-08-13',
      'x-tc-timestamp': String(NOW / 1000),
      'x-tc-region': 'ap-guangzhou',
      authorization: 'SKIP',
    },
    body: {
      ProviderId: 'company-login',
      WebIdentityToken: ID_TOKEN,
      RoleArn: request.roleArn,
      RoleSessionName: 'mei.lin@example.com',
      DurationSeconds: 43_200,
    },
  });
  expect(received[0]?.headers).not.toHaveProperty('x-tc-token');
});

test.each([
  ['mainland', 'https://sts.tencentcloudapi.com'],
  ['international', 'https://sts.intl.tencentcloudapi.com'],
] as const)('the host of the site %s is %s', (edition, origin) => {
  expect(stsEndpoint(edition, 'https://sts.example.com/')).toMatchObject({ ok: true, endpoint: { origin } });
});

test('another address has no public STS', () => {
  expect(stsEndpoint('custom')).toEqual({ ok: false, error: 'empty' });
  expect(stsEndpoint('custom', 'https://sts.example.com/')).toMatchObject({
    ok: true,
    endpoint: { origin: 'https://sts.example.com' },
  });
});

test('the end of the key is by the clock of this computer, however wrong that is', async () => {
  const wrong = NOW - 3_600_000;
  const url = await serve((_incoming, response) => respond(response, issued()));
  const result = await assume(url, { clock: { now: () => wrong } });
  expect(result).toMatchObject({ ok: true, expiresAt: wrong + 7_200_000 });
});

test('a key that ends far in the future is renewed within the longest documented duration', async () => {
  const result = await assumeAt((_incoming, response) =>
    respond(response, issued({ ExpiredTime: NOW / 1000 + 400_000 })),
  );
  expect(result).toMatchObject({ ok: true, expiresAt: NOW + 43_500_000 });
});

describe('the refusal', () => {
  test.each([
    ['ResourceNotFound.RoleNotFound', 'x', 'stsRoleNotFound'],
    ['UnauthorizedOperation', 'x', 'stsRoleNotPermitted'],
    ['RequestLimitExceeded', 'x', 'stsUnavailable'],
    ['InternalError.DbError', 'x', 'stsUnavailable'],
    ['InternalError.GetRoleError', 'x', 'stsRoleNotFound'],
    ['AuthFailure.SignatureExpire', 'x', 'signInClockWrong'],
    ['InvalidParameter.ParamError', 'aud of the token is not a client id', 'stsAudienceUnknown'],
    ['InvalidParameter.ParamError', 'the signature does not match the public keys', 'stsKeysOutdated'],
    ['InvalidParameter.ParamError', 'WebIdentityToken has expired.', 'stsTokenRefused'],
    ['InvalidParameter.ParamError', 'The identity provider (ProviderId) does not exist.', 'stsRoleNotFound'],
    ['constructor', '', 'stsTokenRefused'],
    ['Something.New', '', 'stsTokenRefused'],
  ])('%s (%s) is %s, with the RequestId', async (Code, Message, kind) => {
    const failure = await failureOf(
      assumeAt((_incoming, response) => respond(response, { Error: { Code, Message } })),
    );
    expect(failure).toMatchObject({ kind, code: `Sts.${Code}`, message: Message, requestId: REQUEST_ID });
  });

  test('of a key of the provider is a matter of the token where the site fetches the keys', async () => {
    const url = await serve((_incoming, response) =>
      respond(response, { Error: { Code: 'InvalidParameter.ParamError', Message: 'signature mismatch' } }),
    );
    expect(await failureOf(assume(url, { edition: 'mainland' }))).toMatchObject({ kind: 'stsTokenRefused' });
  });

  test('does not repeat a token that the service echoes', async () => {
    const Message = `the token ${ID_TOKEN} was refused`;
    const failure = await failureOf(
      assumeAt((_incoming, response) =>
        respond(response, { Error: { Code: `X.${ID_TOKEN}`, Message }, RequestId: ID_TOKEN }),
      ),
    );
    expect(failure.kind).toBe('stsTokenRefused');
  });
});

describe('an answer is refused that', () => {
  test.each([
    ['has no key', { Credentials: undefined }],
    ['has a token of more than 4,096 bytes', { Credentials: { ...KEY, Token: 'T'.repeat(4_097) } }],
    ['has an id of more than 1,024 bytes', { Credentials: { ...KEY, TmpSecretId: 'A'.repeat(1_025) } }],
    ['has a key of more than 1,024 bytes', { Credentials: { ...KEY, TmpSecretKey: 'A'.repeat(1_025) } }],
    ['has a line end in the key', { Credentials: { ...KEY, TmpSecretKey: 'a\r\nX-Other: 1' } }],
    ['has a time as text', { ExpiredTime: '2026' }],
    ['has no time', { ExpiredTime: undefined }],
    ['has ended', { ExpiredTime: NOW / 1000 }],
  ])('%s', async (_what, change) => {
    const failure = await failureOf(assumeAt((_incoming, response) => respond(response, issued(change))));
    expect(failure).toMatchObject({ kind: 'stsUnavailable', message: '', requestId: REQUEST_ID });
    expect(failure.code).toMatch(/^Sts\.(WrongShape|Expired)$/);
  });

  test.each<[string, (response: ServerResponse) => void, string]>([
    [
      'is a sign-in page',
      (r) => r.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>'),
      'stsUnavailable',
    ],
    ['is a redirect', (r) => redirect(r, 307, 'https://elsewhere.example/'), 'redirected'],
    ['is 503', (r) => r.writeHead(503).end(), 'stsUnavailable'],
    ['is 429', (r) => r.writeHead(429).end(), 'stsUnavailable'],
    ['breaks off', (r) => void r.writeHead(200).write('{', () => r.destroy()), 'stsUnavailable'],
  ])('%s', async (_what, answer, kind) => {
    expect(await failureOf(assumeAt((_incoming, response) => answer(response)))).toMatchObject({ kind });
  });

  test('is larger than any key', async () => {
    const bomb = await createBomb(4);
    expect(await failureOf(assumeAt((_incoming, response) => sendBomb(response, bomb)))).toMatchObject({
      kind: 'stsUnavailable',
      code: 'Sts.Answer.TooLarge',
    });
  });

  test('comes from a server without a trusted certificate', async () => {
    const url = await serveUntrusted((_incoming, response) => respond(response, issued()));
    expect(await failureOf(assume(url))).toMatchObject({ kind: 'tlsUntrusted' });
  });

  test('does not come in time', async () => {
    const limit = manualLimit();
    const url = await serve(() => limit.end());
    expect(await failureOf(assume(url, { setTimer: limit.setTimer }))).toMatchObject({
      kind: 'stsUnavailable',
      code: 'Sts.Network.TimedOut',
    });
  });
});

test('a clock that throws is a failure, not a rejection', async () => {
  const clock = {
    now: () => {
      throw new Error('broken');
    },
  };
  const result = await assume('http://127.0.0.1:9/', { clock });
  expect(result).toEqual({ ok: false, failure: { kind: 'appError', code: 'Sts.Error', message: '' } });
});

test('the log shows the codes and kinds of failures, although they look like keys', () => {
  const known = new Set([...STS_CODES, ...Object.keys(FAILURE_TRAITS)]);
  for (const code of STS_CODES) {
    const line = `no key was issued: stsRoleNotPermitted, ${code}`;
    expect(maskKeys(line, known)).toBe(line);
  }
});
