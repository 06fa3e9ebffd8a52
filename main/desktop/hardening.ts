/** The limits put on every page before the first one is opened: nothing is asked for, opened or left. */
import { app, session, type Session } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';
import { PAGE_PARTITION } from './page-preferences.ts';

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
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/**
 * Once the app is ready: the session of the window's page, in which no permission is granted, asked for or not, nothing is
 * requested but the app's own files, and nothing is downloaded. The main process's own requests go out by another.
 */
export function hardenSessions(): Session {
  const page = session.fromPartition(PAGE_PARTITION);
  for (const one of [session.defaultSession, page]) {
    one.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    one.setPermissionCheckHandler(() => false);
    one.setDevicePermissionHandler(() => false);
    one.setSpellCheckerEnabled(false);
    one.on('will-download', (event) => event.preventDefault());
  }
  page.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isOwnOrDeveloper(url) }));
  return page;
}

/** DevTools, which packages do not have, are a page too. */
function isOwnOrDeveloper(url: string): boolean {
  return url.startsWith(`${APP_ORIGIN}/`) || (!app.isPackaged && url.startsWith('devtools://'));
}
