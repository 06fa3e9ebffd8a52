/** The errors of the command line itself, as values like those of the app. */
import * as z from 'zod/mini';
import type { ApiError, ErrorCategory } from '../shared/local-api/protocol.ts';

/** `notRunning`: no app listens. `noAnswer`: it does not answer in time. `connectionLost`: it ended before the result. */
export const clientErrorKind = z.enum(['notRunning', 'noAnswer', 'connectionLost', 'replyInvalid']);
export type ClientErrorKind = z.infer<typeof clientErrorKind>;

export type CliError = { ok: false; error: ApiError };

export function clientError(kind: ClientErrorKind, message: string): CliError {
  const category: ErrorCategory = 'unknown';
  return { ok: false, error: { category, kind, code: `CommandLine.${kind}`, message, requestId: null } };
}
