/** Sets the AppUserModelID on Windows. */
import { app } from 'electron';
import { desktopName } from '../../../package.json';
import { isPackaged } from '../../runtime/packaged.ts';

/** The app id of the packages (scripts/package/identity.mjs). */
export const APP_ID = desktopName.replace(/\.desktop$/, '');

/**
 * Windows shows notifications only of programs with a start menu entry of the same id; the installer creates that. On Linux
 * and macOS the package identifies the app.
 */
export function setAppUserModelId(): void {
  if (process.platform === 'win32' && isPackaged) app.setAppUserModelId(APP_ID);
}
