import { app, dialog } from 'electron';
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { displayIn, environmentOf, isElsewhere, listed } from './displays.ts';

/**
 * Whether this start is the one that stays; if not, the one that is running has been told. In a folder that cannot be
 * written nobody can leave a mark of being there: better two in the tray than none.
 */
export function isOnlyInstance(): boolean {
  const isFirst = app.requestSingleInstanceLock();
  if (isFirst) noteDisplay();
  return isFirst || !isWritable(app.getPath('userData'));
}

/** Linux: where the windows of the running instance are. Chromium overwrites what /proc would tell of that. */
const displayFile = () => join(app.getPath('userData'), 'display');

function noteDisplay(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync(displayFile(), listed(process.env), { mode: 0o600 });
  } catch {
    // A folder that cannot be written: a later start then says nothing of displays.
  }
}

/**
 * Linux: the display on which the Standby that is running shows its window, where that is not the one of this start;
 * whoever has started this one sees nothing of that window.
 */
export function displayElsewhere(): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const running = environmentOf(readFileSync(displayFile(), 'utf8'));
    return isElsewhere(process.env, running) ? displayIn(running) : null;
  } catch {
    // Nothing is known of its display.
    return null;
  }
}

/** Says on this display, and in the terminal, that Standby runs on another one; then this start ends. */
export function explainElsewhere(title: string, body: string): void {
  process.stderr.write(`${title}\n${body}\n`);
  // Synchronous: nothing else runs here, and without any event the answer of a promise can be half a minute late.
  dialog.showMessageBoxSync({ type: 'info', title, message: title, detail: body });
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
