/** A stretch of time as a row of statuses, without holes and without overlaps. Pure. */
import type { AgentStatus } from '../../preload/contract/vocabulary.ts';
import type { Stretch } from './local-day.ts';
import type { LogEntry } from './log-entry.ts';

export type Segment = Stretch & {
  /** `unknown`: nobody can say, for the app did not run or had proved nothing yet. */
  status: AgentStatus | 'unknown';
  reason: string;
  /** False where the status was probably this one, but something may have changed it: not to be counted. */
  certain: boolean;
};

/** What a timeline is made from: see `LogExtract`. */
export type TimelineSource = {
  entries: readonly LogEntry[];
  before: LogEntry | null;
  after: LogEntry | null;
};

type State = Omit<Segment, 'to'>;

/** Segments so far, and the state that runs on from the last of them. */
type Timeline = { segments: Segment[]; running: State };

const UNKNOWN = { status: 'unknown', reason: '', certain: false } as const;

/**
 * @param until where the last segment ends: now, or the end of the stretch
 * @returns segments that fill the time from `from` to `until` (epoch milliseconds), and since when the last one's status
 * has lasted, which may be before `from`
 */
export function timelineOf(
  { entries, before, after }: TimelineSource,
  { from, to: until }: Stretch,
): { segments: Segment[]; since: number } {
  // The entry before may be days old: the time until `from` is drawn too, then cut off.
  const start = Math.min(before?.at ?? from, from);
  const timeline: Timeline = { segments: [], running: { ...UNKNOWN, from: start } };
  for (const entry of before ? [before, ...entries] : entries) apply(timeline, entry);
  // After a crash the log ends with a status that the next start puts in doubt.
  if (after?.kind === 'started') apply(timeline, after);
  const { segments, running } = timeline;
  const all = merged([...segments, { ...running, to: Math.max(until, running.from) }]);
  const shown = within(all, { from, to: until });
  return { segments: shown, since: sinceWhen(all, until) };
}

/** A doubt in the middle of a break does not make it two. */
function sinceWhen(segments: readonly Segment[], until: number): number {
  const drawn = segments.filter((segment) => segment.from < until);
  const last = drawn.at(-1);
  if (!last) return until;
  const other = drawn.findLast(({ status, reason }) => status !== last.status || reason !== last.reason);
  return other?.to ?? drawn[0]?.from ?? last.from;
}

function apply(timeline: Timeline, entry: LogEntry): void {
  switch (entry.kind) {
    case 'switched':
      begin(timeline, entry.provedAt, { ...entry.to, certain: true });
      return;
    case 'observed':
      begin(timeline, entry.at, { status: entry.status, reason: entry.reason, certain: true });
      return;
    case 'drift':
      // It was still the old status at the one reading, and the new one at the next.
      doubt(timeline, entry.after);
      begin(timeline, entry.before, { ...entry.to, certain: true });
      return;
    case 'doubted':
      doubt(timeline, entry.at);
      return;
    case 'missed':
      doubt(timeline, entry.since);
      return;
    case 'started':
      // Where the log did not say that the app had stopped, it crashed, or the power failed.
      if (entry.ranUntil === null) doubt(timeline, timeline.running.from);
      else begin(timeline, Math.max(entry.ranUntil, timeline.running.from), UNKNOWN);
      begin(timeline, entry.at, UNKNOWN);
      return;
    case 'stopped':
      begin(timeline, entry.at, UNKNOWN);
      return;
    case 'failed':
    case 'automatic':
    case 'setAside':
    case 'trimmed':
      return;
  }
}

/** From here on the status that runs is probable only. */
function doubt(timeline: Timeline, at: number): void {
  const { status, reason, from } = timeline.running;
  // What was proved later than the doubt began stays proved.
  begin(timeline, Math.max(at, from), { status, reason, certain: false });
}

/**
 * Another state, from here on. Where the clock was set back this is earlier than what was drawn last: the newest reading
 * of the clock wins, so that no time is counted twice.
 */
function begin({ segments, running }: Timeline, at: number, state: Omit<State, 'from'>): void {
  segments.push({ ...running, to: Math.max(at, running.from) });
  for (let last = segments.at(-1); last && last.to > at; last = segments.at(-1)) {
    if (last.from < at) last.to = at;
    else segments.pop();
  }
  Object.assign(running, state, { from: at });
}

function within(segments: readonly Segment[], { from, to }: Stretch): Segment[] {
  return segments
    .map((segment) => ({ ...segment, from: Math.max(segment.from, from), to: Math.min(segment.to, to) }))
    .filter((segment) => segment.from < segment.to);
}

function merged(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    if (last?.to === segment.from && sameState(last, segment)) last.to = segment.to;
    else if (segment.from < segment.to) result.push({ ...segment });
  }
  return result;
}

function sameState(one: Segment, other: Segment): boolean {
  return one.status === other.status && one.reason === other.reason && one.certain === other.certain;
}
