/** What follows from the answer to a switch: its proof, a reservation for after the call, another attempt, or a failure. */
import type { Wish } from '../../preload/contract/state.ts';
import { failureTraits, type Exchange, type Failure } from '../tencent/failure.ts';
import type { OwnStatus, SetStaffStatusResult } from '../tencent/staff-status.ts';
import type { Cancel, Time } from '../time.ts';
import { nextWait } from './backoff.ts';
import { reportFailure } from './failure-report.ts';
import { observationOf } from './observation.ts';
import { freeWishStale, notAsAsked } from './own-failures.ts';
import type { ReadOutcome } from './reader.ts';
import { createTurns } from './shift-start.ts';
import {
  comesAfterCall,
  doubted,
  failed,
  FREE_WISH_STALE_MS,
  givenUp,
  isStale,
  observed,
  read,
  sameChoice,
  switched,
  UNDO_MS,
  undoExpired,
  type AgentStore,
  type Observation,
} from './state.ts';
import type { Wait } from './wait.ts';

export type SettlementPorts = {
  store: AgentStore;
  time: Time;
  wait: () => Wait;
  /** Reads the status back. Never rejects. */
  refresh: () => Promise<ReadOutcome>;
  /** How many agents start their shift together, where the admin has said so. */
  fleetSize: () => number | null;
};

/** The service's readings may lag behind its answers a little. */
const READ_BACK_AFTER_MS = 2_000;

export function createSettlement({ store, time, wait, refresh, fleetSize }: SettlementPorts) {
  const turnIn = createTurns(time, fleetSize);
  let cancelUndo: Cancel = () => {};
  let cancelReadBack: Cancel = () => {};

  /**
   * A request was answered.
   * @param sentAt when it left
   */
  async function settle(sent: Wish, answer: SetStaffStatusResult, sentAt: number): Promise<void> {
    noteClock(answer.ok ? answer.exchange : answer.failure);
    if (!answer.ok) {
      settleFailure(sent, answer.failure, sentAt);
      return;
    }
    const [outcome] = answer.agents;
    const { exchange } = answer;
    switch (outcome.kind) {
      case 'switched': {
        const { previousStatus, previousReason, reason } = outcome;
        const previous = previousStatus && { status: previousStatus, reason: previousReason ?? '' };
        settleSuccess(sent, { reason, requestId: exchange.requestId, previous });
        return;
      }
      case 'otherStatus': {
        // Accepted, yet not what was asked for: reserved for after a call, perhaps. Only a reading can tell.
        const { status, reason } = outcome;
        if (status) see({ status, reason, since: null, afterCall: null });
        else store.update(doubted);
        // A newer wish does not wait for that.
        if (isNewest(sent)) await settleByReading(sent, exchange, sentAt);
        return;
      }
      case 'failed':
        settleFailure(sent, outcome.failure, sentAt);
    }
  }

  function settleSuccess(sent: Wish, proof: Parameters<typeof switched>[2]): void {
    store.update((state) => switched(state, sent, proof, time.now()));
    cancelUndo();
    cancelUndo = time.after(UNDO_MS, () => store.update(undoExpired));
    cancelReadBack();
    cancelReadBack = time.after(READ_BACK_AFTER_MS, () => void refresh());
  }

  async function settleByReading(sent: Wish, exchange: Exchange, sentAt: number): Promise<void> {
    const outcome = await refresh();
    if (!isNewest(sent)) return;
    const { proved } = store.get();
    if (outcome === 'read' && proved && sameChoice(proved, sent.choice)) {
      // The call ended between the answer and the reading.
      settleSuccess(sent, { reason: proved.reason, requestId: exchange.requestId, previous: null });
    } else if (outcome === 'read' && proved && comesAfterCall(proved, sent.choice)) store.update(givenUp);
    else settleFailure(sent, notAsAsked(exchange), sentAt);
  }

  /** A request came to nothing, or nobody knows to what. */
  function settleFailure(sent: Wish, failure: Failure, sentAt: number): void {
    const { outcome, offline } = failureTraits(failure.kind);
    if (outcome === 'unknown') store.update(doubted);
    // A newer wish is about to be sent: how the older one ended no longer matters to anybody.
    if (!isNewest(sent)) return;

    const crowded = failure.kind === 'rateLimited';
    const lasts = crowded ? turnIn(sent.id, sentAt) : nextWait(failure.kind, sent.attempt, time.random());
    if (lasts === null) {
      store.update((state) => failed(state, reportFailure(failure, sent.choice)));
      if (outcome === 'unknown') void refresh();
      return;
    }
    // No request takes a minute: the computer slept, crowd or no crowd.
    if (Math.abs(time.now() - sentAt) > FREE_WISH_STALE_MS && isStale(sent, time.now())) askAgain(sent);
    else if (offline) wait().forNetwork(sent, lasts);
    else wait().forAttempt(sent, { lasts, report: reportFailure(failure, sent.choice), crowded });
  }

  /** Nobody is put on free who may not be there: the agent says it once more. */
  function askAgain({ choice }: Wish): void {
    store.update((state) => failed(state, reportFailure(freeWishStale(time.now()), choice)));
    void refresh();
  }

  function acceptReading(current: OwnStatus, exchange: Exchange): void {
    noteClock(exchange);
    const seen = observationOf(current, exchange);
    const { wish } = store.get();
    if (wish?.phase.name === 'waiting' && sameChoice(wish.choice, seen)) {
      // What waited to be tried again turns out to have arrived the first time.
      wait().end();
      settleSuccess(wish, { reason: seen.reason, requestId: null, previous: null });
      return;
    }
    if (wish) see(seen);
    else store.update((state) => read(state, seen, time.now()));
  }

  function see(seen: Observation): void {
    store.update((state) => observed(state, seen, time.now()));
  }

  function isNewest(sent: Wish): boolean {
    return store.get().wish?.id === sent.id;
  }

  function noteClock({ clockOffMs }: Pick<Exchange, 'clockOffMs'>): void {
    const clockAheadMs = clockOffMs ?? null;
    if (store.get().clockAheadMs !== clockAheadMs) store.update((state) => ({ ...state, clockAheadMs }));
  }

  return {
    settle,
    settleFailure,
    askAgain,
    acceptReading,
    /** Neither an undo runs out any more, nor is a switch read back. */
    cancelTimers: () => {
      cancelUndo();
      cancelReadBack();
    },
  };
}
