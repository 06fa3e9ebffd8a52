/**
 * What the day log can say. An entry is written once and read for 180 days: a kind may be added and a field may become
 * optional, but none changes its meaning.
 */
import * as z from 'zod/mini';
import { automaticCause } from '../../preload/contract/day.ts';
import { drift, failureReport, receipt } from '../../preload/contract/state.ts';
import { agentStatus, choice, instant } from '../../preload/contract/vocabulary.ts';

/** When it was written, by this computer's clock. */
const at = instant;

const logEntry = z.discriminatedUnion('kind', [
  /** A proved switch: its receipt. */
  z.extend(receipt, { kind: z.literal('switched'), at }),
  /** A switch, or (with no choice) a reading, that failed for good. */
  z.object({
    kind: z.literal('failed'),
    at,
    choice: z.nullable(choice),
    failure: failureReport.shape.kind,
    code: z.string(),
    requestId: z.nullable(z.string()),
  }),
  /** A change made elsewhere. */
  z.extend(drift, { kind: z.literal('drift'), at }),
  /** A status seen for the first time, or again after a start or a doubt. */
  z.object({ kind: z.literal('observed'), at, status: agentStatus, reason: z.string() }),
  /** Something happened after which the status last proved may no longer hold. */
  z.object({ kind: z.literal('doubted'), at }),
  /** What the app did by itself; the switch that comes of it has an entry of its own. */
  z.object({ kind: z.literal('automatic'), at, cause: automaticCause, choice }),
  /** The app started. `ranUntil`: when the run before it is last known to have run; null when that is not known. */
  z.object({ kind: z.literal('started'), at, version: z.string(), ranUntil: z.nullable(instant) }),
  z.object({ kind: z.literal('stopped'), at }),
  /** What a crash left of a last line was moved to a file beside the log. `bytes`: how many. */
  z.object({ kind: z.literal('setAside'), at, file: z.string(), bytes: z.number() }),
  /** So many entries since `since` could not be written, for the reason given last. */
  z.object({ kind: z.literal('missed'), at, count: z.number(), since: instant, code: z.string() }),
  /** Lines too old to keep were removed, up to and with the one numbered `through`. */
  z.object({ kind: z.literal('trimmed'), at, count: z.number(), through: z.number() }),
]);
export type LogEntry = z.infer<typeof logEntry>;
export type LogKind = LogEntry['kind'];

/** An entry with its place in the log; numbers run on over every trimming. */
const logLine = z.object({ seq: z.int(), entry: logEntry });
export type LogLine = z.infer<typeof logLine>;

/** A line from the file; null when this version of the app cannot tell what it says. */
export function parseLine(json: unknown): LogLine | null {
  const parsed = logLine.safeParse(json);
  return parsed.success ? parsed.data : null;
}

/** Entries after which something else is known about the status, or nothing any more. */
const timelineKinds: ReadonlySet<string> = new Set<LogKind>([
  'switched',
  'drift',
  'observed',
  'doubted',
  'started',
  'stopped',
  'missed',
]);

/** Whether an entry of this kind bears on the timeline of statuses. */
export function bearsOnTimeline(kind: string): boolean {
  return timelineKinds.has(kind);
}
