/** Connects the services: links, subscriptions to the store, and the ways in from outside. */
import { app, clipboard } from 'electron';
import type { StatusChoice } from '../shared/domain.ts';
import { addNotice } from './app/store.ts';
import { diagnostics } from './app/diagnostics.ts';
import { runSafely, subscribeInOrder } from './app/store-listeners.ts';
import { createHandlers } from './app/ipc-handlers.ts';
import { describeStateChanges } from './app/log-state-changes.ts';
import { registerIpcHandlers, sendToRenderer } from './app/ipc.ts';
import { mayChangePollingMode } from './automation/polling-mode.ts';
import { APP_ORIGIN } from './desktop/security/app-protocol.ts';
import { statusLabel } from './desktop/labels.ts';
import { showFolder } from './desktop/window/file-dialogs.ts';
import { installationKind, logFolder } from './desktop/system/platform.ts';
import { isQuitRequest } from './desktop/system/single-instance.ts';
import { installGracefulShutdown } from './desktop/system/graceful-shutdown.ts';
import { createZoneRefresher } from './runtime/system-zone.ts';
import { systemClock as time } from '../shared/clock.ts';
import { CATALOG_CODES } from '../tencent/error-catalog.ts';
import { FAILURE_TRAITS } from '../tencent/failure.ts';
import { STS_CODES } from '../tencent/sts/sts-errors.ts';
import type { Services } from './create-services.ts';
import type { Links } from './links.ts';

/** Sets the links, subscribes to the store and opens the ways in: IPC, second start, end of the session. */
export function connect(services: Services): void {
  const { account, activityServices, appWindow, commands, errorReporter, links, onError } = services;
  const { presence, settings, settingsService, status, statusPoller, store, tray } = services;
  const { activityHistory, activityTracker, autoAway, automation, exportDay } = activityServices;
  const { log } = errorReporter;
  const restart = () => restartPolling(services);

  Object.assign(links, {
    onRequest: (purpose) => services.team.yieldSlot(purpose === 'switch' ? 'switching' : 'reading'),
    onAccountChange: () => {
      settingsService.onAccountChange();
      status.reset(settings.get().lastAwayChoice);
      activityServices.onAccountChange();
      services.notifier.onAccountChange();
      restart();
    },
    onAway: (cause) => {
      log.write({ level: 'info', scope: 'presence', message: `away: ${cause}` });
      if (cause !== 'idle') {
        statusPoller.stop();
        status.withdrawFree();
      }
      autoAway.onAway(cause);
    },
    onReturn: () => {
      log.write({ level: 'info', scope: 'presence', message: 'returned' });
      activityTracker.resume();
      autoAway.onReturn();
    },
    onScreenVisible: restart,
    handleShortcut: (id) => {
      log.write({ level: 'info', scope: 'shortcuts', message: `${id} pressed` });
      commands.handleShortcut(id);
    },
    execute: commands.execute,
    onWindowOpen: () => {
      log.write({ level: 'debug', scope: 'window', message: 'shown' });
      restart();
      presence.updatePollingMode();
    },
    isWindowVisible: appWindow.isVisible,
    nextReturnAt: activityTracker.nextReturnAt,
    trayBounds: tray.bounds,
  } satisfies Links);

  log.keepReadable([...CATALOG_CODES, ...STS_CODES, ...Object.keys(FAILURE_TRAITS)]);
  errorReporter.setPresenter((notice) => addNotice(store, { kind: 'unhandledError', ...notice }));
  const persistLastAway = (now: StatusChoice, before: StatusChoice) => {
    if (now === before) return;
    settings.update({ lastAwayChoice: now }).then((notice) => {
      if (notice) addNotice(store, notice);
    }, onError);
  };
  subscribeInOrder(
    store,
    [
      createZoneRefresher(process.env, time.now),
      (after) => tray.show(after),
      (after) => sendToRenderer(appWindow.page(), 'state', after),
      (after, before) => services.notifier.notify(before, after, appWindow.isVisible()),
      (after, before) => persistLastAway(after.agent.lastAwayChoice, before.agent.lastAwayChoice),
      (after, before) => {
        if (after.account.mode !== before.account.mode) appWindow.updateTaskbar();
      },
      (after, before) => {
        if (after.agent !== before.agent) activityTracker.onAgentChange(before.agent, after.agent);
      },
      (after, before) => {
        if (after.agent !== before.agent)
          settingsService.onAgentChange(before.agent, after.agent, after.reasons);
      },
      services.statusHook.onStateChange,
      (after, before) => {
        if (mayChangePollingMode(after, before)) presence.updatePollingMode();
      },
      (after, before) => {
        for (const line of describeStateChanges(after, before, time.now())) log.write(line);
      },
    ],
    onError,
  );

  const handlers = createHandlers({
    store,
    account,
    signIn: services.signIn,
    status,
    checkNow: statusPoller.checkNow,
    locales: services.locales,
    copyText: (text) => void clipboard.writeText(text),
    activityTracker,
    activityHistory,
    onUserAction: automation.resume,
    settingsService,
    checkAccount: services.checkAccount,
    readSetup: services.readSetup,
    diagnostics: () =>
      diagnostics(store.getState(), time.now(), process.env, {
        installation: installationKind(),
        issuer: services.policy.signIn?.issuer ?? null,
      }),
    openLogFolder: () => showFolder(logFolder()),
    exportDay,
    logRendererError: ({ message, stack }) =>
      errorReporter.report('window', Object.assign(new Error(message), { stack })),
    hideWindow: appWindow.hide,
    quit: () => app.quit(),
  });
  registerIpcHandlers(handlers, appWindow.page, APP_ORIGIN);
  app.on('second-instance', (_event, args) => {
    if (!isQuitRequest(args)) services.openCentered();
  });
  app.on('activate', services.openCentered);
  app.on('window-all-closed', () => {
    // Without a listener Electron would quit; the tray stays.
  });
  installGracefulShutdown({
    time,
    setAwayBeforeQuit: autoAway.setAwayBeforeQuit,
    closeKeychain: services.keychain.close,
    isThreadBlocked: services.keychain.isBusy,
    logStopped: () => {
      activityHistory.close();
      log.write({ level: 'info', scope: 'main', message: 'the session ends' });
      log.flush();
    },
    onContinue: () => {
      log.write({ level: 'info', scope: 'main', message: 'the session goes on' });
      activityHistory.reopen(store.getState().agent);
    },
    sessionWindow: {
      icon: services.icon,
      title: () => {
        const choice = settings.get().preferences.onQuit;
        const t = services.locales.translateInto(store.getState().language);
        return choice ? t('sessionEnd.setting', { choice: statusLabel(t, choice) }) : 'Standby';
      },
    },
    reportError: services.reportError,
    onQuit: () => {
      // An error in one of them must not keep the app from ending.
      const cleanups = [
        services.localApi.stop,
        services.gatewayEvents.stop,
        services.notifier.stop,
        activityHistory.close,
        () => services.auditLog?.stop(),
        presence.stop,
        tray.stop,
        appWindow.allowClose,
      ];
      for (const cleanup of cleanups) runSafely(cleanup, onError);
      log.write({ level: 'info', scope: 'main', message: 'quits' });
      log.flush();
    },
  });
}

/** Polls the status from now on when an account is set up, and listens to the events of a gateway. */
export function restartPolling({ account, gatewayEvents, statusPoller }: Services): void {
  gatewayEvents.start();
  if (account.connection()) statusPoller.start();
  else statusPoller.stop();
}
