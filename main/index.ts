/**
 * The first moments: what must come before Electron is ready, and the icon in the tray. Everything else is loaded when that
 * is there, so that nobody waits for it to see the icon.
 */
import { app } from 'electron';
import { join } from 'node:path';
import process from 'node:process';
import { getCommand } from './command-line.ts';
import { registerAppScheme } from './desktop/security/app-protocol.ts';
import { launchedCleanly } from './desktop/security/clean-launch.ts';
import { hardenBeforeReady } from './desktop/security/hardening.ts';
import { setAppUserModelId } from './desktop/system/app-user-model-id.ts';
import { sandboxIsRequired } from './desktop/system/platform.ts';
import { resolveProfileFolder } from './desktop/system/profile-folder.ts';
import {
  getOtherDisplay,
  acquireSingleInstanceLock,
  forwardQuitRequest,
  isQuitRequest,
} from './desktop/system/single-instance.ts';
import { createTrayIcon } from './desktop/tray/tray-icon.ts';
import { installErrorHandlers, type ErrorReporter } from './desktop/system/uncaught-errors.ts';
import { isPackaged } from './runtime/packaged.ts';
import { normalizeZoneVariable } from './runtime/system-zone.ts';
import { systemClock as time } from '../shared/clock.ts';

/**
 * Electron announces the icon to the desktop in a few steps and tells nobody when they are done. Loading all the rest
 * keeps it from taking them, so that begins when they are likely to be over.
 */
const TRAY_HEAD_START_MS = 25;

const command = getCommand(process.argv, !isPackaged);
if (command !== null) {
  useProfileFolder(false);
  const { runCommand } = await import('./run-command.ts');
  // Awaited, so that Chromium does not start: it would need a display.
  await runCommand(command);
} else if (!isPackaged || launchedCleanly()) {
  const isQuit = isQuitRequest(process.argv);
  const moveError = useProfileFolder(!isQuit);
  if (isQuit) forwardQuitRequest();
  else bootstrap(moveError);
}

/** Returns why an old profile could not be moved, otherwise null. */
function useProfileFolder(mayMove: boolean): unknown {
  const electronFolder = app.getPath('userData');
  const { folder, error } = resolveProfileFolder({
    platform: process.platform,
    electronFolder,
    isGiven: app.commandLine.hasSwitch('user-data-dir'),
    localAppData: process.env.LOCALAPPDATA,
    mayMove,
  });
  if (folder !== electronFolder) app.setPath('userData', folder);
  return error;
}

function bootstrap(moveError: unknown): void {
  const errorReporter = installErrorHandlers();
  if (moveError !== null) errorReporter.log.write({ level: 'error', scope: 'main', message: moveError });
  normalizeZoneVariable(process.env);
  registerAppScheme();
  hardenBeforeReady(sandboxIsRequired());
  // A small window gains nothing from a graphics driver, which costs memory and start time and fails on many virtual desktops.
  app.disableHardwareAcceleration();
  setAppUserModelId();

  // From the first moment on, so that no request is lost.
  app.on('second-instance', (_event, args) => {
    if (isQuitRequest(args)) app.quit();
  });
  // A second start shows the first one's window: the way in on a desktop that has no tray.
  if (acquireSingleInstanceLock()) void app.whenReady().then(() => startWhenReady(errorReporter));
  else if (getOtherDisplay() !== null)
    void Promise.all([import('./running-elsewhere.ts'), app.whenReady()]).then(([{ explainAndQuit }]) =>
      explainAndQuit(),
    );
  else app.quit();
}

async function startWhenReady(errorReporter: ErrorReporter): Promise<void> {
  const dist = join(app.getAppPath(), 'dist');
  // The icon of an unknown status, which is correct until the first confirmation.
  const trayIcon = createTrayIcon(join(dist, 'icons', 'tray'), 'unknown');
  await new Promise<void>((resolve) => time.setTimer(TRAY_HEAD_START_MS, resolve));
  const { startApp } = await import('./app.ts');
  await startApp({ dist, trayIcon, errorReporter });
}
