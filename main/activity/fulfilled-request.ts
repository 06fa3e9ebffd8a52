/** Finds the request that a change of the agent's state has fulfilled. Pure. */
import { sameChoice } from '../../shared/domain.ts';
import type { AgentState, Reservation } from '../../shared/state.ts';

/** A request that took effect, and when: epoch milliseconds. */
export type FulfilledRequest = { request: Reservation; startedAt: number };

/** The request that the change from `before` to `after` has fulfilled, now or after a call; null for any other change. */
export function fulfilledRequest(before: AgentState, after: AgentState): FulfilledRequest | null {
  return confirmedIntent(before, after) ?? startedReservation(before, after);
}

/**
 * The newest intent, if the change is the confirmation of its switch: only that makes a receipt and ends the intent at
 * once. A switch that a newer intent has replaced makes a receipt too, and leaves the newer intent.
 */
function confirmedIntent({ intent, receipt: old }: AgentState, after: AgentState): FulfilledRequest | null {
  const { receipt } = after;
  if (!intent || after.intent || !receipt || receipt === old) return null;
  return { request: intent, startedAt: receipt.confirmedAt };
}

/** The reserved choice, if it took effect after the call. It began when the service says, not when it was read. */
function startedReservation({ reservation }: AgentState, { confirmed }: AgentState): FulfilledRequest | null {
  if (!reservation || !confirmed?.isValid || !sameChoice(confirmed, reservation.choice)) return null;
  return { request: reservation, startedAt: confirmed.since };
}
