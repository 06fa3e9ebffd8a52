import type { FaultSpec } from '../../../../simulator/faults.ts';

/** Fault of a key that may switch but not read. It stops the polling. */
export const readDeniedFault: FaultSpec = {
  kind: 'error',
  code: 'AuthFailure.UnauthorizedOperation',
  action: 'DescribeStaffStatusMetrics',
};
