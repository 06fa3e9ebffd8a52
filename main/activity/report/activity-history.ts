/** Manages the activity logs of a running app, one per account, and reports on the current one. */
import type { DayReport } from '../../../shared/activity.ts';
import type { AgentState } from '../../../shared/state.ts';
import type { Clock } from '../../../shared/clock.ts';
import { toCsv, type CsvTerm } from './csv.ts';
import { openActivityLog, type ActivityLog } from '../log/activity-log.ts';
import { toDayReport } from './day-report.ts';
import { adoptLegacyLog } from '../log/legacy-log.ts';
import { dayBounds, toCalendarDay, shiftDay, type Day, type DayRule } from '../calendar-day.ts';
import { isSameAccount, toLogFileName, type LogAccount } from '../log/log-account.ts';
import type { LogEntry } from '../log/log-entry.ts';
import type { LogSlice } from '../log/read-log.ts';
import { toEntries } from '../log/state-to-entries.ts';
import { toDaySummary, type DaySummary } from './day-summary.ts';
import { pruneUnusedLogs } from '../log/prune-unused-logs.ts';
import type { LockRetry } from '../../runtime/retry-locked.ts';
import { errorMessage } from '../../../shared/errors.ts';

export type ActivityHistoryDeps = {
  /** The profile's folder. */
  folder: string;
  time: Clock;
  version: string;
  rule: () => DayRule;
  /** The account whose status is shown; null while none is configured, or the simulator does not run. */
  account: () => LogAccount | null;
  /** The account that adopts a log without accounts; null for the first account in use. */
  adoptingAccount: () => LogAccount | null;
  /** How to wait while another program has a log open. */
  retry: LockRetry;
  /** Called when an entry could not be written, with the reason. */
  onWriteError: (message: string) => void;
  /** Called with each entry, also with one that could not be written. */
  onEntry?: (entry: LogEntry, account: LogAccount) => void;
};

export type ActivityHistory = {
  /** Opens the account's log and writes a `started` entry. Call it again once the simulator runs. */
  start: () => void;
  /** The account may have changed: switches to the log of the configured one. */
  onAccountChange: () => void;
  /** Writes the entries for a change of the agent's state. */
  recordChange: (before: AgentState, after: AgentState) => void;
  /** Writes one entry. Without an account there is no log, and the entry is ignored. */
  append: (entry: LogEntry) => void;
  /** Summary of the current day, for break limits; null when the log cannot be read. */
  today: () => Promise<DaySummary | null>;
  /** @param day null is today @returns null when the log cannot be read */
  report: (day: Day | null) => Promise<DayReport | null>;
  /** A day as CSV; null when the log cannot be read. */
  csv: (day: Day, translate: (term: CsvTerm) => string) => Promise<string | null>;
  /**
   * Removes expired lines. Call it while another clock agrees with the system clock, and when idle: it rewrites files. A file
   * that another program has open is reported at the second call in a row. @returns false if it is to be called again soon
   */
  prune: () => Promise<boolean>;
  /** Writes a `stopped` entry, unless it is the last one. Call it when the app quits. */
  close: () => void;
  /** The app goes on after `close`: writes a `started` entry and the confirmed status. */
  reopen: (agent: AgentState) => void;
};

/** Retention of the log. */
const RETENTION_DAYS = 180;

const EMPTY_SLICE: LogSlice = { lines: [], before: null, after: null, unreadable: 0 };

type Current = { account: LogAccount; file: string; log: ActivityLog };

