/**
 * Handles the end of a Windows session: shutdown, restart, log-off, and an installer that closes programs. Electron emits
 * neither `before-quit` nor `quit` then, so the quit sequence does not run.
 *
 * Not yet run on Windows. The tests emit the events.
 */
import type { CancelTimer, Clock } from '../../../shared/clock.ts';

export type SessionEndDeps = {
  time: Pick<Clock, 'setTimer'>;
  /** Writes the `stopped` entry of the activity log. Called at least once for each event. */
  logStopped: () => void;
  /** Requests the status to set before quitting. Null if there is none to set. */
  setAwayBeforeQuit: () => Promise<void> | null;
  /** Whether the quit sequence is already running, and may be waiting for its switch. */
  isQuitting: () => boolean;
  /** Shows a window that says what Windows waits for. */
  showReason: () => void;
  /** Stops the app's services and exits. */
  exit: () => void;
  /** The session goes on: another program or the user has cancelled its end. */
  onContinue: () => void;
  /** Receives an error thrown by a step. The next step still runs. */
  reportError: (error: unknown) => void;
};

export type SessionEnd = {
  /** Windows asks whether the session may end. @returns whether to answer "not yet" */
  query: () => boolean;
  /** The session ends, and Windows ends the process after this call. */
  end: () => void;
};

/** Windows ends programs that delay the session for 5 s. */
const SET_AWAY_TIMEOUT_MS = 3_000;

/** Windows asks every program before it ends the session. Without an end after this time, the session goes on. */
const CONTINUE_AFTER_MS = 15_000;

export function createSessionEnd(deps: SessionEndDeps): SessionEnd {
  let stage: 'running' | 'delaying' | 'exited' = 'running';
  let cancelContinue: CancelTimer = () => {};

  function runSafely<Result>(step: () => Result): Result | null {
    try {
      return step();
    } catch (error) {
      deps.reportError(error);
      return null;
    }
  }

  function exitOnce(): void {
    if (stage === 'exited') return;
    stage = 'exited';
    runSafely(deps.exit);
  }

  function delayUntil(isDone: Promise<unknown>): void {
    stage = 'delaying';
    runSafely(deps.showReason);
    deps.time.setTimer(SET_AWAY_TIMEOUT_MS, exitOnce);
    void isDone.catch(deps.reportError).then(exitOnce);
  }

  return {
    query: () => {
      cancelContinue();
      runSafely(deps.logStopped);
      if (stage !== 'running') return stage === 'delaying';
      const isDone = deps.isQuitting() ? new Promise(() => {}) : runSafely(deps.setAwayBeforeQuit);
      if (isDone !== null) {
        delayUntil(isDone);
        return true;
      }
      cancelContinue = deps.time.setTimer(CONTINUE_AFTER_MS, () => runSafely(deps.onContinue));
      return false;
    },
    end: () => {
      cancelContinue();
      runSafely(deps.logStopped);
    },
  };
}
