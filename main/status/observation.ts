import type { Exchange } from '../tencent/failure.ts';
import type { OwnStatus } from '../tencent/staff-status.ts';
import type { Observation } from './state.ts';

/** What a reading says of the agent, by this computer's clock. */
export function observationOf(current: OwnStatus, { clockOffMs = 0 }: Exchange): Observation {
  const { status, reason, lastStatusAt, reserveRest, reserveNotReady } = current;
  return {
    status,
    reason,
    // The service tells it by its own clock.
    since: lastStatusAt === null ? null : lastStatusAt + clockOffMs,
    afterCall: reserveRest ? 'rest' : reserveNotReady ? 'notReady' : null,
  };
}
