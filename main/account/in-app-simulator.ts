/** Starts the simulator inside the app and connects to it. */
import { randomBytes } from 'node:crypto';
import { parseEndpoint } from '../../tencent/transport/endpoint.ts';
import type { RunningSimulator } from './simulator-run.ts';

/** The agent of the simulator, for trying Standby without an account. */
const DEMO_AGENT = { sdkAppId: 1400000000, agent: 'you@simulator.example' };

/** Starts the simulator on loopback, with a key that is valid for this run only. */
export async function startInAppSimulator(): Promise<RunningSimulator> {
  // Loaded on demand: most users have an account.
  const { startSimulator } = await import('../../simulator/server.ts');
  const secretId = `SIM${randomBytes(12).toString('hex')}`;
  const secretKey = randomBytes(24).toString('hex');
  const simulator = await startSimulator({
    port: 0,
    keys: [{ secretId, secretKey }],
    agents: [DEMO_AGENT.agent],
  });
  const address = parseEndpoint('custom', simulator.url);
  if (!address.ok) throw new Error(`The simulator gave an address that is none: ${simulator.url}`);
  return {
    connection: {
      ...DEMO_AGENT,
      endpoint: address.endpoint,
      credentials: () => Promise.resolve({ secretId, secretKey }),
    },
    close: () => simulator.close(),
  };
}
