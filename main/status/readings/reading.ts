/** What the service reports about the agent's status, compared with what was known and requested. Pure. */
import type { ConfirmedStatus, Reservation } from '../../../shared/state.ts';
import {
  sameChoice,
  type AgentStatus,
  type SettableStatus,
  type StatusAndReason,
  type StatusChoice,
} from '../../../shared/domain.ts';

/** The agent's status as the service reported it in a switch response or a reading. */
export type StatusReading = StatusAndReason & {
  /** When the status began, in this computer's clock, epoch milliseconds; null if the service did not report it. */
  since: number | null;
  afterCall: SettableStatus | null;
};

/**
 * Whether a choice that the service accepted during a call takes effect after it: the choice is what is reserved, or it
 * is Free and nothing is reserved.
 */
export function takesEffectAfterCall({ status, afterCall }: StatusReading, choice: StatusChoice): boolean {
  if (!isInCall(status)) return false;
  return choice.status === 'free' ? afterCall === null : afterCall === choice.status;
}

/**
 * Whether a change was made elsewhere. Not external: a call begins or ends, an agent signs in, a status reserved during
 * a call takes effect.
 */
export function isExternalChange(before: ConfirmedStatus, reading: StatusReading): boolean {
  if (sameChoice(before, reading)) return false;
  if (isInCall(reading.status)) return false;
  if (before.status === 'offline') return false;
  return !(isInCall(before.status) && (reading.status === 'free' || reading.status === before.afterCall));
}

/** Whether a reservation of Standby still stands in the status. */
export function isReserved(reservation: Reservation | null, { status, afterCall }: ConfirmedStatus): boolean {
  return isInCall(status) && reservation?.choice.status === afterCall;
}

function isInCall(status: AgentStatus): boolean {
  return status === 'busy' || status === 'afterCallWork';
}
