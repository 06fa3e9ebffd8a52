/** Finds the intent that a change of the agent's state has confirmed. Pure. */
import type { AgentState, StatusIntent } from '../../shared/state.ts';

/**
 * The newest intent, if the change from `before` to `after` is the confirmation of its switch: only that makes a receipt and
 * ends the intent at once. A switch that a newer intent has replaced makes a receipt too, and leaves the newer intent.
 * @returns the intent with the time of the confirmation, epoch milliseconds; null for any other change
 */
export function confirmedIntent(
  before: AgentState,
  after: AgentState,
): { intent: StatusIntent; confirmedAt: number } | null {
  const { intent } = before;
  const { receipt } = after;
  if (!intent || after.intent || !receipt || receipt === before.receipt) return null;
  return { intent, confirmedAt: receipt.confirmedAt };
}
