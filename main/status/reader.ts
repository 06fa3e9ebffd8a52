import type { Exchange, Failure } from '../tencent/failure.ts';
import { failureTraits } from '../tencent/failure.ts';
import type { DescribeOwnStatusResult, OwnStatus } from '../tencent/staff-status.ts';
import { reportFailure } from './failure-report.ts';
import type { AgentStore } from './state.ts';

/** Asks the service what the agent's status is. Never rejects. */
export type ReadStatus = (signal: AbortSignal) => Promise<DescribeOwnStatusResult>;

export type ReaderPorts = {
  store: AgentStore;
  readStatus: ReadStatus;
  /** Of the account that is set up now. */
  signal: () => AbortSignal;
  mayRead: () => boolean;
  /** How many switches have been asked for so far. */
  switchesSent: () => number;
  accept: (current: OwnStatus, exchange: Exchange) => void;
};

/** Whom a reading is about, and how many switches it can know of. */
type Reading = { account: AbortSignal; afterSwitch: number };

/**
 * Reads the status back. Whoever asks while a reading is under way gets its answer; but one that a switch or another
 * account has overtaken tells what was: its answer is dropped, and it keeps nobody waiting.
 */
export function createReader({ store, readStatus, signal, mayRead, switchesSent, accept }: ReaderPorts) {
  let underWay: (Reading & { done: Promise<void> }) | null = null;

  function refresh(): Promise<void> {
    if (!mayRead()) return Promise.resolve();
    if (underWay && !isOvertaken(underWay)) return underWay.done;
    const reading = { account: signal(), afterSwitch: switchesSent() };
    const done = readOnce(reading).finally(() => {
      if (underWay?.done === done) underWay = null;
    });
    underWay = { ...reading, done };
    return done;
  }

  function isOvertaken({ account, afterSwitch }: Reading): boolean {
    return account !== signal() || afterSwitch !== switchesSent();
  }

  async function readOnce(reading: Reading): Promise<void> {
    const answer = await readStatus(reading.account);
    if (isOvertaken(reading)) return;
    if (answer.ok) accept(answer.current, answer.exchange);
    else showFailure(answer.failure);
  }

  /**
   * A key that may not read can still switch, and a reading that fails on its way leaves what was proved as it is, only
   * older. It is a failure to show where nothing is known and somebody must act.
   */
  function showFailure(failure: Failure): void {
    if (failure.kind === 'notPermitted') {
      store.update((state) => ({ ...state, reading: 'refused' }));
      return;
    }
    const { proved, wish, failure: shown } = store.get();
    const worthShowing = !proved?.holds && !wish && !shown && failure.kind !== 'cancelled';
    if (worthShowing && failureTraits(failure.kind).retry !== 'backoff') {
      store.update((state) => ({ ...state, failure: reportFailure(failure, null) }));
    }
  }

  return { refresh };
}
