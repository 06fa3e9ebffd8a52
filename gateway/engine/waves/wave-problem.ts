/** The problem document of an agent in a wave (RFC 9457). */
import type { Problem } from '../../../shared/gateway-api/problem.ts';
import { MAX_LENGTH } from '../../../shared/lengths.ts';
import type { EngineProblem } from '../engine.ts';

/** HTTP status codes. The other kinds are failures of the contact center: 502. */
const STATUS: Partial<Record<EngineProblem['kind'], number>> = {
  superseded: 409,
  queueTimeout: 503,
  overloaded: 503,
  sharedStateUnavailable: 503,
  shuttingDown: 503,
  internalError: 500,
  rateLimited: 503,
  timedOut: 504,
  agentUnknown: 422,
  agentNotPermitted: 422,
  inCall: 422,
  temporarilyRejected: 422,
  notFound: 422,
  valueRefused: 422,
  reasonTooLong: 422,
};

const BAD_GATEWAY = 502;

export function toProblemDocument({ kind, code, message, requestId, outcome }: EngineProblem): Problem {
  return {
    type: 'about:blank',
    title: kind,
    status: STATUS[kind] ?? BAD_GATEWAY,
    detail: (message === '' ? code : message).slice(0, MAX_LENGTH.message),
    kind,
    code: code.slice(0, MAX_LENGTH.message),
    requestId: requestId?.slice(0, MAX_LENGTH.message) ?? null,
    outcome,
  };
}
