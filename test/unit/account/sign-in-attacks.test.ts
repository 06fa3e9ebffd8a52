/** Attacks on the sign-in: each is refused, has its kind, and is logged without values. */
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createHarness, ITEM } from './support/sign-in-harness.ts';

type Harness = Awaited<ReturnType<typeof createHarness>>;

/** Opens an address as the browser does. */
const visit = (address: string | URL, init?: RequestInit) =>
  fetch(address, { redirect: 'manual', ...init }).then(async (response) => ({
    status: response.status,
    page: await response.text(),
    headers: response.headers,
  }));

/** After an attack: the attempt still runs, and the person can sign in. */
async function expectStillOpen(signIn: Harness, address: string): Promise<void> {
  expect(signIn.step()).toBe('browser');
  expect((await visit(signIn.issuer.authorize(address))).page).toContain('SIGNED IN');
  await signIn.until('signedIn');
}

const withParameter = (url: URL, name: string, value: string | null) => {
  const changed = new URL(url);
  if (value === null) changed.searchParams.delete(name);
  else changed.searchParams.set(name, value);
  return changed;
};

describe('a page that calls the redirect address', () => {
  test.each<[what: string, change: (redirect: URL) => URL, status: number, reason: string]>([
    ['with its own code and no state', (url) => withParameter(url, 'state', null), 400, 'state'],
    [
      'with its own code and its own state',
      (url) => withParameter(url, 'state', 'x'.repeat(43)),
      400,
      'state',
    ],
    [
      'with a state that only begins right',
      (url) => withParameter(url, 'state', `${url.searchParams.get('state') ?? ''}x`),
      400,
      'state',
    ],
    [
      'with two states',
      (url) => new URL(`${url.href}&state=${url.searchParams.get('state') ?? ''}`),
      400,
      'parameters',
    ],
    ['with two codes', (url) => new URL(`${url.href}&code=mine`), 400, 'parameters'],
    ['with neither code nor error', (url) => withParameter(url, 'code', null), 400, 'parameters'],
    ['at another path', (url) => new URL(url.href.replace('/callback', '/other')), 404, 'path'],
    ['at a path below', (url) => new URL(url.href.replace('/callback', '/callback/x')), 404, 'path'],
    [
      'with a very long address',
      (url) => withParameter(url, 'session_state', 'x'.repeat(12_500)),
      414,
      'tooLong',
    ],
  ])('%s gets an answer and changes nothing', async (_what, change, status, reason) => {
    const signIn = await createHarness();
    const address = await signIn.toBrowser();
    const attack = change(signIn.issuer.authorize(address));
    expect(await visit(attack)).toMatchObject({ status, page: expect.stringContaining('FAILED') as string });
    expect(signIn.logged).toContain(`a call of the redirect address was refused: ${reason}`);
    await expectStillOpen(signIn, address);
  });

  test('by POST changes nothing', async () => {
    const signIn = await createHarness();
    const address = await signIn.toBrowser();
    expect((await visit(signIn.issuer.authorize(address), { method: 'POST', body: 'x' })).status).toBe(405);
    await expectStillOpen(signIn, address);
  });

  test('under another host name changes nothing', async () => {
    const signIn = await createHarness();
    const address = await signIn.toBrowser();
    const redirect = signIn.issuer.authorize(address);
    const status = await new Promise((resolve, reject) => {
      const headers = { Host: `attacker.example:${redirect.port}` };
      request(redirect, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
    await expectStillOpen(signIn, address);
  });

  test('a second time, with the state of before, changes nothing', async () => {
    const signIn = await createHarness();
    const address = await signIn.toBrowser();
    const redirect = signIn.issuer.authorize(address);
    // The issuer holds the first call, so that the redirect address still listens.
    const held: (() => void)[] = [];
    signIn.issuer.lies.handle = (path) => {
      if (!path.endsWith('/token') || held.length > 0) return false;
      held.push(() => {});
      return true;
    };
    const first = visit(redirect).catch(() => null);
    await expect.poll(() => held.length).toBe(1);
    expect((await visit(redirect)).status).toBe(410);
    expect(signIn.logged).toContain('a call of the redirect address was refused: used before');
    signIn.cancel();
    await signIn.until('signedOut');
    expect((await first)?.page).toContain('FAILED');
  });

  test('after the sign-in finds nobody', async () => {
    const signIn = await createHarness();
    const address = await signIn.toBrowser();
    const redirect = signIn.issuer.authorize(address);
    await visit(redirect);
    await signIn.until('signedIn');
    await expect(visit(redirect)).rejects.toThrow('fetch failed');
    expect(signIn.agent()).toBe('mei.lin@example.com');
  });

  test('with connections that send nothing does not keep the address open', async () => {
    const signIn = await createHarness();
    const address = await signIn.toBrowser();
    const port = Number(new URL(signIn.issuer.authorize(address)).port);
    const sockets = await Promise.all(
      Array.from({ length: 5 }, () => {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => {});
        return new Promise<typeof socket>((resolve) => socket.once('connect', () => resolve(socket)));
      }),
    );
    const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    signIn.cancel();
    await signIn.until('signedOut');
    await Promise.all(closed);
  });
});

test('the redirect address listens on this computer only, and its page loads and runs nothing', async () => {
  const signIn = await createHarness();
  const redirect = signIn.issuer.authorize(await signIn.toBrowser());
  expect(redirect.hostname).toBe('127.0.0.1');
  const { headers, page } = await visit(redirect);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(page).not.toContain('<script');
});

/** Signs in with what the issuer does differently, which must fail. */
async function refusal(lie: (signIn: Harness) => void): Promise<{ signIn: Harness; page: string }> {
  const signIn = await createHarness();
  lie(signIn);
  signIn.begin('browser');
  await expect.poll(() => signIn.step(), { timeout: 20_000 }).not.toBe('starting');
  let page = '';
  if (signIn.step() === 'browser')
    page = (await visit(signIn.issuer.authorize(signIn.opened.at(-1) ?? ''))).page;
  await signIn.until('signedOut');
  return { signIn, page };
}

function expectNothingKept(signIn: Harness): void {
  expect(signIn.agent()).toBeNull();
  expect(signIn.changes).toEqual([]);
  expect(signIn.keytar.items.has(ITEM)).toBe(false);
  expect(signIn.assumed).toEqual([]);
}

const otherKeys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

describe('an ID token is refused', () => {
  test.each<[what: string, lie: (signIn: Harness) => void, kind: string]>([
    ['for another client', ({ issuer }) => void (issuer.lies.claims = { aud: 'other' }), 'issuerInvalid'],
    [
      'for several clients without naming this one',
      ({ issuer }) => void (issuer.lies.claims = { aud: ['standby', 'other'] }),
      'issuerInvalid',
    ],
    [
      'issued to another client',
      ({ issuer }) => void (issuer.lies.claims = { azp: 'other' }),
      'issuerInvalid',
    ],
    [
      'of another issuer',
      ({ issuer }) => void (issuer.lies.claims = { iss: 'https://issuer.test/other' }),
      'issuerInvalid',
    ],
    [
      'with another nonce',
      ({ issuer }) => void (issuer.lies.claims = { nonce: 'n'.repeat(43) }),
      'issuerInvalid',
    ],
    ['without nonce', ({ issuer }) => void (issuer.lies.claims = { nonce: undefined }), 'issuerInvalid'],
    ['without subject', ({ issuer }) => void (issuer.lies.claims = { sub: undefined }), 'issuerInvalid'],
    [
      'that has ended, while the clock is right',
      ({ issuer }) => void (issuer.lies.claims = { exp: seconds(-120) }),
      'issuerInvalid',
    ],
    [
      'that is from the future',
      ({ issuer }) => void (issuer.lies.claims = { iat: seconds(600) }),
      'signInClockWrong',
    ],
    [
      'without signature',
      ({ issuer }) => {
        issuer.lies.header = { alg: 'none' };
        issuer.lies.sign = () => '';
      },
      'issuerInvalid',
    ],
    [
      'signed with the public key as a secret',
      ({ issuer }) => {
        issuer.lies.header = { alg: 'HS256' };
        const secret = issuer.publicKey().export({ type: 'spki', format: 'pem' });
        issuer.lies.sign = (input) => createHmac('sha256', secret).update(input).digest('base64url');
      },
      'issuerInvalid',
    ],
    [
      'signed with another key under the same name',
      ({ issuer }) => {
        issuer.lies.sign = (input) =>
          createSign('sha256').update(input).sign(otherKeys.privateKey).toString('base64url');
      },
      'issuerInvalid',
    ],
    ['with an unknown key', ({ issuer }) => void (issuer.lies.header = { kid: 'unknown' }), 'issuerInvalid'],
    [
      'with an extension that must be understood',
      ({ issuer }) => void (issuer.lies.header = { crit: ['x'], x: 1 }),
      'issuerInvalid',
    ],
    [
      'without the agent account',
      ({ issuer }) => void (issuer.lies.claims = { email: undefined }),
      'agentClaimMissing',
    ],
    ['with an empty account', ({ issuer }) => void (issuer.lies.claims = { email: '' }), 'agentClaimMissing'],
    [
      'with an account that only looks like one',
      ({ issuer }) => void (issuer.lies.claims = { email: 'mei.lin@example.com\u200b' }),
      'agentClaimMissing',
    ],
    [
      'whose address is not verified',
      ({ issuer }) => void (issuer.lies.claims = { email_verified: false }),
      'agentClaimMissing',
    ],
  ])('%s', async (_what, lie, kind) => {
    const { signIn, page } = await refusal(lie);
    expect(page).toContain('FAILED');
    expect(signIn.kind()).toBe(kind);
    expectNothingKept(signIn);
    expect(signIn.logged.join('\n')).toContain(`the sign-in failed: ${kind}`);
  });

  test('when the clock of this computer is far ahead', async () => {
    const signIn = await createHarness();
    // The issuer's clock is right, and its token is valid for an hour.
    signIn.issuer.setClock(() => Date.now());
    signIn.move(7_200_000);
    const address = await signIn.toBrowser();
    await visit(signIn.issuer.authorize(address));
    await signIn.until('signedOut');
    expect(signIn.kind()).toBe('signInClockWrong');
  });
});

describe('an issuer is refused', () => {
  test.each<[what: string, lie: (signIn: Harness) => void, kind: string]>([
    [
      'whose discovery document is of another one',
      ({ issuer }) => void (issuer.lies.discovery = { issuer: 'https://evil.test/' }),
      'issuerInvalid',
    ],
    [
      'that differs by a slash only',
      ({ issuer }) => void (issuer.lies.discovery = { issuer: 'https://issuer.test/tenant/' }),
      'issuerInvalid',
    ],
    [
      'whose authorization address is not https',
      ({ issuer }) => void (issuer.lies.discovery = { authorization_endpoint: 'http://issuer.test/a' }),
      'issuerInvalid',
    ],
    [
      'whose token address is not https',
      ({ issuer }) => void (issuer.lies.discovery = { token_endpoint: 'http://issuer.test/tenant/token' }),
      'issuerInvalid',
    ],
    [
      'whose keys are not served over https',
      ({ issuer }) => void (issuer.lies.discovery = { jwks_uri: 'http://issuer.test/tenant/keys' }),
      'issuerInvalid',
    ],
    [
      'that announces symmetric algorithms only',
      ({ issuer }) =>
        void (issuer.lies.discovery = { id_token_signing_alg_values_supported: ['HS256', 'none'] }),
      'issuerInvalid',
    ],
    [
      'when the answer names another one (mix-up)',
      ({ issuer }) => void (issuer.lies.parameters = { iss: 'https://evil.test' }),
      'issuerInvalid',
    ],
    [
      'when the answer names none, although announced',
      ({ issuer }) => void (issuer.lies.parameters = { iss: '' }),
      'issuerInvalid',
    ],
    [
      'that answers with a huge document',
      ({ issuer }) => {
        issuer.lies.handle = (_path, response) => {
          response.writeHead(200, { 'Content-Type': 'application/json' });
          response.end(JSON.stringify({ issuer: 'x'.repeat(300_000) }));
          return true;
        };
      },
      'issuerInvalid',
    ],
    [
      'that answers with a deep document',
      ({ issuer }) => {
        issuer.lies.handle = (_path, response) => {
          response.writeHead(200, { 'Content-Type': 'application/json' });
          response.end(`${'['.repeat(1_000)}${']'.repeat(1_000)}`);
          return true;
        };
      },
      'issuerInvalid',
    ],
    [
      'that redirects',
      ({ issuer }) => {
        issuer.lies.handle = (_path, response) => {
          response.writeHead(302, { Location: 'https://evil.test/' }).end();
          return true;
        };
      },
      'issuerInvalid',
    ],
    [
      'that is a page of a guest network',
      ({ issuer }) => {
        issuer.lies.handle = (_path, response) => {
          response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>Welcome</p>');
          return true;
        };
      },
      'issuerUnreachable',
    ],
    [
      'that has a fault',
      ({ issuer }) => {
        issuer.lies.handle = (_path, response) => {
          response.writeHead(503).end();
          return true;
        };
      },
      'issuerUnreachable',
    ],
  ])('%s', async (_what, lie, kind) => {
    const { signIn } = await refusal(lie);
    expect(signIn.kind()).toBe(kind);
    expectNothingKept(signIn);
  });

  test('that is down', async () => {
    const signIn = await createHarness();
    await signIn.issuer.stop();
    signIn.begin('browser');
    await signIn.until('signedOut');
    expect(signIn.kind()).toBe('issuerUnreachable');
  });

  test.each([
    ['access_denied', 'signInRefused'],
    ['temporarily_unavailable', 'issuerUnreachable'],
    ['invalid_scope', 'issuerInvalid'],
    ['constructor', 'issuerInvalid'],
  ])('when it answers with %s', async (error, kind) => {
    const signIn = await createHarness();
    const redirect = signIn.issuer.authorize(await signIn.toBrowser());
    const refused = withParameter(withParameter(redirect, 'code', null), 'error', error);
    refused.searchParams.set('error_description', 'AADSTS50105: not assigned');
    expect((await visit(refused)).page).toContain('FAILED');
    await signIn.until('signedOut');
    expect(signIn.publicState().failure).toMatchObject({
      kind,
      code: `Issuer.${error}`,
      message: 'AADSTS50105: not assigned',
    });
  });
});
