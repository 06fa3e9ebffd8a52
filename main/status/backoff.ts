/** Exponential backoff of automatic retries. */
import type { FailureKind, RetryClass } from '../../tencent/failure.ts';
import { failureTraits } from '../../tencent/failure.ts';

const INITIAL_DELAY_MS = 1_000;
const MAX_DELAY_MS = 30_000;
const MAX_ATTEMPTS = 4;

/**
 * Returns the delay before the next attempt after a failure, in milliseconds, or null when there is no automatic retry.
 * Exponential backoff with full jitter: without jitter, agents who met the same failure would all retry in the same
 * second. The rate limit, which all agents share, has a backoff of its own: see rate-limit-backoff.ts.
 * @param attempt the number of the attempt that failed, from 1
 * @param random 0 ≤ random < 1
 */
export function retryDelay(kind: FailureKind, attempt: number, random: number): number | null {
  const { retry } = failureTraits(kind);
  if (!shouldRetry(retry, attempt)) return null;
  return Math.round(random * Math.min(MAX_DELAY_MS, INITIAL_DELAY_MS * 2 ** Math.min(attempt - 1, 16)));
}

function shouldRetry(retry: RetryClass, attempt: number): boolean {
  return retry === 'backoff' || (retry === 'backoffFew' && attempt < MAX_ATTEMPTS);
}
