/** The calls of the contact center that the engine makes. */
import type { Clock } from '../../shared/clock.ts';
import { guardedCall } from '../../tencent/guarded-call.ts';
import type { CallOptions, TencentClient } from '../../tencent/client.ts';
import type { NonEmpty } from '../../tencent/lists.ts';
import { setStaffStatus, type SetStaffStatusResult, type StatusRequest } from '../../tencent/staff-status.ts';
import { describeStatuses, type DescribeStatusesResult } from '../../tencent/team-statuses.ts';

export type ServicePort = {
  /** @param requests at most ten */
  setStatuses: (requests: NonEmpty<StatusRequest>, options?: CallOptions) => Promise<SetStaffStatusResult>;
  readStatuses: (agents: NonEmpty<string>, options?: CallOptions) => Promise<DescribeStatusesResult>;
};

/** `maxResponseBytes` of the client. An agent's entry of a reading is about 700 bytes. */
export const MAX_READING_BYTES = 2_000_000;

/** Creates the port of a client. */
export function createServicePort(client: TencentClient, sdkAppId: number): ServicePort {
  return {
    setStatuses: (agents, options) => setStaffStatus(client, { sdkAppId, agents }, options),
    readStatuses: (agents, options) => describeStatuses(client, { sdkAppId, agents }, options),
  };
}

/** Covers the credentials (70 s) and the request (10 s), in milliseconds. */
const CALL_TIMEOUT_MS = 90_000;

/** Wraps a port so that its calls never reject and always end. */
export function guardServicePort(port: ServicePort, clock: Clock): ServicePort {
  return {
    setStatuses: (requests, options) =>
      guardedCall(clock, CALL_TIMEOUT_MS, 'SetStaffStatus', (signal) =>
        port.setStatuses(requests, { ...options, signal }),
      ),
    readStatuses: (agents, options) =>
      guardedCall(clock, CALL_TIMEOUT_MS, 'DescribeStaffStatusMetrics', (signal) =>
        port.readStatuses(agents, { ...options, signal }),
      ),
  };
}
