/** Limits how many refusals without a valid token reach the audit log: anybody can cause them. */

/** In a minute. */
const MAX_REFUSALS = 60;
const MINUTE_MS = 60_000;

/** @returns whether one more may be recorded now */
export function createRefusalLimit(now: () => number): () => boolean {
  let since = Number.NEGATIVE_INFINITY;
  let count = 0;
  return () => {
    if (Math.abs(now() - since) >= MINUTE_MS) {
      since = now();
      count = 0;
    }
    count += 1;
    return count <= MAX_REFUSALS;
  };
}
