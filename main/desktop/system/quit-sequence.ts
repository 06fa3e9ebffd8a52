/**
 * Quits in order: the last status switch, then all services, then the process. Each step has a time limit, so that a signal,
 * a logout, or Quit always ends the app.
 */
import type { Clock } from '../../../shared/clock.ts';

export type QuitSequenceDeps = {
  time: Clock;
  /** First step: sets the away status. Null if there is none to set. */
  setAwayBeforeQuit: () => Promise<void> | null;
  /** Rejects new keychain calls, and resolves when the pending ones are done. */
  closeKeychain: () => Promise<void>;
  /** Stops the app's services. */
  onQuit: () => void;
  /** Electron's `app.quit()`: closes the windows, then exits. */
  quit: () => void;
  /** Electron's `app.exit(0)`: exits without closing windows. */
  exit: () => void;
  /** Ends the process by a signal if all else failed. */
  endProcess: () => void;
  /** Receives an error thrown by a step. The next step still runs. */
  reportError: (error: unknown) => void;
};

export type QuitSequence = {
  /** Handles a quit request (signal, logout, menu). Returns whether to prevent the quit for now. */
  requestQuit: () => boolean;
  /** Handles a system shutdown. */
  onShutdown: () => void;
  /** Whether the sequence has begun. */
  isRunning: () => boolean;
};

/** Longer than auto-away.ts waits for the service (3 s), so that its limit applies first. */
const SET_AWAY_TIMEOUT_MS = 3_500;

/** A working keychain replies much sooner. One that waits for its prompt is abandoned. */
const CLOSE_TIMEOUT_MS = 500;

/** Closing a window involves its page, and a page that hangs does not respond. */
const QUIT_TIMEOUT_MS = 1_000;

export function createQuitSequence(deps: QuitSequenceDeps): QuitSequence {
  let stage: 'running' | 'shuttingDown' | 'done' = 'running';

  function runSafely(step: () => void): void {
    try {
      step();
    } catch (error) {
      deps.reportError(error);
    }
  }

  /** Runs a step with a time limit. A step that throws or rejects counts as done. */
  async function runWithTimeout(timeoutMs: number, step: () => Promise<void> | null): Promise<void> {
    let cancelTimeout = () => {};
    const timeout = new Promise<void>((resolve) => (cancelTimeout = deps.time.setTimer(timeoutMs, resolve)));
    await Promise.race([new Promise<unknown>((resolve) => resolve(step())).catch(deps.reportError), timeout]);
    cancelTimeout();
  }

  async function shutDownInOrder(): Promise<void> {
    if (stage !== 'running') return;
    stage = 'shuttingDown';
    await runWithTimeout(SET_AWAY_TIMEOUT_MS, deps.setAwayBeforeQuit);
    await runWithTimeout(CLOSE_TIMEOUT_MS, deps.closeKeychain);
    // Not synchronously: the promises can resolve while Electron still dispatches `before-quit`. A nested `quit()` is lost when
    // the prevented event returns: the windows close and the app stays.
    deps.time.setTimer(0, finishQuit);
  }

  function finishQuit(): void {
    stage = 'done';
    deps.time.setTimer(QUIT_TIMEOUT_MS, () => {
      deps.time.setTimer(QUIT_TIMEOUT_MS, deps.endProcess);
      runSafely(deps.exit);
    });
    runSafely(deps.onQuit);
    runSafely(deps.quit);
  }

  return {
    requestQuit: () => {
      void shutDownInOrder();
      return stage !== 'done';
    },
    onShutdown: () => void shutDownInOrder(),
    isRunning: () => stage !== 'running',
  };
}
