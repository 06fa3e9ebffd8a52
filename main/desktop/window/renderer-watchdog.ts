/** Detects a crashed or unresponsive renderer. */
import type { BrowserWindow } from 'electron';
import type { CancelTimer, Clock } from '../../../shared/clock.ts';

/** A page that responds again within this time was only busy. */
const UNRESPONSIVE_TIMEOUT_MS = 3_000;

/** @param onCrashed called with Electron's reason ("crashed", "oom", …), or "hung" */
export function watchRenderer(window: BrowserWindow, time: Clock, onCrashed: (why: string) => void): void {
  let cancelTimer: CancelTimer = () => {};
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    cancelTimer();
    onCrashed(reason);
  });
  window.on('unresponsive', () => {
    cancelTimer();
    cancelTimer = time.setTimer(UNRESPONSIVE_TIMEOUT_MS, () => onCrashed('hung'));
  });
  window.on('responsive', () => cancelTimer());
  window.on('closed', () => cancelTimer());
}
