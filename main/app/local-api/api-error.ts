/** Converts a failed switch to an error of the local API. */
import type { FailureReport } from '../../../shared/state.ts';
import type { ApiError } from '../../../shared/local-api/protocol.ts';
import { NOT_SET_UP_FAILURES } from '../../../shared/local-api/not-set-up.ts';
import { failureTraits, type FailureKind } from '../../../tencent/failure.ts';

export function toApiError({ kind, code, message, requestId }: FailureReport): ApiError {
  return { category: toCategory(kind), kind, code, message, requestId };
}

function toCategory(kind: FailureKind): ApiError['category'] {
  if (NOT_SET_UP_FAILURES.has(kind)) return 'notSetUp';
  return failureTraits(kind).outcome === 'unknown' ? 'unknown' : 'refused';
}
