/** Determines the account whose activity log is written: the configured one, or the running simulator's. */
import { isGateway, type Connection } from '../account/account-target.ts';
import type { LogAccount } from '../activity/log/log-account.ts';
import type { Settings } from '../settings/schema.ts';
import { parseEndpoint } from '../../tencent/transport/endpoint.ts';

/** @param connection where requests go now; only it contains the simulator's address */
export function getLogOwner(settings: Settings, connection: Connection | null): LogAccount | null {
  if (settings.mode === 'account') return toLogAccount(settings);
  if (settings.mode === 'unconfigured' || connection === null) return null;
  const { endpoint, agent } = connection;
  const sdkAppId = isGateway(connection) ? null : connection.sdkAppId;
  return { mode: 'simulator', endpoint: endpoint.origin, sdkAppId, agent };
}

/** The configured account, also while the simulator is in use; null if none is configured. */
export function toLogAccount({ account }: Settings): LogAccount | null {
  const { edition, customAddress, sdkAppId, agent } = account;
  const address = parseEndpoint(edition, customAddress);
  if (!address.ok || (sdkAppId === null && edition !== 'gateway')) return null;
  return {
    mode: 'account',
    endpoint: address.endpoint.origin,
    sdkAppId: edition === 'gateway' ? null : sdkAppId,
    agent,
  };
}
