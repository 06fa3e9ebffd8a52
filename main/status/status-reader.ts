/** Reads the agent's status on request; concurrent requests share readings. */
import { startCall, type PortCall } from '../../shared/port-guard.ts';
import type { Exchange, Failure, FailureKind } from '../../tencent/failure.ts';
import { failureTraits } from '../../tencent/failure.ts';
import type { DescribeOwnStatusResult, OwnStatus } from '../../tencent/staff-status.ts';
import type { Clock } from '../../shared/clock.ts';
import { toFailureReport } from './failure-report.ts';
import { CALL_TIMEOUT_MS, SHORTENED_TIMEOUT_MS } from './limits.ts';
import { NO_ACCOUNT, portFailure } from './local-failures.ts';
import { readingFailed, type AgentStore } from './state.ts';

/** Requests the agent's status from the service. */
export type ReadStatus = (signal: AbortSignal) => Promise<DescribeOwnStatusResult>;

export type StatusReaderDeps = {
  store: AgentStore;
  time: Clock;
  readStatus: ReadStatus;
  /** Changes with each account that is set up. */
  accountVersion: () => number;
  canRead: () => boolean;
  /** How many switches have been sent so far. */
  getSwitchCount: () => number;
  onReading: (current: OwnStatus, exchange: Exchange) => void;
};

/**
 * The outcome of a reading. `skipped`: nothing was sent, or the reading was superseded. `retry`: it failed, and the next
 * one may succeed. `rateLimited`: it was refused by the rate limit, which all agents share. `noKey`: no key could be
 * obtained, and each further reading may open a prompt of the keychain or of the credential process.
 */
export type ReadOutcome = 'read' | 'skipped' | 'retry' | 'rateLimited' | 'noKey';

/** Failures for which the keychain, the credential process or the company's sign-in was asked in vain. */
const WITHOUT_KEY: readonly FailureKind[] = [
  'credentialsUnavailable',
  'keyProgramFailed',
  'keyProgramTimedOut',
  'keyProgramInvalid',
  'keyProgramUnsafe',
  'signInRequired',
  'signInExpired',
  'issuerInvalid',
  'signInClockWrong',
  'stsTokenRefused',
  'stsAudienceUnknown',
  'stsRoleNotFound',
  'stsRoleNotPermitted',
  'stsKeysOutdated',
];

/** Failures by a limit that all agents share. */
const SHARED_LIMIT: readonly FailureKind[] = [
  'rateLimited',
  'stsUnavailable',
  'issuerUnreachable',
  'gatewayBusy',
];

/** A reading in flight, with the account and the number of switches at its start. */
type ReadingCall = {
  accountVersion: number;
  afterSwitch: number;
  call: PortCall<DescribeOwnStatusResult>;
  outcome: Promise<ReadOutcome>;
  /** The one reading that follows for all callers since this one began. */
  next: Promise<ReadOutcome> | null;
};

/**
 * Reads the status. Each caller gets a reading that begins after the call, because one in flight may report an older
 * status. Calls during a reading share the next one. A reading superseded by a switch or another account blocks no
 * caller, and its response is dropped.
 */
export function createStatusReader(deps: StatusReaderDeps) {
  const { store, time, readStatus, accountVersion, canRead, getSwitchCount, onReading } = deps;
  let inFlight: ReadingCall | null = null;

  /** Never rejects, and takes no longer than the limits of two calls. */
  function refresh(): Promise<ReadOutcome> {
    if (!canRead()) return Promise.resolve('skipped');
    if (!inFlight || isSuperseded(inFlight)) return startReading().outcome;
    const before = inFlight;
    before.next ??= before.outcome.then(() => readAfter(before));
    before.call.shortenTimeout(SHORTENED_TIMEOUT_MS);
    return before.next;
  }

  function readAfter(before: ReadingCall): Promise<ReadOutcome> {
    if (before.accountVersion !== accountVersion()) return Promise.resolve('skipped');
    // A reading that is in flight by now began after those calls.
    return inFlight?.outcome ?? refresh();
  }

  function startReading(): ReadingCall {
    const reading: ReadingCall = {
      accountVersion: accountVersion(),
      afterSwitch: getSwitchCount(),
      call: startCall(time, CALL_TIMEOUT_MS, readStatus),
      outcome: Promise.resolve('skipped'),
      next: null,
    };
    inFlight = reading;
    reading.outcome = runReading(reading);
    return reading;
  }

  function isSuperseded(reading: ReadingCall): boolean {
    return reading.accountVersion !== accountVersion() || reading.afterSwitch !== getSwitchCount();
  }

  async function runReading(reading: ReadingCall): Promise<ReadOutcome> {
    const result = await reading.call.result;
    if (inFlight === reading) inFlight = null;
    if (isSuperseded(reading)) return 'skipped';
    const fail = (how: Parameters<typeof portFailure>[0]) =>
      handleFailure(portFailure(how, 'DescribeStaffStatusMetrics', time.now()));
    if (result.type !== 'answered') return fail(result);
    try {
      const response = result.value;
      if (!response.ok) return handleFailure(response.failure);
      onReading(response.current, response.exchange);
      return 'read';
    } catch (error) {
      // The response has another shape than its type declares.
      return fail({ type: 'threw', error });
    }
  }

  /**
   * Handles a failed reading. A key that may not read can still switch, and a failed reading leaves the confirmed
   * status as it is. The failure is shown only if no status is known and a user must act.
   */
  function handleFailure(failure: Failure): ReadOutcome {
    const { retry } = failureTraits(failure.kind);
    const isLocal = failure.kind === 'cancelled' || failure.code === NO_ACCOUNT;
    if (!isLocal) store.update((state) => readingFailed(state, failure.kind));
    const { confirmed, intent, failure: shown } = store.get();
    const isExplained = isLocal || failure.kind === 'notPermitted';
    if (!confirmed?.isValid && !intent && !shown && !isExplained && retry !== 'backoff') {
      store.update((state) => ({ ...state, failure: toFailureReport(failure, null) }));
    }
    if (SHARED_LIMIT.includes(failure.kind)) return 'rateLimited';
    return WITHOUT_KEY.includes(failure.kind) ? 'noKey' : 'retry';
  }

  return {
    refresh,
    handleFailure,
    /** Applies the shorter limit to the reading in flight, because the user waits for its end. */
    shortenTimeout: () => inFlight?.call.shortenTimeout(SHORTENED_TIMEOUT_MS),
    /** Cancels the reading in flight. */
    cancel: () => inFlight?.call.cancel(),
  };
}
