/** Shows a new window once its page is painted, so that it does not flash. */
import type { EventEmitter } from 'node:events';
import type { CancelTimer, Clock } from '../../../shared/clock.ts';

/** A page that is not painted by then (a slow disk, a lost frame) must not keep the window away. */
export const PAINT_LIMIT_MS = 3_000;

/**
 * Calls `show` once: when the page is painted, at the time limit, or at the returned call, whichever comes first. It does
 * not call it for a window that was closed before.
 */
export function scheduleFirstShow(
  window: Pick<EventEmitter, 'once'>,
  time: Clock,
  show: () => void,
): () => void {
  let isDone = false;
  let cancelTimer: CancelTimer = () => {};
  const end = () => {
    isDone = true;
    cancelTimer();
  };
  const showOnce = () => {
    if (isDone) return;
    end();
    show();
  };
  cancelTimer = time.setTimer(PAINT_LIMIT_MS, showOnce);
  window.once('ready-to-show', showOnce);
  window.once('closed', end);
  return showOnce;
}
