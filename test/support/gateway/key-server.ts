/** An issuer of a test: its documents can be changed, be huge, or be missing. Counts the requests of each path. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';

export type SigningKey = { privateKey: CryptoKey; publicJwk: JWK; kid: string; alg: string };

export async function createSigningKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }, kid, alg };
}

export type KeyServer = {
  issuer: string;
  /** The bodies by path. A path without one is answered with 404. */
  documents: Map<string, () => string>;
  /** How often each path was requested. */
  requests: Map<string, number>;
  /** Stops and starts answering: connections are refused meanwhile. */
  down: () => Promise<void>;
  up: () => Promise<void>;
  close: () => Promise<void>;
};

export async function startKeyServer(keys: readonly SigningKey[]): Promise<KeyServer> {
  const documents = new Map<string, () => string>();
  const requests = new Map<string, number>();
  let server: Server | null = null;
  let port = 0;

  async function up(): Promise<void> {
    server = createServer((request, response) => {
      const path = request.url ?? '';
      requests.set(path, (requests.get(path) ?? 0) + 1);
      const body = documents.get(path);
      if (body === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'Content-Type': 'application/json' }).end(body());
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  }
  async function down(): Promise<void> {
    const closed = server;
    server = null;
    if (closed === null) return;
    closed.closeAllConnections();
    await new Promise((resolve) => closed.close(resolve));
  }

  await up();
  const issuer = `http://127.0.0.1:${port}`;
  documents.set('/.well-known/openid-configuration', () =>
    JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks` }),
  );
  documents.set('/jwks', () => JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) }));
  return { issuer, documents, requests, up, down, close: down };
}
