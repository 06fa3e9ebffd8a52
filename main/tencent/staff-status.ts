import type { CallFailure, TencentClient } from './client.ts';
import type { Exchange, Failure } from './failure.ts';
import type { AgentStatus, SettableStatus } from './status-names.ts';

export type StatusRequest = { staffUserId: string; status: SettableStatus; reason?: string };

/** Before this call, as far as the service says. */
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

export type NonEmpty<T> = readonly [T, ...T[]];

export type SetStaffStatusResult =
  | { ok: true; agents: NonEmpty<AgentOutcome>; exchange: Exchange; durationMs: number; attempts: number }
  | CallFailure;

export declare function setStaffStatus(
  client: TencentClient,
  request: { sdkAppId: number; agents: NonEmpty<StatusRequest> },
  options?: { signal?: AbortSignal },
): Promise<SetStaffStatusResult>;

/** The agent's status as the service sees it. */
export type OwnStatus = {
  status: AgentStatus;
  /** Empty when there is none. */
  reason: string;
  /** Rest is queued for after the call. */
  reserveRest: boolean;
  /** Busy (`notReady`) is queued for after the call. */
  reserveNotReady: boolean;
  /** When this status began: epoch milliseconds by the service's clock. */
  lastStatusAt: number | null;
  /** When the agent last signed in: epoch milliseconds by the service's clock. */
  lastOnlineAt: number | null;
};

export type DescribeOwnStatusResult =
  { ok: true; current: OwnStatus; exchange: Exchange; durationMs: number; attempts: number } | CallFailure;

export declare function describeOwnStatus(
  client: TencentClient,
  request: { sdkAppId: number; agent: string },
  options?: { signal?: AbortSignal },
): Promise<DescribeOwnStatusResult>;
