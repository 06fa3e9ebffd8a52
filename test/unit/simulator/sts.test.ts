import { afterEach, describe, expect, it } from 'vitest';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import * as z from 'zod/mini';
import type { StsConfiguration } from '../../../simulator/sts/options.ts';
import type { StsLogEntry } from '../../../simulator/sts/sts-api.ts';
import { startSts, type SimulatedSts, type StsOptions } from '../../../simulator/sts/sts-server.ts';
import type { SimulatorKey } from '../../../simulator/signature/keys.ts';
import { clientFor } from '../tencent/support/client.ts';
import { createManualClock, createSimulation, stopSimulators } from '../tencent/support/simulator.ts';

const running: SimulatedSts[] = [];
afterEach(async () => {
  await stopSimulators();
  await Promise.all(running.splice(0).map((sts) => sts.close()));
});

const ISSUER = 'https://id.example.com';
const ROLE = 'qcs::cam::uin/100000000001:roleName/agent';

type Key = { privateKey: CryptoKey; jwk: JWK & { kty: string } };

async function createKey(kid: string, alg = 'ES256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const { kty = '', ...jwk } = await exportJWK(publicKey);
  return { privateKey, jwk: { kty, ...jwk, kid, alg, use: 'sig' } };
}

const key = await createKey('first');

const configuration: StsConfiguration = {
  providerId: 'idp',
  issuer: ISSUER,
  clientIds: ['standby'],
  jwks: { keys: [key.jwk] },
  autoRotate: false,
  roles: [{ arn: ROLE, sessionDuration: 43_200 }],
};

const answered = z.object({
  Response: z.object({
    Error: z.optional(z.object({ Code: z.string(), Message: z.string() })),
    Credentials: z.optional(
      z.object({ Token: z.string(), TmpSecretId: z.string(), TmpSecretKey: z.string() }),
    ),
    ExpiredTime: z.optional(z.number()),
    Expiration: z.optional(z.string()),
    RequestId: z.string(),
  }),
});

type Request = { headers?: Record<string, string>; parameters?: Record<string, unknown>; method?: string };

async function createSts(options: Partial<StsOptions> = {}) {
  const clock = createManualClock();
  const keys: SimulatorKey[] = [];
  const log: StsLogEntry[] = [];
  const onRequest = (entry: StsLogEntry) => void log.push(entry);
  const sts = await startSts({ configuration, keys, clock, onRequest, ...options });
  running.push(sts);

  const sign = (claims: Record<string, unknown> = {}, by: Key = key) =>
    new SignJWT({
      sub: 'u1',
      iss: ISSUER,
      aud: 'standby',
      iat: clock.now() / 1000,
      exp: clock.now() / 1000 + 300,
      ...claims,
    })
      .setProtectedHeader({ alg: by.jwk.alg ?? '', kid: by.jwk.kid ?? '' })
      .sign(by.privateKey);

  const send = ({ headers = {}, parameters = {}, method = 'POST' }: Request = {}) =>
    fetch(`${sts.url}/`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        'X-TC-Action': 'AssumeRoleWithWebIdentity',
        'X-TC-Version': '2018-08-13',
        'X-TC-Timestamp': String(Math.floor(clock.now() / 1000)),
        'X-TC-Region': 'ap-guangzhou',
        Authorization: 'SKIP',
        ...headers,
      },
      ...(method === 'POST' && {
        body: JSON.stringify({
          ProviderId: 'idp',
          RoleArn: ROLE,
          RoleSessionName: 'ada@example.com',
          ...parameters,
        }),
      }),
    });

  /** Sends a token, and returns the response. */
  async function assume(token: string, request: Request = {}) {
    const parameters = { WebIdentityToken: token, ...request.parameters };
    const response = await send({ ...request, parameters });
    return answered.parse(await response.json()).Response;
  }

  return { sts, clock, keys, log, sign, send, assume };
}

