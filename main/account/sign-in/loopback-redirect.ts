/**
 * Receives the redirect of the sign-in on this computer (RFC 8252, 7.3): one path of 127.0.0.1, on a random port, for one use.
 * Any page in the browser can call it, so nothing but the right `state` changes anything.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { PAGE_HEADERS, redirectPage, type RedirectPageTexts } from './redirect-page.ts';

const PATH = '/callback';
/** A code of Entra ID has about 1,500 characters. */
const MAX_ADDRESS_LENGTH = 12_000;
/** Parameters of the answer, each at most once. */
const PARAMETERS = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state'];

/** The accepted call. `answer` shows the agent whether the sign-in worked. */
export type Redirect = { parameters: URLSearchParams; answer: (isSignedIn: boolean) => void };

export type RedirectListener = {
  redirectUri: string;
  /** Never settles if the redirect does not come. */
  redirect: Promise<Redirect>;
  /** Ends every connection. Calling it again has no effect. */
  close: () => void;
};

export type RedirectListenerDeps = {
  /** The `state` of the one sign-in. */
  state: string;
  texts: () => RedirectPageTexts;
  /** Receives why a call was refused, without values of it. */
  log: (message: string) => void;
};

/** Starts to listen. @throws the system's error if no port is free */
export async function listenForRedirect(deps: RedirectListenerDeps): Promise<RedirectListener> {
  let accept: (redirect: Redirect) => void = () => {};
  const redirect = new Promise<Redirect>((resolve) => (accept = resolve));
  /** The response to the accepted call. */
  let accepted: ServerResponse | null = null;
  let host = '';

  const server = createServer((request, response) => {
    const read = readRedirect(request, host, deps.state);
    if (read.ok && !accepted) {
      accepted = response;
      const answer = (isSignedIn: boolean) => show(response, isSignedIn ? 200 : 400, isSignedIn, deps);
      accept({ parameters: read.parameters, answer });
      return;
    }
    deps.log(`a call of the redirect address was refused: ${read.ok ? 'used before' : read.reason}`);
    show(response, read.ok ? 410 : read.status, false, deps);
  });
  server.maxConnections = 16;
  server.headersTimeout = 5_000;
  server.requestTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, resolve);
  });
  server.on('error', () => deps.log('the redirect address failed'));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  host = `127.0.0.1:${address.port}`;

  return {
    redirectUri: `http://${host}${PATH}`,
    redirect,
    close: () => {
      server.close();
      if (!accepted || accepted.writableFinished || accepted.destroyed) server.closeAllConnections();
      else {
        accepted.once('close', () => server.closeAllConnections());
        if (!accepted.headersSent) show(accepted, 400, false, deps);
      }
    },
  };
}

type ReadRedirect =
  | { ok: true; parameters: URLSearchParams }
  | { ok: false; status: number; reason: 'method' | 'host' | 'path' | 'tooLong' | 'parameters' | 'state' };

function readRedirect(
  { method, url = '', headers }: IncomingMessage,
  host: string,
  state: string,
): ReadRedirect {
  const refuse = (status: number, reason: Extract<ReadRedirect, { ok: false }>['reason']) =>
    ({ ok: false, status, reason }) as const;
  if (method !== 'GET') return refuse(405, 'method');
  // Another name for this address is the trick of a page that lets its own host name point here.
  if (headers.host !== host) return refuse(421, 'host');
  if (url.length > MAX_ADDRESS_LENGTH) return refuse(414, 'tooLong');
  const [path, query = '', ...rest] = url.split('?');
  if (path !== PATH || rest.length > 0) return refuse(404, 'path');
  const parameters = new URLSearchParams(query);
  if (PARAMETERS.some((name) => parameters.getAll(name).length > 1)) return refuse(400, 'parameters');
  if (!isSameText(parameters.get('state') ?? '', state)) return refuse(400, 'state');
  if (parameters.has('code') === parameters.has('error')) return refuse(400, 'parameters');
  return { ok: true, parameters };
}

/** Compares in a time that does not depend on the texts. */
function isSameText(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

function show(
  response: ServerResponse,
  status: number,
  isSignedIn: boolean,
  { texts }: Pick<RedirectListenerDeps, 'texts'>,
): void {
  response.writeHead(status, PAGE_HEADERS).end(redirectPage(isSignedIn, texts()));
}
