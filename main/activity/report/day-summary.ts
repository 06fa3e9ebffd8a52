/** Summarizes a day of the activity log: segments, totals and the running status. Pure. */
import type { AgentStatus } from '../../../shared/domain.ts';
import type { TimeRange } from '../calendar-day.ts';
import type { LogLine } from '../log/log-line.ts';
import type { LogSlice } from '../log/read-log.ts';
import { toTimeline, type Segment } from './timeline.ts';

type StatusTotal = { status: Segment['status']; ms: number };
type ReasonTotal = { status: AgentStatus; reason: string; ms: number };

export type DaySummary = TimeRange & {
  /** Contiguous, from the start of the day until now, or until its end when it is over. */
  segments: Segment[];
  /** The running status and its start, which may precede the day. Null when the day is over or has not begun. */
  running: { status: Segment['status']; reason: string; since: number } | null;
  /** Milliseconds in each status, largest first. Uncertain time counts as `unknown`, never as Free. */
  totals: StatusTotal[];
  /** The same for each away status and reason; `''` is "no reason". */
  reasons: ReasonTotal[];
  /** Number of confirmed switches requested in the app. */
  switches: number;
  /** All entries of the day, including receipts. */
  lines: LogLine[];
};

/** @param now epoch milliseconds */
export function toDaySummary({ lines, before, after }: LogSlice, bounds: TimeRange, now: number): DaySummary {
  const until = Math.min(now, bounds.to);
  const source = { entries: lines.map(({ entry }) => entry), before, after };
  const { segments, since } = toTimeline(source, { from: bounds.from, to: until });
  const last = segments.at(-1);
  return {
    ...bounds,
    segments,
    running: last && now < bounds.to ? { status: last.status, reason: last.reason, since } : null,
    totals: statusTotals(segments),
    reasons: reasonTotals(segments),
    switches: lines.filter(({ entry }) => entry.kind === 'switched').length,
    lines,
  };
}

function statusTotals(segments: readonly Segment[]): StatusTotal[] {
  const totals = new Map<Segment['status'], number>();
  for (const { status, isCertain, from, to } of segments) {
    const counted = isCertain ? status : 'unknown';
    totals.set(counted, (totals.get(counted) ?? 0) + to - from);
  }
  return [...totals].map(([status, ms]) => ({ status, ms })).sort(largestFirst);
}

function reasonTotals(segments: readonly Segment[]): ReasonTotal[] {
  const totals: ReasonTotal[] = [];
  for (const { status, reason, isCertain, from, to } of segments) {
    if (!isCertain || (status !== 'rest' && status !== 'notReady')) continue;
    const known = totals.find((total) => total.status === status && total.reason === reason);
    if (known) known.ms += to - from;
    else totals.push({ status, reason, ms: to - from });
  }
  return totals.sort(largestFirst);
}

function largestFirst(one: { ms: number }, other: { ms: number }): number {
  return other.ms - one.ms;
}
