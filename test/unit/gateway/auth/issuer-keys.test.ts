/** The issuer's keys while the issuer fails, moves or changes them, and while the clock is set: over real sockets. */
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CACHE_MS, COOLDOWN_MS, createIssuerKeys, MAX_AGE_MS } from '../../../../gateway/auth/issuer-keys.ts';
import type { VerifyToken } from '../../../../gateway/auth/identity.ts';
import { createVerifyToken } from '../../../../gateway/auth/verify-token.ts';
import {
  createSigningKey,
  startKeyServer,
  type KeyServer,
  type SigningKey,
} from '../../../support/gateway/key-server.ts';

let key: SigningKey;
let published: SigningKey[];
let server: KeyServer;
let now: number;
let causes: string[];
let verify: VerifyToken;

beforeEach(async () => {
  key = await createSigningKey('first');
  published = [key];
  server = await startKeyServer(published);
  now = Date.UTC(2026, 10, 28, 9);
  causes = [];
  verify = createVerifyToken({
    policy: {
      issuer: server.issuer,
      audience: ['standby'],
      algorithms: ['ES256'],
      account: { claim: 'email' },
      supervisors: null,
    },
    keys: createIssuerKeys(
      server.issuer,
      () => now,
      (cause) => causes.push(cause),
    ),
    now: () => now,
  });
});
afterEach(() => server.close());

/** A token that is valid for a day from now. */
function sign(by = key): Promise<string> {
  const seconds = Math.floor(now / 1_000);
  return new SignJWT({ email: 'mei@example.com', sub: 'person-1' })
    .setProtectedHeader({ alg: by.alg, kid: by.kid })
    .setIssuer(server.issuer)
    .setAudience('standby')
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 86_400)
    .sign(by.privateKey);
}

const keyRequests = () => server.requests.get('/jwks') ?? 0;

const valid = { ok: true };
const unreachable = { ok: false, code: 'Gateway.IssuerUnreachable' };

describe('while the issuer fails', () => {
  it.each([
    { what: 'an error', document: undefined },
    { what: 'a page instead of keys', document: '<html>' },
    { what: 'no key set', document: '{"keys":{}}' },
  ])('with $what, a right token is not called wrong, and the cause is told', async ({ document }) => {
    if (document === undefined) server.documents.delete('/jwks');
    else server.documents.set('/jwks', () => document);
    expect(await verify(await sign())).toMatchObject(unreachable);
    expect(causes).toHaveLength(1);
  });

  it('10,000 tokens cause one request', async () => {
    server.documents.set('/jwks', () => '{}');
    const token = await sign();
    for (let count = 0; count < 10_000; count += 1) expect(await verify(token)).toMatchObject(unreachable);
    expect(keyRequests()).toBe(1);
    expect(causes).toHaveLength(1);
  });

  it('unknown keys cause one request a second, and known ones are accepted', async () => {
    const token = await sign();
    const unknown = await sign({ ...key, kid: 'unknown' });
    await verify(token);
    server.documents.set('/jwks', () => '{}');
    now += COOLDOWN_MS;
    for (let count = 0; count < 1_000; count += 1) {
      expect(await verify(unknown)).toMatchObject(unreachable);
      expect(await verify(token)).toMatchObject(valid);
    }
    expect(keyRequests()).toBe(2);
  });

  it('keys that were read are used for an hour, and not longer', async () => {
    const token = await sign();
    await verify(token);
    await server.down();
    now += CACHE_MS;
    expect(await verify(token)).toMatchObject(valid);
    now += MAX_AGE_MS - CACHE_MS;
    expect(await verify(token)).toMatchObject(unreachable);
    await server.up();
    now += 1_000;
    expect(await verify(token)).toMatchObject(valid);
  });

  it('the cause names the system’s error', async () => {
    await server.down();
    await verify(await sign());
    expect(causes).toEqual([expect.stringContaining('ECONNREFUSED')]);
  });
});

describe('when the issuer changes', () => {
  it('its key, tokens with the new one are accepted after the cooldown at the latest', async () => {
    await verify(await sign());
    const next = await createSigningKey('second');
    published.push(next);
    const token = await sign(next);
    expect(await verify(token)).toMatchObject({ ok: false, code: 'Gateway.TokenKeyUnknown' });
    now += COOLDOWN_MS;
    expect(await verify(token)).toMatchObject(valid);
  });

  it('its key, the withdrawn one is refused after ten minutes', async () => {
    const token = await sign();
    await verify(token);
    published.splice(0, 1, await createSigningKey('second'));
    now += CACHE_MS - 1;
    expect(await verify(token)).toMatchObject(valid);
    now += 1;
    expect(await verify(token)).toMatchObject({ ok: false });
  });

  it('the address of its keys, they are found there', async () => {
    await verify(await sign());
    const next = await createSigningKey('second');
    server.documents.delete('/jwks');
    server.documents.set('/keys', () => JSON.stringify({ keys: [next.publicJwk] }));
    server.documents.set('/.well-known/openid-configuration', () =>
      JSON.stringify({ issuer: server.issuer, jwks_uri: `${server.issuer}/keys` }),
    );
    now += COOLDOWN_MS;
    expect(await verify(await sign(next))).toMatchObject(valid);
  });
});

describe('when the clock is set', () => {
  it('back by a day, a new key is found', async () => {
    await verify(await sign());
    const next = await createSigningKey('second');
    published.splice(0, 1, next);
    now -= 86_400_000;
    expect(await verify(await sign(next))).toMatchObject(valid);
  });

  it('forth by a day, a token of before has ended', async () => {
    const token = await sign();
    expect(await verify(token)).toMatchObject(valid);
    now += 86_400_000 + 31_000;
    expect(await verify(token)).toMatchObject({ ok: false, code: 'Gateway.TokenExpired' });
  });
});
