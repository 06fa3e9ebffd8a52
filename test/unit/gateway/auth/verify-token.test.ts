/** Tokens at the gateway: forged, foreign, damaged and old ones, with the issuer's keys over real sockets. */
import { createHmac } from 'node:crypto';
import { exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COOLDOWN_MS, createIssuerKeys } from '../../../../gateway/auth/issuer-keys.ts';
import type { VerifyToken } from '../../../../gateway/auth/identity.ts';
import {
  createVerifyToken,
  MAX_TOKEN_LENGTH,
  type TokenPolicy,
} from '../../../../gateway/auth/verify-token.ts';
import {
  createSigningKey,
  startKeyServer,
  type KeyServer,
  type SigningKey,
} from '../../../support/gateway/key-server.ts';

const AUDIENCE = 'standby';

let keys: SigningKey[];
let server: KeyServer;
let now: number;
beforeEach(async () => {
  keys = [await createSigningKey('first')];
  server = await startKeyServer(keys);
  now = Date.now();
});
afterEach(() => server.close());

function verifier(policy: Partial<TokenPolicy> = {}): VerifyToken {
  return createVerifyToken({
    policy: {
      issuer: server.issuer,
      audience: [AUDIENCE],
      algorithms: ['ES256', 'RS256'],
      account: { claim: 'email' },
      supervisors: { claim: 'groups', values: ['ccc-supervisors'] },
      ...policy,
    },
    keys: createIssuerKeys(
      server.issuer,
      () => now,
      () => {},
    ),
    now: () => now,
  });
}

/** A claim that is undefined is left out. */
type Claims = Record<string, unknown>;

type Changes = { claims?: Claims; header?: Partial<{ alg: string; kid: string }>; key?: SigningKey };

/** A token that is valid but for the changes. A claim that is undefined is left out. */
function sign({ claims = {}, header = {}, key = firstKey() }: Changes = {}): Promise<string> {
  const seconds = Math.floor(now / 1_000);
  const payload = {
    iss: server.issuer,
    aud: AUDIENCE,
    sub: 'person-1',
    iat: seconds,
    exp: seconds + 600,
    email: 'mei@example.com',
    ...claims,
  };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
    .sign(key.privateKey);
}

function firstKey(): SigningKey {
  const [first] = keys;
  if (first === undefined) throw new Error('no key');
  return first;
}

describe('a token of the issuer', () => {
  it('opens the account of its claim until its end', async () => {
    const result = await verifier()(await sign());
    expect(result).toEqual({
      ok: true,
      identity: {
        account: 'mei@example.com',
        isSupervisor: false,
        subject: 'person-1',
        expiresAt: (Math.floor(now / 1_000) + 630) * 1_000,
      },
    });
  });

  it.each([
    { groups: ['others', 'ccc-supervisors'], isSupervisor: true },
    { groups: 'ccc-supervisors', isSupervisor: true },
    { groups: ['CCC-Supervisors'], isSupervisor: false },
    { groups: { 'ccc-supervisors': true }, isSupervisor: false },
    { groups: undefined, isSupervisor: false },
  ])('is of a supervisor only by the value of the claim: $groups', async ({ groups, isSupervisor }) => {
    expect(await verifier()(await sign({ claims: { groups } }))).toMatchObject({
      identity: { isSupervisor },
    });
  });

  it('maps by a table, without regard to case, and refuses who is not in it', async () => {
    const verify = verifier({ account: { claim: 'sub', table: new Map([['person-1', 'agent-7']]) } });
    expect(await verify(await sign({ claims: { sub: 'Person-1' } }))).toMatchObject({
      identity: { account: 'agent-7' },
    });
    expect(await verify(await sign({ claims: { sub: 'person-2' } }))).toMatchObject({
      ok: false,
      code: 'Gateway.AccountUnknown',
    });
  });

  it('maps by a suffix', async () => {
    const verify = verifier({ account: { claim: 'sub', suffix: '@example.com' } });
    expect(await verify(await sign({ claims: { sub: 'mei' } }))).toMatchObject({
      identity: { account: 'mei@example.com' },
    });
  });

  it.each([
    { claims: { email: undefined }, code: 'Gateway.ClaimMissing' },
    { claims: { email: '  ' }, code: 'Gateway.ClaimMissing' },
    { claims: { email: ['mei@example.com', 'jun@example.com'] }, code: 'Gateway.ClaimMissing' },
    { claims: { email: 42 }, code: 'Gateway.ClaimMissing' },
    { claims: { email: 'x'.repeat(501) }, code: 'Gateway.ClaimTooLong' },
    { claims: { email_verified: false }, code: 'Gateway.EmailNotVerified' },
  ])('opens no account with the claims $claims', async ({ claims, code }) => {
    expect(await verifier()(await sign({ claims }))).toMatchObject({ ok: false, code });
  });
});

