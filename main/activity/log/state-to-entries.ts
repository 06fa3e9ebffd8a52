/** Derives activity log entries from a change of the agent's state. */
import type { AgentState } from '../../../shared/state.ts';
import type { LogEntry } from './log-entry.ts';

/**
 * Returns the log entries for a change of the agent's state, in the order of writing. Pure.
 * @param at epoch milliseconds
 */
export function toEntries(before: AgentState, after: AgentState, at: number): LogEntry[] {
  const entries: LogEntry[] = [];
  const { receipt, externalChange, failure, confirmed } = after;

  const isInvalidated = before.confirmed?.isValid === true && confirmed?.isValid !== true;
  if (isInvalidated) entries.push({ kind: 'statusInvalidated', at });

  const isSwitched = receipt !== null && receipt !== before.receipt;
  if (isSwitched) entries.push({ kind: 'switched', at, ...receipt });

  const isChangedExternally = externalChange !== null && externalChange !== before.externalChange;
  if (isChangedExternally) entries.push({ kind: 'externalChange', at, ...externalChange });

  if (confirmed?.isValid && !isSwitched && !isChangedExternally && isNewStatus(before.confirmed, confirmed)) {
    entries.push({ kind: 'statusSeen', at, status: confirmed.status, reason: confirmed.reason });
  }

  // While an intent exists, the app retries. The failure is final once there is no intent.
  const hasEnded = after.intent === null && (failure !== before.failure || before.intent !== null);
  if (failure && hasEnded) {
    const { kind, choice, code, requestId } = failure;
    entries.push({ kind: 'failed', at, choice, failure: kind, code, requestId });
  }
  return entries;
}

function isNewStatus(
  before: AgentState['confirmed'],
  confirmed: NonNullable<AgentState['confirmed']>,
): boolean {
  return !before?.isValid || before.status !== confirmed.status || before.reason !== confirmed.reason;
}
