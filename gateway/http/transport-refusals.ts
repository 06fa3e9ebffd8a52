/** Refuses what never reaches a route, with problem documents as everywhere: bytes that are no HTTP, and other methods. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { PROBLEM_TYPE } from '../../shared/gateway-api/problem.ts';
import type { EngineProblem } from '../engine/engine.ts';
import { gatewayProblem, toProblem } from '../engine/problem-document.ts';
import { sendProblem } from './send-problem.ts';

/** How Node names bytes that it could not read as a request. */
const CLIENT_ERRORS: Readonly<Record<string, { status: number; problem: EngineProblem }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, problem: gatewayProblem('tooLarge', 'Gateway.HeadersTooLarge') },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    problem: gatewayProblem(
      'invalidRequest',
      'Gateway.RequestTooSlow',
      'The request took too long to arrive.',
    ),
  },
};
const NO_HTTP = { status: 400, problem: gatewayProblem('invalidRequest', 'Gateway.NotHttp') };

/** Answers a connection whose bytes are no request, and ends it. */
export function refuseConnection(error: { code?: string }, socket: Socket): void {
  // The client has gone, or an answer is being sent: a second one would be read as a part of it.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const { status, problem } = CLIENT_ERRORS[error.code ?? ''] ?? NO_HTTP;
  const title = STATUS_CODES[status] ?? 'Error';
  const body = JSON.stringify(toProblem(problem, status));
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const;

/**
 * Refuses the methods that an address has not.
 * @param addRoutes adds the routes to the server
 */
export function withMethodRefusals(app: FastifyInstance, addRoutes: () => void): void {
  const methods = new Map<string, Set<string>>();
  let isCollecting = true;
  app.addHook('onRoute', ({ url, method }) => {
    if (!isCollecting) return;
    const known = methods.get(url) ?? new Set();
    for (const name of [method].flat()) known.add(name);
    methods.set(url, known);
  });
  addRoutes();
  isCollecting = false;
  for (const [url, known] of methods) {
    const allowed = [...known].toSorted().join(', ');
    app.route({
      url,
      method: METHODS.filter((method) => !known.has(method)),
      handler: (_request, reply) => {
        void reply.header('Allow', allowed);
        const problem = gatewayProblem('invalidRequest', 'Gateway.MethodNotAllowed', `Allowed: ${allowed}.`);
        return sendProblem(reply, problem, 405);
      },
    });
  }
}
