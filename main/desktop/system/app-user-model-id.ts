/** Sets the AppUserModelID and the id of notifications on Windows. */
import { app } from 'electron';
import { desktopName } from '../../../package.json';
import { isPackaged } from '../../runtime/packaged.ts';

/** The app id of the packages (scripts/package/identity.mjs). */
export const APP_ID = desktopName.replace(/\.desktop$/, '');

/**
 * By this id Windows starts the app for a click on a notification. It must stay: Electron otherwise writes a new id to the start
 * menu entry and to the registry at each run.
 */
const TOAST_ACTIVATOR_CLSID = '{6B0B5A0E-2F0C-4D5E-9C0B-7B1B3C3F6A51}';

/**
 * Windows shows notifications only of programs with a start menu entry of the same id; the installer creates that. On Linux
 * and macOS the package identifies the app.
 */
export function setAppUserModelId(): void {
  if (process.platform !== 'win32' || !isPackaged) return;
  app.setAppUserModelId(APP_ID);
  // Before the first notification. Packages contain Electron 45, which has the method. Not yet run on Windows.
  app.setToastActivatorCLSID(TOAST_ACTIVATOR_CLSID);
}
