/** Converts a day summary to the report that the window shows. Pure. */
import type { ActivityEntry, DayReport } from '../../../shared/activity.ts';
import type { LogEntry } from '../log/log-entry.ts';
import type { DaySummary } from './day-summary.ts';

/** @param now epoch milliseconds */
export function toDayReport(
  { segments, totals, reasons, switches, lines, from, to }: DaySummary,
  calendar: Pick<DayReport, 'day' | 'earlier' | 'later'>,
  now: number,
): DayReport {
  return {
    ...calendar,
    from,
    to,
    now,
    segments: segments.map(({ status, reason, isCertain, ...range }) => ({
      status: isCertain ? toKnownStatus(status) : null,
      reason,
      ...range,
    })),
    totals: totals.map(({ status, ms }) => ({
      status: toKnownStatus(status),
      milliseconds: ms,
      reasons: reasons
        .filter((each) => each.status === status)
        .map(({ reason, ms: milliseconds }) => ({ reason, milliseconds })),
    })),
    switches,
    changes: lines
      .map(({ entry }) => toActivityEntry(entry))
      .filter((change) => change !== null)
      .reverse(),
  };
}

function toKnownStatus<Status extends string>(status: Status | 'unknown'): Status | null {
  return status === 'unknown' ? null : status;
}

/** Log maintenance entries (quarantined, trimmed, …) appear only in the export, not in the agent's list. */
function toActivityEntry(entry: LogEntry): ActivityEntry | null {
  switch (entry.kind) {
    case 'switched':
    case 'failed':
    case 'externalChange':
    case 'statusSeen':
    case 'automated':
      return entry;
    case 'started':
    case 'stopped':
    case 'accountOpened':
    case 'accountClosed':
      return { kind: entry.kind, at: entry.at };
    case 'statusInvalidated':
    case 'quarantined':
    case 'notInUse':
    case 'dropped':
    case 'trimmed':
      return null;
  }
}
