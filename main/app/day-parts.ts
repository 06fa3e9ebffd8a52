/** The parts that keep the agent's day, joined to the rest of the app. */
import type { Translate } from '../../assets/locales/translate.ts';
import type { ExportResult } from '../../preload/contract/day.ts';
import type { Choice, Language } from '../../preload/contract/vocabulary.ts';
import { createAbsence } from '../day/absence.ts';
import { createAutomationGate } from '../automation/gate.ts';
import type { Presence } from '../automation/presence.ts';
import { createAgentDay } from '../day/agent-day.ts';
import { openDiary } from '../day/diary.ts';
import { withTimeLimits } from '../day/read-limits.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { StatusService } from '../status/service.ts';
import type { Time } from '../time.ts';
import { say, type AppStore } from './app-store.ts';
import { clocksAgree } from './clock-agreement.ts';

const TRIM_AFTER_MS = 5 * 60_000;
const FIRST_STATUS_MS = 10_000;
const DAY_MS = 24 * 60 * 60_000;
const FREE: Choice = { status: 'free', reason: '' };

export type DayPartsPorts = {
  /** The profile's folder. */
  folder: string;
  version: string;
  time: Time;
  store: AppStore;
  settings: SettingsFile;
  status: StatusService;
  translateInto: (language: Language) => Translate;
  presence: () => Presence;
  /** Whether an account is set up, and its requests can leave. */
  connected: () => boolean;
  exportFile: (suggestedName: string, text: string) => Promise<ExportResult>;
};

export function createDayParts(ports: DayPartsPorts) {
  const { time, store, settings, status } = ports;
  const preferences = () => settings.get().preferences;

  const diary = openDiary({
    folder: ports.folder,
    time,
    version: ports.version,
    rule: () => ({ zone: null, resetHour: preferences().dayStartsAt }),
    onTrouble: (message) => say(store, { kind: 'logNotSaved', message }),
  });

  const read = withTimeLimits(diary, time);

  const automation = createAutomationGate({
    now: time.now,
    presence: ports.presence,
    connected: ports.connected,
    choose: status.choose,
    note: (cause, choice) => diary.write({ kind: 'automatic', at: time.now(), cause, choice }),
    showStop: (automationStoppedAt) => store.setState({ automationStoppedAt }),
  });

  const day = createAgentDay({
    time,
    diary,
    preferences,
    atTheDesk: () => ({ mayFree: automation.allows(FREE), shut: ports.presence().shut }),
    savedReturn: () => settings.get().plannedReturn,
    saveReturn: (plannedReturn) => void save({ plannedReturn }),
    showReturn: (plannedReturn) => store.setState({ plannedReturn }),
    showBudgets: (budgets) => store.setState({ budgets }),
    goFree: () => void automation.change(FREE, 'plannedReturn'),
  });

  const absence = createAbsence({
    time,
    preferences,
    agent: () => store.getState().agent,
    change: automation.change,
    subscribe: (listener) => store.subscribe(listener),
    due: () => day.planReturn(time.now()),
  });

  /** Old lines go when nobody waits, a while after the start, and then once a day; never on this clock's word alone. */
  function trimLater(wait: number): void {
    time.after(wait, () => {
      if (clocksAgree(store.getState(), time.now())) diary.trim();
      trimLater(DAY_MS);
    });
  }

  async function save(change: Parameters<SettingsFile['update']>[0]): Promise<void> {
    const trouble = await settings.update(change);
    if (trouble) say(store, trouble);
  }

  /**
   * Once the account has started: what was missed meanwhile is told, as soon as there is a status to tell it of, or it takes
   * too long to learn one.
   */
  function start(): void {
    trimLater(TRIM_AFTER_MS);
    const begin = () => {
      stopListening();
      stopTimer();
      day.start(store.getState().agent);
    };
    const stopTimer = time.after(FIRST_STATUS_MS, begin);
    const stopListening = store.subscribe(({ agent }) => {
      if (agent.proved) begin();
    });
    if (store.getState().agent.proved) begin();
  }

  async function exportDay(date: string): Promise<ExportResult> {
    const t = ports.translateInto(store.getState().language);
    const text = await read.csv(date, (term) => t(`csv.${term}`));
    if (text === null) return { outcome: 'failed', message: t('csv.unreadable') };
    return ports.exportFile(`Standby ${date}.csv`, text);
  }

  return { diary: { ...diary, ...read }, day, absence, automation, exportDay, start };
}
