/**
 * What the HTTP server needs of the engine, which switches and reads. Its functions never reject, and each has a time limit.
 */
import type { StatusChoice } from '../../shared/domain.ts';
import type { GatewayProblemKind } from '../../shared/gateway-api/problem.ts';
import type { StreamEvent } from '../../shared/gateway-api/events.ts';
import type { AgentStatusView, SwitchResult } from '../../shared/gateway-api/status.ts';
import type { WaveLine } from '../../shared/gateway-api/waves.ts';
import type { FailureKind } from '../../tencent/failure.ts';

/** Why a request has no result. */
export type EngineProblem = {
  kind: FailureKind | GatewayProblemKind;
  /** The contact center's error code, or the gateway's own, such as `Gateway.Superseded`. */
  code: string;
  /** Of the contact center or the system; free of secrets; may be empty. */
  message: string;
  requestId: string | null;
  /** `notApplied`: the status has not changed by this request. `unknown`: it may have. */
  outcome: 'notApplied' | 'unknown';
  /** When another attempt makes sense, in milliseconds; null if nothing is known about it. */
  retryAfterMs: number | null;
};

export type EngineResult<Value> = { ok: true; value: Value } | { ok: false; problem: EngineProblem };

/** A status that somebody asked for. */
export type SwitchIntent = {
  agent: string;
  choice: StatusChoice;
  /** Who asked: the account of the token. */
  requestedBy: string;
  /** The value of `Idempotency-Key`; null if there is none. It is compared within the requests of `requestedBy` only. */
  idempotencyKey: string | null;
  /** Aborted when the client has gone. A Free that still waits is dropped then; an away status is still sent. */
  clientGone: AbortSignal;
};

export type WaveIntent = { agents: readonly string[]; choice: StatusChoice; requestedBy: string };

export type Engine = {
  /**
   * Resolves when the switch is confirmed or has failed. A Free waits for its turn {@link MAX_QUEUE_MS} at most. An away status is
   * sent in any case: with 20,000 intents before it, after 100 s.
   */
  setStatus: (intent: SwitchIntent) => Promise<EngineResult<SwitchResult>>;
  /** Reads agents, in the order of the list. The readings begin after this call. */
  readStatuses: (
    agents: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly EngineResult<AgentStatusView>[]>;
  /**
   * Reports the agent's status: once as soon as it is known, and after each change. While anybody listens, the agent is read
   * regularly. Returns the end of it.
   */
  subscribe: (agent: string, listener: (event: StreamEvent) => void) => () => void;
  /** Starts a wave. Resolves to its identifier. */
  startWave: (intent: WaveIntent) => Promise<EngineResult<string>>;
  /** The lines of a wave, from the first one, as they come; ends after the line `end`. Null: there is no such wave. */
  waveLines: (id: string, signal: AbortSignal) => Promise<AsyncIterable<WaveLine> | null>;
  /** Whether requests can be served now. */
  readiness: () => { ready: boolean; cause: string };
  start: () => void;
  /** Accepts nothing new, and resolves when everything in flight has been answered. */
  stop: () => Promise<void>;
};

/**
 * A Free that has waited this long for its turn is not sent any more, in milliseconds: the agent may have left meanwhile. No
 * intent is sent again after it when the rate limit has refused its call.
 */
export const MAX_QUEUE_MS = 60_000;

/** What the engine reports of its work, for the audit log and the metrics. Must not throw. */
export type EngineObserver = {
  /** A switch has ended, with or without success. `from`: null if it is not known. */
  onSwitchEnd: (event: {
    intent: Pick<SwitchIntent, 'agent' | 'choice' | 'requestedBy'>;
    result: EngineResult<SwitchResult>;
    /** From the request to its end, in milliseconds. */
    durationMs: number;
  }) => void;
  /** A call of the contact center has ended. */
  onCall: (event: { action: string; agents: number; durationMs: number; kind: FailureKind | 'ok' }) => void;
  /** How many intents wait, and how many calls are in flight. */
  onQueue: (event: { waiting: number; inFlight: number }) => void;
};
