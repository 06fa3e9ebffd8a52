/** The gateway's HTTP server on a real socket, with the engine of a test. */
import { pino } from 'pino';
import type { AuditEvent } from '../../../gateway/audit/audit.ts';
import type { Identity } from '../../../gateway/auth/identity.ts';
import type { Engine } from '../../../gateway/engine/engine.ts';
import { createEventStreams } from '../../../gateway/http/event-streams.ts';
import { createHttpServer, type HttpServerDeps } from '../../../gateway/http/server.ts';
import { systemClock } from '../../../shared/clock.ts';

export const MEI = 'mei@example.com';
export const JUN = 'jun@example.com';
export const BOSS = 'boss@example.com';

/** Tokens of a test, in place of signed ones. */
const TOKENS: Readonly<Record<string, Identity>> = {
  'mei-token': identity(MEI, false),
  'boss-token': identity(BOSS, true),
};

function identity(account: string, isSupervisor: boolean): Identity {
  return { account, isSupervisor, subject: `subject of ${account}`, expiresAt: Number.MAX_SAFE_INTEGER };
}

type Init = Omit<RequestInit, 'headers'> & { headers?: Record<string, string>; token?: string | null };

export type RunningServer = {
  url: string;
  audit: AuditEvent[];
  log: string[];
  close: () => Promise<void>;
  /** A request with the token of Mei, unless another one is given. */
  request: (path: string, init?: Init) => Promise<Response>;
};

export async function startServer(
  engine: Engine,
  replaced: Partial<HttpServerDeps> = {},
): Promise<RunningServer> {
  const audit: AuditEvent[] = [];
  const log: string[] = [];
  const server = createHttpServer({
    engine,
    streams: createEventStreams(replaced.clock ?? systemClock),
    verify: (token) => {
      const known = TOKENS[token];
      return Promise.resolve(
        known
          ? { ok: true, identity: known }
          : { ok: false, code: 'Gateway.TokenInvalid', detail: 'The token is not valid.' },
      );
    },
    audit: { record: (event) => audit.push(event) },
    logger: pino({}, { write: (line) => log.push(line) }),
    clock: systemClock,
    version: '1.2.3',
    configuration: {
      issuer: 'https://login.example.com',
      clientId: 'standby',
      scopes: ['openid'],
      accountClaim: 'email',
    },
    tls: null,
    trustedProxies: [],
    limits: { connections: 20_000, streams: 10 },
    ...replaced,
  });
  const port = await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `${replaced.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    url,
    audit,
    log,
    close: server.close,
    request: (path, { token = 'mei-token', headers, ...init } = {}) =>
      fetch(`${url}${path}`, {
        ...init,
        headers: { ...(token !== null && { Authorization: `Bearer ${token}` }), ...headers },
      }),
  };
}
