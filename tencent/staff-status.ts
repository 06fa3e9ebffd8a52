/** The two API actions that Standby uses: SetStaffStatus and DescribeStaffStatusMetrics. */
import * as z from 'zod/mini';
import type { NonEmpty } from './lists.ts';
import type { CallFailure, CallOptions, TencentClient } from './client.ts';
import type { Exchange } from './failure.ts';
import { parseAgentStatus, type AgentStatus } from './status-names.ts';
import {
  agentMissing,
  responseAgentSchema,
  evaluateSwitch,
  type AgentOutcome,
  type StatusRequest,
} from './evaluate-switch.ts';
import { flag, listOf, isSameAccount, text, timestamp } from './response-schema.ts';

export type { StatusRequest } from './evaluate-switch.ts';

export type { NonEmpty } from './lists.ts';

/** The most agents that the service accepts in one call of SetStaffStatus. */
export const MAX_AGENTS_PER_SWITCH = 10;

export type SetStaffStatusResult =
  | { ok: true; agents: NonEmpty<AgentOutcome>; exchange: Exchange; durationMs: number; attempts: number }
  | CallFailure;

/** Reads one entry more than requested; the rest cannot belong to the request. */
const setResponseSchema = (requested: number) =>
  z.object({ StaffStatusList: listOf(responseAgentSchema, requested + 1) });

/**
 * Requests a status for one to ten agents (action SetStaffStatus). The service refuses more than ten.
 *
 * @returns one outcome for each requested agent, in that order; a failure if the call as a whole did not succeed
 */
export async function setStaffStatus(
  client: TencentClient,
  request: { sdkAppId: number; agents: NonEmpty<StatusRequest> },
  options?: CallOptions,
): Promise<SetStaffStatusResult> {
  const payload = {
    SdkAppId: request.sdkAppId,
    StaffStatusList: request.agents.map(({ staffUserId, status, reason }) => ({
      StaffUserId: staffUserId,
      Status: status,
      ...(reason ? { Reason: reason } : {}),
    })),
  };
  const result = await client.call('SetStaffStatus', payload, options);
  if (!result.ok) return result;

  const { exchange, durationMs, attempts } = result;
  const { StaffStatusList } = setResponseSchema(request.agents.length).parse(result.response);
  const toOutcome = (requested: StatusRequest): AgentOutcome => {
    const answered = StaffStatusList.find(({ StaffUserId }) =>
      isSameAccount(StaffUserId, requested.staffUserId),
    );
    return evaluateSwitch(requested, answered, exchange);
  };
  const [first, ...others] = request.agents;
  const agents = [toOutcome(first), ...others.map(toOutcome)] as const;
  return { ok: true, agents, exchange, durationMs, attempts };
}

/** The agent's status as the service reports it. */
export type OwnStatus = {
  status: AgentStatus;
  /** Empty if there is none. */
  reason: string;
  /** Rest is reserved for after the call. */
  reserveRest: boolean;
  /** Busy (`notReady`) is reserved for after the call. */
  reserveNotReady: boolean;
  /** When this status began: epoch milliseconds in the service's clock; null if missing. */
  lastStatusAt: number | null;
  /** When the agent last signed in: epoch milliseconds in the service's clock; null if missing. */
  lastOnlineAt: number | null;
};

export type DescribeOwnStatusResult =
  { ok: true; current: OwnStatus; exchange: Exchange; durationMs: number; attempts: number } | CallFailure;

/** An agent's entry in the response to DescribeStaffStatusMetrics. */
export const metricsSchema = z.object({
  Email: text,
  Status: text,
  Reason: text,
  ReserveRest: flag,
  ReserveNotReady: flag,
  LastStatusTimestamp: timestamp,
  LastOnlineTimestamp: timestamp,
});

/** One agent is requested; one entry more is read. */
const describeResponseSchema = z.object({ Metrics: listOf(metricsSchema, 2) });

/**
 * Reads one agent's status (action DescribeStaffStatusMetrics). Always names the agent, because without a list the
 * service would return all agents. Requires a CAM permission of its own: a failure of kind `notPermitted` says nothing
 * about the permission to switch.
 */
export async function describeOwnStatus(
  client: TencentClient,
  request: { sdkAppId: number; agent: string },
  options?: CallOptions,
): Promise<DescribeOwnStatusResult> {
  const payload = { SdkAppId: request.sdkAppId, StaffList: [request.agent] };
  const result = await client.call('DescribeStaffStatusMetrics', payload, options);
  if (!result.ok) return result;

  const { exchange, durationMs, attempts } = result;
  const { Metrics } = describeResponseSchema.parse(result.response);
  const ownMetrics = Metrics.find(({ Email }) => isSameAccount(Email, request.agent));
  if (ownMetrics === undefined) return { ok: false, failure: agentMissing(exchange), durationMs, attempts };

  const current = toAgentStatus(ownMetrics);
  if (current === null) {
    const failureInfo = { kind: 'malformedResponse', code: 'Answer.UnknownStatus' } as const;
    const failure = { ...exchange, ...failureInfo, message: ownMetrics.Status };
    return { ok: false, failure, durationMs, attempts };
  }
  return { ok: true, current, exchange, durationMs, attempts };
}

/** Converts an entry of the response; null if its status is missing or unknown. */
export function toAgentStatus(metrics: z.infer<typeof metricsSchema>): OwnStatus | null {
  const status = parseAgentStatus(metrics.Status);
  return (
    status && {
      status,
      reason: metrics.Reason,
      reserveRest: metrics.ReserveRest,
      reserveNotReady: metrics.ReserveNotReady,
      lastStatusAt: metrics.LastStatusTimestamp,
      lastOnlineAt: metrics.LastOnlineTimestamp,
    }
  );
}
