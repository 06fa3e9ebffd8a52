import type { CheckResult } from '../../../shared/ipc/settings-results.ts';
import { failure } from './states.ts';

/** A failure of the reading by which an account is checked. */
export const readFailure = (part: Parameters<typeof failure>[0]) => failure({ choice: null, ...part });

/** One check result of each kind of failure. */
export const failedChecks: Record<string, CheckResult> = {
  'wrong key': {
    outcome: 'invalidFields',
    fields: ['secretKey'],
    failure: readFailure({
      kind: 'secretKeyMismatch',
      code: 'AuthFailure.SignatureFailure',
      whoCanFix: 'agent',
    }),
  },
  'wrong application or edition': {
    outcome: 'invalidFields',
    fields: ['sdkAppId', 'edition'],
    failure: readFailure({ kind: 'applicationUnknown', code: 'InvalidParameterValue.InstanceNotExist' }),
  },
  'nothing right': {
    outcome: 'invalid',
    errors: { sdkAppId: 'sdkAppIdInvalid', agent: 'agentEmpty', secretId: 'secretControl' },
  },
  'may not read': { outcome: 'readDenied', failure: readFailure({}) },
  'no way there': {
    outcome: 'failed',
    failure: readFailure({
      kind: 'clockWrong',
      code: 'AuthFailure.SignatureExpire',
      clockSkewMs: 7_500_000,
      whoCanFix: 'agent',
    }),
  },
};
