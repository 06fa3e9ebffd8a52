import { app } from 'electron';
import { isPackaged } from '../packaged.ts';

/** The id that the packages give the program (electron-builder.yml). */
export const APP_ID = 'io.github.standby.Standby';

/**
 * Makes itself known to Windows, which shows the notifications only of programs it knows from the start menu; the
 * installer puts Standby there under this id. Linux and macOS know it by the package itself.
 */
export function introduceToDesktop(): void {
  if (process.platform === 'win32' && isPackaged) app.setAppUserModelId(APP_ID);
}
