/** The handlers of the IPC calls: connects `window.standby` with the services. */
import type { ExportResult } from '../../shared/activity.ts';
import type { Handlers, ReturnPlan } from '../../shared/ipc/ipc-schema.ts';
import type { AccountForm, RendererError } from '../../shared/ipc/forms.ts';
import type { CheckResult, SetupResult } from '../../shared/ipc/settings-results.ts';
import type { StatusRequest } from '../../shared/domain.ts';
import type { Account } from '../account/account.ts';
import type { SignIn } from '../account/sign-in/sign-in-port.ts';
import { formatSetupText } from '../account/form/setup-text.ts';
import type { ActivityTracker } from '../activity/activity-tracker.ts';
import type { ActivityHistory } from '../activity/report/activity-history.ts';
import { validateReason } from '../settings/reason-validation.ts';
import { hasRemovedInvisible, normalizeText } from '../settings/normalize-text.ts';
import { formatFailureReport, formatReceipt } from '../status/clipboard-report.ts';
import type { StatusService } from '../status/service.ts';
import { addNotice, type AppStore } from './store.ts';
import type { Locales } from './locales.ts';
import type { SettingsService } from './services/settings-service.ts';

export type HandlerDeps = {
  store: AppStore;
  account: Account;
  /** Undefined without the company's sign-in. */
  signIn: Pick<SignIn, 'begin' | 'cancel' | 'signOut'> | undefined;
  status: StatusService;
  /** Reads the status at once, unless a reading runs or is refused. */
  checkNow: () => void;
  locales: Locales;
  copyText: (text: string) => void;
  activityTracker: ActivityTracker;
  activityHistory: Pick<ActivityHistory, 'report'>;
  /** Runs before every call that only a person can have made: automation may continue. */
  onUserAction: () => void;
  settingsService: SettingsService;
  checkAccount: (form: AccountForm) => Promise<CheckResult>;
  readSetup: (text: string) => SetupResult;
  diagnostics: () => string;
  openLogFolder: () => Promise<void>;
  exportDay: (date: string) => Promise<ExportResult>;
  logRendererError: (error: RendererError) => void;
  hideWindow: () => void;
  quit: () => void;
};

/** Creates the handler of each IPC call. */
export function createHandlers({
  store,
  account,
  signIn,
  status,
  checkNow,
  locales,
  copyText,
  logRendererError,
  hideWindow,
  quit,
  activityTracker,
  activityHistory,
  onUserAction,
  settingsService,
  checkAccount,
  readSetup,
  diagnostics,
  openLogFolder,
  exportDay,
}: HandlerDeps): Handlers {
  /** Wraps the handler of a call that only a person can have made. */
  function withUserAction<Input extends unknown[], Output>(action: (...input: Input) => Output) {
    return (...input: Input): Output => {
      onUserAction();
      return action(...input);
    };
  }

  return {
    'status.request': withUserAction(({ status: wanted, reason: typed, minutes }: StatusRequest) => {
      const reason = normalizeText(typed);
      const validationError = validateReason(reason);
      if (hasRemovedInvisible(typed, reason)) addNotice(store, { kind: 'invisibleRemoved' });
      if (!validationError) status.requestStatus({ status: wanted, reason }, 'window', minutes);
      return validationError;
    }),
    'status.retryNow': withUserAction(() => status.retryNow('window')),
    'status.checkNow': withUserAction(checkNow),
    'status.cancelIntent': withUserAction(() => status.cancelIntent()),
    'status.undo': withUserAction(() => status.undo()),
    'status.dismissExternalChange': () => status.dismissExternalChange(),
    'status.dismissFailure': () => status.dismissFailure(),
    'status.copyReceipt': () => {
      const { agent, account: accountState, about } = store.getState();
      if (agent.receipt) copyText(formatReceipt(agent.receipt, accountState, about.version));
    },
    'status.copyFailure': () => {
      const { agent, account: accountState, about } = store.getState();
      if (agent.failure) copyText(formatFailureReport(agent.failure, accountState, about.version));
    },

    'account.save': async (form) => {
      const result = await account.save(form);
      if (result.outcome === 'saved') store.setState({ route: 'main' });
      return result;
    },
    'account.check': checkAccount,
    'account.readSetup': readSetup,
    'account.copySetup': () => {
      const { account: accountState } = store.getState();
      if (accountState.mode === 'account' && accountState.sdkAppId !== null)
        copyText(formatSetupText(accountState));
    },
    'account.deleteKeys': () => account.deleteKeys(),
    'account.useSimulator': async () => {
      await account.useSimulator();
      store.setState({ route: 'main' });
    },
    'account.leaveSimulator': async () => {
      await account.leaveSimulator();
      store.setState({ route: 'main' });
    },
    'account.retryKeychain': async () => {
      await account.retryKeychain();
      if (account.connection()) await status.refresh();
    },

    'account.signIn': () => signIn?.begin('browser'),
    'account.signInByDeviceCode': () => signIn?.begin('deviceCode'),
    'account.cancelSignIn': () => signIn?.cancel(),
    'account.copyUserCode': () => {
      const shown = store.getState().account.signIn;
      if (shown?.step === 'deviceCode') copyText(shown.userCode);
    },
    'account.signOut': () => signIn?.signOut() ?? { outcome: 'saved', trimmed: [], invisible: [] },

    'settings.savePreferences': settingsService.savePreferences,
    'settings.setStartAtLogin': settingsService.setStartAtLogin,
    'settings.editReasons': settingsService.reasonSettings.edit,
    'settings.importReasons': settingsService.reasonSettings.import,
    'settings.exportReasons': settingsService.reasonSettings.export,
    'settings.setShortcut': settingsService.shortcutSettings.set,
    'settings.addChoiceShortcut': settingsService.shortcutSettings.add,
    'settings.removeChoiceShortcut': settingsService.shortcutSettings.remove,
    'settings.recordShortcut': settingsService.shortcutSettings.record,
    'settings.testShortcut': settingsService.shortcutSettings.test,
    'settings.undo': settingsService.undo,

    'activity.planReturn': withUserAction((plan: ReturnPlan) => activityTracker.planReturn(plan)),
    'activity.extendReturn': withUserAction(() => activityTracker.extendReturn()),
    'activity.confirmReturn': withUserAction(() =>
      status.requestStatus({ status: 'free', reason: '' }, 'window'),
    ),
    'activity.resumeAutomation': onUserAction,
    'activity.readDay': (day) => activityHistory.report(day),
    'activity.exportDay': exportDay,

    'app.getState': () => store.getState(),
    'app.getTranslations': (language) => locales.texts(language),
    'app.navigate': (route) => store.setState({ route }),
    'app.dismissNotice': (kind) => {
      store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.kind !== kind) }));
    },
    'app.hideHint': settingsService.hideHint,
    'app.showHints': settingsService.showHints,
    'app.copyDiagnostics': () => copyText(diagnostics()),
    'app.openLogFolder': openLogFolder,
    'app.reportError': logRendererError,
    'app.hideWindow': hideWindow,
    'app.quit': withUserAction(quit),
  };
}
