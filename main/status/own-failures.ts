/** The two ways of failing that no request reports: the service said yes and did something else, and nothing was sent at all. */
import type { Exchange, Failure } from '../tencent/failure.ts';

/** Accepted without an error, and yet the status is another one. */
export function notAsAsked(exchange: Exchange): Failure {
  return { ...exchange, kind: 'notAcceptedNow', code: 'Answer.OtherStatus', message: '' };
}

/** A wish to be free has grown old before it could be sent. */
export function freeWishStale(at: number): Failure {
  return {
    kind: 'freeWishStale',
    code: 'App.FreeWishStale',
    message: '',
    endpoint: '',
    action: 'SetStaffStatus',
    at,
    requestId: null,
    httpStatus: null,
  };
}
