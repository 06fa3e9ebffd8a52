/** Compares statuses, and converts what a failed reading says. Pure. */
import type { AgentStatusView } from '../../../shared/gateway-api/status.ts';
import { FAILURE_TRAITS, type FailureKind } from '../../../tencent/failure.ts';
import type { CoordinationMessage } from '../../coordination/coordination.ts';
import type { EngineProblem } from '../engine.ts';

export type UnreadableMessage = Extract<CoordinationMessage, { type: 'unreadable' }>;

/** Whether two views show the same status. Times count only if both views have them: a switch reports none. */
export function isSameView(one: AgentStatusView, other: AgentStatusView): boolean {
  return (
    one.status === other.status &&
    one.reason === other.reason &&
    one.reserveRest === other.reserveRest &&
    one.reserveNotReady === other.reserveNotReady &&
    (one.lastStatusAt === other.lastStatusAt || one.lastStatusAt === null || other.lastStatusAt === null)
  );
}

export function isFailureKind(kind: string): kind is FailureKind {
  return Object.hasOwn(FAILURE_TRAITS, kind);
}

/** The problem of a failed reading. A reading changes nothing. */
export function toReadingProblem({ kind, code, message, requestId }: UnreadableMessage): EngineProblem {
  const known = isFailureKind(kind) ? kind : 'internalError';
  return { kind: known, code, message, requestId, outcome: 'notApplied', retryAfterMs: null };
}
