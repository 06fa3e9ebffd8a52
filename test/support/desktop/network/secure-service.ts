/** A TLS server in front of the simulator, whose certificate and responses a test can replace, and a company's CA and policy. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { dirname, join } from 'node:path';
import { createAuthority, type Authority, type Identity } from '../../certificates.ts';
import { newProfile } from '../app.ts';
import { listenOn } from '../session/listen.ts';

/** An HTTPS server on this computer. */
export interface SecureServer {
  url: string;
  /** `Authorization` header of each request that was received over TLS. */
  received: string[];
  /** Number of TLS handshakes that began. */
  connections: number;
  /** Replaces the certificate and closes the open connections. */
  setIdentity: (identity: Identity) => void;
  /** Replaces the request handler; null restores the default one. */
  setHandler: (listener: RequestListener | null) => void;
  close: () => Promise<void>;
}

/**
 * Starts an HTTPS server on `localhost`.
 * @param defaultHandler used unless `setHandler` has set another one
 */
export async function startSecureServer(
  identity: Identity,
  defaultHandler: RequestListener,
): Promise<SecureServer> {
  let handler = defaultHandler;
  const received: string[] = [];
  const server = createServer(identity, (message, response) => {
    received.push(message.headers.authorization ?? '');
    handler(message, response);
  });
  const { port, close } = await listenOn(server);
  const secure: SecureServer = {
    url: `https://localhost:${port}`,
    received,
    connections: 0,
    setIdentity: (next) => {
      // Allows certificates that OpenSSL rejects as too weak by default.
      server.setSecureContext({ ...next, ciphers: 'DEFAULT@SECLEVEL=0' });
      server.closeAllConnections();
    },
    setHandler: (listener) => {
      handler = listener ?? defaultHandler;
      server.closeAllConnections();
    },
    close,
  };
  server.on('connection', () => void (secure.connections += 1));
  return secure;
}

/** Creates a handler that forwards every request to the service, as a TLS gateway does. */
export function forwardTo(url: string): RequestListener {
  const { hostname, port } = new URL(url);
  return (message: IncomingMessage, response: ServerResponse) => {
    const { method, url: path, headers } = message;
    const forwarded = request({ hostname, port, method, path, headers }, (upstreamResponse) => {
      response.writeHead(upstreamResponse.statusCode ?? 502, upstreamResponse.headers);
      upstreamResponse.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    message.pipe(forwarded);
  };
}

/** A company's CA and policy. */
export interface Company {
  authority: Authority;
  /** File with the CA's certificate. */
  bundle: string;
  /** Variables that make an app use a policy that names the file. */
  env: Record<string, string>;
}

/**
 * Creates a CA, and a policy that names its certificate.
 * @param policy further settings of the policy
 */
export async function createCompany(policy: Record<string, unknown> = {}): Promise<Company> {
  const authority = createAuthority({ name: 'Company CA' });
  const folder = await newProfile();
  const bundle = join(folder, 'ca', 'company-ca.pem');
  const file = join(folder, 'policy.json');
  mkdirSync(dirname(bundle), { mode: 0o700 });
  writeFileSync(bundle, authority.cert, { mode: 0o600 });
  writeFileSync(file, JSON.stringify({ caBundle: bundle, ...policy }), { mode: 0o600 });
  return { authority, bundle, env: { STANDBY_POLICY_FILE: file } };
}
