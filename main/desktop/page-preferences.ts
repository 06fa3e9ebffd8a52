/** The page's own session. Without "persist:" it is in memory: nothing of the page is written to disk. */
export const PAGE_PARTITION = 'standby-window';

/**
 * What the window's page is given: the bridge of its preload script, in the sandbox, and nothing of Node.
 * @param preload the built preload script
 * @param packaged whether it is a package that runs: there, nobody looks into the page with DevTools
 */
export function pagePreferences(preload: string, packaged: boolean): Electron.WebPreferences {
  return {
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
    spellcheck: false,
    devTools: !packaged,
  };
}
