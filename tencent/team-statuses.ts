/** Reads the statuses of several agents (action DescribeStaffStatusMetrics), for changes of a whole team. */
import * as z from 'zod/mini';
import type { CallFailure, CallOptions, TencentClient } from './client.ts';
import type { Exchange } from './failure.ts';
import { accountKey, listOf } from './response-schema.ts';
import { metricsSchema, toAgentStatus, type NonEmpty, type OwnStatus } from './staff-status.ts';

/**
 * How many agents Standby names in one reading. The service documents no limit. An entry is about 700 bytes, so that the
 * response stays below the limit of the client (`MAX_RESPONSE_BYTES`).
 */
export const MAX_AGENTS_PER_READING = 50;

export type DescribeStatusesResult =
  | {
      ok: true;
      /** For each requested agent, in that order; null if the response does not state its status. */
      statuses: readonly (OwnStatus | null)[];
      exchange: Exchange;
      durationMs: number;
      attempts: number;
    }
  | CallFailure;

/**
 * Reads the statuses of 1 to {@link MAX_AGENTS_PER_READING} agents. A failure of kind `notPermitted` says nothing about the
 * permission to switch.
 */
export async function describeStatuses(
  client: TencentClient,
  request: { sdkAppId: number; agents: NonEmpty<string> },
  options?: CallOptions,
): Promise<DescribeStatusesResult> {
  const payload = { SdkAppId: request.sdkAppId, StaffList: request.agents };
  const result = await client.call('DescribeStaffStatusMetrics', payload, options);
  if (!result.ok) return result;

  const { exchange, durationMs, attempts } = result;
  // One entry more than requested is read; the rest cannot belong to the request.
  const responseSchema = z.object({ Metrics: listOf(metricsSchema, request.agents.length + 1) });
  const { Metrics } = responseSchema.parse(result.response);
  const byAccount = new Map(Metrics.map((entry) => [accountKey(entry.Email), toAgentStatus(entry)]));
  const statuses = request.agents.map((agent) => byAccount.get(accountKey(agent)) ?? null);
  return { ok: true, statuses, exchange, durationMs, attempts };
}
