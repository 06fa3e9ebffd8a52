/** The limits put on every page before the first one is opened: nothing is asked for, opened or left. */
import { app, session, type Session } from 'electron';
import { isPackaged } from '../packaged.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import { PAGE_PARTITION } from './page-preferences.ts';

/**
 * With these a server's answer could have Chromium send reports, of errors and of the network, to any other host
 * (https://www.w3.org/TR/network-error-logging/).
 */
const REPORTING = 'Reporting,NetworkErrorLogging';

/**
 * Must run before the app is ready.
 * @param sandbox false only for a developer who runs the source as root, whom Chromium's sandbox refuses
 */
export function hardenBeforeReady(sandbox: boolean): void {
  if (sandbox) app.enableSandbox();
  app.commandLine.appendSwitch('disable-features', REPORTING);
  // On Windows and Linux a session asks Google for the dictionary of its language as soon as it exists, so that it is too
  // late to switch spell-checking off once the app has it. macOS has its own dictionaries, and this does nothing there.
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
 * Once the app is ready: the session of the window's page, in which no permission is granted, asked for or not, nothing is
 * requested but the app's own files, and nothing is downloaded. The main process's own requests go out by another.
 */
export function hardenSessions(): Session {
  // Otherwise names are asked of Google's or Cloudflare's servers by https where those are the computer's name servers.
  app.configureHostResolver({ secureDnsMode: 'off' });
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
  return url.startsWith(`${APP_ORIGIN}/`) || (!isPackaged && url.startsWith('devtools://'));
}
