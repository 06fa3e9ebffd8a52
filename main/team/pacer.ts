/**
 * Spreads the calls of a wave evenly, and leaves the rest of the service's limit to everybody else: all agents of a cloud
 * account share 20 calls a second for each action.
 */
import type { CancelTimer, Clock } from '../../shared/clock.ts';

export type Pacer = {
  /** Resolves to true once a call may be sent, in the order of the requests; to false when aborted. Never rejects. */
  acquire: (signal: AbortSignal | null) => Promise<boolean>;
  /** This app sends another call for the same action: a wave leaves it a slot. */
  yieldSlot: () => void;
  /** A call was refused by the rate limit: no slot is given for a while. */
  onRefused: () => void;
  /** A call was accepted. */
  onAccepted: () => void;
};

/**
 * How much time a late timer may catch up, in milliseconds. Without it the delays of all timers would add up. The limit of
 * calls in any second holds nevertheless.
 */
const CATCH_UP_MS = 100;

/** Calls do not arrive at the distance at which they were sent. In milliseconds. */
const WINDOW_MS = 1_050;

/**
 * The pause after a refusal: a random time of at least half of it, doubled with each further refusal. The first one is short,
 * because one call that arrived early in its second may be the cause. In milliseconds.
 */
const PAUSE_MS = 200;
const MAX_PAUSE_MS = 8_000;

/** @param callsPerSecond the most calls in any second */
export function createPacer(clock: Clock, callsPerSecond: number): Pacer {
  const intervalMs = 1_000 / callsPerSecond;
  const waiting: { grant: (isGranted: boolean) => void }[] = [];
  /** When the last calls were sent: as many as a second may have, the oldest first. */
  const sentAt: number[] = [];
  let slotAt = clock.now();
  let pausedUntil = 0;
  let refusals = 0;
  let cancelTimer: CancelTimer | null = null;

  function nextSlotAt(now: number): number {
    const windowStart = sentAt.length < callsPerSecond ? now : (sentAt[0] ?? now) + WINDOW_MS;
    return Math.max(slotAt, windowStart, pausedUntil);
  }

  function take(now: number): void {
    slotAt = Math.max(slotAt, now - CATCH_UP_MS) + intervalMs;
    sentAt.push(now);
    if (sentAt.length > callsPerSecond) sentAt.shift();
  }

  /** Gives slots that are due, and sets the timer for the next one. */
  function grantDue(): void {
    cancelTimer?.();
    cancelTimer = null;
    while (waiting.length > 0) {
      const now = clock.now();
      const delayMs = nextSlotAt(now) - now;
      if (delayMs > 0) {
        // A clock that was set back must not block the wave.
        cancelTimer = clock.setTimer(Math.min(delayMs, MAX_PAUSE_MS), grantDue);
        return;
      }
      take(now);
      waiting.shift()?.grant(true);
    }
  }

  return {
    acquire: (signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve(false);
          return;
        }
        const entry = { grant: finish };
        function finish(isGranted: boolean): void {
          signal?.removeEventListener('abort', onAbort);
          resolve(isGranted);
        }
        function onAbort(): void {
          waiting.splice(waiting.indexOf(entry), 1);
          finish(false);
        }
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.push(entry);
        if (waiting.length === 1) grantDue();
      }),
    yieldSlot: () => take(clock.now()),
    onRefused: () => {
      const now = clock.now();
      // Calls that were sent in the same second are refused together, which counts once.
      if (now < pausedUntil) return;
      refusals += 1;
      const limitMs = Math.min(MAX_PAUSE_MS, PAUSE_MS * 2 ** Math.min(refusals - 1, 10));
      pausedUntil = now + Math.round(limitMs * (0.5 + clock.random() / 2));
      // What was not sent in the pause is not caught up.
      slotAt = Math.max(slotAt, pausedUntil);
    },
    onAccepted: () => {
      refusals = 0;
    },
  };
}
