import type { FailureKind, RetryClass } from '../tencent/failure.ts';
import { failureTraits } from '../tencent/failure.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const FEW_ATTEMPTS = 4;

/**
 * How long to wait before the next attempt, in milliseconds, or null when there should be none by itself. Exponential with
 * full jitter: of many agents who met the same trouble, few come back in the same second. Not for the limit that everybody
 * shares: see shift-start.ts.
 * @param attempt the number of the attempt that failed, from 1
 * @param random 0 ≤ random < 1
 */
export function nextWait(kind: FailureKind, attempt: number, random: number): number | null {
  const { retry } = failureTraits(kind);
  if (!triesAgain(retry, attempt)) return null;
  return Math.round(random * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 16)));
}

function triesAgain(retry: RetryClass, attempt: number): boolean {
  return retry === 'backoff' || (retry === 'backoffFew' && attempt < FEW_ATTEMPTS);
}
