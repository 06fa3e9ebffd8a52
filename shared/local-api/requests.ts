/**
 * The requests of the local API: what each takes, what it returns, and what access it needs. Members that a request does not have are
 * refused, so that a typing mistake changes nothing.
 */
import * as z from 'zod/mini';
import { plannedMinutes, settableStatus } from '../domain.ts';
import { text } from '../limits.ts';
import type { ApiRequestSchema } from './request-schema.ts';
import { dayResult, statusResult, switchResult } from './results.ts';
import { teamRequests } from './team.ts';

/** How long a switch is waited for by default, in seconds. */
export const DEFAULT_WAIT_SECONDS = 60;

const noInput = z.strictObject({});

/** Whether the reply waits for the result of the switch, and for how long at most. The switch goes on after that. */
const waiting = z.strictObject({
  wait: z._default(z.boolean(), true),
  timeoutSeconds: z._default(z.int().check(z.gte(1), z.lte(600)), DEFAULT_WAIT_SECONDS),
});
export type Waiting = z.infer<typeof waiting>;

export const apiRequests = {
  status: { access: 'read', input: noInput, output: statusResult },
  /** One event with the status now, and one for each change, until the connection ends or the request is cancelled. */
  watch: { access: 'read', input: noInput, output: z.strictObject({}), event: statusResult },
  today: { access: 'read', input: noInput, output: dayResult },
  /** The day as the CSV that Standby exports, in the agent's language. */
  todayCsv: { access: 'read', input: noInput, output: z.object({ day: text('name'), csv: z.string() }) },
  /** Requests a status and plans the return. A duration of Free is ignored. */
  switch: {
    access: 'full',
    input: z.extend(waiting, {
      status: settableStatus,
      reason: z._default(text('reason'), ''),
      backInMinutes: z.optional(plannedMinutes),
    }),
    output: switchResult,
  },
  /** Free if the status is Rest or Busy, otherwise the last away status. */
  toggle: { access: 'full', input: waiting, output: switchResult },
  /** Returns to the status before the last switch, within 30 seconds of it. */
  undo: { access: 'full', input: waiting, output: switchResult },
  /** Ends a break with a planned return: requests Free. */
  back: { access: 'full', input: waiting, output: switchResult },
  ...teamRequests,
} as const satisfies Record<string, ApiRequestSchema>;

type ApiRequests = typeof apiRequests;
export type ApiRequest = keyof ApiRequests;
/** The input after parsing: with its defaults. */
export type ApiInput<Name extends ApiRequest> = z.infer<ApiRequests[Name]['input']>;
/** The input as a client may write it. */
export type ApiInputFromClient<Name extends ApiRequest> = z.input<ApiRequests[Name]['input']>;
export type ApiOutput<Name extends ApiRequest> = z.infer<ApiRequests[Name]['output']>;
export type ApiEvent<Name extends ApiRequest> = ApiRequests[Name] extends {
  event: infer Event extends z.ZodMiniType;
}
  ? z.infer<Event>
  : never;

/** Whether a name is one of a request. */
export function isApiRequest(name: string): name is ApiRequest {
  return Object.hasOwn(apiRequests, name);
}
