/** What tray and keys can ask for, and which part of the app does it. */
import type { Choice, ShortcutAction, Source } from '../../preload/contract/vocabulary.ts';
import type { Account } from '../account/account.ts';
import type { AgentDay } from '../day/agent-day.ts';
import type { TrayCommand } from '../desktop/tray-view.ts';
import type { AppWindow } from '../desktop/window.ts';
import type { StatusService } from '../status/service.ts';
import type { Time } from '../time.ts';
import type { AppStore } from './app-store.ts';

const MINUTE_MS = 60_000;

export type CommandParts = {
  store: AppStore;
  account: Account;
  status: StatusService;
  appWindow: AppWindow;
  day: AgentDay;
  time: Time;
  /** A person is there, and has asked for something. */
  onPerson: () => void;
  /** Whether a press only tests whether the keys reach Standby. */
  wasTest: (action: ShortcutAction) => boolean;
  quit: () => void;
};

export type Commands = {
  /** A shortcut was pressed. */
  press: (action: ShortcutAction) => void;
  /** A tray menu item was clicked. */
  obey: (command: TrayCommand) => void;
};

export function createCommands({
  store,
  account,
  status,
  appWindow,
  day,
  time,
  onPerson,
  wasTest,
  quit,
}: CommandParts): Commands {
  /** Before an account is set up there is only one thing to do about a wish: set one up. */
  function whenSetUp(action: () => void): void {
    if (account.connection()) action();
    else appWindow.open('centre');
  }

  const choose = (choice: Choice, source: Source) => whenSetUp(() => status.choose(choice, source));

  return {
    press: (action) => {
      onPerson();
      if (wasTest(action)) return;
      switch (action) {
        case 'free':
        case 'rest':
        case 'notReady':
          return choose({ status: action, reason: '' }, 'shortcut');
        case 'toggle':
          return whenSetUp(() => status.toggle('shortcut'));
        case 'undo':
          return status.undo();
      }
    },

    obey: (command) => {
      onPerson();
      switch (command.do) {
        case 'choose':
          return choose(command.choice, 'tray');
        case 'otherReason':
          store.setState(({ ask }) => ({
            page: 'main',
            ask: { id: ask.id + 1, otherReasonFor: command.status },
          }));
          return appWindow.open('tray');
        case 'undo':
          return status.undo();
        case 'imBack':
          return choose({ status: 'free', reason: '' }, 'tray');
        case 'fiveMore':
          return day.fiveMore();
        case 'backIn':
          return day.planReturn(command.minutes === null ? null : time.now() + command.minutes * MINUTE_MS);
        case 'tryAgain':
          return status.tryAgain('tray');
        case 'giveUp':
          return status.giveUp();
        case 'open':
          return appWindow.open('tray');
        case 'settings':
          store.setState({ page: 'settings' });
          return appWindow.open('tray');
        case 'quit':
          return quit();
      }
    },
  };
}
