/** Converts log entries to a contiguous timeline of statuses without overlaps. Pure. */
import type { AgentStatus } from '../../../shared/domain.ts';
import type { TimeRange } from '../calendar-day.ts';
import type { LogEntry } from '../log/log-entry.ts';

export type Segment = TimeRange & {
  /** `unknown`: the app did not run, or had confirmed no status yet. */
  status: AgentStatus | 'unknown';
  reason: string;
  /** False where the status probably applied but may have changed. Such time is not counted. */
  isCertain: boolean;
};

/** Input of a timeline: see `LogSlice`. */
export type TimelineSource = {
  entries: readonly LogEntry[];
  before: LogEntry | null;
  after: LogEntry | null;
};

type State = Omit<Segment, 'to'>;

/** The segments so far, and the state that continues after the last one. */
type Timeline = { segments: Segment[]; running: State };

const UNKNOWN = { status: 'unknown', reason: '', isCertain: false } as const;

/**
 * Builds the timeline of a range.
 * @param until where the last segment ends: now, or the end of the range
 * @returns segments that fill `from` to `until` (epoch milliseconds), and the start of the last one's status, which may
 * precede `from`
 */
export function toTimeline(
  { entries, before, after }: TimelineSource,
  { from, to: until }: TimeRange,
): { segments: Segment[]; since: number } {
  // The entry before may be days old: build segments from its time, then clip them.
  const start = Math.min(before?.at ?? from, from);
  const timeline: Timeline = { segments: [], running: { ...UNKNOWN, from: start } };
  for (const entry of before ? [before, ...entries] : entries) applyEntry(timeline, entry);
  // After a crash the log ends with a status that the next start makes uncertain.
  if (after?.kind === 'started' || after?.kind === 'accountOpened') applyEntry(timeline, after);
  const { segments, running } = timeline;
  const all = mergeAdjacent([...segments, { ...running, to: Math.max(until, running.from) }]);
  const shown = clip(all, { from, to: until });
  return { segments: shown, since: runningSince(all, until) };
}

/** Start of the running status. An uncertain segment within a break does not split it. */
function runningSince(segments: readonly Segment[], until: number): number {
  const earlier = segments.filter((segment) => segment.from < until);
  const last = earlier.at(-1);
  if (!last) return until;
  const other = earlier.findLast(({ status, reason }) => status !== last.status || reason !== last.reason);
  return other?.to ?? earlier[0]?.from ?? last.from;
}

function applyEntry(timeline: Timeline, entry: LogEntry): void {
  switch (entry.kind) {
    case 'switched':
      startSegment(timeline, entry.confirmedAt, { ...entry.to, isCertain: true });
      return;
    case 'statusSeen':
      startSegment(timeline, entry.at, { status: entry.status, reason: entry.reason, isCertain: true });
      return;
    case 'externalChange':
      // The change happened between the two readings.
      markUncertain(timeline, entry.after);
      startSegment(timeline, entry.before, { ...entry.to, isCertain: true });
      return;
    case 'statusInvalidated':
      markUncertain(timeline, entry.at);
      return;
    case 'dropped':
      markUncertain(timeline, entry.since);
      return;
    case 'started':
    case 'accountOpened':
      // Without a `stopped` entry, the app crashed or the power failed.
      if (entry.lastHeartbeatAt === null) markUncertain(timeline, timeline.running.from);
      else startSegment(timeline, Math.max(entry.lastHeartbeatAt, timeline.running.from), UNKNOWN);
      startSegment(timeline, entry.at, UNKNOWN);
      return;
    case 'stopped':
    case 'accountClosed':
      startSegment(timeline, entry.at, UNKNOWN);
      return;
    case 'failed':
    case 'automated':
    case 'quarantined':
    case 'notInUse':
    case 'trimmed':
      return;
  }
}

/** Marks the running status as uncertain from `at` on. */
function markUncertain(timeline: Timeline, at: number): void {
  const { status, reason, from } = timeline.running;
  // A status confirmed after `at` stays certain.
  startSegment(timeline, Math.max(at, from), { status, reason, isCertain: false });
}

/**
 * Starts a new state at `at`. If the clock was set back, `at` precedes the last segment: later segments are removed, so
 * that no time counts twice.
 */
function startSegment({ segments, running }: Timeline, at: number, state: Omit<State, 'from'>): void {
  segments.push({ ...running, to: Math.max(at, running.from) });
  for (let last = segments.at(-1); last && last.to > at; last = segments.at(-1)) {
    if (last.from < at) last.to = at;
    else segments.pop();
  }
  Object.assign(running, state, { from: at });
}

function clip(segments: readonly Segment[], { from, to }: TimeRange): Segment[] {
  return segments
    .map((segment) => ({ ...segment, from: Math.max(segment.from, from), to: Math.min(segment.to, to) }))
    .filter((segment) => segment.from < segment.to);
}

function mergeAdjacent(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    if (last?.to === segment.from && isSameState(last, segment)) last.to = segment.to;
    else if (segment.from < segment.to) result.push({ ...segment });
  }
  return result;
}

function isSameState(one: Segment, other: Segment): boolean {
  return one.status === other.status && one.reason === other.reason && one.isCertain === other.isCertain;
}
