/** Connects the events of the company's gateway to the account and the status. */
import { isGateway } from '../../account/account-target.ts';
import type { Account } from '../../account/account.ts';
import { createGatewayEvents, type GatewayEvents } from '../../gateway-client/gateway-events.ts';
import type { GatewayFetch } from '../../gateway-client/gateway-target.ts';
import type { StatusService } from '../../status/service.ts';
import type { Clock } from '../../../shared/clock.ts';
import { toGatewayTarget } from '../status-gateway.ts';

export type GatewayEventsServiceDeps = {
  fetch: GatewayFetch;
  time: Clock;
  account: Pick<Account, 'connection'>;
  status: Pick<StatusService, 'onPushedReading' | 'onPushedFailure'>;
  log: (message: string) => void;
};

export function createGatewayEventsService(deps: GatewayEventsServiceDeps): GatewayEvents {
  const { fetch, time, account, status, log } = deps;
  return createGatewayEvents({
    fetch,
    time,
    target: () => {
      const connection = account.connection();
      return connection && isGateway(connection) ? toGatewayTarget(connection) : null;
    },
    onStatus: status.onPushedReading,
    onFailure: status.onPushedFailure,
    log,
  });
}
