import type { FailureKind, RetryClass } from '../tencent/failure.ts';
import { failureTraits } from '../tencent/failure.ts';

const FIRST_WAIT_MS = 1_000;
const FEW_ATTEMPTS = 4;

/**
 * The longest wait. Where everybody shares a limit it grows further: each refusal is a sign of how crowded the center is,
 * and some five minutes are what 5,000 agents need at 20 requests a second.
 */
const LONGEST_WAIT_MS = 30_000;
const LONGEST_CROWDED_WAIT_MS = 300_000;

/**
 * How long to wait before the next attempt, in milliseconds, or null when there should be none by itself. Exponential with
 * full jitter: of many agents refused in the same second, few come back in the same second.
 * @param attempt the number of the attempt that failed, from 1
 * @param random 0 ≤ random < 1
 */
export function nextWait(kind: FailureKind, attempt: number, random: number): number | null {
  const { retry } = failureTraits(kind);
  if (!triesAgain(retry, attempt)) return null;
  const longest = kind === 'rateLimited' ? LONGEST_CROWDED_WAIT_MS : LONGEST_WAIT_MS;
  const ceiling = Math.min(longest, FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 16));
  return Math.round(random * ceiling);
}

function triesAgain(retry: RetryClass, attempt: number): boolean {
  return retry === 'backoff' || (retry === 'backoffFew' && attempt < FEW_ATTEMPTS);
}
