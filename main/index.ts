/** The story of the app: who its parts are, and how they are joined. Only here do they meet. */
import { app, clipboard, globalShortcut, Menu, nativeTheme, net } from 'electron';
import { join } from 'node:path';
import type { AppState } from '../preload/contract/state.ts';
import type { Choice } from '../preload/contract/vocabulary.ts';
import { createAccountParts } from './app/account-parts.ts';
import { agentPart, createAppStore, say } from './app/app-store.ts';
import { createCommands } from './app/commands.ts';
import { createDayParts } from './app/day-parts.ts';
import { diagnostics } from './app/diagnostics.ts';
import { firstState } from './app/first-state.ts';
import { attempt, followStore } from './app/followers.ts';
import { createHandlers } from './app/handlers.ts';
import { listen, tell } from './app/ipc.ts';
import { openLanguages } from './app/languages.ts';
import { oncePerFault } from './app/once-per-fault.ts';
import { createSettingsParts } from './app/settings-parts.ts';
import { idleLimitMs, lookFor, looksDiffer } from './automation/look.ts';
import { createPresenceWatch } from './automation/presence-watch.ts';
import { APP_ORIGIN, serveApp } from './desktop/app-protocol.ts';
import { createAutostart } from './desktop/autostart.ts';
import { exportFile, pickJsonFile, showFolder } from './desktop/files.ts';
import { hardenSessions } from './desktop/hardening.ts';
import { createNotifier } from './desktop/notifications.ts';
import { openRegistrar } from './desktop/open-registrar.ts';
import {
  aboutThis,
  hasSessionBus,
  isWayland,
  logFolder,
  platformName,
  policyPlace,
} from './desktop/platform.ts';
import { quitPolitely } from './desktop/quitting.ts';
import { createSystemPresence } from './desktop/system-presence.ts';
import { createShortcuts } from './desktop/shortcuts.ts';
import type { PlacedIcon } from './desktop/tray-icon.ts';
import { createTray } from './desktop/tray.ts';
import type { Unexpected } from './desktop/unexpected.ts';
import { createAppWindow } from './desktop/window.ts';
import { managedSettings } from './settings/managed-settings.ts';
import { policyNotice, readPolicy } from './settings/policy.ts';
import { defaultSettings } from './settings/schema.ts';
import { openSettings } from './settings/settings-file.ts';
import { createReadingSchedule } from './status/reading-schedule.ts';
import { createStatusService } from './status/service.ts';
import { createZoneFollower } from './system-zone.ts';
import { realTime as time } from './time.ts';

export type Started = {
  /** The folder of everything that was built. */
  dist: string;
  trayIcon: PlacedIcon;
  unexpected: Unexpected;
};

