/** The story of the app: how it starts, who its parts are, and how they are joined. Only here do they meet. */
import { app, clipboard, globalShortcut, Menu, net } from 'electron';
import { join } from 'node:path';
import { pickLanguage, translateInto } from '../assets/locales/translate.ts';
import type { AppState } from '../preload/contract/state.ts';
import type { Choice, ShortcutAction, Source } from '../preload/contract/vocabulary.ts';
import { createAccount } from './account/account.ts';
import { createKeychain, loadKeytar } from './account/keychain.ts';
import { startInAppSimulator } from './account/in-app-simulator.ts';
import { createVault, NO_KEYS } from './account/vault.ts';
import { agentPart, createAppStore } from './app-store.ts';
import { createCloud } from './cloud.ts';
import { APP_ORIGIN, declareAppProtocol, serveApp } from './desktop/app-protocol.ts';
import { hardenBeforeReady, hardenSession } from './desktop/hardening.ts';
import { createNotifier } from './desktop/notifications.ts';
import { isWayland, platformName, sandboxIsRequired } from './desktop/platform.ts';
import { registerShortcuts } from './desktop/shortcuts.ts';
import type { TrayCommand } from './desktop/tray-view.ts';
import { createTray } from './desktop/tray.ts';
import { createAppWindow } from './desktop/window.ts';
import { createHandlers } from './handlers.ts';
import { listen, tell } from './ipc.ts';
import { defaultSettings } from './settings/schema.ts';
import { openSettings } from './settings/settings-file.ts';
import { createStatusService } from './status/service.ts';
import { initialAgentState } from './status/state.ts';
import { realTime as time } from './time.ts';

declareAppProtocol();
hardenBeforeReady(sandboxIsRequired());

// A second start shows the first one's window: the way in on a desktop that has no tray.
if (app.requestSingleInstanceLock()) void app.whenReady().then(run);
else app.quit();

async function run(): Promise<void> {
  const dist = join(app.getAppPath(), 'dist');
  hardenSession();
  serveApp(join(dist, 'renderer'));
  // Without a menu bar there are no hidden keys either; only macOS needs one, for copy and paste.
  Menu.setApplicationMenu(
    process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'editMenu' }]) : null,
  );

  // What was remembered.
  const { file: settings, notice } = openSettings(
    app.getPath('userData'),
    defaultSettings(process.platform),
    time.now,
  );

  // The truth.
  const store = createAppStore(firstState());
  const update = (change: Partial<AppState>) => store.setState(change);

  // Whose status, and the service that keeps it.
  const account = createAccount({
    settings,
    createVault: (onChange) => createVault(createKeychain(loadKeytar, time), onChange),
    startSimulator: startInAppSimulator,
    onShow: (shown) => update({ account: shown }),
    onSwitch: () => {
      status.reset(settings.get().lastAway);
      if (account.connection()) void status.refresh();
    },
  });
  const cloud = createCloud({
    fetch: (url, init) => net.fetch(url, init),
    connection: account.connection,
    time,
    language: currentLanguage,
  });
  const status = createStatusService({ store: agentPart(store), time, ...cloud });

  // Where it is seen.
  const appWindow = createAppWindow({
    preload: join(dist, 'preload', 'index.cjs'),
    icon: join(dist, 'icons', 'app-256.png'),
    time,
    wayland: isWayland,
    trayBounds: () => tray.bounds(),
    mayHideOnBlur: () => store.getState().page === 'main' && store.getState().account.mode !== 'unset',
    onOpen: () => {
      if (account.connection()) void status.refresh();
    },
  });
  const tray = createTray({
    icons: join(dist, 'icons', 'tray'),
    time,
    onClick: appWindow.toggle,
    onCommand: obey,
  });
  const notifier = createNotifier(openInCentre);
  store.subscribe((after, before) => {
    tray.show(after);
    tell(appWindow.page(), 'state', after);
    notifier.announce(before, after, appWindow.isVisible());
    rememberLastAway(after.agent.lastAway, before.agent.lastAway);
  });

  // Where wishes come from.
  const handlers = createHandlers({
    store,
    account,
    status,
    copyText: (text) => void clipboard.writeText(text),
    hideWindow: appWindow.hide,
  });
  listen(handlers, appWindow.page, APP_ORIGIN);
  app.on('second-instance', openInCentre);
  app.on('activate', openInCentre);
  app.on('window-all-closed', () => {
    // The tray stays.
  });
  app.on('before-quit', appWindow.letClose);
  update({
    account: account.shown(),
    shortcuts: registerShortcuts(globalShortcut, settings.get().shortcuts, press, isWayland),
  });

  // And off it goes.
  if (settings.get().mode === 'unset') openInCentre();
  await account.start();
  if (account.connection()) void status.refresh();

  function openInCentre(): void {
    appWindow.open('centre');
  }

  function choose(choice: Choice, source: Source): void {
    if (account.connection()) status.choose(choice, source);
    else openInCentre();
  }

  function press(action: ShortcutAction): void {
    if (action !== 'toggle') choose({ status: action, reason: '' }, 'shortcut');
    else if (account.connection()) status.toggle('shortcut');
    else openInCentre();
  }

  function obey(command: TrayCommand): void {
    switch (command.do) {
      case 'choose':
        return choose(command.choice, 'tray');
      case 'otherReason':
        update({ page: 'main', ask: { id: store.getState().ask.id + 1, otherReasonFor: command.status } });
        return appWindow.open('tray');
      case 'tryAgain':
        return status.tryAgain('tray');
      case 'giveUp':
        return status.giveUp();
      case 'open':
        return appWindow.open('tray');
      case 'settings':
        update({ page: 'settings' });
        return appWindow.open('tray');
      case 'quit':
        return app.quit();
    }
  }

  function rememberLastAway(now: Choice, before: Choice): void {
    if (now === before) return;
    void settings.update({ lastAway: now }).then((trouble) => {
      if (trouble) update({ notices: [...store.getState().notices, trouble] });
    });
  }

  function currentLanguage() {
    const chosen = settings.get().language;
    return chosen === 'system' ? pickLanguage(app.getPreferredSystemLanguages()) : chosen;
  }

  function firstState(): AppState {
    const language = currentLanguage();
    return {
      language,
      agent: initialAgentState(settings.get().lastAway),
      account: {
        ...settings.get().account,
        mode: 'unset',
        endpoint: '',
        keys: NO_KEYS.keys,
        keychain: 'unasked',
      },
      reasons: settings.get().reasons ?? translateInto(language)('reasons', { returnObjects: true }),
      shortcuts: [],
      notices: notice ? [notice] : [],
      page: 'main',
      ask: { id: 0, otherReasonFor: null },
      platform: platformName(),
      version: app.getVersion(),
    };
  }
}
