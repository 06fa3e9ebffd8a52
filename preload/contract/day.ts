/** The agent's day as the window sees it: what the day log says of it, and what was planned. */
import * as z from 'zod/mini';
import { list, text } from './limits.ts';
import { drift, failureReport, receipt } from './state.ts';
import { agentStatus, choice, instant } from './vocabulary.ts';

/** Why the app did something by itself. */
export const automaticCause = z.enum([
  'lock',
  'unlock',
  'sleep',
  'resume',
  'idle',
  'quit',
  'shutdown',
  'plannedReturn',
  'networkBack',
]);
export type AutomaticCause = z.infer<typeof automaticCause>;

/** One change of the day, for the list. */
const dayChange = z.discriminatedUnion('kind', [
  z.extend(receipt, { kind: z.literal('switched'), at: instant }),
  z.object({
    kind: z.literal('failed'),
    at: instant,
    /** Null when it was a reading. */
    choice: z.nullable(choice),
    failure: failureReport.shape.kind,
    code: text('message'),
    requestId: z.nullable(text('message')),
  }),
  z.extend(drift, { kind: z.literal('drift'), at: instant }),
  z.object({ kind: z.literal('observed'), at: instant, status: agentStatus, reason: text('reason') }),
  /** What the app did by itself; the switch that comes of it has an entry of its own. */
  z.object({ kind: z.literal('automatic'), at: instant, cause: automaticCause, choice }),
  z.object({ kind: z.literal('started'), at: instant }),
  z.object({ kind: z.literal('stopped'), at: instant }),
]);
export type DayChange = z.infer<typeof dayChange>;

/** A stretch of the day in one status; `status` null where nothing is known, which is never counted as Free. */
const daySegment = z.object({
  status: z.nullable(agentStatus),
  reason: text('reason'),
  from: instant,
  to: instant,
});
export type DaySegment = z.infer<typeof daySegment>;

export const dayReport = z.object({
  /** The calendar day, "2026-11-23". */
  day: text('name'),
  /** The days beside it; null at the ends of what is kept. */
  earlier: z.nullable(text('name')),
  later: z.nullable(text('name')),
  from: instant,
  to: instant,
  /** When the report was made: where the last segment of today ends. */
  now: instant,
  segments: list(daySegment, 'many'),
  /** Time in each status and, below it, for each of its reasons; longest first. */
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
  changes: list(dayChange, 'many'),
});
export type DayReport = z.infer<typeof dayReport>;

/** Whether every line of the log is as it was written. */
export const verdict = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('intact'), lines: z.number() }),
  /** `line`: the first that is not, counted from 1. */
  z.object({ outcome: z.literal('altered'), line: z.number() }),
  z.object({ outcome: z.literal('unreadable'), message: text('message') }),
]);
export type Verdict = z.infer<typeof verdict>;

export const exportResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('saved'), file: text('path') }),
  z.object({ outcome: z.literal('cancelled') }),
  z.object({ outcome: z.literal('failed'), message: text('message') }),
]);
export type ExportResult = z.infer<typeof exportResult>;
