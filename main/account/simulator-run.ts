/** Starts and stops the in-app simulator; at most one runs. */
import { callPort } from '../../shared/port-guard.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Connection } from './account.ts';

/** A running in-app simulator and the connection to it. */
export type RunningSimulator = { connection: Connection; close: () => Promise<void> };

export type SimulatorRunDeps = {
  startSimulator: () => Promise<RunningSimulator>;
  time: Clock;
  onError: (error: unknown) => void;
};

/** In milliseconds. Binding a loopback port takes milliseconds. */
const START_TIMEOUT_MS = 10_000;

export function createSimulatorRun({ startSimulator, time, onError }: SimulatorRunDeps) {
  let running: RunningSimulator | null = null;

  return {
    /** Null while it does not run. */
    connection: (): Connection | null => running?.connection ?? null,
    /** Starts the simulator unless it runs. Returns whether it runs; a failure is reported to `onError`. */
    start: async (): Promise<boolean> => {
      if (running) return true;
      const result = await callPort(time, START_TIMEOUT_MS, startSimulator);
      if (result.type === 'answered') running = result.value;
      else onError(result.type === 'threw' ? result.error : new Error('The simulator did not start in time'));
      return result.type === 'answered';
    },
    stop: async (): Promise<void> => {
      const stopped = running;
      running = null;
      if (!stopped) return;
      const result = await callPort(time, START_TIMEOUT_MS, stopped.close);
      if (result.type === 'threw') onError(result.error);
    },
  };
}
