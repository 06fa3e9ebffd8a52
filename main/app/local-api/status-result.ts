/** Converts the app's state to the status that the local API sends. Pure. */
import type { AppState } from '../../../shared/state.ts';
import { toIsoTime, type StatusResult } from '../../../shared/local-api/results.ts';

type ShownState = Pick<AppState, 'agent' | 'plannedReturn' | 'account'>;

export function toStatusResult({ agent, plannedReturn, account }: ShownState): StatusResult {
  const { confirmed, intent, failure } = agent;
  return {
    known: confirmed?.isValid === true,
    status: confirmed?.status ?? null,
    reason: confirmed?.reason ?? '',
    since: confirmed && toIsoTime(confirmed.since),
    confirmedAt: confirmed && toIsoTime(confirmed.confirmedAt),
    unknownCause: agent.unknownCause,
    afterCall: confirmed?.afterCall ?? null,
    pending: intent && {
      ...intent.choice,
      source: intent.source,
      attempt: intent.attempt,
      phase: intent.phase.type,
      nextAttemptAt: intent.phase.type === 'waiting' ? toIsoTime(intent.phase.until) : null,
    },
    failure: failure && {
      kind: failure.kind,
      code: failure.code,
      message: failure.message,
      requestId: failure.requestId,
    },
    backAt: plannedReturn && toIsoTime(plannedReturn.backAt),
    undoUntil: agent.undo && toIsoTime(agent.undo.until),
    account: account.mode,
  };
}

/** Compares two results without `confirmedAt`: a reading that finds the same status is no change. */
export function isSameResult(one: StatusResult, other: StatusResult): boolean {
  return JSON.stringify({ ...one, confirmedAt: null }) === JSON.stringify({ ...other, confirmedAt: null });
}
