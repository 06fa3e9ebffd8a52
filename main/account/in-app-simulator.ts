import { randomBytes } from 'node:crypto';
import { parseEndpoint } from '../tencent/endpoint.ts';
import type { RunningSimulator } from './account.ts';

/** The agent one plays when trying Standby without an account. */
const PLAYED = { sdkAppId: 1400000000, agent: 'you@simulator.example' };

/** Starts the simulator on this computer, with keys of its own for this one run. */
export async function startInAppSimulator(): Promise<RunningSimulator> {
  // Loaded when it is asked for: most people have an account.
  const { startSimulator } = await import('../tencent/simulator/server.ts');
  const secretId = `SIM${randomBytes(12).toString('hex')}`;
  const secretKey = randomBytes(24).toString('hex');
  const simulator = await startSimulator({
    port: 0,
    keys: [{ secretId, secretKey }],
    agents: [PLAYED.agent],
  });
  const address = parseEndpoint('custom', simulator.url);
  if (!address.ok) throw new Error(`The simulator gave an address that is none: ${simulator.url}`);
  return {
    connection: {
      ...PLAYED,
      endpoint: address.endpoint,
      credentials: () => Promise.resolve({ secretId, secretKey }),
    },
    close: () => simulator.close(),
  };
}
