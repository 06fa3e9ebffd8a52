/**
 * Quits in order: the last switch first, then the end of every part, then the process. Each step has a time limit, so
 * that a signal, a logout, or Quit always ends the app.
 */
import type { Time } from '../time.ts';

export type QuitSequenceDeps = {
  time: Time;
  /** What is to be done first. */
  farewell: () => Promise<void>;
  /** Has no call begin that the end would have to wait for; resolves when those that have begun are answered. */
  closePorts: () => Promise<void>;
  /** The app ends now. */
  onQuit: () => void;
  /** Electron's `app.quit()`: closes the windows, then ends. */
  quit: () => void;
  /** Electron's `app.exit(0)`: ends without asking any window. */
  exit: () => void;
  /** Ends the process by a signal, where nothing else has. */
  endProcess: () => void;
  /** An error that a step has thrown; the next step runs all the same. */
  note: (error: unknown) => void;
};

export type QuitSequence = {
  /** Somebody asks Electron to quit (a signal, a logout, the menu). The answer is whether to hold it back for now. */
  asked: () => boolean;
  /** The computer shuts down. */
  shutDown: () => void;
};

/** Longer than absence.ts waits for the service, so that it is that limit which ends the wait. */
const FAREWELL_LIMIT_MS = 3_500;

/** A keychain that works answers long before; one that waits for its user is not waited for. */
const CLOSE_LIMIT_MS = 500;

/** Closing a window asks its page, and a page that hangs does not answer. */
const QUIT_LIMIT_MS = 1_000;

export function createQuitSequence(deps: QuitSequenceDeps): QuitSequence {
  let stage: 'running' | 'leaving' | 'left' = 'running';

  function attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      deps.note(error);
    }
  }

  /** Waits for a step, but never longer than its limit. A step that throws or rejects is over. */
  async function within(limitMs: number, step: () => Promise<void>): Promise<void> {
    let stopLimit = () => {};
    const limit = new Promise<void>((resolve) => (stopLimit = deps.time.after(limitMs, resolve)));
    await Promise.race([new Promise<void>((resolve) => resolve(step())).catch(deps.note), limit]);
    stopLimit();
  }

  async function leave(): Promise<void> {
    if (stage !== 'running') return;
    stage = 'leaving';
    await within(FAREWELL_LIMIT_MS, deps.farewell);
    await within(CLOSE_LIMIT_MS, deps.closePorts);
    // Not in this turn: the promises can resolve while Electron is still handing out `before-quit`. A `quit()` from
    // inside that is forgotten when the event, which was held back, returns: the windows close and the app stays.
    deps.time.after(0, end);
  }

  function end(): void {
    stage = 'left';
    deps.time.after(QUIT_LIMIT_MS, () => {
      deps.time.after(QUIT_LIMIT_MS, deps.endProcess);
      attempt(deps.exit);
    });
    attempt(deps.onQuit);
    attempt(deps.quit);
  }

  return {
    asked: () => {
      void leave();
      return stage !== 'left';
    },
    shutDown: () => void leave(),
  };
}
