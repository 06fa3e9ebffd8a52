/** Decides, for one agent, what an answer to SetStaffStatus proves. */
import * as z from 'zod/mini';
import { kindOfCode } from './error-catalog.ts';
import type { Exchange, Failure } from './failure.ts';
import { parseAgentStatus, type AgentStatus, type SettableStatus } from './status-names.ts';
import { text } from './wire-schema.ts';

export type StatusRequest = { staffUserId: string; status: SettableStatus; reason?: string };

/** Before this call. Null: not said, or a word we do not know. A reason is empty when there was none. */
type Previous = { previousStatus: AgentStatus | null; previousReason: string | null };

/**
 * What became of one agent.
 * - `switched`: proved, by everything the service promises on success;
 * - `otherStatus`: accepted without an error, but the answer shows another status than the one asked for. Not a proof
 *   of a switch: the change may be reserved for after a call. Read the status back;
 * - `failed`: refused, or missing from the answer.
 */
export type AgentOutcome =
  | ({ kind: 'switched'; staffUserId: string; status: SettableStatus; reason: string } & Previous)
  | ({
      kind: 'otherStatus';
      staffUserId: string;
      asked: SettableStatus;
      /** Null when the service used a word we do not know. */
      status: AgentStatus | null;
      reason: string;
    } & Previous)
  | { kind: 'failed'; staffUserId: string; failure: Failure };

/** An agent's line in the answer. */
export const answeredAgentSchema = z.object({
  StaffUserId: text,
  Status: text,
  Reason: text,
  PreviousStatus: text,
  PreviousReason: text,
  ErrorCode: text,
  ErrorMessage: text,
});

/**
 * What the agent's line in a successful answer proves about the switch that was asked for.
 *
 * @param answered undefined when the answer does not mention the agent.
 */
export function judgeSwitch(
  asked: StatusRequest,
  answered: z.infer<typeof answeredAgentSchema> | undefined,
  exchange: Exchange,
): AgentOutcome {
  const { staffUserId } = asked;
  if (answered === undefined) return { kind: 'failed', staffUserId, failure: agentMissing(exchange) };

  const { ErrorCode: code, ErrorMessage: message } = answered;
  if (code.trim() !== '') {
    return { kind: 'failed', staffUserId, failure: { ...exchange, kind: kindOfCode(code), code, message } };
  }

  const status = parseAgentStatus(answered.Status);
  const previousStatus = parseAgentStatus(answered.PreviousStatus);
  const previousReason = previousStatus === null ? null : answered.PreviousReason;
  const previous = { previousStatus, previousReason };
  // Without a Status the rest of the proof has to do; with another one, the agent has not switched.
  if (answered.Status.trim() !== '' && status !== asked.status) {
    const { status: wanted } = asked;
    return { kind: 'otherStatus', staffUserId, asked: wanted, status, reason: answered.Reason, ...previous };
  }
  const reason = answered.Reason === '' ? (asked.reason ?? '') : answered.Reason;
  return { kind: 'switched', staffUserId, status: asked.status, reason, ...previous };
}

/** An answer that succeeded but says nothing about our agent proves nothing. */
export function agentMissing(exchange: Exchange): Failure {
  return { ...exchange, kind: 'agentMissing', code: 'Answer.AgentMissing', message: '' };
}
