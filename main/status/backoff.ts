import type { RetryClass } from '../tencent/failure.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const FEW_ATTEMPTS = 4;

/**
 * How long to wait before the next attempt, in milliseconds, or null when there should be none. Exponential with full
 * jitter: of many agents refused in the same second, few come back in the same second.
 * @param attempt the number of the attempt that failed, from 1
 * @param random 0 ≤ random < 1
 */
export function nextWait(retry: RetryClass, attempt: number, random: number): number | null {
  if (retry === 'no' || retry === 'once') return null;
  if (retry === 'backoffFew' && attempt >= FEW_ATTEMPTS) return null;
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 16));
  return Math.round(random * ceiling);
}
