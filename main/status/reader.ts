import { startCall, type PortCall } from '../port-guard.ts';
import type { Exchange, Failure } from '../tencent/failure.ts';
import { failureTraits } from '../tencent/failure.ts';
import type { DescribeOwnStatusResult, OwnStatus } from '../tencent/staff-status.ts';
import type { Time } from '../time.ts';
import { reportFailure } from './failure-report.ts';
import { CALL_LIMIT_MS, GIVE_WAY_MS } from './limits.ts';
import { NO_ACCOUNT, portFailure } from './own-failures.ts';
import type { AgentStore } from './state.ts';

/** Asks the service what the agent's status is. */
export type ReadStatus = (signal: AbortSignal) => Promise<DescribeOwnStatusResult>;

export type ReaderPorts = {
  store: AgentStore;
  time: Time;
  readStatus: ReadStatus;
  /** Another number for each account that was set up. */
  account: () => number;
  mayRead: () => boolean;
  /** How many switches have been asked for so far. */
  switchesSent: () => number;
  accept: (current: OwnStatus, exchange: Exchange) => void;
};

/**
 * What came of a reading. `skipped`: there was none, or something newer has overtaken it. `retry`: the next one may succeed.
 * `failed`: asking again soon is of no use, because somebody must act first, or because the service is asked too often.
 */
export type ReadOutcome = 'read' | 'skipped' | 'retry' | 'failed';

/** Whom a reading is about, and how many switches it can know of. */
type Reading = {
  account: number;
  afterSwitch: number;
  call: PortCall<DescribeOwnStatusResult>;
  outcome: Promise<ReadOutcome>;
  /** The one reading that follows for all who have asked since this one began. */
  next: Promise<ReadOutcome> | null;
};

/**
 * Reads the status back. Whoever asks gets a reading that begins after the question, because one under way may tell what
 * was before; all who ask meanwhile share the next one. One that a switch or another account has overtaken keeps nobody
 * waiting, and its answer is dropped.
 */
export function createReader(ports: ReaderPorts) {
  const { store, time, readStatus, account, mayRead, switchesSent, accept } = ports;
  let underWay: Reading | null = null;

  /** Never rejects, and takes no longer than two calls may. */
  function refresh(): Promise<ReadOutcome> {
    if (!mayRead()) return Promise.resolve('skipped');
    if (!underWay || isOvertaken(underWay)) return begin().outcome;
    const before = underWay;
    before.next ??= before.outcome.then(() => follow(before));
    before.call.shorten(GIVE_WAY_MS);
    return before.next;
  }

  function follow(before: Reading): Promise<ReadOutcome> {
    if (before.account !== account()) return Promise.resolve('skipped');
    // Whatever is under way now has begun after those questions.
    return underWay?.outcome ?? refresh();
  }

  function begin(): Reading {
    const reading: Reading = {
      account: account(),
      afterSwitch: switchesSent(),
      call: startCall(time, CALL_LIMIT_MS, readStatus),
      outcome: Promise.resolve('skipped'),
      next: null,
    };
    underWay = reading;
    reading.outcome = readOnce(reading);
    return reading;
  }

  function isOvertaken(reading: Reading): boolean {
    return reading.account !== account() || reading.afterSwitch !== switchesSent();
  }

  async function readOnce(reading: Reading): Promise<ReadOutcome> {
    const result = await reading.call.result;
    if (underWay === reading) underWay = null;
    if (isOvertaken(reading)) return 'skipped';
    const fail = (how: Parameters<typeof portFailure>[0]) =>
      showFailure(portFailure(how, 'DescribeStaffStatusMetrics', time.now()));
    if (result.type !== 'answered') return fail(result);
    try {
      const answer = result.value;
      if (!answer.ok) return showFailure(answer.failure);
      accept(answer.current, answer.exchange);
      return 'read';
    } catch (error) {
      // An answer of another shape than was promised.
      return fail({ type: 'threw', error });
    }
  }

  /**
   * A key that may not read can still switch, and a reading that fails on its way leaves what was proved as it is, only
   * older. It is a failure to show where nothing is known and somebody must act.
   */
  function showFailure(failure: Failure): ReadOutcome {
    const { retry, outcome } = failureTraits(failure.kind);
    if (failure.kind === 'notPermitted') {
      store.update((state) => ({ ...state, reading: 'refused' }));
      return 'failed';
    }
    const { proved, wish, failure: shown } = store.get();
    const isOurs = failure.kind === 'cancelled' || failure.code === NO_ACCOUNT;
    if (!proved?.holds && !wish && !shown && !isOurs && retry !== 'backoff') {
      store.update((state) => ({ ...state, failure: reportFailure(failure, null) }));
    }
    const somebodyMustAct = retry === 'no' && outcome === 'notApplied';
    return somebodyMustAct || failure.kind === 'rateLimited' ? 'failed' : 'retry';
  }

  return {
    refresh,
    /** Somebody waits for the end of the reading under way. */
    hurry: () => underWay?.call.shorten(GIVE_WAY_MS),
    /** Nobody waits for it any more. */
    cancel: () => underWay?.call.cancel(),
  };
}
