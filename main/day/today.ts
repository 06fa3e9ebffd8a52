/** The agent's day, from the log: what the Today view shows. Pure. */
import type { AgentStatus } from '../../preload/contract/vocabulary.ts';
import type { Stretch } from './local-day.ts';
import type { LogLine } from './log-entry.ts';
import type { LogExtract } from './read-log.ts';
import { timelineOf, type Segment } from './timeline.ts';

type StatusTotal = { status: Segment['status']; ms: number };
type ReasonTotal = { status: AgentStatus; reason: string; ms: number };

export type Today = Stretch & {
  /** Without holes, from the beginning of the day until now, or until its end when it is over. */
  segments: Segment[];
  /** What runs now, and since when; that may be before the day began. Null when the day is over or has not begun. */
  running: { status: Segment['status']; reason: string; since: number } | null;
  /** Milliseconds in each status, most first. Time of which nobody is certain counts as `unknown`, never as Free. */
  totals: StatusTotal[];
  /** The same for each way of being away with its reason; `''` is "no reason". */
  reasons: ReasonTotal[];
  /** Proved switches that were asked for here. */
  switches: number;
  /** Every entry of the day, receipts and all. */
  lines: LogLine[];
};

/** @param now epoch milliseconds */
export function todayOf({ lines, before, after }: LogExtract, bounds: Stretch, now: number): Today {
  const until = Math.min(now, bounds.to);
  const source = { entries: lines.map(({ entry }) => entry), before, after };
  const { segments, since } = timelineOf(source, { from: bounds.from, to: until });
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
  for (const { status, certain, from, to } of segments) {
    const counted = certain ? status : 'unknown';
    totals.set(counted, (totals.get(counted) ?? 0) + to - from);
  }
  return [...totals].map(([status, ms]) => ({ status, ms })).sort(mostFirst);
}

function reasonTotals(segments: readonly Segment[]): ReasonTotal[] {
  const totals: ReasonTotal[] = [];
  for (const { status, reason, certain, from, to } of segments) {
    if (!certain || (status !== 'rest' && status !== 'notReady')) continue;
    const known = totals.find((total) => total.status === status && total.reason === reason);
    if (known) known.ms += to - from;
    else totals.push({ status, reason, ms: to - from });
  }
  return totals.sort(mostFirst);
}

function mostFirst(one: { ms: number }, other: { ms: number }): number {
  return other.ms - one.ms;
}
