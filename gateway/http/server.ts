/** The HTTP server of the gateway. */
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import type { Audit } from '../audit/audit.ts';
import type { Identity, VerifyToken } from '../auth/identity.ts';
import type { Engine } from '../engine/engine.ts';
import type { Clock } from '../../shared/clock.ts';
import type { GatewayConfiguration } from '../../shared/gateway-api/configuration.ts';
import { authenticate } from './authentication.ts';
import type { EventStreams } from './event-streams.ts';
import { gatewayProblem } from '../engine/problem-document.ts';
import { addAgentRoutes } from './routes/agents.ts';
import { addOperationRoutes, PUBLIC_PATHS } from './routes/operation.ts';
import { addSupervisorRoutes } from './routes/supervisors.ts';
import { createRefusalLimit } from './refusal-limit.ts';
import { sendProblem } from './send-problem.ts';
import { createTrustedPeers } from './trusted-peers.ts';
import { refuseConnection, withMethodRefusals } from './transport-refusals.ts';

export type HttpServerDeps = {
  engine: Engine;
  streams: EventStreams;
  verify: VerifyToken;
  audit: Pick<Audit, 'record'>;
  logger: Logger;
  clock: Clock;
  version: string;
  configuration: GatewayConfiguration;
  /** Texts of the certificate and its key (PEM); null: plain http. */
  tls: { cert: string; key: string } | null;
  trustedProxies: readonly string[];
  limits: { connections: number; streams: number };
  timeouts?: HttpTimeouts;
};

/** In milliseconds. */
type HttpTimeouts = {
  /** To receive a whole request. */
  request: number;
  /** To receive its headers, and to agree on a key of TLS. */
  headers: number;
  /** To keep a connection without a request. */
  keepAlive: number;
  /** How often the limits of `request` and `headers` are checked. */
  check: number;
};

export type HttpServer = {
  /** @returns the port. @throws (rejects with) the system's error */
  listen: (address: { host: string; port: number }) => Promise<number>;
  /** Answers what is in flight, ends the streams, and closes all connections. */
  close: () => Promise<void>;
};

const TIMEOUTS: HttpTimeouts = { request: 15_000, headers: 10_000, keepAlive: 75_000, check: 5_000 };

/** A token may have 16 kB. */
const MAX_HEADER_BYTES = 32_768;

/** Connections that wait to be accepted. All desks of a center may connect in the same second; Node's default is 511. */
const BACKLOG = 4_096;

/** How long `close` waits for answers that are being sent, in milliseconds. */
const CLOSE_TIMEOUT_MS = 5_000;

export function createHttpServer(deps: HttpServerDeps): HttpServer {
  const { engine, audit, logger, streams, timeouts = TIMEOUTS } = deps;
  const isTrustedPeer = createTrustedPeers(deps.trustedProxies);
  const mayRecord = createRefusalLimit(deps.clock.now);
  const identities = new WeakMap<FastifyRequest, Identity>();
  const loggerInstance: FastifyBaseLogger = logger;
  const app: FastifyInstance = fastify({
    loggerInstance,
    // Of an address only the route is logged: an account is personal data.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.trustedProxies.length > 0 ? [...deps.trustedProxies] : false,
    forceCloseConnections: 'idle',
    // While it closes, the routes answer: the engine says that the instance ends.
    return503OnClosing: false,
    exposeHeadRoutes: false,
    clientErrorHandler: refuseConnection,
    frameworkErrors: (_error, _request, reply) => {
      void sendProblem(reply, gatewayProblem('invalidRequest', 'Gateway.BadAddress'));
    },
    routerOptions: { maxParamLength: 1_000 },
    serverFactory: (handler) => {
      const options = {
        requestTimeout: timeouts.request,
        headersTimeout: timeouts.headers,
        keepAliveTimeout: timeouts.keepAlive,
        connectionsCheckingInterval: timeouts.check,
        maxHeaderSize: MAX_HEADER_BYTES,
      };
      const server = deps.tls
        ? createTlsServer(
            { ...options, ...deps.tls, minVersion: 'TLSv1.2', handshakeTimeout: timeouts.headers },
            handler,
          )
        : createServer(options, handler);
      server.maxConnections = deps.limits.connections;
      return server;
    },
  });

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );

  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    });
    if (deps.tls) void reply.header('Strict-Transport-Security', 'max-age=31536000');
    if (!deps.tls && !isTrustedPeer(request.raw.socket.remoteAddress)) {
      await sendProblem(
        reply,
        gatewayProblem(
          'forbidden',
          'Gateway.PeerNotTrusted',
          'Without TLS only the configured proxies may connect.',
        ),
      );
      return;
    }
    const route = request.routeOptions.url;
    if (route === undefined || PUBLIC_PATHS.includes(route)) return;
    const authenticated = await authenticate(request, deps.verify);
    if (authenticated.ok) {
      identities.set(request, authenticated.identity);
      return;
    }
    if (mayRecord()) onRefused(request, null, authenticated.problem.code);
    await sendProblem(reply, authenticated.problem);
  });
  app.addHook('onResponse', (request, reply, done) => {
    logger.info({
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    });
    done();
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, gatewayProblem('notFound', 'Gateway.NoSuchAddress')),
  );
  app.setErrorHandler((error: { statusCode?: number; code?: string }, _request, reply) => {
    const { statusCode = 500, code = '' } = error;
    if (statusCode === 413) return sendProblem(reply, gatewayProblem('tooLarge', 'Gateway.TooLarge'));
    if (statusCode < 500)
      return sendProblem(reply, gatewayProblem('invalidRequest', `Gateway.${code || 'Invalid'}`));
    logger.error({ code }, 'a request failed');
    return sendProblem(reply, { ...gatewayProblem('internalError', 'Gateway.Fault'), outcome: 'unknown' });
  });

  function onRefused(request: FastifyRequest, identity: Identity | null, code: string): void {
    audit.record({
      event: 'refused',
      by: identity?.account ?? null,
      subject: identity?.subject ?? null,
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      code,
      address: request.ip,
    });
  }

  const routeDeps = {
    engine,
    streams,
    maxStreams: deps.limits.streams,
    identityOf: (request: FastifyRequest): Identity => {
      const identity = identities.get(request);
      if (identity === undefined) throw new Error('a request without an identity');
      return identity;
    },
    onRefused,
    onSupervision: (event: Parameters<Audit['record']>[0]) => audit.record(event),
  };
  withMethodRefusals(app, () => {
    addOperationRoutes(app, { ...deps, readiness: engine.readiness });
    addAgentRoutes(app, routeDeps);
    addSupervisorRoutes(app, routeDeps);
  });

  return {
    listen: async (address) => {
      await app.listen({ ...address, backlog: BACKLOG });
      return toPort(app.server.address());
    },
    close: async () => {
      streams.closeAll();
      const cancelTimer = deps.clock.setTimer(CLOSE_TIMEOUT_MS, () => app.server.closeAllConnections());
      await app.close();
      cancelTimer();
    },
  };
}

function toPort(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
