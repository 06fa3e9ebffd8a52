/** What the parts of a running wave share: its ports, whether it goes on, and the result of each agent. */
import { setMaxListeners } from 'node:events';
import type { Clock } from '../../shared/clock.ts';
import type { StatusChoice } from '../../shared/domain.ts';
import type {
  AgentResult,
  KnownStatus,
  NotSentCause,
  Outcome,
  WaveEnd,
} from '../../shared/local-api/team-results.ts';
import { guardedCall } from '../../tencent/guarded-call.ts';
import type { Failure } from '../../tencent/failure.ts';
import type { NonEmpty, SetStaffStatusResult, StatusRequest } from '../../tencent/staff-status.ts';
import type { DescribeStatusesResult } from '../../tencent/team-statuses.ts';
import { toTeamFailure } from './failure-reaction.ts';
import type { Pacer } from './pacer.ts';

/** An agent of a wave, and what it is to be set to. */
export type WaveTarget = {
  agent: string;
  choice: StatusChoice;
  /** Set only if this is the present status and reason: an undo leaves alone who has changed since. Null: in any case. */
  onlyIf: StatusChoice | null;
};

/** Calls of the service. They have time limits, and may fail in every way. */
export type TeamPort = {
  setStatuses: (requests: NonEmpty<StatusRequest>) => Promise<SetStaffStatusResult>;
  readStatuses: (agents: NonEmpty<string>) => Promise<DescribeStatusesResult>;
};

/** Longer than the limits that the calls have themselves, in milliseconds. */
const CALL_TIMEOUT_MS = 120_000;

/** Wraps a port so that its calls never reject and always end. */
function guardPort(port: TeamPort, clock: Clock): TeamPort {
  return {
    setStatuses: (requests) =>
      guardedCall(clock, CALL_TIMEOUT_MS, 'SetStaffStatus', () => port.setStatuses(requests)),
    readStatuses: (agents) =>
      guardedCall(clock, CALL_TIMEOUT_MS, 'DescribeStaffStatusMetrics', () => port.readStatuses(agents)),
  };
}

/** One agent of a running wave. */
export type WaveItem = WaveTarget & {
  /** Its position among the targets. */
  index: number;
  /** The status before the wave, as far as known. */
  previous: KnownStatus | null;
  /** Whether a call that names it was written to the record as intended. */
  isIntended: boolean;
  /** Whether such a call may have reached the service before, so that a later response no longer knows the previous status. */
  isSentAgain: boolean;
  result: Outcome | null;
};

/** Records what a wave intends and what came of it, before and after each call. */
export type WaveRecorder = {
  /** Resolves to false if it could not be written. Never rejects. */
  intend: (items: readonly { index: number; previous: KnownStatus | null }[]) => Promise<boolean>;
  settle: (results: readonly { index: number; result: Outcome }[]) => Promise<boolean>;
};

export type WaveDeps = {
  clock: Clock;
  port: TeamPort;
  /** Of the two actions, which the service limits separately. */
  pacers: { switching: Pacer; reading: Pacer };
  recorder: WaveRecorder;
  /** Called once for each agent. */
  onResult: (result: AgentResult) => void;
};

export type WaveRun = WaveDeps & {
  /** Aborted when the wave is cancelled or stops: nothing more is sent. */
  signal: AbortSignal;
  /** Whether the key may read. False after the service has refused it once. */
  canRead: () => boolean;
  forbidReading: () => void;
  /** Stops the wave. The first cause is kept. */
  stop: (how: Exclude<WaveEnd['how'], 'finished'>, failure: Failure | null) => void;
  end: () => WaveEnd;
  /** Sets the results of agents, records them and reports them. An agent that has a result keeps it. */
  settle: (results: readonly (readonly [WaveItem, Outcome])[]) => Promise<void>;
  settleNotSent: (items: readonly WaveItem[], cause?: NotSentCause) => Promise<void>;
  /** Counts the calls that the service accepted, and singles that it refused, by code. */
  acceptedCalls: number;
  refusedSingles: Map<string, number>;
  /** Resolves after a delay in milliseconds, or at once when the wave stops. */
  delay: (milliseconds: number) => Promise<void>;
};

/** @param cancelled aborted by the user */
export function createWaveRun(deps: WaveDeps, cancelled: AbortSignal | null): WaveRun {
  const controller = new AbortController();
  // Each call in flight and each one that waits listens to it.
  setMaxListeners(0, controller.signal);
  let end: WaveEnd = { how: 'finished', failure: null };
  let mayRead = true;

  function stop(how: WaveEnd['how'], failure: Failure | null): void {
    if (controller.signal.aborted) return;
    end = { how, failure: failure && toTeamFailure(failure) };
    controller.abort();
  }
  if (cancelled?.aborted) stop('cancelled', null);
  cancelled?.addEventListener('abort', () => stop('cancelled', null), { once: true });

  async function settle(results: readonly (readonly [WaveItem, Outcome])[]): Promise<void> {
    const fresh = results.filter(([item]) => item.result === null);
    for (const [item, result] of fresh) item.result = result;
    const intended = fresh.filter(([item]) => item.isIntended);
    if (intended.length > 0) {
      const entries = intended.map(([{ index }, result]) => ({ index, result }));
      // The agents were switched nevertheless. What is not in the record counts as unknown.
      if (!(await deps.recorder.settle(entries))) stop('recordFailed', null);
    }
    for (const [{ agent }, result] of fresh) deps.onResult({ agent, result });
  }

  const run: WaveRun = {
    ...deps,
    port: guardPort(deps.port, deps.clock),
    signal: controller.signal,
    canRead: () => mayRead,
    forbidReading: () => {
      mayRead = false;
    },
    stop,
    end: () => end,
    settle,
    settleNotSent: (items, cause) => {
      const outcome = { outcome: 'notSent', cause: cause ?? notSentCause(end) } as const;
      return settle(items.map((item) => [item, outcome]));
    },
    acceptedCalls: 0,
    refusedSingles: new Map(),
    delay: (milliseconds) =>
      new Promise((resolve) => {
        if (controller.signal.aborted) {
          resolve();
          return;
        }
        const cancelTimer = deps.clock.setTimer(milliseconds, finish);
        function finish(): void {
          cancelTimer();
          controller.signal.removeEventListener('abort', finish);
          resolve();
        }
        controller.signal.addEventListener('abort', finish, { once: true });
      }),
  };
  return run;
}

function notSentCause({ how }: WaveEnd): NotSentCause {
  return how === 'cancelled' ? 'cancelled' : 'stopped';
}
