/** Keeps the day log of a running app, and answers what the window asks of it. */
import type { DayReport, Verdict } from '../../preload/contract/day.ts';
import type { AgentState } from '../../preload/contract/state.ts';
import type { Time } from '../time.ts';
import { csvOf, type CsvTerm } from './csv.ts';
import { openDayLog, type DayLog } from './day-log.ts';
import { reportOf } from './day-report.ts';
import { dayBounds, dayOf, shiftDay, type Day, type DayRule } from './local-day.ts';
import type { LogEntry } from './log-entry.ts';
import { entriesOf } from './record.ts';
import { todayOf, type Today } from './today.ts';

export type DiaryPorts = {
  /** The profile's folder. */
  folder: string;
  time: Time;
  version: string;
  rule: () => DayRule;
  /** A line could not be written: why. */
  onTrouble: (message: string) => void;
};

export type Diary = {
  /** Opens the log and writes that the app has started: always its first line of this run. */
  start: () => void;
  /** Writes what a change of the agent's state is worth. */
  note: (before: AgentState, after: AgentState) => void;
  write: (entry: LogEntry) => void;
  /** The day of now, for budgets; null when the log cannot be read. */
  today: () => Promise<Today | null>;
  /** @param day null is today; the answer is null when the log cannot be read */
  report: (day: Day | null) => Promise<DayReport | null>;
  verify: () => Promise<Verdict>;
  /** A day as CSV; null when the log cannot be read. */
  csv: (day: Day, say: (term: CsvTerm) => string) => Promise<string | null>;
  /** Removes what is too old, while another clock agrees with this computer's; rewrites the file, so best when nobody waits. */
  trim: () => void;
  /** The app ends. */
  close: () => void;
};

/** As long as the log is kept. */
const KEPT_DAYS = 180;

export function openDiary({ folder, time, version, rule, onTrouble }: DiaryPorts): Diary {
  let opened: DayLog | null = null;

  /** Whoever needs the log first opens it. */
  function log(): DayLog {
    if (opened) return opened;
    opened = openDayLog(folder, time.now);
    write({ kind: 'started', at: time.now(), version, ranUntil: opened.ranUntil });
    return opened;
  }

  /** Never throws: what is logged is done next, and is done without the log too. */
  function write(entry: LogEntry): void {
    try {
      const result = log().append(entry);
      if (!result.ok) onTrouble(result.failure.message);
    } catch (error) {
      onTrouble(error instanceof Error ? error.message : String(error));
    }
  }

  async function dayFromLog(day: Day): Promise<Today | null> {
    const bounds = dayBounds(day, rule());
    const found = await log().read(bounds.from, bounds.to);
    // The millisecond that has begun counts: a status that began in it is the one that runs.
    return found.ok ? todayOf(found.extract, bounds, time.now() + 1) : null;
  }

  const currentDay = () => dayOf(time.now(), rule());

  return {
    start: () => void log(),
    write,
    note: (before, after) => {
      for (const entry of entriesOf(before, after, time.now())) write(entry);
      // Each reading is a sign of life: what a crash leaves uncertain is no more than the time between two.
      if (after.proved?.confirmedAt !== before.proved?.confirmedAt) log().markAlive();
    },
    today: () => dayFromLog(currentDay()),
    report: async (asked) => {
      const day = asked ?? currentDay();
      const made = await dayFromLog(day);
      if (!made) return null;
      const today = currentDay();
      const earlier = day > shiftDay(today, -KEPT_DAYS) ? shiftDay(day, -1) : null;
      const later = day < today ? shiftDay(day, 1) : null;
      return reportOf(made, { day, earlier, later }, time.now());
    },
    verify: async () => {
      const result = await log().verify();
      switch (result.kind) {
        case 'intact':
          return { outcome: 'intact', lines: result.entries };
        case 'broken':
          return { outcome: 'altered', line: result.line };
        case 'notRead':
          return { outcome: 'unreadable', message: result.failure.message };
      }
    },
    csv: async (day, say) => {
      const made = await dayFromLog(day);
      return made && csvOf(made.lines, rule().zone, say);
    },
    trim: () => {
      const trimmed = log().trim();
      if (!trimmed.ok) onTrouble(trimmed.failure.message);
    },
    close: () => write({ kind: 'stopped', at: time.now() }),
  };
}
