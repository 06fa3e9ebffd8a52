import {
  createTencentClient,
  type Credentials,
  type TencentClientPorts,
} from '../../../../main/tencent/client.ts';
import { parseEndpoint, type Endpoint } from '../../../../main/tencent/endpoint.ts';

export const testKey: Credentials = { secretId: 'AKIDtestSecretId0001', secretKey: 'test-secret-key-0001' };

/** An endpoint for an address that the test knows to be good. */
export function endpointAt(url: string): Endpoint {
  const parsed = parseEndpoint('custom', url);
  if (!parsed.ok) throw new Error(`not an endpoint: ${url}`);
  return parsed.endpoint;
}

/** A client with Node's own fetch and this computer's clock, and whatever the test puts in their place. */
export function clientFor(url: string, ports: Partial<TencentClientPorts> = {}) {
  let offset = 0;
  const clockOffset = { get: () => offset, set: (milliseconds: number) => void (offset = milliseconds) };
  const client = createTencentClient({
    fetch,
    endpoint: () => endpointAt(url),
    credentials: () => testKey,
    clock: Date,
    clockOffset,
    ...ports,
  });
  return { ...client, clockOffset };
}

/** A time limit that ends when the test says so. */
export function manualLimit() {
  let ring: () => void = () => undefined;
  return {
    after: (_milliseconds: number, callback: () => void) => {
      ring = callback;
      return () => {
        ring = () => undefined;
      };
    },
    end: () => ring(),
  };
}
