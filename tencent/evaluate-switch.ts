/** Evaluates, for one agent, what a response to SetStaffStatus confirms. */
import * as z from 'zod/mini';
import { classifyErrorCode } from './error-catalog.ts';
import type { Exchange, Failure } from './failure.ts';
import { parseAgentStatus, type AgentStatus, type SettableStatus } from './status-names.ts';
import { text } from './response-schema.ts';

export type StatusRequest = { staffUserId: string; status: SettableStatus; reason?: string };

/** The state before this call. Null: missing, or an unknown status. An empty reason means that there was none. */
type Previous = { previousStatus: AgentStatus | null; previousReason: string | null };

/**
 * The outcome for one agent.
 * - `switched`: confirmed, by everything the service promises on success;
 * - `otherStatus`: accepted without an error, but the response reports another status than the requested one. Not a
 * confirmation: the change may be reserved for after a call. Read the status;
 * - `failed`: refused, or missing from the response.
 */
export type AgentOutcome =
  | ({ kind: 'switched'; staffUserId: string; status: SettableStatus; reason: string } & Previous)
  | ({
      kind: 'otherStatus';
      staffUserId: string;
      requested: SettableStatus;
      /** Null if the service reported an unknown status. */
      status: AgentStatus | null;
      reason: string;
    } & Previous)
  | { kind: 'failed'; staffUserId: string; failure: Failure };

/** An agent's entry in the response. */
export const responseAgentSchema = z.object({
  StaffUserId: text,
  Status: text,
  Reason: text,
  PreviousStatus: text,
  PreviousReason: text,
  ErrorCode: text,
  ErrorMessage: text,
});

/**
 * Evaluates an agent's entry in a successful response.
 *
 * @param answered undefined if the response does not mention the agent
 */
export function evaluateSwitch(
  requested: StatusRequest,
  answered: z.infer<typeof responseAgentSchema> | undefined,
  exchange: Exchange,
): AgentOutcome {
  const { staffUserId } = requested;
  if (answered === undefined) return { kind: 'failed', staffUserId, failure: agentMissing(exchange) };

  const { ErrorCode: code, ErrorMessage: message } = answered;
  if (code.trim() !== '') {
    return {
      kind: 'failed',
      staffUserId,
      failure: { ...exchange, kind: classifyErrorCode(code), code, message },
    };
  }

  const status = parseAgentStatus(answered.Status);
  const previousStatus = parseAgentStatus(answered.PreviousStatus);
  const previousReason = previousStatus === null ? null : answered.PreviousReason;
  const previous = { previousStatus, previousReason };
  // Without a Status the absence of an error confirms the switch; with another Status the agent has not switched.
  if (answered.Status.trim() !== '' && status !== requested.status) {
    const { status: requestedStatus } = requested;
    return {
      kind: 'otherStatus',
      staffUserId,
      requested: requestedStatus,
      status,
      reason: answered.Reason,
      ...previous,
    };
  }
  const reason = answered.Reason === '' ? (requested.reason ?? '') : answered.Reason;
  return { kind: 'switched', staffUserId, status: requested.status, reason, ...previous };
}

/** A successful response that does not mention the agent confirms nothing. */
export function agentMissing(exchange: Exchange): Failure {
  return { ...exchange, kind: 'agentMissing', code: 'Answer.AgentMissing', message: '' };
}