describe('refuses', () => {
  const seconds = () => Math.floor(now / 1_000);

  it.each<[string, () => Claims, string]>([
    ['that has ended', () => ({ exp: seconds() - 31 }), 'Gateway.TokenExpired'],
    ['that is not yet valid', () => ({ nbf: seconds() + 60 }), 'Gateway.TokenClaims'],
    ['without an end', () => ({ exp: undefined }), 'Gateway.TokenClaims'],
    ['without a person', () => ({ sub: undefined }), 'Gateway.TokenClaims'],
    ['of another issuer', () => ({ iss: 'https://login.example.org' }), 'Gateway.TokenClaims'],
    ['for another audience', () => ({ aud: 'payroll' }), 'Gateway.TokenClaims'],
    ['without an audience', () => ({ aud: undefined }), 'Gateway.TokenClaims'],
  ])('a token %s', async (_what, claims, code) => {
    expect(await verifier()(await sign({ claims: claims() }))).toMatchObject({ ok: false, code });
  });

  it('a token that another key has signed, by the name of the right one', async () => {
    const foreign = await createSigningKey('first');
    expect(await verifier()(await sign({ key: foreign }))).toMatchObject({ code: 'Gateway.TokenInvalid' });
  });

  it('a token without a signature', async () => {
    const token = new UnsecuredJWT({
      sub: 'x',
      email: 'mei@example.com',
      iat: seconds(),
      exp: seconds() + 60,
    })
      .setIssuer(server.issuer)
      .setAudience(AUDIENCE)
      .encode();
    expect(await verifier()(token)).toMatchObject({ ok: false });
    const [, payload = ''] = (await sign()).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: 'first' })).toString('base64url');
    expect(await verifier()(`${none}.${payload}.`)).toMatchObject({ ok: false });
  });

  it('a token that the public key has signed as a shared secret', async () => {
    const rsa = await createSigningKey('rsa', 'RS256');
    keys.push(rsa);
    const publicKey = await importJWK(rsa.publicJwk, 'RS256', { extractable: true });
    if (publicKey instanceof Uint8Array) throw new Error('a key of two halves was expected');
    const secret = await exportSPKI(publicKey);
    const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid: 'rsa' })).toString('base64url');
    const [, payload = ''] = (await sign({ key: rsa })).split('.');
    const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
    expect(await verifier()(`${header}.${payload}.${signature}`)).toMatchObject({
      ok: false,
      code: 'Gateway.TokenAlgorithm',
    });
  });

  it('an algorithm that the configuration does not list', async () => {
    expect(await verifier({ algorithms: ['RS256'] })(await sign())).toMatchObject({
      code: 'Gateway.TokenAlgorithm',
    });
  });

  it('a token whose content was changed, and a truncated one', async () => {
    const [header = '', , signature = ''] = (await sign()).split('.');
    const [, other = ''] = (await sign({ claims: { email: 'jun@example.com' } })).split('.');
    expect(await verifier()(`${header}.${other}.${signature}`)).toMatchObject({ ok: false });
    expect(await verifier()((await sign()).slice(0, -10))).toMatchObject({ ok: false });
    expect(await verifier()('')).toMatchObject({ ok: false });
    expect(await verifier()('a.b.c')).toMatchObject({ ok: false });
  });

  it('a token of a megabyte, without asking the issuer', async () => {
    expect(await verifier()('x'.repeat(1_000_000))).toMatchObject({ code: 'Gateway.TokenTooLong' });
    expect(MAX_TOKEN_LENGTH).toBeLessThan(1_000_000);
    expect(server.requests.size).toBe(0);
  });

  it('says why without a part of the token', async () => {
    const token = await sign({ claims: { aud: 'payroll' } });
    const refused = JSON.stringify(await verifier()(token));
    for (const part of token.split('.')) expect(refused).not.toContain(part.slice(0, 20));
  });
});

