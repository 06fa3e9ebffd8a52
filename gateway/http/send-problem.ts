/** Answers a request with a problem document. */
import type { FastifyReply } from 'fastify';
import type { EngineProblem } from '../engine/engine.ts';
import { PROBLEM_TYPE } from '../../shared/gateway-api/problem.ts';
import { toProblem } from '../engine/problem-document.ts';

/** @param status replaces the HTTP status of the problem's kind */
export function sendProblem(reply: FastifyReply, problem: EngineProblem, status?: number): FastifyReply {
  const document = toProblem(problem, status);
  if (problem.retryAfterMs !== null)
    void reply.header('Retry-After', String(Math.max(1, Math.ceil(problem.retryAfterMs / 1_000))));
  if (document.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
  return reply
    .code(document.status)
    .type(PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(document)));
}
