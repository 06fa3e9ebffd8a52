/** The parts that keep the agent's day, joined to the rest of the app. */
import type { Translate } from '../../assets/locales/translate.ts';
import type { ExportResult } from '../../preload/contract/day.ts';
import type { Language } from '../../preload/contract/vocabulary.ts';
import { createAbsence } from '../day/absence.ts';
import { createAgentDay } from '../day/agent-day.ts';
import { openDiary } from '../day/diary.ts';
import { withTimeLimits } from '../day/read-limits.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { StatusService } from '../status/service.ts';
import type { Time } from '../time.ts';
import { say, type AppStore } from './app-store.ts';
import { clocksAgree } from './clock-agreement.ts';

const TRIM_AFTER_MS = 5 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

export type DayPartsPorts = {
  /** The profile's folder. */
  folder: string;
  version: string;
  time: Time;
  store: AppStore;
  settings: SettingsFile;
  status: StatusService;
  translateInto: (language: Language) => Translate;
  lastInputAgoMs: () => number | null;
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

  const day = createAgentDay({
    time,
    diary,
    preferences,
    lastInputAgoMs: ports.lastInputAgoMs,
    savedReturn: settings.get().plannedReturn,
    saveReturn: (plannedReturn) => void save({ plannedReturn }),
    showReturn: (plannedReturn) => store.setState({ plannedReturn }),
    showBudgets: (budgets) => store.setState({ budgets }),
    goFree: () => status.choose({ status: 'free', reason: '' }, 'plannedReturn'),
  });

  const absence = createAbsence({
    time,
    preferences,
    agent: () => store.getState().agent,
    choose: status.choose,
    subscribe: (listener) => store.subscribe(listener),
    note: (cause, choice) => diary.write({ kind: 'automatic', at: time.now(), cause, choice }),
    due: () => day.planReturn(time.now()),
  });

  /** Old lines go when nobody waits, a while after the start, and then once a day; never on this clock's word alone. */
  function trimLater(wait: number): void {
    time.after(wait, () => {
      if (clocksAgree(store.getState(), time.now())) diary.trim();
      trimLater(DAY_MS);
    });
  }
  trimLater(TRIM_AFTER_MS);

  async function save(change: Parameters<SettingsFile['update']>[0]): Promise<void> {
    const trouble = await settings.update(change);
    if (trouble) say(store, trouble);
  }

  async function exportDay(date: string): Promise<ExportResult> {
    const t = ports.translateInto(store.getState().language);
    const text = await read.csv(date, (term) => t(`csv.${term}`));
    if (text === null) return { outcome: 'failed', message: t('csv.unreadable') };
    return ports.exportFile(`Standby ${date}.csv`, text);
  }

  return { diary: { ...diary, ...read }, day, absence, exportDay };
}
