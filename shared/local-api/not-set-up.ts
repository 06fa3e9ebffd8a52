import type { FailureReport } from '../state.ts';

/** The failures of the account, the key and its permissions: an admin or the agent has to set something up. */
export const NOT_SET_UP_FAILURES: ReadonlySet<string> = new Set<FailureReport['kind']>([
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
