/**
 * The ways of failing that no answer of the service reports: it said yes and did something else, nothing was sent at all, or
 * a part of Standby threw or never answered.
 */
import { errorMessage, type PortResult } from '../port-guard.ts';
import type { Exchange, Failure } from '../tencent/failure.ts';
import { cleanLastWords } from '../tencent/redact.ts';

type Action = 'SetStaffStatus' | 'DescribeStaffStatusMetrics';

/** Accepted without an error, and yet the status is another one. */
export function notAsAsked(exchange: Exchange): Failure {
  return { ...exchange, kind: 'notAcceptedNow', code: 'Answer.OtherStatus', message: '' };
}

/** A wish to be free has grown old before it could be sent. */
export function freeWishStale(at: number): Failure {
  return { ...withoutAnswer('SetStaffStatus', at), kind: 'freeWishStale', code: 'App.FreeWishStale' };
}

/** There is nobody to send a request for. */
export function noAccount(action: Action, at: number): Failure {
  return { ...withoutAnswer(action, at), kind: 'setupIncomplete', code: NO_ACCOUNT };
}

export const NO_ACCOUNT = 'App.NoAccount';

/** A call that ended without an answer. What it has done until then is not known. */
export function portFailure(
  result: Exclude<PortResult<unknown>, { type: 'answered' }>,
  action: Action,
  at: number,
): Failure {
  const failure = { ...withoutAnswer(action, at), kind: 'appFault' } as const;
  switch (result.type) {
    case 'threw':
      return { ...failure, code: 'App.Fault', message: cleanLastWords(errorMessage(result.error), []) };
    case 'timedOut':
      return { ...failure, code: 'App.NoAnswer', message: 'The request was not answered in time.' };
    case 'cancelled':
      return { ...failure, kind: 'cancelled', code: 'App.Cancelled' };
  }
}

function withoutAnswer(action: Action, at: number) {
  return { message: '', endpoint: '', action, at, requestId: null, httpStatus: null };
}