it('a temporary key is issued for an ID token, works with its token, and ends', async () => {
  const { keys, clock, log, sign, assume } = await createSts();
  const issued = await assume(await sign(), { parameters: { DurationSeconds: 900 } });
  expect(issued).toMatchObject({ ExpiredTime: clock.now() / 1000 + 900 });
  expect(Date.parse(issued.Expiration ?? '')).toBe(clock.now() + 900_000);
  const {
    Token: token = '',
    TmpSecretId: secretId = '',
    TmpSecretKey: secretKey = '',
  } = issued.Credentials ?? {};
  expect(token).toHaveLength(4096);

  const { simulator } = await createSimulation({ keys, clock });
  const read = (credentials: { secretId: string; secretKey: string; token?: string }) =>
    clientFor(simulator.url, { clock, credentials: () => credentials }).call('DescribeStaffStatusMetrics', {
      SdkAppId: 1,
    });
  const tokenRefused = { failure: { code: 'AuthFailure.TokenFailure' } };
  expect(await read({ secretId, secretKey, token })).toMatchObject({ ok: true });
  expect(await read({ secretId, secretKey })).toMatchObject(tokenRefused);
  clock.advance(899_999);
  expect(await read({ secretId, secretKey, token })).toMatchObject({ ok: true });
  clock.advance(1);
  expect(await read({ secretId, secretKey, token })).toMatchObject(tokenRefused);

  const entry = { action: 'AssumeRoleWithWebIdentity', session: 'ada@example.com', verdict: 'ok' };
  expect(log).toEqual([expect.objectContaining(entry)]);
  for (const secret of [token, secretId, secretKey]) expect(JSON.stringify(log)).not.toContain(secret);
});

it('a session lasts two hours by default, and never longer than the role allows', async () => {
  const short = { arn: `${ROLE}-short`, sessionDuration: 60 };
  const roles = [...configuration.roles, short];
  const { clock, sign, assume } = await createSts({ configuration: { ...configuration, roles } });
  const now = clock.now() / 1000;
  expect(await assume(await sign())).toMatchObject({ ExpiredTime: now + 7200 });
  const parameters = { RoleArn: short.arn, DurationSeconds: 43_200 };
  expect(await assume(await sign(), { parameters })).toMatchObject({ ExpiredTime: now + 60 });
});

describe('an ID token is refused', () => {
  const code = 'InvalidParameter.ParamError';
  it.each<[string, Record<string, unknown>, string]>([
    ['of another issuer', { iss: `${ISSUER}/` }, 'iss of'],
    ['for another client', { aud: 'other' }, 'aud of'],
    ['for several other clients', { aud: ['other', 'third'] }, 'aud of'],
    ['without an audience', { aud: undefined }, 'aud of'],
    ['that has ended', { exp: Date.UTC(2026, 0, 1, 12) / 1000 - 1 }, 'expired'],
    ['without an end', { exp: undefined }, 'not a valid token'],
    ['without a person', { sub: undefined }, 'not a valid token'],
  ])('%s', async (_what, claims, message) => {
    const { keys, log, sign, assume } = await createSts();
    const { Error: error } = await assume(await sign(claims));
    expect(error).toMatchObject({ Code: code, Message: expect.stringContaining(message) as string });
    expect(keys).toEqual([]);
    expect(log[0]).toMatchObject({ verdict: code });
  });

  it('with a signature by another key, none, or a shared secret', async () => {
    const { sign, assume, keys } = await createSts();
    const [head = '', body = '', signature = ''] = (await sign()).split('.');
    const encode = (header: object) => Buffer.from(JSON.stringify(header)).toString('base64url');
    const byPublicKey = await new SignJWT({ sub: 'u1', iss: ISSUER, aud: 'standby' })
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode(JSON.stringify(key.jwk)));
    const tokens = [
      await sign({}, { ...(await createKey('first')), jwk: key.jwk }),
      `${encode({ alg: 'none' })}.${body}.`,
      byPublicKey,
      `${head}.${body}.${signature.slice(0, -4)}AAAA`,
    ];
    for (const token of tokens) {
      const { Error: error } = await assume(token);
      expect(error?.Message).toContain('signature');
    }
    expect((await assume('no token')).Error?.Message).toContain('not a valid token');
    expect(keys).toEqual([]);
  });
});

it('new keys of the provider are refused until IT pastes them, or are looked up where STS follows them', async () => {
  const next = await createKey('next', 'EdDSA');
  const pasted = { ...configuration, jwks: { keys: [next.jwk] } };
  const { sts, sign, assume } = await createSts();
  expect((await assume(await sign({}, next))).Error?.Message).toContain('public keys');
  sts.configure(pasted);
  expect(await assume(await sign({}, next))).toHaveProperty('Credentials');

  const looked: string[] = [];
  const following = await createSts({
    configuration: { ...configuration, autoRotate: true },
    fetchJwks: (issuer) => {
      looked.push(issuer);
      return Promise.resolve(pasted.jwks);
    },
  });
  expect(await following.assume(await sign())).toHaveProperty('Credentials');
  expect(looked).toEqual([]);
  expect(await following.assume(await sign({}, next))).toHaveProperty('Credentials');
  expect(looked).toEqual([ISSUER]);
});

