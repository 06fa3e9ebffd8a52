/**
 * Readings that the company's gateway pushes. Each has the time at which it was true, in the gateway's clock, and so have the
 * answers to switches and readings: the status with the latest time is the present one.
 */
import type { Exchange } from '../../../tencent/failure.ts';
import type { OwnStatus } from '../../../tencent/staff-status.ts';

export type PushedReadingsDeps = {
  /** Whether a switch is in flight. Its answer is newer than what was read before. */
  isSending: () => boolean;
  /** Whether a switch may or may not have taken effect. Only a reading that began after it tells. */
  isUncertain: () => boolean;
  onReading: (current: OwnStatus, exchange: Exchange) => void;
};

export function createPushedReadings({ isSending, isUncertain, onReading }: PushedReadingsDeps) {
  let latestAsOf = Number.NEGATIVE_INFINITY;
  /** The latest one that came while a switch was in flight. Only changes are pushed, so it would be missed. */
  let held: { current: OwnStatus; exchange: Exchange } | null = null;

  /** Whether a status is not older than all others so far. One without a time is of no gateway, and counts as new. */
  function accept({ asOf }: Pick<Exchange, 'asOf'>): boolean {
    if (asOf === undefined) return true;
    if (asOf < latestAsOf) return false;
    latestAsOf = asOf;
    return true;
  }

  function receive(current: OwnStatus, exchange: Exchange): void {
    if (isSending()) held = { current, exchange };
    else if (accept(exchange)) onReading(current, exchange);
  }

  return {
    accept,
    receive,
    /** The switch in flight has ended, and its answer was handled. */
    onSwitchEnd: () => {
      const last = held;
      held = null;
      if (last && !isUncertain()) receive(last.current, last.exchange);
    },
    /** Another account: nothing that came before applies. */
    reset: () => {
      latestAsOf = Number.NEGATIVE_INFINITY;
      held = null;
    },
  };
}
