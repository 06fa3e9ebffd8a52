/** Creates every service of the app. Policy and settings are read here; no service acts yet. */
import { app, globalShortcut, nativeTheme, net } from 'electron';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AppState } from '../shared/state.ts';
import { createSurfaces } from './create-surfaces.ts';
import { openAuditLog } from './open-audit-log.ts';
import { readTrustedPolicy } from './read-trusted-policy.ts';
import { createLinks } from './links.ts';
import { isGateway } from './account/account-target.ts';
import { createAccountServices } from './app/services/account-services.ts';
import { addNotice, agentSlice, createAppStore } from './app/store.ts';
import { createCommands } from './app/commands.ts';
import { createActivityServices } from './app/services/activity-services.ts';
import { createInitialState } from './app/initial-state.ts';
import { openLocales } from './app/locales.ts';
import { reportOnce } from './app/report-once.ts';
import { createGatewayEventsService } from './app/services/gateway-events-service.ts';
import { createLocalApiService } from './app/services/local-api-service.ts';
import { createStatusHook } from './app/services/status-hook.ts';
import { createSettingsService } from './app/services/settings-service.ts';
import { idleLimitMs, getPollingMode } from './automation/polling-mode.ts';
import { createPresenceWatch } from './automation/presence-watch.ts';
import { createAutostart } from './desktop/system/autostart.ts';
import { openAuthorizationAddress } from './desktop/security/open-authorization-address.ts';
import { exportFile, pickJsonFile } from './desktop/window/file-dialogs.ts';
import { openRegistrar } from './desktop/shortcuts/open-registrar.ts';
import {
  appInfo,
  allowsPlainHttp,
  hasSessionBus,
  isWayland,
  keychainSystem,
  platformName,
  policyLocation,
} from './desktop/system/platform.ts';
import { showPrompt } from './desktop/window/prompt.ts';
import { createSystemPresence } from './desktop/system/system-presence.ts';
import { createShortcuts } from './desktop/shortcuts/shortcuts.ts';
import type { TrayHandle } from './desktop/tray/tray-icon.ts';
import type { ErrorReporter } from './desktop/system/uncaught-errors.ts';
import type { GatewayFetch } from './gateway-client/gateway-target.ts';
import { createRunProcess } from './process/run-process.ts';
import { isSimulatorOnly } from './runtime/packaged.ts';
import { managedSettings } from './settings/policy/managed-settings.ts';
import { policyNotice } from './settings/policy/policy.ts';
import { defaultSettings } from './settings/schema.ts';
import { openSettings, waitForSettings } from './settings/settings-file.ts';
import { createTeamService } from './team/team-service.ts';
import { toTeamConnection } from './app/team/team-gateway.ts';
import { createStatusPoller } from './status/status-poller.ts';
import { createStatusService } from './status/service.ts';
import { nextCheckScheduled } from './status/state.ts';
import { systemClock as time } from '../shared/clock.ts';

const retry = { platform: process.platform, setTimer: time.setTimer };

export type AppDeps = {
  /** The folder of the build. */
  dist: string;
  trayIcon: TrayHandle;
  errorReporter: ErrorReporter;
};

export type Services = Awaited<ReturnType<typeof createServices>>;

