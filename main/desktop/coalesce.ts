/** Debounces rendering: repeated requests within a delay cause one render. */
import type { CancelTimer, Clock } from '../../shared/clock.ts';

/**
 * Delay before the tray renders a new intent: one frame (1/60 s), not noticeable. The keychain read and the request start
 * first, and rendering would delay them.
 */
export const RENDER_DELAY_MS = 16;

/**
 * Delay before notifications render. Electron's notification on Linux is a synchronous call to the desktop, and one that
 * hangs blocks everything else. Below the 100 ms that users perceive as immediate.
 */
export const NOTIFICATION_DELAY_MS = 50;

export type Debounced = {
  /** Schedules the action. Calls before it has run are merged into one. */
  schedule: () => void;
  /** Cancels the scheduled action and ignores later calls. */
  dispose: () => void;
};

/**
 * Creates a debounced action.
 * @param delayMs milliseconds from the first call of `schedule`
 */
export function debounce(time: Pick<Clock, 'setTimer'>, delayMs: number, action: () => void): Debounced {
  let state: 'idle' | 'scheduled' | 'disposed' = 'idle';
  let cancel: CancelTimer = () => {};
  return {
    schedule: () => {
      if (state !== 'idle') return;
      state = 'scheduled';
      cancel = time.setTimer(delayMs, () => {
        state = 'idle';
        action();
      });
    },
    dispose: () => {
      state = 'disposed';
      cancel();
    },
  };
}
