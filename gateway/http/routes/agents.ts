/** The status of one agent: read it, set it, and its events. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Identity } from '../../auth/identity.ts';
import { switchRequest } from '../../../shared/gateway-api/status.ts';
import { agentOf, type AgentAccess } from '../authentication.ts';
import { gatewayProblem } from '../../engine/problem-document.ts';
import { BODY_LIMITS, readBody } from '../request-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { RouteDeps } from './route-deps.ts';

/** One agent must not take the streams of all. An app opens one, and another one while the first is not yet seen to be dead. */
const MAX_STREAMS_OF_AGENT = 10;

/** Visible ASCII, as header values are. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{8,200}$/;

type AgentRequest = FastifyRequest<{ Params: { account: string } }>;

export function addAgentRoutes(app: FastifyInstance, deps: RouteDeps): void {
  const { engine, streams, identityOf, onRefused } = deps;
  /** Open streams by the account of the token. */
  const opened = new Map<string, number>();

  /** The agent of the address, if the token allows it. */
  function accessOf(request: AgentRequest): AgentAccess & { identity: Identity } {
    const identity = identityOf(request);
    const access = agentOf(identity, request.params.account);
    if (!access.ok) onRefused(request, identity, access.problem.code);
    return { ...access, identity };
  }

  app.get('/v1/agents/:account/status', async (request: AgentRequest, reply) => {
    const access = accessOf(request);
    if (!access.ok) return sendProblem(reply, access.problem);
    const { signal } = whenGone(reply);
    const [read] = await engine.readStatuses([access.agent], signal);
    if (read?.ok) return reply.send(read.value);
    return sendProblem(reply, read?.problem ?? gatewayProblem('internalError', 'Gateway.NoReading'));
  });

  app.put(
    '/v1/agents/:account/status',
    { bodyLimit: BODY_LIMITS.switch },
    async (request: AgentRequest, reply) => {
      const access = accessOf(request);
      if (!access.ok) return sendProblem(reply, access.problem);
      const key = request.headers['idempotency-key'];
      if (key !== undefined && (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)))
        return sendProblem(
          reply,
          gatewayProblem(
            'invalidRequest',
            'Gateway.IdempotencyKeyInvalid',
            'Idempotency-Key: 8 to 200 visible ASCII characters.',
          ),
        );
      const read = readBody(request, switchRequest);
      if (!read.ok) return sendProblem(reply, read.problem);
      const { status, reason } = read.body;
      const result = await engine.setStatus({
        agent: access.agent,
        choice: { status, reason },
        requestedBy: access.identity.account,
        idempotencyKey: key ?? null,
        clientGone: whenGone(reply).signal,
      });
      return result.ok ? reply.send(result.value) : sendProblem(reply, result.problem);
    },
  );

  app.get('/v1/agents/:account/events', (request: AgentRequest, reply) => {
    const access = accessOf(request);
    if (!access.ok) return sendProblem(reply, access.problem);
    if (!engine.readiness().ready)
      return sendProblem(reply, {
        ...gatewayProblem('sharedStateUnavailable', 'Gateway.NotReady'),
        retryAfterMs: 5_000,
      });
    if (streams.count() >= deps.maxStreams)
      return sendProblem(reply, {
        ...gatewayProblem('overloaded', 'Gateway.TooManyStreams'),
        retryAfterMs: 10_000,
      });
    const { agent, identity } = access;
    const own = opened.get(identity.account) ?? 0;
    if (!identity.isSupervisor && own >= MAX_STREAMS_OF_AGENT)
      return sendProblem(reply, {
        ...gatewayProblem('overloaded', 'Gateway.TooManyOwnStreams'),
        retryAfterMs: 10_000,
      });
    opened.set(identity.account, own + 1);
    reply.raw.once('close', () => {
      const left = (opened.get(identity.account) ?? 1) - 1;
      if (left > 0) opened.set(identity.account, left);
      else opened.delete(identity.account);
    });
    reply.hijack();
    const isServed = () => engine.readiness().ready;
    streams.open(reply.raw, (listener) => engine.subscribe(agent, listener), identity.expiresAt, isServed);
    return reply;
  });
}

/** Aborted when the client has gone before its answer was sent. */
export function whenGone(reply: FastifyReply): AbortController {
  const gone = new AbortController();
  // `close` was emitted while the token was checked, and is not emitted again.
  if (reply.raw.destroyed) gone.abort();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone;
}
