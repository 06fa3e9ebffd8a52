/** An issuer of tokens on this computer, for the demonstration and for tests. Whoever reaches it gets the token of any account. */
import { createServer, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** How long a token is valid. */
const LIFETIME = '8h';

export type TestIssuer = {
  /** For example `http://127.0.0.1:41234`. */
  issuer: string;
  clientId: string;
  /** A token of an account. */
  token: (account: string, options?: { isSupervisor?: boolean }) => Promise<string>;
  close: () => Promise<void>;
};

export const SUPERVISORS = { claim: 'groups', value: 'supervisors' } as const;

/**
 * Starts the issuer on a free port of the loopback interface. `POST /token?account=…&supervisor` answers with a token.
 * @throws (rejects with) the system's error
 */
export async function startTestIssuer(): Promise<TestIssuer> {
  const clientId = 'standby';
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const publicJwk = { ...(await exportJWK(publicKey)), kid: 'demo', alg: 'ES256', use: 'sig' };
  let issuer = '';

  const token: TestIssuer['token'] = (account, { isSupervisor = false } = {}) =>
    new SignJWT({
      email: account,
      email_verified: true,
      ...(isSupervisor && { [SUPERVISORS.claim]: [SUPERVISORS.value] }),
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'demo' })
      .setIssuer(issuer)
      .setAudience(clientId)
      .setSubject(account)
      .setIssuedAt()
      .setExpirationTime(LIFETIME)
      .sign(privateKey);

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    const account = url.searchParams.get('account') ?? '';
    if (url.pathname === '/.well-known/openid-configuration') {
      sendJson(response, 200, { issuer, jwks_uri: `${issuer}/jwks` });
    } else if (url.pathname === '/jwks') sendJson(response, 200, { keys: [publicJwk] });
    else if (request.method === 'POST' && url.pathname === '/token' && account !== '') {
      token(account, { isSupervisor: url.searchParams.has('supervisor') }).then(
        (issued) => sendJson(response, 200, { token: issued }),
        () => sendJson(response, 500, {}),
      );
    } else sendJson(response, 404, {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;

  return {
    issuer,
    clientId,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
