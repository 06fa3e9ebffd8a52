/** Maps the service's response about the agent to a status reading. */
import type { Exchange } from '../../../tencent/failure.ts';
import type { OwnStatus } from '../../../tencent/staff-status.ts';
import type { StatusReading } from './reading.ts';

/** Converts the service's response to a reading with times in this computer's clock. */
export function toStatusReading(current: OwnStatus, { clockSkewMs = 0 }: Exchange): StatusReading {
  const { status, reason, lastStatusAt, reserveRest, reserveNotReady } = current;
  return {
    status,
    reason,
    // `lastStatusAt` is in the service's clock.
    since: lastStatusAt === null ? null : lastStatusAt + clockSkewMs,
    afterCall: reserveRest ? 'rest' : reserveNotReady ? 'notReady' : null,
  };
}
