/** A gateway on this computer with the simulator behind it and an issuer beside it: no account, no Redis. */
import { randomBytes } from 'node:crypto';
import { gatewayConfig, type GatewayConfig } from '../config/config-schema.ts';
import type { ServiceKeys } from '../config/service-keys.ts';
import { startSimulator } from '../../simulator/server.ts';
import { startTestIssuer, SUPERVISORS } from './test-issuer.ts';

const AGENT = 'agent@example.com';
const SUPERVISOR = 'supervisor@example.com';

/** As a real service: it answers after some milliseconds. */
const LATENCY = { minMs: 30, maxMs: 120 };

export type Demo = {
  config: GatewayConfig;
  keys: ServiceKeys;
  /** What the first line says, beside the gateway's address. */
  facts: Record<string, string>;
  close: () => Promise<void>;
};

/** @param port of the gateway; 0 takes any free one */
export async function startDemo(port: number): Promise<Demo> {
  const key = {
    secretId: `AKID${randomBytes(8).toString('hex')}`,
    secretKey: randomBytes(24).toString('hex'),
  };
  const simulator = await startSimulator({ keys: [key], latency: LATENCY });
  const issuer = await startTestIssuer();
  const config = gatewayConfig.parse({
    listen: { host: '127.0.0.1', port },
    metrics: { host: '127.0.0.1', port: 0 },
    issuer: {
      issuer: issuer.issuer,
      audience: [issuer.clientId],
      clientId: issuer.clientId,
      supervisors: { claim: SUPERVISORS.claim, values: [SUPERVISORS.value] },
    },
    service: { edition: 'custom', customAddress: `${simulator.url}/`, sdkAppId: 1_400_000_000 },
  });
  return {
    config,
    keys: { credentials: () => Promise.resolve(key), invalidate: () => {} },
    facts: {
      issuer: issuer.issuer,
      agent: AGENT,
      agentToken: await issuer.token(AGENT),
      supervisorToken: await issuer.token(SUPERVISOR, { isSupervisor: true }),
      simulator: simulator.url,
    },
    close: async () => {
      await Promise.all([simulator.close(), issuer.close()]);
    },
  };
}
