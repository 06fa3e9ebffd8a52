import { startSimulator, type Simulator, type SimulatorOptions } from '../../../../simulator/server.ts';
import type { RequestLogEntry } from '../../../../simulator/api/api.ts';
import { createRemoteControl } from '../../../../simulator/control-api.ts';
import { clientFor, testKey } from './client.ts';

/** A clock that stands still until the test moves it. */
export function createManualClock(start = Date.UTC(2026, 0, 1, 12)) {
  let now = start;
  return { now: () => now, advance: (milliseconds: number) => void (now += milliseconds) };
}

/** The token of the simulator's control API. */
export const controlHeader = { 'X-Standby-Simulator': 'token-of-the-test' };

const running: Simulator[] = [];

/** A simulator, a client for it with a valid key and the same clock, and the log of its requests. */
export async function createSimulation(
  options: Partial<SimulatorOptions> = {},
  clientDeps: Parameters<typeof clientFor>[1] = {},
) {
  const clock = createManualClock();
  const log: RequestLogEntry[] = [];
  const simulator = await startSimulator({
    keys: [testKey],
    clock,
    control: createRemoteControl(controlHeader['X-Standby-Simulator']),
    onRequest: (entry) => log.push(entry),
    ...options,
  });
  running.push(simulator);
  return { simulator, log, clock, client: clientFor(simulator.url, { clock, ...clientDeps }) };
}

export async function stopSimulators(): Promise<void> {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
}
