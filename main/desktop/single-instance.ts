import { app } from 'electron';
import { accessSync, constants } from 'node:fs';

/**
 * Whether this start is the one that stays; if not, the one that is running has been told. In a folder that cannot be
 * written nobody can leave a mark of being there: better two in the tray than none.
 */
export function isOnlyInstance(): boolean {
  return app.requestSingleInstanceLock() || !isWritable(app.getPath('userData'));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
