/** Converts a failed switch to an error of the local API. */
import type { FailureReport } from '../../../shared/state.ts';
import type { ApiError } from '../../../shared/local-api/protocol.ts';
import { failureTraits, type FailureKind } from '../../../tencent/failure.ts';

/** The failures of the account, the key and its permissions. */
const NOT_SET_UP: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'secretIdUnknown',
  'secretKeyMismatch',
  'notAnApiKey',
  'tokenExpired',
  'mfaRequired',
  'keyRefused',
  'signatureDamaged',
  'notPermitted',
  'credentialsUnavailable',
  'keyForOtherAccount',
  'keyProgramFailed',
  'keyProgramTimedOut',
  'keyProgramInvalid',
  'keyProgramUnsafe',
  'addressNotInPolicy',
  'setupIncomplete',
]);

export function toApiError({ kind, code, message, requestId }: FailureReport): ApiError {
  return { category: toCategory(kind), kind, code, message, requestId };
}

function toCategory(kind: FailureKind): ApiError['category'] {
  if (NOT_SET_UP.has(kind)) return 'notSetUp';
  return failureTraits(kind).outcome === 'unknown' ? 'unknown' : 'refused';
}
