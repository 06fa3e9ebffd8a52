/** The agent's day as the window shows it. Pure. */
import type { DayChange, DayReport } from '../../preload/contract/day.ts';
import type { LogEntry } from './log-entry.ts';
import type { Today } from './today.ts';

/** @param now epoch milliseconds */
export function reportOf(
  { segments, totals, reasons, switches, lines, from, to }: Today,
  calendar: Pick<DayReport, 'day' | 'earlier' | 'later'>,
  now: number,
): DayReport {
  return {
    ...calendar,
    from,
    to,
    now,
    segments: segments.map(({ status, reason, certain, ...stretch }) => ({
      status: certain ? known(status) : null,
      reason,
      ...stretch,
    })),
    totals: totals.map(({ status, ms }) => ({
      status: known(status),
      milliseconds: ms,
      reasons: reasons
        .filter((each) => each.status === status)
        .map(({ reason, ms: milliseconds }) => ({ reason, milliseconds })),
    })),
    switches,
    changes: lines
      .map(({ entry }) => changeOf(entry))
      .filter((change) => change !== null)
      .reverse(),
  };
}

function known<Status extends string>(status: Status | 'unknown'): Status | null {
  return status === 'unknown' ? null : status;
}

/** What the log says of itself (a line set aside, lines trimmed) is for Verify and the export, not for the agent's list. */
function changeOf(entry: LogEntry): DayChange | null {
  switch (entry.kind) {
    case 'switched':
    case 'failed':
    case 'drift':
    case 'observed':
    case 'automatic':
      return entry;
    case 'started':
    case 'stopped':
      return { kind: entry.kind, at: entry.at };
    case 'doubted':
    case 'setAside':
    case 'missed':
    case 'trimmed':
      return null;
  }
}
