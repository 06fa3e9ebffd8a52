/** A real OpenID provider (oidc-provider) on this computer, with TLS. A test stops it, revokes its tokens and rotates its keys. */
import { generateKeyPair, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { promisify } from 'node:util';
import { importJWK, SignJWT } from 'jose';
import { Provider, type Context } from 'oidc-provider';
import type { Identity } from '../certificates.ts';
import { MemoryStore } from './memory-adapter.ts';
import { serveSignInPage, SIGN_IN_PATH, type Person } from './sign-in-page.ts';

/** The client that stands for Standby: public, native, with PKCE. */
export const CLIENT_ID = 'standby-desktop';

type PublicKey = { kty: string; kid: string; n?: string; e?: string };

export type TestIssuer = {
  /** For example `https://localhost:41234`. */
  issuer: string;
  /** Method and path of each request. */
  requests: string[];
  /** The keys that it publishes. IT pastes them into CAM. */
  publicJwks: () => { keys: PublicKey[] };
  /** Signs with a new key. The old one is no longer published. */
  rotateKeys: () => Promise<void>;
  /** Ends every refresh token, as an admin or a changed password does. */
  revokeRefreshTokens: () => void;
  /** The refresh tokens that it knows, used ones included. */
  refreshTokens: () => string[];
  /** Every token that it has issued. */
  issuedTokens: string[];
  /** An ID token of a person with more claims, without a sign-in. */
  idToken: (email: string, claims: Record<string, unknown>) => Promise<string>;
  /** Stops listening. Sessions and tokens are kept. */
  stop: () => Promise<void>;
  /** Listens on the same port again. */
  start: () => Promise<void>;
};

export type IssuerOptions = {
  /** Certificate for `localhost`. */
  identity: Identity;
  persons: readonly Person[];
  /** Lifetime of ID tokens in seconds. Default: 300. */
  idTokenSeconds?: number;
};

const LIFETIMES = {
  AccessToken: 300,
  AuthorizationCode: 60,
  DeviceCode: 300,
  Grant: 86_400,
  Interaction: 600,
  RefreshToken: 86_400,
  Session: 86_400,
};

const CONFIGURATION = {
  clients: [
    {
      client_id: CLIENT_ID,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      // The port of a loopback address is not compared (RFC 8252, section 7.3).
      redirect_uris: ['http://127.0.0.1/callback'],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  scopes: ['openid', 'offline_access', 'email'],
  // By default the claims of a scope are in the answer of the userinfo endpoint only. Entra ID, Okta and Keycloak put them into the token.
  conformIdTokenClaims: false,
  features: {
    devInteractions: { enabled: false },
    deviceFlow: { enabled: true },
    revocation: { enabled: true },
  },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: () => true,
  expiresWithSession: () => false,
  interactions: { url: (_context: Context, { uid }: { uid: string }) => `${SIGN_IN_PATH}${uid}` },
  // The company has agreed for its people.
  loadExistingGrant: async ({ oidc }: Context) => {
    const grant = new oidc.provider.Grant({
      accountId: oidc.session.accountId,
      clientId: oidc.client.clientId,
    });
    grant.addOIDCScope('openid email offline_access');
    await grant.save();
    return grant;
  },
};

/** Starts the provider. */
export async function startIssuer({
  identity,
  persons,
  idTokenSeconds = 300,
}: IssuerOptions): Promise<TestIssuer> {
  const store = new MemoryStore();
  const cookieKey = randomBytes(16).toString('hex');
  const requests: string[] = [];
  const issuedTokens: string[] = [];
  let key = await createSigningKey();
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server = createServer(identity, (request, response) => handle(request, response));
  let port = 0;

  async function listen(): Promise<void> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = portOf(server);
  }

  function createProvider(): void {
    const issuer = `https://localhost:${port}`;
    const provider = new Provider(issuer, {
      ...CONFIGURATION,
      adapter: (kind: string) => store.adapter(kind),
      cookies: { keys: [cookieKey] },
      jwks: { keys: [key] },
      ttl: { ...LIFETIMES, IdToken: idTokenSeconds },
      findAccount: (_context: Context, id: string) => findAccount(persons, id),
    });
    const callback = provider.callback();
    provider.on('grant.success', ({ body }) => {
      const { access_token, id_token, refresh_token } = body;
      issuedTokens.push(access_token, ...[id_token, refresh_token].filter((token) => token !== undefined));
    });
    handle = (request, response) => {
      const path = request.url?.split('?')[0] ?? '';
      requests.push(`${request.method} ${path}`);
      if (!path.startsWith(SIGN_IN_PATH)) return callback(request, response);
      serveSignInPage(provider, persons, request, response).catch((error: unknown) => {
        response.writeHead(400).end(String(error));
      });
    };
  }

  await listen();
  createProvider();
  return {
    issuer: `https://localhost:${port}`,
    requests,
    publicJwks: () => ({ keys: [toPublic(key)] }),
    rotateKeys: async () => {
      key = await createSigningKey();
      createProvider();
    },
    revokeRefreshTokens: () => store.clear('RefreshToken'),
    refreshTokens: () => store.ids('RefreshToken'),
    issuedTokens,
    idToken: async (email, claims) =>
      new SignJWT({ email, email_verified: true, ...claims })
        .setProtectedHeader({ alg: key.alg, kid: key.kid })
        .setIssuer(`https://localhost:${port}`)
        .setAudience(CLIENT_ID)
        .setSubject(email)
        .setIssuedAt()
        .setExpirationTime(`${idTokenSeconds} s`)
        .sign(await importJWK(key, key.alg)),
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    start: listen,
  };
}

function findAccount(persons: readonly Person[], id: string): object | undefined {
  const person = persons.find(({ email }) => email === id);
  if (!person) return undefined;
  const { email, emailVerified = true } = person;
  return { accountId: id, claims: () => ({ sub: id, email, email_verified: emailVerified }) };
}

async function createSigningKey() {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kty: 'RSA', kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

function toPublic({ kty, kid, n, e }: Awaited<ReturnType<typeof createSigningKey>>): PublicKey {
  return { kty, kid, ...(n !== undefined && e !== undefined && { n, e }) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
