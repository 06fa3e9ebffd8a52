/**
 * A small OpenID provider on loopback, which the test lets hang, lie and rotate its keys. Its address is https://issuer.test:
 * the fetch of the tests sends what is for that host to the loopback port, as a real socket.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { IssuerFetch } from '../../../../main/account/sign-in/limited-fetch.ts';

export const ISSUER = 'https://issuer.test/tenant';
export const CLIENT_ID = 'standby';

type Json = Record<string, unknown>;
type Key = { kid: string; privateKey: KeyObject; publicKey: KeyObject };

/** What the test can change. */
type Lies = {
  discovery: Json;
  claims: Json;
  header: Json;
  /** Replaces the answer of the token endpoint. */
  token: ((response: ServerResponse) => void) | null;
  /** Takes over any request, by its path. */
  handle: ((path: string, response: ServerResponse) => boolean) | null;
  /** Signs anything else than RS256 with the own key. */
  sign: ((input: string) => string) | null;
  parameters: Record<string, string>;
  refreshToken: (() => string) | null;
  withoutRefreshToken: boolean;
};

export type TestIssuer = Awaited<ReturnType<typeof startIssuer>>;

const newKey = (): Key => ({
  kid: randomBytes(4).toString('hex'),
  ...generateKeyPairSync('rsa', { modulusLength: 2_048 }),
});
// Made once: a key takes a tenth of a second.
const keys = [newKey(), newKey()];

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @param clock the issuer's clock, in milliseconds */
export async function startIssuer(clock: () => number) {
  let now = clock;
  let key = keys[0] ?? newKey();
  let person = { sub: 'subject-mei', email: 'mei.lin@example.com', email_verified: true };
  const codes = new Map<
    string,
    { challenge: string; nonce: string; redirectUri: string; person: typeof person }
  >();
  const refreshTokens = new Map<string, typeof person>();
  const devices = new Map<string, typeof person | null>();
  const seen = { paths: [] as string[], revoked: [] as string[], secrets: [] as string[] };
  const lies: Lies = {
    discovery: {},
    claims: {},
    header: {},
    token: null,
    handle: null,
    sign: null,
    parameters: {},
    refreshToken: null,
    withoutRefreshToken: false,
  };
  const secret = (prefix: string) => {
    const made = `${prefix}-${randomBytes(24).toString('base64url')}`;
    seen.secrets.push(made);
    return made;
  };

  function idToken(of: typeof person, nonce?: string): string {
    const seconds = Math.floor(now() / 1000);
    const header = { alg: 'RS256', kid: key.kid, typ: 'JWT', ...lies.header };
    const claims = {
      iss: ISSUER,
      aud: CLIENT_ID,
      iat: seconds,
      exp: seconds + 3_600,
      ...of,
      nonce,
      ...lies.claims,
    };
    const input = `${encode(header)}.${encode(claims)}`;
    const signature = lies.sign
      ? lies.sign(input)
      : sign('sha256', Buffer.from(input), key.privateKey).toString('base64url');
    seen.secrets.push(`${input}.${signature}`);
    return `${input}.${signature}`;
  }

  function issue(of: typeof person, nonce?: string) {
    const refreshToken = lies.refreshToken ? lies.refreshToken() : secret('refresh');
    refreshTokens.set(refreshToken, of);
    return {
      access_token: secret('access'),
      token_type: 'Bearer',
      expires_in: 3_600,
      id_token: idToken(of, nonce),
      ...(!lies.withoutRefreshToken && { refresh_token: refreshToken }),
    };
  }

  function token(form: URLSearchParams): [status: number, body: Json] {
    const refuse = (error: string): [number, Json] => [
      400,
      { error, error_description: `AADSTS1: ${error}` },
    ];
    if (form.get('client_id') !== CLIENT_ID) return refuse('invalid_client');
    switch (form.get('grant_type')) {
      case 'authorization_code': {
        const code = form.get('code') ?? '';
        const issued = codes.get(code);
        codes.delete(code);
        const challenge = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        if (issued?.challenge !== challenge || issued.redirectUri !== form.get('redirect_uri'))
          return refuse('invalid_grant');
        seen.secrets.push(form.get('code_verifier') ?? '');
        return [200, issue(issued.person, issued.nonce)];
      }
      case 'refresh_token': {
        const old = form.get('refresh_token') ?? '';
        const of = refreshTokens.get(old);
        refreshTokens.delete(old);
        return of ? [200, issue(of)] : refuse('invalid_grant');
      }
      default: {
        const of = devices.get(form.get('device_code') ?? '');
        return of ? [200, issue(of)] : refuse(of === null ? 'authorization_pending' : 'expired_token');
      }
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    seen.paths.push(path);
    const form = new URLSearchParams(await text(request));
    const json = (status: number, body: Json) =>
      response
        .writeHead(status, { 'Content-Type': 'application/json', Date: new Date(now()).toUTCString() })
        .end(JSON.stringify(body));
    if (lies.handle?.(path, response)) return;
    switch (path) {
      case '/tenant/.well-known/openid-configuration':
        json(200, {
          issuer: ISSUER,
          authorization_endpoint: `${ISSUER}/authorize`,
          token_endpoint: `${ISSUER}/token`,
          jwks_uri: `${ISSUER}/keys`,
          revocation_endpoint: `${ISSUER}/revoke`,
          device_authorization_endpoint: `${ISSUER}/device`,
          response_types_supported: ['code'],
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
          authorization_response_iss_parameter_supported: true,
          ...lies.discovery,
        });
        return;
      case '/tenant/keys':
        json(200, {
          keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: key.kid, use: 'sig', alg: 'RS256' }],
        });
        return;
      case '/tenant/token':
        if (lies.token) lies.token(response);
        else json(...token(form));
        return;
      case '/tenant/revoke':
        seen.revoked.push(form.get('token') ?? '');
        refreshTokens.delete(form.get('token') ?? '');
        json(200, {});
        return;
      case '/tenant/device': {
        const code = secret('device');
        devices.set(code, null);
        json(200, {
          device_code: code,
          user_code: 'WDJB-MJHT',
          verification_uri: 'https://issuer.test/device',
          expires_in: 600,
          interval: 1,
        });
        return;
      }
      default:
        json(404, {});
    }
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(stop);

  const issuerFetch: IssuerFetch = (url, init) =>
    fetch(url.replace('https://issuer.test', `http://127.0.0.1:${address.port}`), init);

  return {
    fetch: issuerFetch,
    lies,
    seen,
    refreshTokens,
    publicKey: () => key.publicKey,
    setClock: (clock: () => number) => void (now = clock),
    rotateKeys: () => {
      key = keys[1] ?? newKey();
    },
    /** Who uses the browser from now on. */
    become: (next: Partial<typeof person>) => {
      person = { ...person, ...next };
    },
    /** What the browser is sent to after the person has signed in. */
    authorize: (address: string): URL => {
      const asked = new URL(address).searchParams;
      const redirectUri = asked.get('redirect_uri') ?? '';
      const code = secret('code');
      codes.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        nonce: asked.get('nonce') ?? '',
        redirectUri,
        person,
      });
      const parameters = { code, state: asked.get('state') ?? '', iss: ISSUER, ...lies.parameters };
      return new URL(`${redirectUri}?${new URLSearchParams(parameters).toString()}`);
    },
    approveDevices: () => {
      for (const code of devices.keys()) devices.set(code, person);
    },
    stop,
  };
}
