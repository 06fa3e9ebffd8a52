/** Creates the window with its web preferences. They are literal in the call, where auditing tools look for them. */
import { BrowserWindow } from 'electron';

/** Partition of the page's session. Without "persist:" it stays in memory: nothing of the page is written to disk. */
export const PAGE_PARTITION = 'standby-window';

/**
 * Creates the window. Its page has the API of the preload script, runs in the sandbox, and has no Node integration.
 * @param options appearance of the window
 * @param preload path of the built preload script
 * @param packaged whether the app is a package, which disables DevTools
 */
export function createSecureWindow(
  options: Omit<Electron.BrowserWindowConstructorOptions, 'webPreferences'>,
  preload: string,
  packaged: boolean,
): BrowserWindow {
  return new BrowserWindow({
    ...options,
    webPreferences: {
      preload,
      partition: PAGE_PARTITION,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      // Auditing tools require it. Current Chromium has no such feature; new windows are denied, also by middle click.
      disableBlinkFeatures: 'Auxclick',
      spellcheck: false,
      devTools: !packaged,
    },
  });
}