describe('the keys of the issuer', () => {
  it('are read once for many tokens at the same time', async () => {
    const verify = verifier();
    const token = await sign();
    const results = await Promise.all(Array.from({ length: 50 }, () => verify(token)));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(Object.fromEntries(server.requests)).toEqual({
      '/.well-known/openid-configuration': 1,
      '/jwks': 1,
    });
  });

  it('are not read for each of 10,000 unknown key names', async () => {
    const verify = verifier();
    await verify(await sign());
    const key = firstKey();
    const forged = await Promise.all(
      Array.from({ length: 10_000 }, (_, index) => sign({ key: { ...key, kid: `unknown-${index}` } })),
    );
    for (const token of forged) expect(await verify(token)).toMatchObject({ ok: false });
    expect(server.requests.get('/jwks')).toBeLessThanOrEqual(2);
    expect(await verify(await sign())).toMatchObject({ ok: true });
  });

  it('are read again for a new key after the cooldown, and the old one is refused when it is gone', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now });
    try {
      const verify = verifier();
      expect(await verify(await sign())).toMatchObject({ ok: true });
      const next = await createSigningKey('second');
      const old = firstKey();
      keys.splice(0, 1, next);
      now += COOLDOWN_MS + 1_000;
      vi.setSystemTime(now);
      expect(await verify(await sign({ key: next }))).toMatchObject({ ok: true });
      expect(await verify(await sign({ key: old }))).toMatchObject({
        ok: false,
        code: 'Gateway.TokenKeyUnknown',
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it('that cannot be read do not make a token wrong: the issuer is named, and comes back', async () => {
    await server.down();
    const verify = verifier();
    const token = await sign();
    expect(await verify(token)).toMatchObject({ code: 'Gateway.IssuerUnreachable' });
    await server.up();
    now += 2_000;
    expect(await verify(token)).toMatchObject({ ok: true });
  });

  it.each<[string, string, (issuer: string) => string]>([
    [
      'names another issuer',
      '/.well-known/openid-configuration',
      (issuer) => JSON.stringify({ issuer: `${issuer}/other`, jwks_uri: `${issuer}/jwks` }),
    ],
    [
      'sends the keys to plain http elsewhere',
      '/.well-known/openid-configuration',
      (issuer) => JSON.stringify({ issuer, jwks_uri: 'http://192.0.2.1/jwks' }),
    ],
    ['is no JSON', '/.well-known/openid-configuration', () => '<html>'],
    ['has no keys', '/jwks', () => '{}'],
    ['is huge', '/jwks', () => `{"keys":[${'{"kty":"EC"},'.repeat(50_000)}{}]}`],
    ['is nested without end', '/.well-known/openid-configuration', () => '['.repeat(200_000)],
  ])('are not taken from a document that %s', async (_what, path, body) => {
    server.documents.set(path, () => body(server.issuer));
    expect(await verifier()(await sign())).toMatchObject({ ok: false });
  });
});
