/** The events of `GET /v1/agents/{account}/events` (server-sent events). */
import * as z from 'zod/mini';
import { epochMs } from '../domain.ts';
import { text } from '../limits.ts';
import { agentStatusView } from './status.ts';

/** A comment is sent this often, in milliseconds. A stream that is silent for twice as long is dead. */
export const KEEP_ALIVE_MS = 15_000;

/** The data of each event, by the event's name. */
export const streamEvents = {
  /** The present status: first of all, as soon as it is known, and after each change. */
  status: agentStatusView,
  /** The status could not be read. What was sent before may be out of date. */
  unreadable: z.object({
    kind: text('name'),
    code: text('message'),
    requestId: z.nullable(text('message')),
    at: epochMs,
  }),
} as const;

export type StreamEvent =
  | { event: 'status'; data: z.infer<(typeof streamEvents)['status']> }
  | { event: 'unreadable'; data: z.infer<(typeof streamEvents)['unreadable']> };
