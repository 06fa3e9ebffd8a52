/**
 * Limits Standby's requests to the service, whatever causes them: the whole contact center shares 20 requests a second.
 * A token bucket; a part of it is reserved for switches.
 */
import { startCall } from '../../shared/port-guard.ts';
import type { Clock } from '../../shared/clock.ts';

const REQUESTS_PER_SECOND = 2;

/** Several times what a switch, a reading and a connection test in a row need. */
const BURST = 10;

/** Tokens that stay reserved for more important purposes. */
const RESERVED = { switch: 0, reading: 1, check: 4 };

/** No request waits longer than this many times half a second, whatever the clock reports. */
const MAX_DELAYS = 10;

export type RequestPurpose = keyof typeof RESERVED;

export type RequestLimit = {
  /** Takes a token unless none is left for this purpose. */
  tryAcquire: (purpose: RequestPurpose) => boolean;
  /** Resolves once a token was taken, after the maximum delay, or when aborted. Never rejects. */
  acquire: (purpose: RequestPurpose, signal: AbortSignal | undefined) => Promise<void>;
};

export function createRequestLimit(time: Clock): RequestLimit {
  let tokens = BURST;
  let refilledAt: number | null = null;

  function tryAcquire(purpose: RequestPurpose): boolean {
    const now = time.now();
    // A clock that was set back neither adds nor removes tokens.
    const passedMs = Math.max(0, now - (refilledAt ?? now));
    refilledAt = now;
    tokens = Math.min(BURST, tokens + (passedMs * REQUESTS_PER_SECOND) / 1_000);
    if (tokens < 1 + RESERVED[purpose]) return false;
    tokens -= 1;
    return true;
  }

  async function acquire(purpose: RequestPurpose, signal: AbortSignal | undefined): Promise<void> {
    for (let delays = 0; delays < MAX_DELAYS; delays += 1) {
      if (signal?.aborted || tryAcquire(purpose)) return;
      const delay = startCall(time, 1_000 / REQUESTS_PER_SECOND, () => new Promise<never>(() => {}));
      signal?.addEventListener('abort', delay.cancel, { once: true });
      await delay.result;
      signal?.removeEventListener('abort', delay.cancel);
    }
  }

  return { tryAcquire, acquire };
}
