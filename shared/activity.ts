/** Schemas of the day report: segments, totals and changes of one day, from the activity log. */
import * as z from 'zod/mini';
import { list, text } from './limits.ts';
import { externalChange, failureReport, receipt } from './state.ts';
import { agentStatus, automaticSource, epochMs, statusChoice } from './domain.ts';

/** A change of the day, for the list. */
const activityEntry = z.discriminatedUnion('kind', [
  z.extend(receipt, { kind: z.literal('switched'), at: epochMs }),
  z.object({
    kind: z.literal('failed'),
    at: epochMs,
    /** The requested status; null when a reading failed. */
    choice: z.nullable(statusChoice),
    failure: failureReport.shape.kind,
    code: text('message'),
    requestId: z.nullable(text('message')),
  }),
  z.extend(externalChange, { kind: z.literal('externalChange'), at: epochMs }),
  z.object({ kind: z.literal('statusSeen'), at: epochMs, status: agentStatus, reason: text('reason') }),
  /** An automatic action; the resulting switch has its own entry. */
  z.object({ kind: z.literal('automated'), at: epochMs, cause: automaticSource, choice: statusChoice }),
  z.object({ kind: z.literal('started'), at: epochMs }),
  z.object({ kind: z.literal('stopped'), at: epochMs }),
  /** The account was opened or closed; before or after, another one was in use. */
  z.object({ kind: z.literal('accountOpened'), at: epochMs }),
  z.object({ kind: z.literal('accountClosed'), at: epochMs }),
]);
export type ActivityEntry = z.infer<typeof activityEntry>;

/** A time range of the day in one status. `status` is null when unknown, which never counts as Free. */
const daySegment = z.object({
  status: z.nullable(agentStatus),
  reason: text('reason'),
  from: epochMs,
  to: epochMs,
});
export type DaySegment = z.infer<typeof daySegment>;

export const dayReport = z.object({
  /** The calendar day, "2026-11-23". */
  day: text('name'),
  /** The previous and next day; null at the ends of the log. */
  earlier: z.nullable(text('name')),
  later: z.nullable(text('name')),
  from: epochMs,
  to: epochMs,
  /** When the report was created; the last segment of today ends here. */
  now: epochMs,
  segments: list(daySegment, 'many'),
  /** Time in each status and in each of its reasons, longest first. */
  totals: list(
    z.object({
      status: z.nullable(agentStatus),
      milliseconds: z.number(),
      reasons: list(z.object({ reason: text('reason'), milliseconds: z.number() }), 'many'),
    }),
    'few',
  ),
  switches: z.number(),
  /** Newest first. */
  changes: list(activityEntry, 'many'),
});
export type DayReport = z.infer<typeof dayReport>;

export const exportResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('saved'), file: text('path') }),
  z.object({ outcome: z.literal('cancelled') }),
  z.object({ outcome: z.literal('failed'), message: text('message') }),
]);
export type ExportResult = z.infer<typeof exportResult>;
