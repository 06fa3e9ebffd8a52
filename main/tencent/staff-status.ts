/** The two actions that Standby uses: set an agent's status, and read it back. */
import * as z from 'zod/mini';
import type { CallFailure, TencentClient } from './client.ts';
import type { Exchange } from './failure.ts';
import { parseAgentStatus, type AgentStatus } from './status-names.ts';
import {
  agentMissing,
  answeredAgentSchema,
  judgeSwitch,
  type AgentOutcome,
  type StatusRequest,
} from './switch-proof.ts';
import { flag, listOf, sameAccount, text, timestamp } from './wire-schema.ts';

export type { StatusRequest } from './switch-proof.ts';

export type NonEmpty<T> = readonly [T, ...T[]];

type CallOptions = { signal?: AbortSignal | undefined };

export type SetStaffStatusResult =
  | { ok: true; agents: NonEmpty<AgentOutcome>; exchange: Exchange; durationMs: number; attempts: number }
  | CallFailure;

const setResponseSchema = z.object({ StaffStatusList: listOf(answeredAgentSchema) });

/**
 * Asks for a status for one to ten agents (action SetStaffStatus). More than ten are refused by the service.
 *
 * @returns one outcome for each agent asked for, in that order; a failure when the call as a whole did not succeed.
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
  const { StaffStatusList } = setResponseSchema.parse(result.response);
  const outcomeOf = (asked: StatusRequest): AgentOutcome => {
    const answered = StaffStatusList.find(({ StaffUserId }) => sameAccount(StaffUserId, asked.staffUserId));
    return judgeSwitch(asked, answered, exchange);
  };
  const [first, ...others] = request.agents;
  const agents = [outcomeOf(first), ...others.map(outcomeOf)] as const;
  return { ok: true, agents, exchange, durationMs, attempts };
}

/** The agent's status as the service sees it. */
export type OwnStatus = {
  status: AgentStatus;
  /** Empty when there is none. */
  reason: string;
  /** Rest is queued for after the call. */
  reserveRest: boolean;
  /** Busy (`notReady`) is queued for after the call. */
  reserveNotReady: boolean;
  /** When this status began: epoch milliseconds by the service's clock; null when not said. */
  lastStatusAt: number | null;
  /** When the agent last signed in: epoch milliseconds by the service's clock; null when not said. */
  lastOnlineAt: number | null;
};

export type DescribeOwnStatusResult =
  { ok: true; current: OwnStatus; exchange: Exchange; durationMs: number; attempts: number } | CallFailure;

const metricsSchema = z.object({
  Email: text,
  Status: text,
  Reason: text,
  ReserveRest: flag,
  ReserveNotReady: flag,
  LastStatusTimestamp: timestamp,
  LastOnlineTimestamp: timestamp,
});

const describeResponseSchema = z.object({ Metrics: listOf(metricsSchema) });

/**
 * Reads one agent's status (action DescribeStaffStatusMetrics). Always names the agent, because without a list the
 * service would return everybody. Needs a CAM permission of its own: a failure of kind `notPermitted` is no reason to
 * doubt that switching works.
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
  const own = Metrics.find(({ Email }) => sameAccount(Email, request.agent));
  if (own === undefined) return { ok: false, failure: agentMissing(exchange), durationMs, attempts };

  const status = parseAgentStatus(own.Status);
  if (status === null) {
    const problem = { kind: 'answerDamaged', code: 'Answer.UnknownStatus' } as const;
    const failure = { ...exchange, ...problem, message: own.Status };
    return { ok: false, failure, durationMs, attempts };
  }
  const current: OwnStatus = {
    status,
    reason: own.Reason,
    reserveRest: own.ReserveRest,
    reserveNotReady: own.ReserveNotReady,
    lastStatusAt: own.LastStatusTimestamp,
    lastOnlineAt: own.LastOnlineTimestamp,
  };
  return { ok: true, current, exchange, durationMs, attempts };
}
