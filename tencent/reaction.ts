/** Decides what the sender of calls for many agents does after a failure. */
import { failureTraits, type FailureKind } from './failure.ts';

/**
 * - `slowDown`: the rate limit: all calls pause, and this one is sent again;
 * - `retry`: sent again, with growing, jittered delays;
 * - `split`: one agent of the call may be the cause, or the size of the call: it is divided;
 * - `stop`: the next calls would fail in the same way, such as with a wrong key.
 */
export type Reaction = 'slowDown' | 'retry' | 'split' | 'stop';

const SPLIT: ReadonlySet<FailureKind> = new Set([
  'agentUnknown',
  'agentNotPermitted',
  'agentMissing',
  'temporarilyRejected',
  'inCall',
  'notFound',
  'valueRefused',
  'reasonTooLong',
  'responseTooLarge',
  'unknownService',
] satisfies FailureKind[]);

export function reactTo(kind: FailureKind): Reaction {
  if (kind === 'rateLimited') return 'slowDown';
  if (SPLIT.has(kind)) return 'split';
  const { retry } = failureTraits(kind);
  return retry === 'backoff' || retry === 'backoffFew' ? 'retry' : 'stop';
}
