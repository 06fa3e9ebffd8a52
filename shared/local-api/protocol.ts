/**
 * The envelope of the local API: JSON lines between a program of the agent and the running app. One line is one message and ends
 * with `\n`. The first line of a connection is the hello with the token. A request has an id, which its replies repeat.
 */
import * as z from 'zod/mini';
import { language } from '../domain.ts';
import { text } from '../limits.ts';

/** Raised for a change that an older client cannot understand. A new request or a new member of a result does not raise it. */
export const PROTOCOL_VERSION = 1;

/** Limit of one line to the app, in bytes without its end. */
export const MAX_REQUEST_BYTES = 64 * 1024;

/** Limit of one line from the app, in bytes without its end. The report of a day is the longest. */
export const MAX_REPLY_BYTES = 16 * 1024 * 1024;

/** The file in the profile that tells a client where the running app listens. Only the agent can read it. */
export const ENDPOINT_FILE = 'local-api.json';

/** The content of {@link ENDPOINT_FILE}. The token is new at each start of the app. */
export const endpointFile = z.object({
  protocol: z.int(),
  /** A Unix socket, or a named pipe of Windows. */
  path: text('path'),
  token: text('name').check(z.minLength(32)),
  /** The process id of the app. */
  pid: z.int(),
});
export type EndpointFile = z.infer<typeof endpointFile>;

/** What clients may do. `read`: the status and the day, but no change. */
export const apiAccess = z.enum(['off', 'read', 'full']);
export type ApiAccess = z.infer<typeof apiAccess>;

const requestId = z.int().check(z.gte(0));

/** The first line of a connection. */
export const hello = z.strictObject({
  id: requestId,
  request: z.literal('hello'),
  token: text('name'),
  protocol: z.int(),
  /** The name and the process id that the client gives itself, for Settings. */
  client: text('name').check(z.minLength(1)),
  pid: z.optional(z.int()),
});

/** The result of a hello. `language`: the language that the agent has chosen in the app. */
export const helloResult = z.object({
  protocol: z.int(),
  version: text('name'),
  access: apiAccess,
  language,
});
export type HelloResult = z.infer<typeof helloResult>;

/** What every request has; the other members depend on its name (requests.ts). */
export const requestEnvelope = z.looseObject({ id: requestId, request: text('name') });

/** Ends a request that has not been answered, such as `watch`. What it has already started goes on. */
export const cancelRequest = z.strictObject({ target: requestId });

/**
 * What a client can conclude from an error. `usage`: the request was wrong. `refused`: nothing was changed. `unknown`: the status may
 * have changed, or will. `notSetUp`: an account, a key or a permission is missing.
 */
const errorCategory = z.enum(['usage', 'refused', 'unknown', 'notSetUp']);
export type ErrorCategory = z.infer<typeof errorCategory>;

/** The errors of the local API itself. A failed switch has the kind of its failure instead (tencent/failure.ts). */
export const localErrorKind = z.enum([
  // Of a connection, which is closed afterwards.
  'badToken',
  'otherProtocol',
  'notJson',
  'tooLong',
  'tooManyConnections',
  'tooSlow',
  // Of a request.
  'badRequest',
  'unknownRequest',
  'tooManyRequests',
  'notAllowed',
  'notConfigured',
  'reasonTooLong',
  'nothingToUndo',
  'nothingPlanned',
  'superseded',
  'cancelled',
  'stillWaiting',
  'dayUnreadable',
  'appError',
]);
export type LocalErrorKind = z.infer<typeof localErrorKind>;

export const apiError = z.object({
  category: errorCategory,
  kind: text('name'),
  /** The error code of the service, or Standby's own. */
  code: text('message'),
  /** In English: for a log, or for an admin. */
  message: text('message'),
  /** The service's id of the failed request. */
  requestId: z.nullable(text('message')),
});
export type ApiError = z.infer<typeof apiError>;

/** A line from the app. `id` is null where the request's own is unknown. Exactly one reply has `ok`; it is the last one. */
export const reply = z.union([
  z.object({ id: z.nullable(requestId), ok: z.literal(true), result: z.unknown() }),
  z.object({ id: z.nullable(requestId), ok: z.literal(false), error: apiError }),
  z.object({ id: requestId, event: z.unknown() }),
]);
export type Reply = z.infer<typeof reply>;

/** The end of a request: its result, or its error. */
export type Outcome<Result> = { ok: true; result: Result } | { ok: false; error: ApiError };

/** Creates an error of the local API itself. */
export function localError(
  category: ErrorCategory,
  kind: LocalErrorKind,
  message: string,
): { ok: false; error: ApiError } {
  return { ok: false, error: { category, kind, code: `LocalApi.${kind}`, message, requestId: null } };
}