export async function createServices({ dist, trayIcon, errorReporter }: AppDeps) {
  const { log } = errorReporter;
  const locales = openLocales(join(dist, 'locales'), keychainSystem());
  const { translateInto } = locales;
  const { policy, ...policyRead } = await readTrustedPolicy(locales);
  await waitForSettings(app.getPath('userData'), time);
  const opened = openSettings(app.getPath('userData'), defaultSettings(process.platform), time);
  const settings = managedSettings(opened.file, policy);
  const currentLanguage = () =>
    locales.resolveLocale(settings.get().preferences.language, app.getPreferredSystemLanguages());

  const store = createAppStore(
    createInitialState({
      settings: settings.get(),
      notices: [
        isSimulatorOnly ? ({ kind: 'simulatorOnly' } as const) : null,
        opened.notice,
        policyNotice(policyRead),
      ].filter((notice) => notice !== null),
      managedKeys: settings.managedKeys,
      policyFile: policyRead.file,
      language: currentLanguage(),
      locales,
      hasNativeFrame: isWayland,
      platform: platformName(),
      about: appInfo(),
    }),
    (error) => errorReporter.report('main', error),
  );
  const update = (change: Partial<AppState>) => store.setState(change);
  const onError = reportOnce((error) => errorReporter.report('main', error));
  const reportError = (error: unknown) => errorReporter.report('main', error);
  const links = createLinks();

  const fetchGateway: GatewayFetch = (url, init) => net.fetch(url, init);
  const { account, signIn, statusGateway, teamPort, checkAccount, readSetup, keychain } =
    createAccountServices({
      store,
      settings,
      time,
      policy,
      simulatorOnly: isSimulatorOnly,
      plainHttp: allowsPlainHttp(),
      translateInto,
      prompt: showPrompt,
      keychainSystem: { platform: process.platform, hasSessionBus },
      language: currentLanguage,
      fetch: (url, init) => net.fetch(url, init),
      fetchGateway,
      createSignIn: policy.signIn && (await import('./app/services/sign-in-service.ts')).createSignInService,
      fetchIssuer: (url, init) => net.fetch(url, init),
      openBrowser: openAuthorizationAddress,
      randomText: () => randomBytes(32).toString('base64url'),
      logSignIn: (message) => log.write({ level: 'info', scope: 'signIn', message }),
      isNetworkUp: () => net.isOnline(),
      onError: reportError,
      owners: policyLocation().owners,
      logCredentialProcess: (message) => log.write({ level: 'error', scope: 'keyProgram', message }),
      onRequest: (purpose) => links.onRequest(purpose),
      onAccountChange: () => links.onAccountChange(),
    });
  const presence = createPresenceWatch({
    time,
    system: createSystemPresence(process.platform),
    loadOptionalSource: async () => {
      if (process.platform !== 'linux') return null;
      const { createLinuxPresence } = await import('./desktop/system/linux-presence.ts');
      return createLinuxPresence(time, process.env);
    },
    pollingMode: () =>
      getPollingMode(store.getState(), {
        isWindowVisible: links.isWindowVisible(),
        returnAt: links.nextReturnAt(),
        now: time.now(),
      }),
    idleAfterMs: () => idleLimitMs(store.getState().preferences),
    onAway: (cause) => links.onAway(cause),
    onScreenVisible: () => links.onScreenVisible(),
    onReturn: () => links.onReturn(),
    onCapabilitiesChange: (presenceCapabilities) => update({ presenceCapabilities }),
  });
  const status = createStatusService({
    store: agentSlice(store),
    time,
    ...statusGateway,
    isScreenLocked: () => presence.now().isScreenLocked,
    fleetSize: () => policy.fleetSize ?? null,
    onError: reportError,
  });
  const gatewayEvents = createGatewayEventsService({
    fetch: fetchGateway,
    time,
    account,
    status,
    log: (message) => log.write({ level: 'info', scope: 'gateway', message }),
  });
  const statusPoller = createStatusPoller({
    time,
    refresh: status.refresh,
    intervalMs: () => settings.get().preferences.pollIntervalSeconds * 1000,
    canRead: () => account.connection() !== null && store.getState().agent.readAccess !== 'refused',
    isStatusKnown: () => store.getState().agent.confirmed?.isValid === true,
    isPushed: gatewayEvents.isLive,
    subscribe: (listener) => {
      const removals = [store.subscribe(listener), gatewayEvents.subscribe(listener)];
      return () => {
        for (const remove of removals) remove();
      };
    },
    onSchedule: (nextCheckAt) => agentSlice(store).update((state) => nextCheckScheduled(state, nextCheckAt)),
  });
  const auditLog = await openAuditLog(policy, log, reportError);
  const activityServices = createActivityServices({
    folder: app.getPath('userData'),
    version: app.getVersion(),
    time,
    store,
    settings,
    status,
    translateInto,
    presence: () => presence.now(),
    connection: account.connection,
    exportFile: (name, text) => exportFile(name, text, retry),
    onEntry: auditLog?.record,
  });
  const team = createTeamService({
    clock: time,
    port: teamPort,
    folder: app.getPath('userData'),
    isAllowed: () => settings.get().team === 'on',
    connection: () => toTeamConnection(account.connection()),
    hasGateway: () => {
      const connection = account.connection();
      return connection !== null && isGateway(connection);
    },
    onWaveEnd: statusPoller.checkNow,
  });
  const localApi = createLocalApiService({
    team,
    folder: app.getPath('userData'),
    version: app.getVersion(),
    time,
    store,
    settings,
    status,
    isConfigured: () => account.connection() !== null,
    activityHistory: activityServices.activityHistory,
    translateInto,
    log: (message) => log.write({ level: 'error', scope: 'localApi', message }),
    onError: reportError,
  });
  const statusHook = createStatusHook({
    program: settings.get().onStatus,
    // The agent may name a program of their own; one of the policy obeys the rules of every program of the policy.
    runProcess: createRunProcess({
      time,
      owners: [...policyLocation().owners, ...(policy.onStatus ? [] : ownUser())],
    }),
    onFirstFailure: (program, message) => addNotice(store, { kind: 'statusProgramFailed', program, message }),
    log: (message) => log.write({ level: 'error', scope: 'onStatus', message }),
  });
  const settingsService = createSettingsService({
    time,
    store,
    settings,
    language: currentLanguage,
    translateInto,
    shortcuts: createShortcuts({
      open: (callbacks) =>
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
          callbacks,
        ),
      onPress: (id) => links.handleShortcut(id),
      wayland: isWayland,
      platform: process.platform,
    }),
    autostart: createAutostart(retry),
    setTheme: (theme) => {
      nativeTheme.themeSource = theme;
    },
    onPreferencesChange: () => void activityServices.activityTracker.refreshLimits(),
    pickFile: pickJsonFile,
    exportFile: (name, text) => exportFile(name, text, retry),
    policy,
    platform: process.platform,
  });

  const icon = join(dist, 'icons', 'app-256.png');
  const { appWindow, openCentered, tray, notifier } = createSurfaces({
    dist,
    icon,
    trayIcon,
    errorReporter,
    links,
    store,
    time,
    translateInto,
    isAccountSaved: () => settings.get().mode !== 'unconfigured',
    onTrayHover: statusPoller.prewarm,
    cancelShortcutRecording: settingsService.shortcutSettings.cancelRecording,
    endShortcutTest: () => settingsService.shortcutSettings.test(null),
    onError,
  });
  const commands = createCommands({
    store,
    account,
    status,
    checkNow: statusPoller.checkNow,
    appWindow,
    beginSignIn: () => signIn?.begin('browser'),
    activityTracker: activityServices.activityTracker,
    onUserAction: activityServices.automation.resume,
    consumeTestPress: settingsService.shortcutSettings.consumeTestPress,
    quit: () => app.quit(),
  });

  return {
    account,
    activityServices,
    appWindow,
    auditLog,
    checkAccount,
    commands,
    errorReporter,
    gatewayEvents,
    icon,
    keychain,
    links,
    localApi,
    locales,
    notifier,
    onError,
    openCentered,
    policy,
    policyErrors: policyRead.errors,
    presence,
    readSetup,
    reportError,
    settings,
    settingsService,
    signIn,
    status,
    statusHook,
    statusPoller,
    store,
    team,
    tray,
    update,
  };
}

function ownUser(): number[] {
  const uid = process.getuid?.();
  return uid === undefined ? [] : [uid];
}