/** Goes on where start.ts has begun: the icon is there, and says nothing yet. */
export async function run({ dist, trayIcon, unexpected }: Started): Promise<void> {
  serveApp(hardenSessions(), join(dist, 'renderer'));
  // Without a menu bar there are no hidden keys either; only macOS needs one, for copy and paste.
  Menu.setApplicationMenu(
    process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'editMenu' }]) : null,
  );

  const languages = openLanguages(join(dist, 'locales'));
  const { translateInto } = languages;

  // What the company has set, and what was remembered.
  const { place, owners } = policyPlace();
  const { policy, ...policyRead } = await readPolicy(place, {
    languages: languages.all().map(({ tag }) => tag),
    time,
  });
  const opened = openSettings(app.getPath('userData'), defaultSettings(process.platform), time.now);
  const settings = managedSettings(opened.file, policy);

  // The truth.
  const store = createAppStore(
    firstState({
      settings: settings.get(),
      notices: [opened.notice, policyNotice(policyRead)].filter((notice) => notice !== null),
      locked: settings.locked,
      policyFile: policyRead.file,
      language: currentLanguage(),
      languages,
      framed: isWayland,
      platform: platformName(),
      about: aboutThis(),
    }),
    (error) => unexpected.note('main', error),
  );
  unexpected.showBy((trouble) => say(store, { kind: 'appFault', ...trouble }));
  const onFault = oncePerFault((error) => unexpected.note('main', error));
  const update = (change: Partial<AppState>) => store.setState(change);

  // Whose status, and the service that keeps it.
  const { account, cloud, checkAccount, keychain } = createAccountParts({
    store,
    settings,
    time,
    policy,
    keychainSystem: { platform: process.platform, hasSessionBus },
    language: currentLanguage,
    fetch: (url, init) => net.fetch(url, init),
    networkUp: () => net.isOnline(),
    onFault: (error) => unexpected.note('main', error),
    owners,
    logKeyProgram: (words) => unexpected.log('keyProgram', words),
    onSwitch: () => {
      status.reset(settings.get().lastAway);
      readBack();
    },
  });
  const status = createStatusService({
    store: agentPart(store),
    time,
    ...cloud,
    fleetSize: () => policy.fleetSize ?? null,
    onFault: (error) => unexpected.note('main', error),
  });
  const readings = createReadingSchedule({
    time,
    refresh: status.refresh,
    intervalMs: () => settings.get().preferences.readingSeconds * 1000,
    mayRead: () => account.connection() !== null && store.getState().agent.reading !== 'refused',
    isKnown: () => store.getState().agent.proved?.holds === true,
    subscribe: (listener) => store.subscribe(listener),
  });

  // The agent's day.
  const dayParts = createDayParts({
    folder: app.getPath('userData'),
    version: app.getVersion(),
    time,
    store,
    settings,
    status,
    translateInto,
    presence: () => presence.now(),
    connected: () => account.connection() !== null,
    exportFile,
  });
  const { diary, day, absence, automation, exportDay } = dayParts;
  const settingsParts = createSettingsParts({
    time,
    store,
    settings,
    language: currentLanguage,
    translateInto,
    shortcuts: createShortcuts({
      open: (listeners) =>
        openRegistrar(
          {
            registrar: globalShortcut,
            platform: process.platform,
            environment: process.env,
            ozonePlatform: app.commandLine.getSwitchValue('ozone-platform'),
            electronVersion: process.versions.electron,
            time,
            elapsed: () => performance.now(),
          },
          listeners,
        ),
      onPress: (action) => commands.press(action),
      wayland: isWayland,
      platform: process.platform,
    }),
    autostart: createAutostart(),
    setTheme: (theme) => {
      nativeTheme.themeSource = theme;
    },
    onPreferences: () => void day.lookAtBudgets(),
    pickFile: pickJsonFile,
    exportFile,
    policy,
    platform: process.platform,
  });
  const presence = createPresenceWatch({
    time,
    system: createSystemPresence(process.platform),
    loadMore: async () => {
      if (process.platform !== 'linux') return null;
      const { createLinuxPresence } = await import('./desktop/linux-presence.ts');
      return createLinuxPresence(time, process.env);
    },
    look: () =>
      lookFor(store.getState(), {
        settingsSeen: appWindow.isVisible(),
        returnAt: day.nextReturnAt(),
        now: time.now(),
      }),
    idleAfterMs: () => idleLimitMs(store.getState().preferences),
    onLeft: (cause) => {
      if (cause !== 'idle') readings.stop();
      absence.left(cause);
    },
    onScreen: readBack,
    onBack: () => {
      day.resume();
      absence.back();
    },
    onSenses: (senses) => update({ senses }),
  });

  // Where it is seen.
  const icon = join(dist, 'icons', 'app-256.png');
  const appWindow = createAppWindow({
    preload: join(dist, 'preload', 'index.cjs'),
    icon,
    time,
    wayland: isWayland,
    trayBounds: () => tray.bounds(),
    mayHideOnBlur: () => store.getState().page === 'main' && store.getState().account.mode !== 'unset',
    onOpen: () => {
      readBack();
      presence.follow();
    },
    onGone: () => {
      // What was asked of that page is not asked of the next.
      const { ask } = store.getState();
      if (ask.otherReasonFor) update({ ask: { ...ask, otherReasonFor: null } });
    },
    onHide: settingsParts.shortcutDesk.end,
    onLost: (why) => unexpected.note('window', new Error(`The window's page was lost: ${why}`)),
  });
  const tray = createTray({
    placed: trayIcon,
    time,
    translateInto,
    onClick: appWindow.toggle,
    onApproach: readings.expectSomebody,
    onCommand: (command) => commands.obey(command),
    onFault,
  });
  const notifier = createNotifier({
    time,
    translateInto,
    onClick: openInCentre,
    onAction: (action) => commands.obey({ do: action }),
    icon,
    onFault,
    onNotShown: oncePerFault((error) => unexpected.log('main', error)),
  });
  followStore(
    store,
    [
      createZoneFollower(process.env, time.now),
      (after) => tray.show(after),
      (after) => tell(appWindow.page(), 'state', after),
      (after, before) => notifier.announce(before, after, appWindow.isVisible()),
      (after, before) => rememberLastAway(after.agent.lastAway, before.agent.lastAway),
      (after, before) => {
        if (after.agent !== before.agent) day.follow(before.agent, after.agent);
      },
      (after, before) => {
        if (looksDiffer(after, before)) presence.follow();
      },
    ],
    onFault,
  );

  // Where wishes come from.
  const commands = createCommands({
    store,
    account,
    status,
    appWindow,
    day,
    time,
    onPerson: automation.person,
    wasTest: settingsParts.shortcutDesk.wasTest,
    quit: () => app.quit(),
  });
  const handlers = createHandlers({
    store,
    account,
    status,
    languages,
    copyText: (text) => void clipboard.writeText(text),
    day,
    diary,
    onPerson: automation.person,
    settingsParts,
    checkAccount,
    diagnostics: () => diagnostics(store.getState(), time.now(), process.env),
    openLogFolder: () => showFolder(logFolder()),
    exportDay,
    noteTrouble: ({ message, stack }) =>
      unexpected.note('window', Object.assign(new Error(message), { stack })),
    hideWindow: appWindow.hide,
    quit: () => app.quit(),
  });
  listen(handlers, appWindow.page, APP_ORIGIN);
  app.on('second-instance', openInCentre);
  app.on('activate', openInCentre);
  app.on('window-all-closed', () => {
    // The tray stays.
  });
  quitPolitely({
    time,
    farewell: absence.farewell,
    closePorts: keychain.close,
    isThreadBlocked: keychain.isBusy,
    note: (error) => unexpected.note('main', error),
    onQuit: () => {
      // None of them may keep the app from ending.
      const ends = [notifier.stop, diary.close, presence.stop, tray.stop, appWindow.letClose];
      for (const end of ends) attempt(end, onFault);
    },
  });
  appWindow.start();
  update({ account: account.shown() });

  // And off it goes. What acts by itself comes last, when there is an account to act for.
  diary.start();
  void settingsParts.start();
  if (settings.get().mode === 'unset') openInCentre();
  await account.start();
  readBack();
  presence.start();
  dayParts.start();

  function openInCentre(): void {
    appWindow.open('centre');
  }

  /** Reading back begins anew where there is somebody to read for. */
  function readBack(): void {
    if (account.connection()) readings.start();
    else readings.stop();
  }

  function rememberLastAway(now: Choice, before: Choice): void {
    if (now === before) return;
    settings.update({ lastAway: now }).then((trouble) => {
      if (trouble) say(store, trouble);
    }, onFault);
  }

  function currentLanguage(): string {
    return languages.pick(settings.get().preferences.language, app.getPreferredSystemLanguages());
  }
}
