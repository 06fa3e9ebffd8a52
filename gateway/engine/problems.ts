/** The problems that the engine reports. */
import { failureTraits, type Failure } from '../../tencent/failure.ts';
import type { EngineProblem } from './engine.ts';

/** After a refusal by the rate limit, in milliseconds. The limit counts the calls of one second. */
const RATE_LIMITED_RETRY_MS = 1_000;

/** A failure of the contact center. */
export function toProblem({ kind, code, message, requestId }: Failure): EngineProblem {
  return {
    kind,
    code,
    message,
    requestId,
    outcome: failureTraits(kind).outcome,
    retryAfterMs: kind === 'rateLimited' ? RATE_LIMITED_RETRY_MS : null,
  };
}

const own = (
  kind: EngineProblem['kind'],
  code: string,
  message: string,
  retryAfterMs: number | null = null,
): EngineProblem => ({ kind, code, message, requestId: null, outcome: 'notApplied', retryAfterMs });

export const superseded = own(
  'superseded',
  'Gateway.Superseded',
  'A newer request for this agent has replaced this one.',
);
export const queueTimeout = own(
  'queueTimeout',
  'Gateway.QueueTimeout',
  'The request waited too long and was not sent.',
);
export const clientGone = own('queueTimeout', 'Gateway.ClientGone', 'The client closed the connection.');
export const overloaded = own('overloaded', 'Gateway.Overloaded', 'Too many requests wait.', 5_000);
export const shuttingDown = own('shuttingDown', 'Gateway.ShuttingDown', 'This instance ends.', 1_000);
export const keyReused = own(
  'idempotencyKeyReused',
  'Gateway.IdempotencyKeyReused',
  'This Idempotency-Key was used with another request.',
);
export const noAgents = own('invalidRequest', 'Gateway.NoAgents', 'The request names no agent.');
export const sharedStateUnavailable = own(
  'sharedStateUnavailable',
  'Gateway.SharedStateUnavailable',
  'The state that the instances share cannot be reached.',
  2_000,
);

/** The reading did not end in time. */
export const readingTimedOut = own('timedOut', 'Gateway.ReadingTimedOut', 'The status was not read in time.');

/** Another request with the same key has not ended in time. */
export const waitTimedOut: EngineProblem = {
  ...own(
    'timedOut',
    'Gateway.WaitTimedOut',
    'The request with the same Idempotency-Key has not ended.',
    1_000,
  ),
  outcome: 'unknown',
};
