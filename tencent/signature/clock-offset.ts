/**
 * Corrects signatures for a wrong clock of this computer.
 *
 * The service refuses a signature whose time is more than five minutes from its own clock, and sends its own time in
 * the Date header of every response. The rules:
 * - an offset is learned only from such a refusal (AuthFailure.SignatureExpire), because nothing else shows that the
 * service's clock, and not a proxy's, differs from this computer's;
 * - it is bounded, because a signature for a later time stays valid until then, and a forged response may contain any
 * time: at most a day from this computer's clock, and learned at most once an hour, unless the agent retries;
 * - it is dropped once a response of the service shows that this computer's clock is within the tolerance again. If the
 * clock is corrected while an offset is in use, the next request is refused once more, and the Date of that refusal
 * drops the offset before the repetition.
 */
import type { FailureKind } from '../failure.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/time-units.ts';

/**
 * How far this computer's clock may be off without a correction, in milliseconds. The service tolerates five minutes;
 * half a minute is reserved for latency and further clock drift.
 */
export const CLOCK_TOLERANCE_MS = 4.5 * MINUTE_MS;

/** A repetition signed with nearly the same time would be refused again. */
const MIN_CORRECTION_MS = 30_000;

const MAX_OFFSET_MS = 24 * HOUR_MS;

/** `corrected`: retry with another signature. Otherwise the failure kind of the refusal. */
export type ClockRefusal = 'corrected' | Extract<FailureKind, 'clockWrong' | 'clockTooFar' | 'clockChanged'>;

export type ClockCorrection = {
  /** Milliseconds to add to this computer's clock to get the service's; 0 while the clock is within the tolerance. */
  offsetMs: () => number;
  /**
   * The service refused a request because of its time.
   * @param signedOffsetMs the offset that the request was signed with: another request may have corrected the clock
   * since
   */
  onRefused: (serverTime: number, localTime: number, signedOffsetMs: number) => ClockRefusal;
  /** Any other response of the service. */
  onAnswered: (serverTime: number, localTime: number) => void;
  /** The agent retries: after `clockChanged` the next refusal may correct the clock once more. */
  allowCorrection: () => void;
};

/** Parses an HTTP Date header to epoch milliseconds; null if it is missing or invalid. */
export function parseDateHeader(value: string | null): number | null {
  const time = Date.parse(String(value));
  return Number.isNaN(time) ? null : time;
}

/** @param monotonicNow milliseconds of a monotonic clock that cannot be set */
export function createClockCorrection(monotonicNow: () => number = () => performance.now()): ClockCorrection {
  let offsetMs = 0;
  let learnedAt = Number.NEGATIVE_INFINITY;
  let isWaitingForAgent = false;

  return {
    offsetMs: () => offsetMs,
    onRefused(serverTime, localTime, signedOffsetMs) {
      const measuredOffsetMs = serverTime - localTime;
      if (Math.abs(measuredOffsetMs - signedOffsetMs) < MIN_CORRECTION_MS) return 'clockWrong';
      if (Math.abs(measuredOffsetMs - offsetMs) < MIN_CORRECTION_MS) return 'corrected';
      if (Math.abs(measuredOffsetMs) < CLOCK_TOLERANCE_MS) {
        if (offsetMs === 0 && signedOffsetMs === 0) return 'clockWrong';
        offsetMs = 0;
        return 'corrected';
      }
      if (Math.abs(measuredOffsetMs) > MAX_OFFSET_MS) return 'clockTooFar';
      const now = monotonicNow();
      if (now - learnedAt < HOUR_MS) {
        isWaitingForAgent = true;
        return 'clockChanged';
      }
      learnedAt = now;
      offsetMs = measuredOffsetMs;
      return 'corrected';
    },
    onAnswered(serverTime, localTime) {
      if (Math.abs(serverTime - localTime) < CLOCK_TOLERANCE_MS) offsetMs = 0;
    },
    allowCorrection() {
      if (isWaitingForAgent) learnedAt = Number.NEGATIVE_INFINITY;
      isWaitingForAgent = false;
    },
  };
}
