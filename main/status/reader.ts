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
  accept: (current: OwnStatus, exchange: Exchange) => void;
};

/** Reads the status back, one reading at a time; an answer that a newer wish or proof has overtaken is dropped. */
export function createReader({ store, readStatus, signal, mayRead, accept }: ReaderPorts) {
  let underWay: Promise<void> | null = null;

  function refresh(): Promise<void> {
    if (!mayRead()) return Promise.resolve();
    underWay ??= readOnce().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  async function readOnce(): Promise<void> {
    const account = signal();
    const { proved, wish } = store.get();
    const answer = await readStatus(account);
    const now = store.get();
    if (account.aborted || now.proved !== proved || now.wish !== wish) return;
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
