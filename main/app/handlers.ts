import type { ExportResult } from '../../preload/contract/day.ts';
import type { Handlers } from '../../preload/contract/index.ts';
import type { AccountForm, Trouble } from '../../preload/contract/inputs.ts';
import type { CheckResult } from '../../preload/contract/settings.ts';
import type { Choice } from '../../preload/contract/vocabulary.ts';
import type { Account } from '../account/account.ts';
import type { AgentDay } from '../day/agent-day.ts';
import type { Diary } from '../day/diary.ts';
import { reasonProblem } from '../settings/reason.ts';
import { lostInvisible, tidyWords } from '../settings/typed-text.ts';
import { failureDetails, receiptDetails } from '../status/details.ts';
import type { StatusService } from '../status/service.ts';
import { say, type AppStore } from './app-store.ts';
import type { Languages } from './languages.ts';
import type { SettingsParts } from './settings-parts.ts';

export type HandlerParts = {
  store: AppStore;
  account: Account;
  status: StatusService;
  languages: Languages;
  copyText: (text: string) => void;
  day: AgentDay;
  diary: Pick<Diary, 'report' | 'verify'>;
  /** A person is there, and has asked for something. */
  onPerson: () => void;
  settingsParts: SettingsParts;
  checkAccount: (typed: AccountForm) => Promise<CheckResult>;
  diagnostics: () => string;
  openLogFolder: () => Promise<void>;
  exportDay: (day: string) => Promise<ExportResult>;
  noteTrouble: (trouble: Trouble) => void;
  hideWindow: () => void;
  quit: () => void;
};

/** What each of the window's invocations does. */
export function createHandlers({
  store,
  account,
  status,
  languages,
  copyText,
  noteTrouble,
  hideWindow,
  quit,
  day,
  diary,
  onPerson,
  settingsParts,
  checkAccount,
  diagnostics,
  openLogFolder,
  exportDay,
}: HandlerParts): Handlers {
  /** What only a person does: they are there, so automation may go on. */
  function byPerson<Input extends unknown[], Output>(act: (...input: Input) => Output) {
    return (...input: Input): Output => {
      onPerson();
      return act(...input);
    };
  }

  return {
    getState: () => store.getState(),
    getTexts: (language) => languages.texts(language),

    choose: byPerson(({ status: wanted, reason: typed }: Choice) => {
      const reason = tidyWords(typed);
      const problem = reasonProblem(reason);
      if (lostInvisible(typed, reason)) say(store, { kind: 'invisibleRemoved' });
      if (!problem) status.choose({ status: wanted, reason }, 'window');
      return problem;
    }),
    tryAgain: byPerson(() => status.tryAgain('window')),
    giveUp: byPerson(() => status.giveUp()),
    undo: byPerson(() => status.undo()),
    resumeAutomation: onPerson,
    dismissDrift: () => status.dismissDrift(),
    copyReceipt: () => {
      const { agent, account: shown, about } = store.getState();
      if (agent.receipt) copyText(receiptDetails(agent.receipt, shown, about.version));
    },
    dismissFailure: () => status.dismissFailure(),
    copyFailure: () => {
      const { agent, account: shown, about } = store.getState();
      if (agent.failure) copyText(failureDetails(agent.failure, shown, about.version));
    },

    planReturn: byPerson((backAt: number | null) => day.planReturn(backAt)),
    extendReturn: byPerson(() => day.fiveMore()),
    imBack: byPerson(() => status.choose({ status: 'free', reason: '' }, 'window')),
    savePreferences: settingsParts.savePreferences,
    readDay: (asked) => diary.report(asked),
    verifyLog: () => diary.verify(),
    exportDay,

    editReasons: settingsParts.reasonBook.edit,
    importReasons: settingsParts.reasonBook.import,
    exportReasons: settingsParts.reasonBook.export,
    setShortcut: settingsParts.shortcutDesk.set,
    recordShortcut: settingsParts.shortcutDesk.record,
    testShortcut: settingsParts.shortcutDesk.test,
    setStartAtLogin: settingsParts.setStartAtLogin,
    undoSettings: settingsParts.undo,
    copyDiagnostics: () => copyText(diagnostics()),
    openLogFolder,

    checkAccount,
    saveAccount: async (form) => {
      const result = await account.save(form);
      if (result.outcome === 'saved') store.setState({ page: 'main' });
      return result;
    },
    deleteKeys: () => account.deleteKeys(),
    useSimulator: async () => {
      await account.useSimulator();
      store.setState({ page: 'main' });
    },
    leaveSimulator: async () => {
      await account.leaveSimulator();
      store.setState({ page: 'main' });
    },
    retryKeychain: async () => {
      await account.retryKeychain();
      if (account.connection()) await status.refresh();
    },

    showPage: (page) => store.setState({ page }),
    dismissNotice: (kind) => {
      store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.kind !== kind) }));
    },
    reportTrouble: noteTrouble,
    hideWindow,
    quit: byPerson(quit),
  };
}
