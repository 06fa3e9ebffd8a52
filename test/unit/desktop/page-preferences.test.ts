import { expect, it } from 'vitest';
import { pagePreferences } from '../../../main/desktop/page-preferences.ts';

it.each([
  { packaged: true, devTools: false },
  { packaged: false, devTools: true },
])('DevTools are for the source only (packaged: $packaged)', ({ packaged, devTools }) => {
  expect(pagePreferences('/preload.cjs', packaged)).toEqual({
    preload: '/preload.cjs',
    partition: 'standby-window',
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
    devTools,
  });
});
