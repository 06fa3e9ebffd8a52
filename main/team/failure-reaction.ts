/** When a wave sends a call again after a failure, and how it reports the failure. */
import { failureTraits, type Failure, type FailureKind } from '../../tencent/failure.ts';
import type { TeamFailure } from '../../shared/local-api/team-results.ts';

/** How often a call is sent, with the first attempt. */
const MAX_ATTEMPTS = { backoff: 6, backoffFew: 4 } as const;

/** A wave is in nobody's way while it pauses, and the rush of a shift start lasts for minutes. */
const MAX_RATE_LIMITED_ATTEMPTS = 40;

const INITIAL_DELAY_MS = 1_000;
const MAX_DELAY_MS = 16_000;

/**
 * Returns the delay before the next attempt, in milliseconds; null if there is none. After a refusal by the rate limit it
 * is 0, because the pacer delays all calls.
 * @param attempt the number of the attempt that failed, from 1
 * @param random 0 ≤ random < 1
 */
export function retryDelayMs(kind: FailureKind, attempt: number, random: number): number | null {
  if (kind === 'rateLimited') return attempt < MAX_RATE_LIMITED_ATTEMPTS ? 0 : null;
  const { retry } = failureTraits(kind);
  if (retry !== 'backoff' && retry !== 'backoffFew') return null;
  if (attempt >= MAX_ATTEMPTS[retry]) return null;
  const limitMs = Math.min(MAX_DELAY_MS, INITIAL_DELAY_MS * 2 ** (attempt - 1));
  return Math.round(limitMs * (0.5 + random / 2));
}

/** The part of a failure that differs between agents. Codes and messages of the service are limited in length. */
export function toTeamFailure({ kind, code, message, requestId }: Failure): TeamFailure {
  return {
    kind,
    code: code.slice(0, 500),
    message: message.slice(0, 1_000),
    requestId: requestId?.slice(0, 200) ?? null,
  };
}
