import type { FaultOrder } from '../../../main/tencent/simulator/faults.ts';

/** Of a key that may switch and not read: nothing is asked by itself any more. */
export const keyMayNotRead: FaultOrder = {
  kind: 'error',
  code: 'AuthFailure.UnauthorizedOperation',
  action: 'DescribeStaffStatusMetrics',
};
