/** What the answer to a call, or a reading after a lost answer, says about an intent. Pure. */
import type { SwitchResult } from '../../../shared/gateway-api/status.ts';
import type { AgentStatusView } from '../../../shared/gateway-api/status.ts';
import type { StatusAndReason } from '../../../shared/domain.ts';
import type { AgentOutcome } from '../../../tencent/evaluate-switch.ts';
import type { OwnStatus } from '../../../tencent/staff-status.ts';
import { isInEffect, isReservedFor } from '../../../tencent/request-in-effect.ts';
import type { SwitchIntent } from '../engine.ts';

type Target = Pick<SwitchIntent, 'agent' | 'choice'>;

/** When an answer came, and its RequestId. */
export type Answered = { asOf: number; requestId: string | null };

/** The result that the answer to a switch states for an agent. */
export function toSwitchResult(
  { agent }: Target,
  outcome: Exclude<AgentOutcome, { kind: 'failed' }>,
  { asOf, requestId }: Answered,
): SwitchResult {
  const { previousStatus, previousReason, reason } = outcome;
  const previous: StatusAndReason | null = previousStatus && {
    status: previousStatus,
    reason: previousReason ?? '',
  };
  return outcome.kind === 'switched'
    ? {
        outcome: 'switched',
        agent,
        status: outcome.status,
        reason,
        previous,
        confirmedBy: 'response',
        requestId,
        asOf,
      }
    : {
        outcome: 'otherStatus',
        agent,
        requested: outcome.requested,
        status: outcome.status,
        reason,
        previous,
        requestId,
        asOf,
      };
}

/** The result that a reading shows: the request is in effect, or is reserved for after a call; otherwise null. */
export function toReadResult(
  { agent, choice }: Target,
  current: OwnStatus,
  { asOf, requestId }: Answered,
): SwitchResult | null {
  const { status, reason } = current;
  const base = { agent, reason, previous: null, requestId, asOf };
  if (isInEffect(choice, current))
    return { ...base, outcome: 'switched', status: choice.status, confirmedBy: 'reading' };
  if (!isReservedFor(choice, current)) return null;
  return { ...base, outcome: 'otherStatus', requested: choice.status, status };
}

/** An agent's status as a reading has reported it. */
export function toView(
  agent: string,
  { status, reason, reserveRest, reserveNotReady, lastStatusAt, lastOnlineAt }: OwnStatus,
  { asOf, requestId }: Answered,
): AgentStatusView {
  return {
    agent,
    status,
    reason,
    reserveRest,
    reserveNotReady,
    lastStatusAt,
    lastOnlineAt,
    requestId,
    asOf,
  };
}

/** The status that a confirmed switch has set. It has no times: the answer to a switch reports none. */
export function toSwitchedView(result: SwitchResult): AgentStatusView | null {
  if (result.outcome !== 'switched') return null;
  const { agent, status, reason, requestId, asOf } = result;
  const none = { reserveRest: false, reserveNotReady: false, lastStatusAt: null, lastOnlineAt: null };
  return { agent, status, reason, ...none, requestId, asOf };
}