describe('a request is refused', () => {
  it.each<[string, Request, string]>([
    ['without SKIP', { headers: { Authorization: 'TC3-HMAC-SHA256 x' } }, 'AuthFailure.InvalidAuthorization'],
    ['with a token', { headers: { 'X-TC-Token': 'x' } }, 'AuthFailure.TokenFailure'],
    ['of another version', { headers: { 'X-TC-Version': '2020-02-10' } }, 'NoSuchVersion'],
    ['of another action', { headers: { 'X-TC-Action': 'AssumeRole' } }, 'InvalidAction'],
    ['without a region', { headers: { 'X-TC-Region': '' } }, 'MissingParameter'],
    ['with an old time', { headers: { 'X-TC-Timestamp': '1' } }, 'AuthFailure.SignatureExpire'],
    ['as a form', { headers: { 'Content-Type': 'text/plain' } }, 'UnsupportedProtocol'],
    ['by GET', { method: 'GET' }, 'UnsupportedProtocol'],
    ['for another provider', { parameters: { ProviderId: 'x' } }, 'InvalidParameter.ParamError'],
    ['for an unknown role', { parameters: { RoleArn: `${ROLE}2` } }, 'ResourceNotFound.RoleNotFound'],
    ['without a token', { parameters: { WebIdentityToken: '' } }, 'MissingParameter'],
    ['with a short name', { parameters: { RoleSessionName: 'a' } }, 'InvalidParameter.ParamError'],
    ['with a space in its name', { parameters: { RoleSessionName: 'a b' } }, 'InvalidParameter.ParamError'],
    ['with a long name', { parameters: { RoleSessionName: 'a'.repeat(129) } }, 'InvalidParameter.ParamError'],
    ['for too long', { parameters: { DurationSeconds: 43_201 } }, 'InvalidParameter.OverTimeError'],
    ['for no time', { parameters: { DurationSeconds: 0 } }, 'InvalidParameter'],
    ['with a policy', { parameters: { Policy: '{}' } }, 'UnknownParameter'],
  ])('%s', async (_what, request, code) => {
    const { keys, sign, send } = await createSts();
    const parameters = { WebIdentityToken: await sign(), ...request.parameters };
    const response = await send({ ...request, parameters });
    expect(answered.parse(await response.json()).Response.Error?.Code).toBe(code);
    expect(keys).toEqual([]);
  });

  it('by a role that does not trust the client', async () => {
    const roles = [{ arn: ROLE, sessionDuration: 900, trustedClientIds: ['other'] }];
    const { sign, assume } = await createSts({ configuration: { ...configuration, roles } });
    expect((await assume(await sign())).Error?.Code).toBe('UnauthorizedOperation');
  });

  it('when there were twenty in the same second', async () => {
    const { clock, sign, assume } = await createSts({ tokenBytes: 100 });
    const token = await sign();
    for (let i = 0; i < 20; i += 1) expect(await assume(token)).toHaveProperty('Credentials');
    expect((await assume(token)).Error?.Code).toBe('RequestLimitExceeded');
    clock.advance(1000);
    expect(await assume(token)).toHaveProperty('Credentials');
  });
});

it('faults are injected: an error, no answer, and bytes that are no JSON', async () => {
  const { sts, log, sign, assume, send } = await createSts();
  const token = await sign();
  sts.faults.nextRequests(1, { kind: 'error', code: 'InternalError.DbError' });
  expect((await assume(token)).Error?.Code).toBe('InternalError.DbError');
  sts.faults.nextRequests(1, { kind: 'drop' });
  await expect(send({ parameters: { WebIdentityToken: token } })).rejects.toThrow('fetch failed');
  sts.faults.nextRequests(1, { kind: 'garbage' });
  await expect(assume(token)).rejects.toThrow('JSON');
  expect(await assume(token)).toHaveProperty('Credentials');
  const verdicts = log.map(({ verdict }) => verdict);
  expect(verdicts).toEqual(['InternalError.DbError', 'Fault.drop', 'Fault.garbage', 'ok']);
});
