/**
 * Starts the program of `onStatus` after each confirmed change of the status. One runs at a time; of the changes meanwhile only the newest is
 * kept, so that a slow program shows the current status and not a queue of old ones.
 */
import type { StatusAndReason } from '../../../shared/domain.ts';
import { sameChoice } from '../../../shared/domain.ts';
import { errorMessage } from '../../../shared/errors.ts';
import type { AppState } from '../../../shared/state.ts';
import type { ProcessResult, RunProcess } from '../../process/run-process.ts';
import { toStatusResult } from '../local-api/status-result.ts';

export type StatusHookDeps = {
  /** The program at the start of the app; null is none. */
  program: { program: string; arguments: readonly string[] } | null;
  runProcess: RunProcess;
  /** Called for the first failure since the start, with its reason. */
  onFirstFailure: (program: string, message: string) => void;
  log: (message: string) => void;
};

export type StatusHook = {
  /** Call it after each change of the state. */
  onStateChange: (after: AppState) => void;
};

const TIMEOUT_SECONDS = 10;

export function createStatusHook({ program, runProcess, onFirstFailure, log }: StatusHookDeps): StatusHook {
  let last: StatusAndReason | null = null;
  /** The line for the program that runs next; null when it has the newest. */
  let pending: string | null = null;
  let isRunning = false;
  let hasFailed = false;

  async function runPending(spec: { program: string; arguments: readonly string[] }): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    while (pending !== null) {
      const input = pending;
      pending = null;
      const failure = await run(spec, input);
      if (failure === null) continue;
      log(`${spec.program}: ${failure}`);
      if (!hasFailed) onFirstFailure(spec.program, failure);
      hasFailed = true;
    }
    isRunning = false;
  }

  /** @returns why the program failed, or null */
  async function run(
    spec: { program: string; arguments: readonly string[] },
    input: string,
  ): Promise<string | null> {
    try {
      const { exit } = await runProcess({
        ...spec,
        input,
        ignoresOutput: true,
        timeoutSeconds: TIMEOUT_SECONDS,
      });
      return describeFailure(exit);
    } catch (error) {
      return errorMessage(error);
    }
  }

  return {
    onStateChange: (after) => {
      const { confirmed } = after.agent;
      if (program === null || confirmed?.isValid !== true) return;
      if (last && sameChoice(last, confirmed)) return;
      last = { status: confirmed.status, reason: confirmed.reason };
      pending = `${JSON.stringify(toStatusResult(after))}\n`;
      void runPending(program);
    },
  };
}

/** For an admin, in English like the system's own messages. */
function describeFailure(exit: ProcessResult['exit']): string | null {
  switch (exit.reason) {
    case 'exited':
      return exit.code === 0 ? null : `exit code ${exit.code}`;
    case 'killed':
      return `ended by ${exit.signal}`;
    case 'timedOut':
      return `not done after ${TIMEOUT_SECONDS} seconds`;
    case 'tooMuchOutput':
      return 'too much output';
    case 'unsafe':
    case 'notStarted':
      return exit.message;
  }
}
