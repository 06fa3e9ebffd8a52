/** Composition root of the gateway: creates its parts, connects them, and starts and stops them in order. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { createAudit, type Audit, type AuditEvent, type AuditSink } from './audit/audit.ts';
import { createIssuerKeys } from './auth/issuer-keys.ts';
import { createVerifyToken } from './auth/verify-token.ts';
import { toClaimKey, type GatewayConfig } from './config/config-schema.ts';
import type { ServiceKeys } from './config/service-keys.ts';
import { createMemoryCoordination } from './coordination/memory.ts';
import type { Coordination } from './coordination/coordination.ts';
import { createEngine } from './engine/create-engine.ts';
import type { EngineObserver } from './engine/engine.ts';
import { createServiceClient } from './service-client.ts';
import { createEventStreams } from './http/event-streams.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { createMetricsServer } from './http/metrics-server.ts';
import { createHttpServer } from './http/server.ts';
import type { Clock } from '../shared/clock.ts';
import { parseEndpoint } from '../tencent/transport/endpoint.ts';

/** Readings a second, of all instances together. */
const READINGS_PER_SECOND = 2;

export type GatewayDeps = {
  config: GatewayConfig;
  keys: ServiceKeys;
  /** The password of Redis, if it has one. */
  redisPassword: string | undefined;
  auditSink: AuditSink;
  logger: Logger;
  clock: Clock;
  version: string;
};

export type RunningGateway = {
  /** For example `https://0.0.0.0:8443`. */
  url: string;
  /** Null if there is no address for metrics. */
  metricsPort: number;
  reopenAudit: () => void;
  /** Answers everything in flight, and ends. */
  stop: () => Promise<void>;
};

/**
 * Starts a gateway.
 * @throws (rejects with) the system's error if a port or a file is not available, or Redis cannot be reached
 */
export async function startGateway(deps: GatewayDeps): Promise<RunningGateway> {
  const { config, clock, logger, version } = deps;
  const instance = randomUUID();
  const tls = config.listen.tls ? await readCertificate(config.listen.tls) : null;
  const coordination = await createCoordination(deps, instance);
  const audit = createAudit(deps.auditSink, clock.now);
  const streams = createEventStreams(clock);
  const metrics = createMetrics({ streams: streams.count });
  const engine = createEngine({
    coordination,
    service: createServiceClient({
      endpoint: toEndpoint(config),
      sdkAppId: config.service.sdkAppId,
      keys: deps.keys,
      clock,
    }),
    clock,
    observer: createObserver(audit, metrics),
    config: {
      intervalMs: config.reading.intervalSeconds * 1_000,
      groupSize: config.reading.agentsPerReading,
    },
  });
  const { issuer } = config;
  const server = createHttpServer({
    engine,
    streams,
    verify: createVerifyToken({
      policy: {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms: issuer.algorithms,
        account: {
          claim: issuer.accountClaim,
          table: issuer.accounts && toTable(issuer.accounts),
          suffix: issuer.accountSuffix,
        },
        supervisors: issuer.supervisors ?? null,
      },
      keys: createIssuerKeys(issuer.issuer, clock.now, (cause) =>
        logger.warn({ cause }, 'the keys of the issuer cannot be read'),
      ),
      now: clock.now,
    }),
    audit,
    logger,
    clock,
    version,
    configuration: {
      issuer: issuer.issuer,
      clientId: issuer.clientId,
      scopes: issuer.scopes,
      accountClaim: issuer.accountClaim,
    },
    tls,
    trustedProxies: config.trustedProxies,
    limits: config.limits,
  });
  const metricsServer = createMetricsServer(metrics);

  /** Parts that have not started yet are stopped without effect. */
  async function stopParts(): Promise<void> {
    await engine.stop();
    await server.close();
    await metricsServer.close();
    await coordination.stop();
  }

  try {
    await coordination.start();
    engine.start();
    const port = await server.listen(config.listen);
    const metricsPort = await metricsServer.listen(config.metrics);
    audit.record({ event: 'started', version, instance });
    return {
      url: `${tls ? 'https' : 'http'}://${config.listen.host}:${port}`,
      metricsPort,
      reopenAudit: audit.reopen,
      stop: async () => {
        await stopParts();
        audit.record({ event: 'stopped', version, instance });
        await audit.close();
      },
    };
  } catch (error) {
    // A timer or a socket that stays open would keep the program running.
    await stopParts();
    await audit.close();
    throw error;
  }
}

async function createCoordination(
  { config, clock, logger, redisPassword }: GatewayDeps,
  instance: string,
): Promise<Coordination> {
  const rates = { switching: config.rate.callsPerSecond, reading: READINGS_PER_SECOND };
  if (!config.redis) {
    logger.warn('this instance works alone: a second one needs "redis"');
    return createMemoryCoordination({ clock, rates });
  }
  const { createRedisCoordination } = await import('./coordination/redis.ts');
  return createRedisCoordination({
    clock,
    rates,
    instance,
    connection: { ...config.redis, password: redisPassword },
    onError: (error) => logger.warn({ cause: error.message }, 'Redis'),
  });
}

/** Passes what the engine reports to the audit log and to the metrics. */
function createObserver(audit: Pick<Audit, 'record'>, metrics: Metrics): EngineObserver {
  return {
    ...metrics,
    onSwitchEnd: (event) => {
      metrics.onSwitchEnd(event);
      audit.record(toAuditEvent(event));
    },
  };
}

function toAuditEvent({
  intent,
  result,
  durationMs,
}: Parameters<EngineObserver['onSwitchEnd']>[0]): AuditEvent {
  const details = { by: intent.requestedBy, agent: intent.agent, to: intent.choice, durationMs };
  if (result.ok && result.value.outcome === 'switched') {
    const { previous, requestId } = result.value;
    return { event: 'switched', ...details, from: previous, requestId };
  }
  if (result.ok) {
    const { previous, requestId } = result.value;
    const failure = { kind: 'otherStatus', code: '', outcome: 'unknown' } as const;
    return { event: 'notSwitched', ...details, from: previous, requestId, failure };
  }
  const { kind, code, outcome, requestId } = result.problem;
  return { event: 'notSwitched', ...details, from: null, requestId, failure: { kind, code, outcome } };
}

/** The configuration's schema has checked it. */
function toEndpoint({ service }: GatewayConfig) {
  const address = parseEndpoint(service.edition, service.customAddress);
  if (!address.ok) throw new Error('an address that the schema has not checked');
  return address.endpoint;
}

function toTable(accounts: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(accounts).map(([value, account]) => [toClaimKey(value), account]));
}

async function readCertificate({ certFile, keyFile }: { certFile: string; keyFile: string }) {
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  return { cert, key };
}
