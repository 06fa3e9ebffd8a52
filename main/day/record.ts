import type { AgentState } from '../../preload/contract/state.ts';
import type { LogEntry } from './log-entry.ts';

/**
 * What a change of the agent's state is worth in the log, in the order of the lines. Pure.
 * @param at epoch milliseconds
 */
export function entriesOf(before: AgentState, after: AgentState, at: number): LogEntry[] {
  const entries: LogEntry[] = [];
  const { receipt, drift, failure, proved } = after;

  const doubted = before.proved?.holds === true && proved?.holds !== true;
  if (doubted) entries.push({ kind: 'doubted', at });

  const switched = receipt !== null && receipt !== before.receipt;
  if (switched) entries.push({ kind: 'switched', at, ...receipt });

  const drifted = drift !== null && drift !== before.drift;
  if (drifted) entries.push({ kind: 'drift', at, ...drift });

  if (proved?.holds && !switched && !drifted && isNews(before.proved, proved)) {
    entries.push({ kind: 'observed', at, status: proved.status, reason: proved.reason });
  }

  // While the wish lives on, the app tries again by itself: it has failed when nobody tries any more.
  const ended = after.wish === null && (failure !== before.failure || before.wish !== null);
  if (failure && ended) {
    const { kind, choice, code, requestId } = failure;
    entries.push({ kind: 'failed', at, choice, failure: kind, code, requestId });
  }
  return entries;
}

function isNews(before: AgentState['proved'], proved: NonNullable<AgentState['proved']>): boolean {
  return !before?.holds || before.status !== proved.status || before.reason !== proved.reason;
}
