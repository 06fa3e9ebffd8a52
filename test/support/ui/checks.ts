import type { CheckResult } from '../../../preload/contract/settings.ts';
import { failure } from './states.ts';

/** A failure of the reading that a check is. */
export const read = (part: Parameters<typeof failure>[0]) => failure({ choice: null, ...part });

/** One of each kind of trouble that a check can find. */
export const troubles: Record<string, CheckResult> = {
  'wrong key': {
    outcome: 'wrong',
    fields: ['secretKey'],
    failure: read({ kind: 'secretKeyMismatch', code: 'AuthFailure.SignatureFailure', whoCanFix: 'agent' }),
  },
  'wrong application or edition': {
    outcome: 'wrong',
    fields: ['sdkAppId', 'edition'],
    failure: read({ kind: 'applicationUnknown', code: 'InvalidParameterValue.InstanceNotExist' }),
  },
  'nothing right': {
    outcome: 'invalid',
    problems: { sdkAppId: 'sdkAppIdInvalid', agent: 'agentEmpty', secretId: 'secretControl' },
  },
  'may not read': { outcome: 'mayNotRead', failure: read({}) },
  'no way there': {
    outcome: 'failed',
    failure: read({
      kind: 'clockWrong',
      code: 'AuthFailure.SignatureExpire',
      clockAheadMs: 7_500_000,
      whoCanFix: 'agent',
    }),
  },
};
