/**
 * Schema of activity log entries. An entry is written once and read for 180 days: kinds may be added and fields may become
 * optional, but no meaning changes.
 */
import * as z from 'zod/mini';
import { externalChange, failureReport, receipt } from '../../../shared/state.ts';
import { agentStatus, automaticSource, epochMs, statusChoice } from '../../../shared/domain.ts';

/** Time of writing, by the system clock. */
const at = epochMs;

export const logEntry = z.discriminatedUnion('kind', [
  /** A confirmed switch: its receipt. */
  z.extend(receipt, { kind: z.literal('switched'), at }),
  /** A switch, or (without a choice) a reading, that failed permanently. */
  z.object({
    kind: z.literal('failed'),
    at,
    choice: z.nullable(statusChoice),
    failure: failureReport.shape.kind,
    code: z.string(),
    requestId: z.nullable(z.string()),
  }),
  /** A change made outside the app. */
  z.extend(externalChange, { kind: z.literal('externalChange'), at }),
  /** A status read for the first time, or again after a start or an invalidation. */
  z.object({ kind: z.literal('statusSeen'), at, status: agentStatus, reason: z.string() }),
  /** An event after which the last confirmed status may no longer be valid. */
  z.object({ kind: z.literal('statusInvalidated'), at }),
  /** An automatic action. The resulting switch has its own entry. */
  z.object({ kind: z.literal('automated'), at, cause: automaticSource, choice: statusChoice }),
  /** The app started. `lastHeartbeatAt`: when the previous run was last known to be running; null if unknown. */
  z.object({ kind: z.literal('started'), at, version: z.string(), lastHeartbeatAt: z.nullable(epochMs) }),
  z.object({ kind: z.literal('stopped'), at }),
  /** Another account was configured before, in the same run. `lastHeartbeatAt`: as in `started`. */
  z.object({ kind: z.literal('accountOpened'), at, lastHeartbeatAt: z.nullable(epochMs) }),
  /** Another account is configured from now on. Its entries go to its own log. */
  z.object({ kind: z.literal('accountClosed'), at }),
  /** Another account has been in use for a while. The entry's time shows that earlier lines are old. */
  z.object({ kind: z.literal('notInUse'), at }),
  /** An incomplete last line, left by a crash, was moved to a file beside the log. `bytes`: its length. */
  z.object({ kind: z.literal('quarantined'), at, file: z.string(), bytes: z.number() }),
  /** `count` entries since `since` could not be written. `code` is the last error. */
  z.object({ kind: z.literal('dropped'), at, count: z.number(), since: epochMs, code: z.string() }),
  /** Expired lines were removed, up to and including the number `through`. */
  z.object({ kind: z.literal('trimmed'), at, count: z.number(), through: z.number() }),
]);
export type LogEntry = z.infer<typeof logEntry>;
export type LogKind = LogEntry['kind'];

/** Kinds after which the known status changes or becomes unknown. */
const timelineKinds: ReadonlySet<string> = new Set<LogKind>([
  'switched',
  'externalChange',
  'statusSeen',
  'statusInvalidated',
  'started',
  'stopped',
  'accountOpened',
  'accountClosed',
  'dropped',
]);

/** Whether entries of this kind affect the timeline of statuses. */
export function affectsTimeline(kind: string): boolean {
  return timelineKinds.has(kind);
}
