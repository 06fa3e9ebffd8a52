import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../../../main/tencent/simulator/server.ts';
import type { RequestLogEntry } from '../../../../main/tencent/simulator/api.ts';
import { remoteControl } from '../../../../main/tencent/simulator/control.ts';
import { clientFor, testKey } from './client.ts';

/** A clock that stands still until the test moves it. */
export function handClock(start = Date.UTC(2026, 0, 1, 12)) {
  let now = start;
  return { now: () => now, advance: (milliseconds: number) => void (now += milliseconds) };
}

const running: Simulator[] = [];

/** A simulator, a client for it with the right key and the same clock, and the log of its requests. */
export async function simulation(
  options: Partial<SimulatorOptions> = {},
  clientPorts: Parameters<typeof clientFor>[1] = {},
) {
  const clock = handClock();
  const log: RequestLogEntry[] = [];
  const simulator = await startSimulator({
    keys: [testKey],
    clock,
    control: remoteControl,
    onRequest: (entry) => log.push(entry),
    ...options,
  });
  running.push(simulator);
  return { simulator, log, clock, client: clientFor(simulator.url, { clock, ...clientPorts }) };
}

export async function stopSimulators(): Promise<void> {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
}
