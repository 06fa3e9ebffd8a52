/**
 * The app without Electron, connected like main/app/services/account-services.ts and main/app.ts, with every port
 * replaced.
 */
import { createAccount } from '../../../../main/account/account.ts';
import { createCredentialProcess } from '../../../../main/account/credentials/credential-process.ts';
import { createKeychain } from '../../../../main/account/keychain.ts';
import { createCredentialStore } from '../../../../main/account/credential-store.ts';
import { agentSlice, createAppStore, addNotice } from '../../../../main/app/store.ts';
import { createStatusGateway } from '../../../../main/app/status-gateway.ts';
import { subscribeInOrder, type StoreListener } from '../../../../main/app/store-listeners.ts';
import { reportOnce } from '../../../../main/app/report-once.ts';
import { createNotificationCoalescer } from '../../../../main/desktop/notifications/notification-coalescer.ts';
import { createTray } from '../../../../main/desktop/tray/tray.ts';
import { toUserMessage } from '../../../../main/desktop/system/app-log.ts';
import { defaultSettings } from '../../../../main/settings/schema.ts';
import { createRequestLimit } from '../../../../tencent/transport/request-limit.ts';
import { createStatusPoller } from '../../../../main/status/status-poller.ts';
import { nextCheckScheduled } from '../../../../main/status/state.ts';
import { createStatusService } from '../../../../main/status/service.ts';
import { initialAgentState } from '../../../../main/status/state.ts';
import type { FetchPort } from '../../../../tencent/client.ts';
import type { Clock } from '../../../../shared/clock.ts';
import { appState } from '../../app-state.ts';
import { translateInto } from '../../texts.ts';
import { FakePresenter } from '../fake-presenter.ts';
import { LINUX } from '../fake-keytar.ts';
import type { KeytarPort } from '../../../../main/account/keychain-items.ts';
import type { RunProcess } from '../../../../main/process/run-process.ts';

export type AppHarnessDeps = {
  time: Clock;
  agent: string;
  fetch: FetchPort;
  networkUp: () => boolean;
  /** keytar, or the credential process. */
  keys: { keytar: () => KeytarPort } | { run: RunProcess };
  /** Called where a port may throw: a part of the tray, a notification, a listener of the state, the log. */
  mayThrow: (port: 'tray' | 'notification' | 'follower' | 'log') => void;
  /** Called with each change, before any listener that may throw. */
  watch: StoreListener;
  /** Called with every text that leaves the app for a user or a file. */
  onOutput: (text: string) => void;
};

export function createAppHarness(deps: AppHarnessDeps) {
  const { time, mayThrow, onOutput } = deps;
  const settings = defaultSettings('linux');
  settings.mode = 'account';
  settings.account = { ...settings.account, agent: deps.agent, sdkAppId: 1400692008 };

  const log = (text: string) => {
    onOutput(text);
    mayThrow('log');
  };
  const onError = reportOnce(recordError);
  const store = createAppStore(appState({ ...initialAgentState() }), onError);

  function recordError(error: unknown): void {
    const message = toUserMessage(error);
    log(message);
    addNotice(store, { kind: 'unhandledError', message, file: 'standby.log' });
  }

  const { keys } = deps;
  const account = createAccount({
    settings: { get: () => settings, update: () => Promise.resolve(null) },
    policy: {},
    plainHttp: true,
    confirm: () => Promise.resolve(true),
    simulatorOnly: false,
    createCredentialStore: (onChange) =>
      createCredentialStore(
        createKeychain('keytar' in keys ? keys.keytar : () => unreachable(), time, LINUX),
        onChange,
      ),
    issuer:
      'run' in keys
        ? {
            storage: 'process',
            create: (onChange) =>
              createCredentialProcess({
                spec: { program: '/opt/keys', arguments: [], timeoutSeconds: 10 },
                run: keys.run,
                time,
                onChange,
                log,
              }),
          }
        : undefined,
    startSimulator: () => unreachable(),
    onChange: (shown) => store.setState({ account: shown }),
    onNotice: (notice) => addNotice(store, notice),
    onAccountChange: () => {},
    time,
    onError: recordError,
  });
  const gateway = createStatusGateway({
    fetch: deps.fetch,
    connection: account.connection,
    limit: createRequestLimit(time),
    time,
    language: () => 'en',
    isNetworkUp: deps.networkUp,
  });
  const status = createStatusService({
    store: agentSlice(store),
    time,
    ...gateway,
    isScreenLocked: () => false,
    fleetSize: () => null,
    onError: recordError,
  });
  const poller = createStatusPoller({
    time,
    refresh: status.refresh,
    intervalMs: () => settings.preferences.pollIntervalSeconds * 1000,
    canRead: () => account.connection() !== null && store.getState().agent.readAccess !== 'refused',
    isStatusKnown: () => store.getState().agent.confirmed?.isValid === true,
    subscribe: (listener) => store.subscribe(listener),
    onSchedule: (nextCheckAt) => agentSlice(store).update((state) => nextCheckScheduled(state, nextCheckAt)),
  });

  const trayContent = { image: '', toolTip: '' };
  const tray = createTray({
    trayHandle: {
      onClick: () => {},
      onHover: () => {},
      bounds: () => ({ x: 0, y: 0, width: 0, height: 0 }),
      setToolTip: (text) => {
        mayThrow('tray');
        trayContent.toolTip = text;
        onOutput(text);
      },
      setImage: (name) => {
        mayThrow('tray');
        trayContent.image = name;
      },
      setMenu: () => mayThrow('tray'),
    },
    time,
    translateInto,
    style: { isFlat: false, mark: 'radio' },
    onClick: () => {},
    onHover: () => {},
    onCommand: () => {},
    onError,
  });
  const desktop = new FakePresenter();
  const announcer = createNotificationCoalescer({
    time,
    translateInto,
    presenter: {
      show: (content, listeners) => {
        mayThrow('notification');
        onOutput(JSON.stringify(content));
        return desktop.show(content, listeners);
      },
    },
    onClick: () => {},
    onAction: () => {},
    onError,
    onNotShown: onError,
  });
  subscribeInOrder(
    store,
    [
      deps.watch,
      () => mayThrow('follower'),
      (after) => tray.show(after),
      (after, before) => announcer.notify(before, after, false),
    ],
    onError,
  );

  return {
    ...status,
    state: () => store.getState(),
    /** The tray's icon and tooltip. */
    trayContent,
    retryKeychain: account.retryKeychain,
    checkNow: poller.checkNow,
    /** Starts the parts as the app does. */
    start: async () => {
      await account.start();
      poller.start();
    },
    stop: () => {
      poller.stop();
      tray.stop();
      announcer.stop();
    },
  };
}

function unreachable(): never {
  throw new Error('this part is not set up');
}
