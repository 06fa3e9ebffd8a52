/** Starts the app in three phases: create the services, connect them, start them. */
import { Menu } from 'electron';
import { join } from 'node:path';
import { deleteLeftoverKey } from './account/leftover-key.ts';
import { hardenSessions } from './desktop/security/hardening.ts';
import { servePage } from './desktop/security/page-source.ts';
import { macMenuTemplate } from './desktop/window/mac-menu.ts';
import { connect, restartPolling } from './connect.ts';
import { createServices, type AppDeps, type Services } from './create-services.ts';

/** Takes over from index.ts, which has put the icon into the tray with the status "unknown". */
export async function startApp(deps: AppDeps): Promise<void> {
  await servePage(hardenSessions(), join(deps.dist, 'renderer'));
  // Without a menu bar there are no hidden keys either.
  Menu.setApplicationMenu(null);
  const services = await createServices(deps);
  connect(services);
  if (process.platform === 'darwin') installMacMenu(services);
  await start(services);
}

/** The menu is not visible, so a later change of the language does not matter. */
function installMacMenu({ commands, locales, store }: Services): void {
  const label = locales.translateInto(store.getState().language)('tray.settings');
  const openSettings = () => commands.execute({ type: 'settings' });
  Menu.setApplicationMenu(Menu.buildFromTemplate(macMenuTemplate(label, openSettings)));
}

/** Starts what acts by itself; automation comes last, when there is an account to act for. */
async function start(services: Services): Promise<void> {
  const { account, activityServices, appWindow, errorReporter, keychain, policy, policyErrors } = services;
  const { about } = services.store.getState();
  errorReporter.log.write({
    level: 'info',
    scope: 'main',
    message: `Standby ${about.version} starts, Electron ${about.electron}, ${about.system}`,
  });
  appWindow.start();
  services.notifier.start();
  services.update({ account: account.publicState() });
  activityServices.activityHistory.start();
  void services.settingsService.start();
  const isConfigured = account.publicState().mode !== 'unconfigured';
  if (!isConfigured) services.openCentered();
  await account.start();
  // The sign-in of the last start is not there any more: the agent has to sign in again.
  if (isConfigured && account.publicState().mode === 'unconfigured') services.openCentered();
  // The simulator has its address only now, so its log is opened by this second call.
  activityServices.activityHistory.start();
  void deleteLeftoverKey({ policy, errors: policyErrors }, keychain, (message) =>
    errorReporter.log.write({ level: 'info', scope: 'keychain', message }),
  );
  restartPolling(services);
  services.presence.start();
  activityServices.start();
  void services.localApi.start();
}
