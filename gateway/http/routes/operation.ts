/** What operation needs: health, readiness, the description of the API, and the sign-in for apps. None needs a token. */
import type { FastifyInstance } from 'fastify';
import type { GatewayConfiguration } from '../../../shared/gateway-api/configuration.ts';
import { openApiDocument } from '../openapi.ts';

export type OperationDeps = {
  version: string;
  configuration: GatewayConfiguration;
  readiness: () => { ready: boolean; cause: string };
};

/** Paths that are answered without a token. */
export const PUBLIC_PATHS: readonly string[] = ['/healthz', '/readyz', '/openapi.json', '/v1/configuration'];

/** Load balancers ask with HEAD as well. */
const PROBE = { exposeHeadRoute: true };

export function addOperationRoutes(
  app: FastifyInstance,
  { version, configuration, readiness }: OperationDeps,
): void {
  const description = openApiDocument(version);
  app.get('/healthz', PROBE, (_request, reply) => reply.send({ status: 'ok', version }));
  app.get('/readyz', PROBE, (_request, reply) => {
    const { ready, cause } = readiness();
    return reply.code(ready ? 200 : 503).send({ ready, cause });
  });
  app.get('/openapi.json', (_request, reply) => reply.send(description));
  app.get('/v1/configuration', (_request, reply) => reply.send(configuration));
}
