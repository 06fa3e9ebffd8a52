/** Notices when the window's page has died or hangs. */
import type { BrowserWindow } from 'electron';
import type { Cancel, Time } from '../time.ts';

/** A page that answers again by itself within this time was only busy. */
const PATIENCE_MS = 3_000;

/** @param onLost the page will not come back: why, in the runtime's word ("crashed", "oom", "hung") */
export function watchPage(window: BrowserWindow, time: Time, onLost: (why: string) => void): void {
  let stopWaiting: Cancel = () => {};
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    stopWaiting();
    onLost(reason);
  });
  window.on('unresponsive', () => {
    stopWaiting();
    stopWaiting = time.after(PATIENCE_MS, () => onLost('hung'));
  });
  window.on('responsive', () => stopWaiting());
  window.on('closed', () => stopWaiting());
}
