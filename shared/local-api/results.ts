/** Schemas of the results of the local API. Scripts depend on them: a member is added, and none is renamed or removed. */
import * as z from 'zod/mini';
import { agentStatus, settableStatus, source, statusChoice } from '../domain.ts';
import { list, text } from '../limits.ts';
import { unknownCause } from '../state.ts';

/** A point in time in UTC, to the second: "2026-11-23T09:00:00Z". */
const isoTime = text('name').check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/));

/** Converts milliseconds since 1970 to {@link isoTime}. */
export function toIsoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** A failure, as Standby shows it. */
const failure = z.object({
  kind: text('name'),
  code: text('message'),
  message: text('message'),
  requestId: z.nullable(text('message')),
});

/** The agent's status. It is `known` while the service has confirmed it and nothing has happened since that may have changed it. */
export const statusResult = z.object({
  known: z.boolean(),
  /** The status that was last confirmed; null before the first confirmation. `busy` is "in a call"; Busy is `notReady`. */
  status: z.nullable(agentStatus),
  reason: text('reason'),
  since: z.nullable(isoTime),
  confirmedAt: z.nullable(isoTime),
  /** Why it is not known; null while it is. */
  unknownCause: z.nullable(unknownCause),
  /** The status that follows the call; null when there is none. */
  afterCall: z.nullable(settableStatus),
  /** The requested status that is not yet confirmed. */
  pending: z.nullable(
    z.object({
      status: settableStatus,
      reason: text('reason'),
      source,
      attempt: z.number(),
      phase: z.enum(['sending', 'queued', 'waiting', 'offline']),
      /** When the next attempt starts; null unless it waits for one. */
      nextAttemptAt: z.nullable(isoTime),
    }),
  ),
  failure: z.nullable(failure),
  /** The planned end of the break. */
  backAt: z.nullable(isoTime),
  /** Until when the last switch can be undone. */
  undoUntil: z.nullable(isoTime),
  /** `unconfigured`: no account is set up. */
  account: z.enum(['unconfigured', 'account', 'simulator']),
});
export type StatusResult = z.infer<typeof statusResult>;

/** The result of a switch that did not fail. */
export const switchResult = z.discriminatedUnion('outcome', [
  /** The service has confirmed the status. */
  z.object({
    outcome: z.literal('confirmed'),
    status: settableStatus,
    reason: text('reason'),
    /** The status before; null when it is not known. */
    from: z.nullable(z.object({ status: agentStatus, reason: text('reason') })),
    confirmedAt: isoTime,
    attempts: z.number(),
    requestId: z.nullable(text('message')),
  }),
  /** The agent is in a call. The service sets the status after it. */
  z.extend(statusChoice, { outcome: z.literal('reserved') }),
  /** The request was accepted, and nobody waits for its result (`wait: false`). */
  z.extend(statusChoice, { outcome: z.literal('accepted') }),
]);
export type SwitchResult = z.infer<typeof switchResult>;

const seconds = z.int().check(z.gte(0));

/** The day so far: time in each status and in each of its reasons, longest first. A status that is null is unknown. */
export const dayResult = z.object({
  /** "2026-11-23" */
  day: text('name'),
  from: isoTime,
  to: isoTime,
  switches: z.int(),
  totals: list(
    z.object({
      status: z.nullable(agentStatus),
      seconds,
      reasons: list(z.object({ reason: text('reason'), seconds }), 'many'),
    }),
    'few',
  ),
  /** In order. The last one ends now. */
  segments: list(
    z.object({ status: z.nullable(agentStatus), reason: text('reason'), from: isoTime, to: isoTime }),
    'many',
  ),
});
export type ApiDay = z.infer<typeof dayResult>;
