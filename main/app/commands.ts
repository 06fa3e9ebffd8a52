/** Dispatches tray commands and shortcuts to the services. */
import type { StatusChoice, ShortcutId, Source } from '../../shared/domain.ts';
import type { Account } from '../account/account.ts';
import type { ActivityTracker } from '../activity/activity-tracker.ts';
import type { TrayCommand } from '../desktop/tray/tray-model.ts';
import type { AppWindow } from '../desktop/window/window.ts';
import type { StatusService } from '../status/service.ts';
import type { AppStore } from './store.ts';

export type CommandDeps = {
  store: AppStore;
  account: Account;
  status: StatusService;
  /** Reads the status at once, unless a reading runs or is refused. */
  checkNow: () => void;
  appWindow: AppWindow;
  /** Begins the company's sign-in, if the policy has it. */
  beginSignIn: () => void;
  activityTracker: ActivityTracker;
  /** The agent is present and has requested an action. */
  onUserAction: () => void;
  /** Whether a shortcut press only tests that the shortcut works. */
  consumeTestPress: (id: ShortcutId) => boolean;
  quit: () => void;
};

export type Commands = {
  /** A shortcut was pressed. */
  handleShortcut: (id: ShortcutId) => void;
  /** A tray menu item was clicked. */
  execute: (command: TrayCommand) => void;
};

export function createCommands({
  store,
  account,
  status,
  checkNow,
  appWindow,
  beginSignIn,
  activityTracker,
  onUserAction,
  consumeTestPress,
  quit,
}: CommandDeps): Commands {
  /** Runs an action if an account is configured; otherwise opens the window, to configure one. */
  function ifConfigured(action: () => void): void {
    if (account.connection()) action();
    else appWindow.open('center');
  }

  const requestStatus = (choice: StatusChoice, source: Source, minutes: number | null = null) =>
    ifConfigured(() => status.requestStatus(choice, source, minutes));

  /** Requests the reason of a shortcut; one that was removed meanwhile does nothing. */
  function requestChoice(id: ShortcutId): void {
    const shortcut = store.getState().choiceShortcuts.find((each) => each.id === id);
    if (!shortcut) return;
    requestStatus({ status: shortcut.status, reason: shortcut.reason }, 'shortcut', shortcut.minutes);
  }

  return {
    handleShortcut: (id) => {
      onUserAction();
      if (consumeTestPress(id)) return;
      switch (id) {
        case 'free':
        case 'rest':
        case 'notReady':
          return requestStatus({ status: id, reason: '' }, 'shortcut');
        case 'toggle':
          return ifConfigured(() => status.toggleStatus('shortcut'));
        case 'undo':
          return status.undo();
        default:
          return requestChoice(id);
      }
    },

    execute: (command) => {
      onUserAction();
      switch (command.type) {
        case 'requestStatus':
          return requestStatus(command.choice, 'tray', command.minutes);
        case 'customReason':
          store.setState(({ focusRequest }) => ({
            route: 'main',
            focusRequest: { id: focusRequest.id + 1, otherReasonFor: command.status },
          }));
          return appWindow.open('tray');
        case 'undo':
          return status.undo();
        case 'confirmReturn':
          return requestStatus({ status: 'free', reason: '' }, 'tray');
        case 'extendReturn':
          return activityTracker.extendReturn();
        case 'planReturn':
          return activityTracker.planReturn(command.minutes === null ? null : { minutes: command.minutes });
        case 'retryNow':
          return status.retryNow('tray');
        case 'checkNow':
          return checkNow();
        case 'cancelIntent':
          return status.cancelIntent();
        case 'signIn':
          beginSignIn();
          return appWindow.open('tray');
        case 'open':
          return appWindow.open('tray');
        case 'settings':
          store.setState({ route: 'settings' });
          return appWindow.open('tray');
        case 'quit':
          return quit();
      }
    },
  };
}