export function openActivityHistory({
  folder,
  time,
  version,
  rule,
  account,
  adoptingAccount,
  retry,
  onWriteError,
  onEntry,
}: ActivityHistoryDeps): ActivityHistory {
  let current: Current | null = null;
  let isClosed = false;
  let wasLocked = false;
  /** By file name. Each stays open for the run because it keeps the count of dropped entries. */
  const logs = new Map<string, ActivityLog>();

  function open(logAccount: LogAccount): Current {
    const ownFile = toLogFileName(logAccount);
    const adoptingFile = toLogFileName(adoptingAccount() ?? logAccount);
    const adoptedFile = adoptLegacyLog(folder, adoptingFile);
    const file = adoptingFile === ownFile ? adoptedFile : ownFile;
    const log = logs.get(file) ?? openActivityLog(folder, file, time.now, retry);
    logs.set(file, log);
    return { account: logAccount, file, log };
  }

  function switchAccount(createEntry: (lastHeartbeatAt: number | null) => LogEntry): void {
    const logAccount = account();
    if (isSameAccount(logAccount, current?.account ?? null)) return;
    append({ kind: 'accountClosed', at: time.now() });
    current = logAccount && open(logAccount);
    if (current) append(createEntry(current.log.lastHeartbeatAt));
  }

  /** Never throws: the logged action must continue even if logging fails. */
  function append(entry: LogEntry): void {
    isClosed = entry.kind === 'stopped';
    if (!current) return;
    try {
      onEntry?.(entry, current.account);
      const result = current.log.append(entry, current.account);
      if (!result.ok) onWriteError(result.error.message);
    } catch (error) {
      onWriteError(errorMessage(error));
    }
  }

  async function summarizeDay(day: Day): Promise<DaySummary | null> {
    const bounds = dayBounds(day, rule());
    const found = await current?.log.read(bounds.from, bounds.to);
    if (found?.ok === false) return null;
    // Include the current millisecond: a status that began in it is the running one.
    return toDaySummary(found?.slice ?? EMPTY_SLICE, bounds, time.now() + 1);
  }

  const currentDay = () => toCalendarDay(time.now(), rule());

  return {
    start: () =>
      switchAccount((lastHeartbeatAt) => ({ kind: 'started', at: time.now(), version, lastHeartbeatAt })),
    onAccountChange: () =>
      switchAccount((lastHeartbeatAt) => ({ kind: 'accountOpened', at: time.now(), lastHeartbeatAt })),
    append,
    recordChange: (before, after) => {
      for (const entry of toEntries(before, after, time.now())) append(entry);
      // Each reading updates the heartbeat, so a crash leaves at most one reading interval uncertain.
      if (after.confirmed?.confirmedAt !== before.confirmed?.confirmedAt) current?.log.touchHeartbeat();
    },
    today: () => summarizeDay(currentDay()),
    report: async (requestedDay) => {
      const day = requestedDay ?? currentDay();
      const summary = await summarizeDay(day);
      if (!summary) return null;
      const today = currentDay();
      const earlier = day > shiftDay(today, -RETENTION_DAYS) ? shiftDay(day, -1) : null;
      const later = day < today ? shiftDay(day, 1) : null;
      return toDayReport(summary, { day, earlier, later }, time.now());
    },
    csv: async (day, translate) => {
      const summary = await summarizeDay(day);
      return summary && toCsv(summary.lines, rule().zone, translate);
    },
    prune: async () => {
      const pruned = await current?.log.prune(current.account);
      const errors = await pruneUnusedLogs(folder, current?.file ?? null, time.now(), retry);
      if (pruned?.ok === false) errors.push(pruned.error);
      const isSilent = !wasLocked && errors.length > 0 && errors.every(({ kind }) => kind === 'locked');
      wasLocked = isSilent;
      if (!isSilent) for (const { message } of errors) onWriteError(message);
      return !isSilent;
    },
    close: () => {
      if (!isClosed) append({ kind: 'stopped', at: time.now() });
    },
    reopen: ({ confirmed }) => {
      const at = time.now();
      append({ kind: 'started', at, version, lastHeartbeatAt: at });
      if (confirmed?.isValid !== true) return;
      append({ kind: 'statusSeen', at, status: confirmed.status, reason: confirmed.reason });
    },
  };
}
