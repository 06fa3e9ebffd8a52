/** What supervisors do with many agents: waves and readings. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Identity } from '../../auth/identity.ts';
import type { EngineProblem } from '../../engine/engine.ts';
import {
  readingsRequest,
  waveId,
  waveRequest,
  type ReadingsResult,
  type WaveLine,
} from '../../../shared/gateway-api/waves.ts';
import { distinctAccounts } from '../../../tencent/distinct-accounts.ts';
import { requireSupervisor } from '../authentication.ts';
import { gatewayProblem, toProblem } from '../../engine/problem-document.ts';
import { BODY_LIMITS, readBody } from '../request-body.ts';
import { sendProblem } from '../send-problem.ts';
import { whenGone } from './agents.ts';
import type { RouteDeps } from './route-deps.ts';

export function addSupervisorRoutes(app: FastifyInstance, deps: RouteDeps): void {
  const { engine, identityOf, onRefused, onSupervision } = deps;

  function accessOf(request: FastifyRequest): { identity: Identity; refusal: EngineProblem | null } {
    const identity = identityOf(request);
    const refusal = requireSupervisor(identity);
    if (refusal) onRefused(request, identity, refusal.code);
    return { identity, refusal };
  }

  app.post('/v1/waves', { bodyLimit: BODY_LIMITS.agents }, async (request, reply) => {
    const { identity, refusal } = accessOf(request);
    if (refusal) return sendProblem(reply, refusal);
    const read = readBody(request, waveRequest);
    if (!read.ok) return sendProblem(reply, read.problem);
    const { status, reason, confirmedFree } = read.body;
    if (status === 'free' && !confirmedFree)
      return sendProblem(
        reply,
        gatewayProblem(
          'invalidRequest',
          'Gateway.FreeNotConfirmed',
          'The status free needs confirmedFree: a person has to confirm that these agents are there.',
        ),
      );
    const agents = distinctAccounts(read.body.agents);
    const started = await engine.startWave({
      agents,
      choice: { status, reason },
      requestedBy: identity.account,
    });
    if (!started.ok) return sendProblem(reply, started.problem);
    const id = started.value;
    onSupervision({
      event: 'waveStarted',
      by: identity.account,
      wave: id,
      agents: agents.length,
      to: { status, reason },
    });
    return reply.code(202).header('Location', `/v1/waves/${id}`).send({ id, total: agents.length });
  });

  app.get('/v1/waves/:id', async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
    const { refusal } = accessOf(request);
    if (refusal) return sendProblem(reply, refusal);
    const id = waveId.safeParse(request.params.id);
    const { signal } = whenGone(reply);
    const lines = id.success ? await engine.waveLines(id.data, signal) : null;
    if (lines === null)
      return sendProblem(reply, gatewayProblem('notFound', 'Gateway.WaveUnknown', 'There is no such wave.'));
    return reply.type('application/x-ndjson').send(Readable.from(format(lines), { objectMode: false }));
  });

  app.post('/v1/readings', { bodyLimit: BODY_LIMITS.agents }, async (request, reply) => {
    const { identity, refusal } = accessOf(request);
    if (refusal) return sendProblem(reply, refusal);
    const read = readBody(request, readingsRequest);
    if (!read.ok) return sendProblem(reply, read.problem);
    const agents = distinctAccounts(read.body.agents);
    onSupervision({ event: 'read', by: identity.account, agents: agents.length });
    const results = await engine.readStatuses(agents, whenGone(reply).signal);
    const readings = agents.map((agent, index): ReadingsResult['readings'][number] => {
      const result = results[index];
      if (result?.ok) return { agent, current: result.value, problem: null };
      const problem = result?.problem ?? gatewayProblem('internalError', 'Gateway.NoReading');
      return { agent, current: null, problem: toProblem(problem) };
    });
    return reply.send({ readings });
  });
}

async function* format(lines: AsyncIterable<WaveLine>): AsyncIterable<Buffer> {
  for await (const line of lines) yield Buffer.from(`${JSON.stringify(line)}\n`);
}
