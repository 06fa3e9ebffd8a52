/** Tells that Standby runs on another display. Few starts need it, so it is loaded on demand. */
import { app, dialog } from 'electron';
import { join } from 'node:path';
import process from 'node:process';
import { openLocales } from './app/locales.ts';
import { keychainSystem } from './desktop/system/platform.ts';
import { getOtherDisplay } from './desktop/system/single-instance.ts';

/** The window that the other start shows cannot be seen from here, so that is said before this one ends. */
export function explainAndQuit(): void {
  const locales = openLocales(join(app.getAppPath(), 'dist', 'locales'), keychainSystem());
  const t = locales.translateInto(locales.resolveLocale('system', app.getPreferredSystemLanguages()));
  const display = getOtherDisplay() ?? '';
  showRunningElsewhere(t('elsewhere.headline'), t('elsewhere.nextStep', { display }));
  app.quit();
}

/** Reports on this display, and in the terminal, that Standby runs on another one. */
function showRunningElsewhere(title: string, body: string): void {
  process.stderr.write(`${title}\n${body}\n`);
  // Synchronous: without any events a promise may resolve half a minute late.
  dialog.showMessageBoxSync({ type: 'info', title, message: title, detail: body });
}
