/** Single-instance lock, and detection of an instance on another display. */
import { app } from 'electron';
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getDisplay, parseEnvironment, isOtherDisplay, serializeDisplay } from '../window/displays.ts';

/** Whether this command line asks the running instance to quit, as the installer for Windows does. */
export function isQuitRequest(args: readonly string[]): boolean {
  return args.includes('--quit');
}

/** Passes this command line to the running instance, if there is one, and exits. Nothing is started. */
export function forwardQuitRequest(): void {
  app.requestSingleInstanceLock();
  app.exit(0);
}

/**
 * Whether this instance may run; otherwise the running instance was notified. In a read-only profile no lock can be taken:
 * two tray icons are better than none.
 */
export function acquireSingleInstanceLock(): boolean {
  const isFirst = app.requestSingleInstanceLock();
  if (isFirst) saveDisplay();
  return isFirst || !isWritable(app.getPath('userData'));
}

/** Linux: file with the display of the running instance. Chromium overwrites that information in /proc. */
const displayFile = () => join(app.getPath('userData'), 'display');

function saveDisplay(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync(displayFile(), serializeDisplay(process.env), { mode: 0o600 });
  } catch {
    // Read-only folder: a later start cannot detect another display.
  }
}

/**
 * Linux: the display of the running instance's window if it differs from this one's, where the window would not be visible;
 * otherwise null.
 */
export function getOtherDisplay(): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const running = parseEnvironment(readFileSync(displayFile(), 'utf8'));
    return isOtherDisplay(process.env, running) ? getDisplay(running) : null;
  } catch {
    // The display is unknown.
    return null;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
