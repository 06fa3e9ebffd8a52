/**
 * Creates the failures that no response of the service reports: it accepted a switch but reports another status,
 * nothing was sent, or a port threw or did not answer.
 */
import { type PortResult } from '../../shared/port-guard.ts';
import type { Exchange, Failure } from '../../tencent/failure.ts';
import { redactStderr } from '../../tencent/redact/redact.ts';
import { errorMessage } from '../../shared/errors.ts';

type Action = 'SetStaffStatus' | 'DescribeStaffStatusMetrics';

/** The service accepted the switch without an error but reports another status. */
export function unexpectedStatus(exchange: Exchange): Failure {
  return { ...exchange, kind: 'temporarilyRejected', code: 'Answer.OtherStatus', message: '' };
}

/** An intent to be Free became stale before it could be sent. */
export function freeConfirmationRequired(at: number): Failure {
  return {
    ...localFailure('SetStaffStatus', at),
    kind: 'freeConfirmationRequired',
    code: 'App.FreeConfirmationRequired',
  };
}

export const NO_ACCOUNT = 'App.NoAccount';

/** No account is set up. */
export function accountMissing(action: Action, at: number): Failure {
  return { ...localFailure(action, at), kind: 'setupIncomplete', code: NO_ACCOUNT };
}

/** More connection tests were requested than Standby sends to the service. */
export function tooManyChecks(at: number): Failure {
  return {
    ...localFailure('DescribeStaffStatusMetrics', at),
    kind: 'tooManyChecks',
    code: 'App.TooManyChecks',
  };
}

/** A call that ended without an answer. Whether the service applied the request is unknown. */
export function portFailure(
  result: Exclude<PortResult<unknown>, { type: 'answered' }>,
  action: Action,
  at: number,
): Failure {
  const failure = { ...localFailure(action, at), kind: 'appError' } as const;
  switch (result.type) {
    case 'threw':
      return { ...failure, code: 'App.Error', message: redactStderr(errorMessage(result.error), []) };
    case 'timedOut':
      return { ...failure, code: 'App.NoAnswer', message: 'The request was not answered in time.' };
    case 'cancelled':
      return { ...failure, kind: 'cancelled', code: 'App.Cancelled' };
  }
}

function localFailure(action: Action, at: number) {
  return { message: '', endpoint: '', action, at, requestId: null, httpStatus: null };
}
