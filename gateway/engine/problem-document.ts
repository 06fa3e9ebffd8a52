/** Problem documents (RFC 9457): the HTTP status of each kind, and the document. Pure. */
import { STATUS_CODES } from 'node:http';
import type { EngineProblem } from './engine.ts';
import type { GatewayProblemKind, Problem } from '../../shared/gateway-api/problem.ts';
import type { FailureKind } from '../../tencent/failure.ts';

type Kind = EngineProblem['kind'];

const GATEWAY_STATUS: Record<GatewayProblemKind, number> = {
  unauthenticated: 401,
  forbidden: 403,
  invalidRequest: 400,
  notFound: 404,
  tooLarge: 413,
  superseded: 409,
  idempotencyKeyReused: 409,
  queueTimeout: 503,
  overloaded: 503,
  sharedStateUnavailable: 503,
  shuttingDown: 503,
  internalError: 500,
};

/** Failures that concern this agent or what was asked for, and not the contact center or its key. */
const UNPROCESSABLE: readonly FailureKind[] = [
  'temporarilyRejected',
  'inCall',
  'agentNotPermitted',
  'agentUnknown',
  'agentMissing',
  'notFound',
  'valueRefused',
  'reasonTooLong',
];

/** Failures that pass, after which the same request makes sense. */
const UNAVAILABLE: readonly FailureKind[] = ['rateLimited', 'resourceExhausted', 'noNetwork', 'dnsFailure'];

const DETAILS: Record<GatewayProblemKind, string> = {
  unauthenticated: 'A bearer token of the company’s sign-in is needed.',
  forbidden: 'This token does not allow that.',
  invalidRequest: 'The request is not valid.',
  notFound: 'There is nothing at this address.',
  tooLarge: 'The request is too large.',
  superseded: 'A newer request for the same agent has replaced it. Nothing was sent.',
  idempotencyKeyReused: 'The same Idempotency-Key was used with another request.',
  queueTimeout: 'It waited too long for its turn. Nothing was sent.',
  overloaded: 'The gateway has too much to do. Nothing was sent.',
  sharedStateUnavailable: 'The gateway cannot reach the state that its instances share.',
  shuttingDown: 'This instance of the gateway ends. Nothing was sent.',
  internalError: 'A fault of the gateway.',
};

function statusOf(kind: Kind): number {
  if (isGatewayKind(kind)) return GATEWAY_STATUS[kind];
  if (kind === 'freeConfirmationRequired') return 409;
  if (UNPROCESSABLE.includes(kind)) return 422;
  if (UNAVAILABLE.includes(kind)) return 503;
  return kind === 'timedOut' ? 504 : 502;
}

/** @param status the HTTP status, if it says more than that of the kind */
export function toProblem(
  { kind, code, message, requestId, outcome }: EngineProblem,
  status = statusOf(kind),
): Problem {
  const detail = message === '' && isGatewayKind(kind) ? DETAILS[kind] : message;
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: detail.slice(0, 2_000),
    kind,
    code: code.slice(0, 500),
    requestId: requestId?.slice(0, 200) ?? null,
    outcome,
  };
}

/** A problem before anything was sent to the contact center. `detail` replaces the usual sentence. */
export function gatewayProblem(kind: GatewayProblemKind, code: string, detail = ''): EngineProblem {
  return { kind, code, message: detail, requestId: null, outcome: 'notApplied', retryAfterMs: null };
}

function isGatewayKind(kind: Kind): kind is GatewayProblemKind {
  return Object.hasOwn(GATEWAY_STATUS, kind);
}
