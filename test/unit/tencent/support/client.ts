import { createTencentClient, type Credentials, type TencentClientDeps } from '../../../../tencent/client.ts';
import { createClockCorrection } from '../../../../tencent/signature/clock-offset.ts';
import { parseEndpoint, type Endpoint } from '../../../../tencent/transport/endpoint.ts';

export const testKey: Credentials = { secretId: 'AKIDtestSecretId0001', secretKey: 'test-secret-key-0001' };

/** The endpoint of an address that the test knows to be valid. */
export function endpointAt(url: string): Endpoint {
  const parsed = parseEndpoint('custom', url);
  if (!parsed.ok) throw new Error(`not an endpoint: ${url}`);
  return parsed.endpoint;
}

/** A client with Node's own fetch and this computer's clock, except for what the test replaces. */
export function clientFor(url: string, deps: Partial<TencentClientDeps> = {}) {
  const clockCorrection = deps.clockCorrection ?? createClockCorrection();
  const client = createTencentClient({
    fetch,
    endpoint: () => endpointAt(url),
    credentials: () => testKey,
    clock: Date,
    clockCorrection,
    ...deps,
  });
  return { ...client, clockCorrection };
}

/** A time limit that ends when the test decides. */
export function manualLimit() {
  let endNow: () => void = () => undefined;
  return {
    setTimer: (_milliseconds: number, callback: () => void) => {
      endNow = callback;
      return () => {
        endNow = () => undefined;
      };
    },
    end: () => endNow(),
  };
}
