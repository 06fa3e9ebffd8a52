import type { Clock } from '../../../../shared/clock.ts';
import type { AgentStatus, StatusChoice } from '../../../../shared/domain.ts';
import type { AgentResult, Outcome, WaveEnd } from '../../../../shared/local-api/team-results.ts';
import { createPacer } from '../../../../main/team/pacer.ts';
import { runWave, type WaveOptions } from '../../../../main/team/wave.ts';
import type { TeamPort, WaveRecorder, WaveTarget } from '../../../../main/team/wave-run.ts';
import { createVirtualClock, type VirtualClock } from '../../../support/unit/virtual-clock.ts';
import { classifyErrorCode } from '../../../../tencent/error-catalog.ts';
import type { AgentOutcome } from '../../../../tencent/evaluate-switch.ts';
import type { Failure, FailureKind } from '../../../../tencent/failure.ts';

/** A virtual clock for a wave, whose chains of promises are long: all of them run before time passes. */
export function createWaveClock(randomValues?: readonly number[] | (() => number)): VirtualClock {
  return createVirtualClock(
    Date.UTC(2026, 10, 23, 9),
    randomValues,
    () => new Promise((resolve) => setImmediate(resolve)),
  );
}

export type ModelAgent = { status: AgentStatus; reason: string };

/** What happens to one call. */
export type ModelFault =
  | { type: 'none' }
  /** The whole call is refused. */
  | { type: 'refused'; code: string }
  /** One agent of the call is refused. */
  | { type: 'agentRefused'; code: string; position: number }
  /** No answer arrives; the change is made or not. */
  | { type: 'lost'; kind: FailureKind; isApplied: boolean };

export type ModelOptions = {
  clock: Clock;
  /** Called for each call, in order. */
  fault?: (action: 'set' | 'read') => ModelFault;
  latencyMs?: () => number;
  /** A call that names one of these agents is refused as a whole. */
  refuseCallsOf?: ReadonlySet<string>;
};

function failureOf(kind: FailureKind, code: string, clock: Pick<Clock, 'now'>): Failure {
  const base = { endpoint: 'https://x', action: 'SetStaffStatus', at: clock.now(), httpStatus: 200 };
  return { ...base, kind, code, message: '', requestId: 'req' };
}

/** A contact center in memory. Every account exists and is free. */
export function createTeamModel({ clock, fault, latencyMs, refuseCallsOf }: ModelOptions) {
  const agents = new Map<string, ModelAgent>();
  const calls: { action: 'set' | 'read'; at: number; agents: string[] }[] = [];
  const find = (account: string): ModelAgent => {
    const agent = agents.get(account) ?? { status: 'free', reason: '' };
    agents.set(account, agent);
    return agent;
  };
  const wait = () => new Promise<void>((resolve) => void clock.setTimer(latencyMs?.() ?? 0, resolve));

  function begin(action: 'set' | 'read', accounts: string[]): ModelFault {
    calls.push({ action, at: clock.now(), agents: accounts });
    return fault?.(action) ?? { type: 'none' };
  }
  const fail = (kind: FailureKind, code: string) =>
    ({ ok: false, failure: failureOf(kind, code, clock), durationMs: 0, attempts: 1 }) as const;

  const port: TeamPort = {
    setStatuses: async (requests) => {
      const accounts = requests.map(({ staffUserId }) => staffUserId);
      const happens = begin('set', accounts);
      const answer = applySet();
      await wait();
      return answer;

      function applySet(): Awaited<ReturnType<TeamPort['setStatuses']>> {
        if (happens.type === 'refused') return fail(classifyErrorCode(happens.code), happens.code);
        if (accounts.some((account) => refuseCallsOf?.has(account))) {
          return fail('agentUnknown', 'InvalidParameterValue.AccountNotExist');
        }
        if (happens.type === 'lost' && !happens.isApplied) return fail(happens.kind, 'Network.Lost');
        const outcomes = requests.map(({ staffUserId, status, reason = '' }, position): AgentOutcome => {
          if (happens.type === 'agentRefused' && position === happens.position % requests.length) {
            const failure = failureOf(classifyErrorCode(happens.code), happens.code, clock);
            return { kind: 'failed', staffUserId, failure };
          }
          const { status: previousStatus, reason: previousReason } = find(staffUserId);
          agents.set(staffUserId, { status, reason });
          return { kind: 'switched', staffUserId, status, reason, previousStatus, previousReason };
        });
        if (happens.type === 'lost') return fail(happens.kind, 'Network.Lost');
        const [first, ...others] = outcomes;
        if (!first) throw new Error('a call without agents');
        const exchange = { endpoint: '', action: '', at: 0, requestId: null, httpStatus: 200 };
        return { ok: true, agents: [first, ...others], exchange, durationMs: 0, attempts: 1 };
      }
    },
    readStatuses: async (accounts) => {
      const happens = begin('read', [...accounts]);
      await wait();
      if (happens.type === 'refused') return fail(classifyErrorCode(happens.code), happens.code);
      if (happens.type === 'lost') return fail(happens.kind, 'Network.Lost');
      const more = { reserveRest: false, reserveNotReady: false, lastStatusAt: null, lastOnlineAt: null };
      const statuses = accounts.map((account) => ({ ...find(account), ...more }));
      const exchange = { endpoint: '', action: '', at: 0, requestId: null, httpStatus: 200 };
      return { ok: true, statuses, exchange, durationMs: 0, attempts: 1 };
    },
  };
  return {
    port,
    agents,
    find,
    calls,
    callsOf: (action: 'set' | 'read') => calls.filter((call) => call.action === action),
  };
}

export function targetsOf(
  accounts: readonly string[],
  choice: StatusChoice = { status: 'rest', reason: 'Fire drill' },
  onlyIf: StatusChoice | null = null,
): WaveTarget[] {
  return accounts.map((agent) => ({ agent, choice, onlyIf }));
}

/** A recorder in memory. */
export function createMemoryRecorder(write: () => boolean = () => true) {
  const intended: number[] = [];
  const settled: { index: number; result: Outcome }[] = [];
  const recorder: WaveRecorder = {
    intend: (items) => {
      intended.push(...items.map(({ index }) => index));
      return Promise.resolve(write());
    },
    settle: (results) => {
      settled.push(...results);
      return Promise.resolve(write());
    },
  };
  return { recorder, intended, settled };
}

/** Starts a wave on the model. */
export function startWave(
  targets: readonly WaveTarget[],
  port: TeamPort,
  clock: Clock,
  options: Partial<WaveOptions> & { callsPerSecond?: number; recorder?: WaveRecorder } = {},
) {
  const { callsPerSecond = 10, recorder = createMemoryRecorder().recorder, ...others } = options;
  const results: AgentResult[] = [];
  let end: WaveEnd | null = null;
  const pacers = {
    switching: createPacer(clock, callsPerSecond),
    reading: createPacer(clock, callsPerSecond),
  };
  const ended = runWave(
    targets,
    { clock, port, pacers, recorder, onResult: (result) => results.push(result) },
    { dryRun: false, confirmedFree: false, signal: null, ...others },
  ).then((value) => {
    end = value;
    return value;
  });
  return {
    results,
    pacers,
    ended,
    end: () => end,
    resultOf: (agent: string) => results.find((each) => each.agent === agent)?.result,
    outcomes: () => {
      const counts: Record<string, number> = {};
      for (const { result } of results) counts[result.outcome] = (counts[result.outcome] ?? 0) + 1;
      return counts;
    },
  };
}
