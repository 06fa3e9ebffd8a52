/** Starts and stops the in-app simulator; at most one runs. */
import { callPort } from '../../shared/port-guard.ts';
import type { Clock } from '../../shared/clock.ts';
import type { DirectConnection } from './account-target.ts';

/** A running in-app simulator and the connection to it. */
export type RunningSimulator = { connection: DirectConnection; close: () => Promise<void> };

export type SimulatorRunDeps = {
  startSimulator: () => Promise<RunningSimulator>;
  time: Clock;
  onError: (error: unknown) => void;
};

/** In milliseconds. Binding a loopback port takes milliseconds. */
const START_TIMEOUT_MS = 10_000;

/** See the top of this file. Neither call rejects; a failure is reported to `onError`. */
export function createSimulatorRun({ startSimulator, time, onError }: SimulatorRunDeps) {
  let running: RunningSimulator | null = null;
  /** The start in progress. A simulator whose start was given up is closed as soon as it runs. */
  let starting: { result: Promise<boolean> } | null = null;

  async function close(simulator: RunningSimulator): Promise<void> {
    const result = await callPort(time, START_TIMEOUT_MS, simulator.close);
    if (result.type === 'threw') onError(result.error);
  }

  function begin(): Promise<boolean> {
    const own = { result: Promise.resolve(false) };
    const run = async () => {
      const simulator = await startSimulator();
      if (starting === own) running = simulator;
      else await close(simulator);
    };
    own.result = callPort(time, START_TIMEOUT_MS, run).then((result) => {
      const isGivenUp = starting !== own;
      if (!isGivenUp) starting = null;
      if (result.type === 'answered') return !isGivenUp;
      onError(result.type === 'threw' ? result.error : new Error('The simulator did not start in time'));
      return false;
    });
    starting = own;
    return own.result;
  }

  return {
    /** Null while it does not run. */
    connection: (): DirectConnection | null => running?.connection ?? null,
    /** Starts the simulator unless it runs or starts. Resolves to whether it runs. */
    start: (): Promise<boolean> => (running ? Promise.resolve(true) : (starting?.result ?? begin())),
    stop: async (): Promise<void> => {
      const stopped = running;
      running = null;
      starting = null;
      if (stopped) await close(stopped);
    },
  };
}
