/** The limits put on every page before the first one is opened: nothing is asked for, opened or left. */
import { app, session } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';

/** Switches with which a program that starts Standby could look into its window and act in it. */
const DEBUGGERS = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address'];

/**
 * Must run before the app is ready.
 * @param sandbox false only for a developer who runs the source as root, whom Chromium's sandbox refuses
 */
export function hardenBeforeReady(sandbox: boolean): void {
  if (sandbox) app.enableSandbox();
  // No fuse turns Chromium's own debuggers off: a package does not hear of them.
  if (app.isPackaged) DEBUGGERS.forEach((name) => app.commandLine.removeSwitch(name));

  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(`${APP_ORIGIN}/`)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** Once the app is ready: no permission is granted, asked for or not. */
export function hardenSession(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
}
