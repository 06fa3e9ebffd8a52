/** Answers a request with a problem document. */
import type { FastifyReply } from 'fastify';
import type { EngineProblem } from '../engine/engine.ts';
import { PROBLEM_TYPE } from '../../shared/gateway-api/problem.ts';
import { toProblem } from './problems.ts';

export function sendProblem(reply: FastifyReply, problem: EngineProblem): FastifyReply {
  const document = toProblem(problem);
  if (problem.retryAfterMs !== null)
    void reply.header('Retry-After', String(Math.max(1, Math.ceil(problem.retryAfterMs / 1_000))));
  if (document.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
  return reply
    .code(document.status)
    .type(PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(document)));
}
