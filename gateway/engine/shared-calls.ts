/** Calls of the state that the instances share: they may reject, throw or never answer. */
import type { Clock } from '../../shared/clock.ts';
import { callPort } from '../../shared/port-guard.ts';

/** Longer than the limit of the Redis client, in milliseconds. */
const CALL_TIMEOUT_MS = 5_000;

const RETRY_MS = 1_000;
const MAX_RETRIES = 5;

type SharedResult<Value> = { ok: true; value: Value } | { ok: false };

export type SharedCalls = {
  /** Never rejects, and ends within five seconds. */
  attempt: <Value>(call: () => Promise<Value>) => Promise<SharedResult<Value>>;
  /**
   * Repeats a call that fails, up to five times, a second apart. For what follows an answer, which must not wait for it. What
   * is not written expires by itself.
   */
  insist: (call: () => Promise<unknown>) => void;
};

export function createSharedCalls(clock: Clock): SharedCalls {
  async function attempt<Value>(call: () => Promise<Value>): Promise<SharedResult<Value>> {
    const result = await callPort(clock, CALL_TIMEOUT_MS, call);
    return result.type === 'answered' ? { ok: true, value: result.value } : { ok: false };
  }

  async function repeat(call: () => Promise<unknown>, retries: number): Promise<void> {
    const { ok } = await attempt(call);
    if (!ok && retries > 0) clock.setTimer(RETRY_MS, () => void repeat(call, retries - 1));
  }

  return { attempt, insist: (call) => void repeat(call, MAX_RETRIES) };
}

/**
 * Resolves after a delay in milliseconds; at once, without a timer, if it is not positive.
 * @param signal ends the delay early
 */
export function delay(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (!(milliseconds > 0) || signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancelTimer = clock.setTimer(milliseconds, end);
    function end(): void {
      cancelTimer();
      signal?.removeEventListener('abort', end);
      resolve();
    }
    signal?.addEventListener('abort', end, { once: true });
  });
}
