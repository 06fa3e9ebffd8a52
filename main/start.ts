/**
 * The first moments: what must come before Electron is ready, and the icon in the tray. Everything else is loaded when that
 * is there, so that nobody waits for it to see the icon.
 */
import { app } from 'electron';
import { join } from 'node:path';
import process from 'node:process';
import { declareAppProtocol } from './desktop/app-protocol.ts';
import { launchedCleanly } from './desktop/clean-launch.ts';
import { hardenBeforeReady } from './desktop/hardening.ts';
import { introduceToDesktop } from './desktop/identity.ts';
import { sandboxIsRequired } from './desktop/platform.ts';
import { displayElsewhere, explainElsewhere, isOnlyInstance } from './desktop/single-instance.ts';
import { placeTrayIcon } from './desktop/tray-icon.ts';
import { catchUnexpected, type Unexpected } from './desktop/unexpected.ts';
import { isPackaged } from './packaged.ts';
import { settleZone } from './system-zone.ts';
import { realTime as time } from './time.ts';

/**
 * Electron announces the icon to the desktop in a few steps and tells nobody when they are done. Loading all the rest
 * keeps it from taking them, so that begins when they are likely to be over.
 */
const ICON_FIRST_MS = 25;

if (!isPackaged || launchedCleanly()) begin();

function begin(): void {
  const unexpected = catchUnexpected();
  settleZone(process.env);
  declareAppProtocol();
  hardenBeforeReady(sandboxIsRequired());
  introduceToDesktop();

  // A second start shows the first one's window: the way in on a desktop that has no tray.
  if (isOnlyInstance()) void app.whenReady().then(() => start(unexpected));
  else if (displayElsewhere() !== null) void app.whenReady().then(endHere);
  else app.quit();
}

async function start(unexpected: Unexpected): Promise<void> {
  const dist = join(app.getAppPath(), 'dist');
  // "Unknown", which is true until something is proved.
  const trayIcon = placeTrayIcon(join(dist, 'icons', 'tray'), 'unknown');
  await new Promise<void>((resolve) => time.after(ICON_FIRST_MS, resolve));
  const { run } = await import('./index.ts');
  await run({ dist, trayIcon, unexpected });
}

/** The window that the other start shows cannot be seen from here, so that is said before this one ends. */
async function endHere(): Promise<void> {
  const { openLanguages } = await import('./app/languages.ts');
  const languages = openLanguages(join(app.getAppPath(), 'dist', 'locales'));
  const t = languages.translateInto(languages.pick('system', app.getPreferredSystemLanguages()));
  const display = displayElsewhere() ?? '';
  explainElsewhere(t('elsewhere.headline'), t('elsewhere.nextStep', { display }));
  app.quit();
}
