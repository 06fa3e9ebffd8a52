/** Connects activity log, planned return and automation to the rest of the app. */
import type { Translate } from '../../../shared/i18n.ts';
import type { ExportResult } from '../../../shared/activity.ts';
import type { StatusChoice, Language } from '../../../shared/domain.ts';
import type { Connection } from '../../account/account-target.ts';
import { createAutoAway } from '../../activity/auto-away.ts';
import { createAutomationGate } from '../../automation/gate.ts';
import type { Presence } from '../../automation/presence.ts';
import { createActivityTracker } from '../../activity/activity-tracker.ts';
import { openActivityHistory, type ActivityHistoryDeps } from '../../activity/report/activity-history.ts';
import { withTimeLimits } from '../../activity/log/read-limits.ts';
import {
  rememberChoice,
  rememberDuration,
  toPublicMemory,
  type ReasonMemory,
} from '../../settings/reason-memory.ts';
import type { SettingsFile } from '../../settings/settings-file.ts';
import type { StatusService } from '../../status/service.ts';
import type { Clock } from '../../../shared/clock.ts';
import { addNotice, type AppStore } from '../store.ts';
import { clocksAgree } from '../clock-agreement.ts';
import { toLogAccount, getLogOwner } from '../log-owner.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/time-units.ts';

const PRUNE_DELAY_MS = 5 * MINUTE_MS;
const FIRST_STATUS_TIMEOUT_MS = 10_000;
const FREE: StatusChoice = { status: 'free', reason: '' };

export type ActivityServicesDeps = {
  /** The profile's folder. */
  folder: string;
  version: string;
  time: Clock;
  store: AppStore;
  settings: SettingsFile;
  status: StatusService;
  translateInto: (language: Language) => Translate;
  presence: () => Presence;
  /** Where requests go; null while no account is configured, or none can be sent. */
  connection: () => Connection | null;
  exportFile: (suggestedName: string, text: string) => Promise<ExportResult>;
  /** Called with each entry of the activity log. */
  onEntry: ActivityHistoryDeps['onEntry'];
};

export function createActivityServices(deps: ActivityServicesDeps) {
  const { time, store, settings, status } = deps;
  const preferences = () => settings.get().preferences;
  const owner = () => getLogOwner(settings.get(), deps.connection());

  const activityHistory = openActivityHistory({
    folder: deps.folder,
    time,
    version: deps.version,
    rule: () => ({ zone: null, resetHour: preferences().dayStartHour }),
    account: owner,
    adoptingAccount: () => toLogAccount(settings.get()),
    retry: { platform: process.platform, setTimer: time.setTimer },
    onWriteError: (message) => addNotice(store, { kind: 'logWriteFailed', message }),
    ...(deps.onEntry && { onEntry: deps.onEntry }),
  });

  const historyReader = withTimeLimits(activityHistory, time);

  const automation = createAutomationGate({
    now: time.now,
    presence: deps.presence,
    isConnected: () => deps.connection() !== null,
    requestStatus: status.requestStatus,
    logChange: (cause, choice) =>
      activityHistory.append({ kind: 'automated', at: time.now(), cause, choice }),
    showStopped: (automationStoppedAt) => store.setState({ automationStoppedAt }),
  });

  const activityTracker = createActivityTracker({
    time,
    activityHistory,
    preferences,
    agent: () => store.getState().agent,
    agentPresence: () => ({
      canGoFree: automation.isAllowed(FREE),
      isScreenLocked: deps.presence().isScreenLocked,
    }),
    savedReturn: () => settings.get().plannedReturn,
    saveReturn: (plannedReturn) => void save({ plannedReturn }),
    showReturn: (plannedReturn) => store.setState({ plannedReturn }),
    showLimitUsage: (breakLimitUsage) => store.setState({ breakLimitUsage }),
    goFree: () => void automation.change(FREE, 'plannedReturn'),
    rememberDuration: (choice) => saveMemory(rememberDuration(settings.get(), choice)),
    rememberChoice: (choice) => saveMemory(rememberChoice(settings.get(), choice)),
  });

  const autoAway = createAutoAway({
    time,
    preferences,
    agent: () => store.getState().agent,
    change: automation.change,
    subscribe: (listener) => store.subscribe(listener),
    promptReturn: () => activityTracker.planReturn({ backAt: time.now() }),
  });

  /**
   * Prunes the log a while after the start and then daily, when the app is idle, and only if another clock agrees; after an hour
   * if another program has a log open.
   */
  function schedulePrune(delayMs: number): void {
    time.setTimer(delayMs, () => {
      const pruning = clocksAgree(store.getState(), time.now())
        ? activityHistory.prune()
        : Promise.resolve(true);
      void pruning.then((isDone) => schedulePrune(isDone ? DAY_MS : HOUR_MS));
    });
  }

  function saveMemory(memory: ReasonMemory): void {
    void save(memory);
    store.setState(toPublicMemory(settings.get()));
  }

  async function save(change: Parameters<SettingsFile['update']>[0]): Promise<void> {
    const notice = await settings.update(change);
    if (notice) addNotice(store, notice);
  }

  /**
   * Call once the account has started. Starts the tracker, which emits missed events, after the first status, or after
   * {@link FIRST_STATUS_TIMEOUT_MS}.
   */
  function start(): void {
    schedulePrune(PRUNE_DELAY_MS);
    const stopWaiting: (() => void)[] = [];
    const startTracker = () => {
      for (const stop of stopWaiting) stop();
      activityTracker.start(store.getState().agent);
    };
    stopWaiting.push(
      time.setTimer(FIRST_STATUS_TIMEOUT_MS, startTracker),
      store.subscribe(({ agent }) => {
        if (agent.confirmed) startTracker();
      }),
    );
    if (store.getState().agent.confirmed) startTracker();
  }

  async function exportDay(date: string): Promise<ExportResult> {
    const t = deps.translateInto(store.getState().language);
    const text = await historyReader.csv(date, (term) => t(`csv.${term}`));
    if (text === null) return { outcome: 'failed', message: t('csv.unreadable') };
    const name = owner()?.mode === 'simulator' ? `Standby simulator ${date}` : `Standby ${date}`;
    return deps.exportFile(`${name}.csv`, text);
  }

  /** Call when requests use another account and its previous state has been cleared. */
  function onAccountChange(): void {
    activityHistory.onAccountChange();
    void activityTracker.refreshLimits();
  }

  return {
    activityHistory: { ...activityHistory, ...historyReader },
    activityTracker,
    autoAway,
    automation,
    exportDay,
    start,
    onAccountChange,
  };
}
