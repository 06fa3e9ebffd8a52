/** Errors of the gateway's API: problem documents of RFC 9457, with the kind of failure. */
import * as z from 'zod/mini';
import { text } from '../limits.ts';

/** Media type of a problem document. */
export const PROBLEM_TYPE = 'application/problem+json';

/**
 * What the gateway itself refuses. All other kinds are the failure kinds of the contact center (`tencent/failure.ts`).
 * - `unauthenticated`: no token, or one that is not valid;
 * - `forbidden`: the token is valid and does not allow it;
 * - `invalidRequest`, `notFound`, `tooLarge`: the request itself;
 * - `superseded`: a newer request for the same agent has replaced it; nothing was sent;
 * - `queueTimeout`: it waited too long for its turn; nothing was sent;
 * - `idempotencyKeyReused`: the same key was used with another request;
 * - `overloaded`: too many requests or streams; nothing was sent;
 * - `sharedStateUnavailable`: the gateway's instances cannot reach the state that they share; nothing was sent;
 * - `shuttingDown`: this instance ends; nothing was sent;
 * - `internalError`: a fault of the gateway.
 */
export const gatewayProblemKind = z.enum([
  'unauthenticated',
  'forbidden',
  'invalidRequest',
  'notFound',
  'tooLarge',
  'superseded',
  'queueTimeout',
  'idempotencyKeyReused',
  'overloaded',
  'sharedStateUnavailable',
  'shuttingDown',
  'internalError',
]);
export type GatewayProblemKind = z.infer<typeof gatewayProblemKind>;

export const problem = z.object({
  type: z.literal('about:blank'),
  title: text('name'),
  status: z.int().check(z.gte(400), z.lte(599)),
  detail: text('message').check(z.describe('What happened, in English.')),
  kind: text('name').check(z.describe('The kind of failure.')),
  code: text('message').check(z.describe('The contact center’s error code, or the gateway’s own.')),
  requestId: z
    .nullable(text('message'))
    .check(z.describe('The RequestId of the contact center; null if it was not asked.')),
  outcome: z
    .enum(['notApplied', 'unknown'])
    .check(z.describe('notApplied: the status has not changed by this request. unknown: it may have.')),
});
export type Problem = z.infer<typeof problem>;
