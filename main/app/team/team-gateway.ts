/** Sends the calls of a wave for the currently configured account. */
import { isGateway, type Connection } from '../../account/account-target.ts';
import { createClockCorrection } from '../../../tencent/signature/clock-offset.ts';
import { setStaffStatus } from '../../../tencent/staff-status.ts';
import { describeStatuses } from '../../../tencent/team-statuses.ts';
import type { TeamConnection } from '../../team/guarded-port.ts';
import type { TeamPort } from '../../team/wave-run.ts';
import {
  callSafely,
  createClient,
  failWithoutAccount,
  requireConnection,
  retryWithFreshCredentials,
  type RequestDeps,
} from '../status-gateway.ts';

export type TeamGatewayDeps = Pick<RequestDeps, 'fetch' | 'time' | 'language' | 'elapsed'> & {
  connection: () => Connection | null;
};

/**
 * Creates the port. Its calls never reject and have the time limits of all requests. They do not use the limit of the agent's
 * own requests: a wave has a pace of its own.
 */
export function createTeamGateway(deps: TeamGatewayDeps): TeamPort {
  const client = createClient(deps, createClockCorrection(deps.elapsed), () => requireConnection(deps));
  return {
    setStatuses: (agents) =>
      callSafely(deps, 'SetStaffStatus', null, (signal) => {
        const connection = deps.connection();
        if (!connection || isGateway(connection)) return failWithoutAccount(deps, 'SetStaffStatus');
        const { sdkAppId, invalidateCredentials } = connection;
        return retryWithFreshCredentials(invalidateCredentials, () =>
          setStaffStatus(client, { sdkAppId, agents }, { signal }),
        );
      }),
    readStatuses: (agents) =>
      callSafely(deps, 'DescribeStaffStatusMetrics', null, (signal) => {
        const connection = deps.connection();
        if (!connection || isGateway(connection))
          return failWithoutAccount(deps, 'DescribeStaffStatusMetrics');
        const { sdkAppId, invalidateCredentials } = connection;
        return retryWithFreshCredentials(invalidateCredentials, () =>
          describeStatuses(client, { sdkAppId, agents }, { signal }),
        );
      }),
  };
}

/** What identifies the contact center of a wave. With the company's gateway there is none: it alone has the key. */
export function toTeamConnection(connection: Connection | null): TeamConnection | null {
  if (!connection || isGateway(connection)) return null;
  return { origin: connection.endpoint.origin, sdkAppId: connection.sdkAppId };
}
