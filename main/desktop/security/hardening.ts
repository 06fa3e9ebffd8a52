/** Denies permissions, new windows, webviews, navigation and downloads for all web contents. */
import { app, session, type Session } from 'electron';
import { isPackaged } from '../../runtime/packaged.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import { PAGE_PARTITION } from './web-preferences.ts';

/**
 * With these features a server's response could make Chromium send error and network reports to any other host
 * (https://www.w3.org/TR/network-error-logging/).
 */
const REPORTING = 'Reporting,NetworkErrorLogging';

/**
 * Must run before the app is ready.
 * @param sandbox false only for a developer who runs the source as root, which Chromium's sandbox does not support
 */
export function hardenBeforeReady(sandbox: boolean): void {
  if (sandbox) app.enableSandbox();
  app.commandLine.appendSwitch('disable-features', REPORTING);
  // On Windows and Linux a new session downloads the dictionary of its language from Google at once, so disabling the
  // spell checker later would be too late. On macOS the system has dictionaries, and this call does nothing.
  app.on('session-created', (created) => created.setSpellCheckerLanguages([]));

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
 * Hardens the sessions. Call it once the app is ready. The page's session grants no permissions, loads only the app's own
 * files, and downloads nothing. The main process sends its requests through another session.
 * @returns the session of the window's page
 */
export function hardenSessions(): Session {
  // Otherwise Chromium uses DNS over HTTPS when the system's name servers are those of Google or Cloudflare.
  app.configureHostResolver({ secureDnsMode: 'off' });
  const page = session.fromPartition(PAGE_PARTITION);
  for (const one of [session.defaultSession, page]) {
    one.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
    one.setPermissionCheckHandler(() => false);
    one.setDevicePermissionHandler(() => false);
    one.setSpellCheckerEnabled(false);
    one.on('will-download', (event) => event.preventDefault());
  }
  page.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !isAllowedUrl(url) }));
  return page;
}

/** DevTools, which packages do not include, load pages too. */
function isAllowedUrl(url: string): boolean {
  return url.startsWith(`${APP_ORIGIN}/`) || (!isPackaged && url.startsWith('devtools://'));
}
