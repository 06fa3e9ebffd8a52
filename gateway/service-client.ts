/** The client of the contact center with the gateway's key. */
import type { ServiceKeys } from './config/service-keys.ts';
import type { ServicePort } from './engine/service-port.ts';
import { createServicePort, MAX_READING_BYTES } from './engine/service-port.ts';
import type { Clock } from '../shared/clock.ts';
import { createTencentClient, type CallFailure } from '../tencent/client.ts';
import type { FailureKind } from '../tencent/failure.ts';
import { createClockCorrection } from '../tencent/signature/clock-offset.ts';
import type { Endpoint } from '../tencent/transport/endpoint.ts';

/** A temporary key that has ended or was withdrawn. The request was refused, so it can be sent again with another one. */
const KEY_REFUSED: readonly FailureKind[] = ['tokenExpired', 'secretIdUnknown'];

export type ServiceClientDeps = { endpoint: Endpoint; sdkAppId: number; keys: ServiceKeys; clock: Clock };

export function createServiceClient({ endpoint, sdkAppId, keys, clock }: ServiceClientDeps): ServicePort {
  const client = createTencentClient({
    fetch: (url, init) => fetch(url, init),
    endpoint: () => endpoint,
    credentials: keys.credentials,
    clock,
    clockCorrection: createClockCorrection(),
    setTimer: clock.setTimer,
    maxResponseBytes: MAX_READING_BYTES,
  });
  const port = createServicePort(client, sdkAppId);

  async function withFreshKey<Result extends { ok: true } | CallFailure>(
    send: () => Promise<Result>,
  ): Promise<Result> {
    const first = await send();
    if (first.ok || !KEY_REFUSED.includes(first.failure.kind)) return first;
    keys.invalidate();
    return send();
  }

  return {
    setStatuses: (requests, options) => withFreshKey(() => port.setStatuses(requests, options)),
    readStatuses: (agents, options) => withFreshKey(() => port.readStatuses(agents, options)),
  };
}
