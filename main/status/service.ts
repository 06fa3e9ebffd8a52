/**
 * Turns wishes into requests. One request is in flight at a time; a newer wish replaces the one that waits; a retry lives
 * only as long as its wish is the newest. What is true is written to the store, and only there.
 */
import type { Wish } from '../../preload/contract/state.ts';
import type { Choice, Source } from '../../preload/contract/vocabulary.ts';
import { failureTraits, type Exchange, type Failure } from '../tencent/failure.ts';
import type { OwnStatus, SetStaffStatusResult } from '../tencent/staff-status.ts';
import type { Cancel, Time } from '../time.ts';
import { nextWait } from './backoff.ts';
import { reportFailure } from './failure-report.ts';
import { observationOf } from './observation.ts';
import { freeWishStale, notAsAsked } from './own-failures.ts';
import { createReader, type ReadStatus } from './reader.ts';
import { createTurns } from './shift-start.ts';
import {
  attemptStarted,
  doubted,
  failed,
  failureDismissed,
  FREE_WISH_STALE_MS,
  driftDismissed,
  givenUp,
  initialAgentState,
  isStale,
  newWish,
  observed,
  read,
  sameChoice,
  switched,
  toggleTarget,
  UNDO_MS,
  undoExpired,
  wished,
  type AgentStore,
} from './state.ts';
import { createWait } from './wait.ts';

export type StatusPorts = {
  store: AgentStore;
  time: Time;
  /** Asks the service for a status. Never rejects. */
  setStatus: (choice: Choice, signal: AbortSignal) => Promise<SetStaffStatusResult>;
  readStatus: ReadStatus;
  /** Whether there is a way out of this computer at all. */
  online: () => boolean;
  /** How many agents start their shift together, where the admin has said so. */
  fleetSize: () => number | null;
};

export type StatusService = ReturnType<typeof createStatusService>;

/** The service's readings may lag behind its answers a little. */
const READ_BACK_AFTER_MS = 2_000;

export function createStatusService(ports: StatusPorts) {
  const { store, time, setStatus, readStatus, online } = ports;
  const turnIn = createTurns(time, ports.fleetSize);
  const wait = createWait({ store, time, online, send: () => void sendNewest(), askAgain });
  let lastWishId = 0;
  let inFlight = false;
  let switchesSent = 0;
  /** When the request in flight left, or the last one. */
  let sentAt = 0;
  /** Replaced when the account changes: answers meant for the old one are dropped. */
  let session = new AbortController();
  let cancelUndo: Cancel = () => {};
  let cancelReadBack: Cancel = () => {};

  const reader = createReader({
    store,
    readStatus,
    signal: () => session.signal,
    // While a request is in flight its answer is the better source.
    mayRead: () => !inFlight,
    switchesSent: () => switchesSent,
    accept: acceptReading,
  });

  /** Somebody wants a status, now. Answers at once; what comes of it shows in the store. */
  function choose(choice: Choice, source: Source): void {
    const current = store.get().wish;
    // The second click of a double click is no second wish.
    if (current?.phase.name === 'sending' && sameChoice(current.choice, choice)) return;
    cancelTimers();
    lastWishId += 1;
    const wish = newWish(lastWishId, choice, source, time.now());
    store.update((state) => wished(state, wish));
    void sendNewest();
  }

  function toggle(source: Source): void {
    choose(toggleTarget(store.get()), source);
  }

  /** Back to the status before the last switch, while that is offered. */
  function undo(): void {
    const offered = store.get().undo;
    if (offered && time.now() < offered.until) choose(offered.choice, 'undo');
  }

  /** Again, without waiting: the wish that waits, or the one that failed. */
  function tryAgain(source: Source): void {
    const { wish, failure } = store.get();
    if (wish) wait.sendNow();
    else if (failure?.choice) choose(failure.choice, source);
    else void reader.refresh();
  }

  /** Forget the wish that waits. One that is on its way can only be replaced by another. */
  function giveUp(): void {
    if (!wait.isOn()) return;
    wait.end();
    store.update(givenUp);
  }

  function dismissFailure(): void {
    store.update(failureDismissed);
  }

  function dismissDrift(): void {
    store.update(driftDismissed);
  }

  /** Start anew for another account: nothing of the old one is true of it. */
  function reset(lastAway: Choice): void {
    session.abort();
    session = new AbortController();
    inFlight = false;
    cancelTimers();
    store.update(() => initialAgentState(lastAway));
  }

  async function sendNewest(): Promise<void> {
    if (inFlight || store.get().wish?.phase.name !== 'queued') return;
    if (!online()) {
      wait.forNetwork();
      return;
    }
    store.update(attemptStarted);
    const sent = store.get().wish;
    if (!sent) return;
    const { signal } = session;
    inFlight = true;
    switchesSent += 1;
    sentAt = time.now();
    const answer = await setStatus(sent.choice, signal);
    if (signal.aborted) return;
    inFlight = false;
    await settle(sent, answer);
    await sendNext();
  }

  /** The wish that waited for the request before it; the computer may have slept meanwhile. */
  async function sendNext(): Promise<void> {
    const { wish } = store.get();
    if (inFlight || wish?.phase.name !== 'queued') return;
    if (isStale(wish, time.now())) askAgain(wish);
    else await sendNewest();
  }

  async function settle(sent: Wish, answer: SetStaffStatusResult): Promise<void> {
    noteClock(answer.ok ? answer.exchange : answer.failure);
    if (!answer.ok) {
      settleFailure(sent, answer.failure);
      return;
    }
    const [outcome] = answer.agents;
    switch (outcome.kind) {
      case 'switched': {
        const { previousStatus, previousReason, reason } = outcome;
        const previous = previousStatus && { status: previousStatus, reason: previousReason ?? '' };
        settleSuccess(sent, { reason, requestId: answer.exchange.requestId, previous });
        return;
      }
      case 'otherStatus': {
        // Accepted, yet not what was asked for: reserved for after a call, perhaps. Only a reading can tell.
        const { status, reason } = outcome;
        if (status)
          store.update((state) =>
            observed(state, { status, reason, since: null, afterCall: null }, time.now()),
          );
        else store.update(doubted);
        // A newer wish does not wait for that.
        if (store.get().wish?.id === sent.id) await settleByReading(sent, notAsAsked(answer.exchange));
        return;
      }
      case 'failed':
        settleFailure(sent, outcome.failure);
        return;
    }
  }

  function settleSuccess(sent: Wish, proof: Parameters<typeof switched>[2]): void {
    store.update((state) => switched(state, sent, proof, time.now()));
    cancelUndo();
    cancelUndo = time.after(UNDO_MS, () => store.update(undoExpired));
    cancelReadBack();
    cancelReadBack = time.after(READ_BACK_AFTER_MS, () => void reader.refresh());
  }

  async function settleByReading(sent: Wish, otherwise: Failure): Promise<void> {
    await reader.refresh();
    const { proved, wish } = store.get();
    if (wish?.id !== sent.id) return;
    if (proved?.afterCall === sent.choice.status) store.update(givenUp);
    else settleFailure(sent, otherwise);
  }

  function settleFailure(sent: Wish, failure: Failure): void {
    const { outcome, offline } = failureTraits(failure.kind);
    if (outcome === 'unknown') store.update(doubted);
    // A newer wish is about to be sent: how the older one ended no longer matters to anybody.
    const { wish } = store.get();
    if (wish?.id !== sent.id) return;

    if (offline) {
      wait.forNetwork();
      return;
    }
    const report = reportFailure(failure, sent.choice);
    const crowded = failure.kind === 'rateLimited';
    const lasts = crowded ? turnIn(sent.id, sentAt) : nextWait(failure.kind, sent.attempt, time.random());
    if (lasts === null) {
      store.update((state) => failed(state, report));
      if (outcome === 'unknown') void reader.refresh();
      return;
    }
    // No request takes a minute: the computer slept, crowd or no crowd.
    if (time.now() - sentAt > FREE_WISH_STALE_MS && isStale(sent, time.now())) {
      askAgain(sent);
      return;
    }
    wait.forAttempt(sent, { lasts, report, crowded });
  }

  /** Nobody is put on free who may not be there: the agent says it once more. */
  function askAgain({ choice }: Wish): void {
    store.update((state) => failed(state, reportFailure(freeWishStale(time.now()), choice)));
    void reader.refresh();
  }

  function acceptReading(current: OwnStatus, exchange: Exchange): void {
    noteClock(exchange);
    const seen = observationOf(current, exchange);
    const { wish } = store.get();
    if (wish?.phase.name === 'waiting' && sameChoice(wish.choice, seen)) {
      // What waited to be tried again turns out to have arrived the first time.
      wait.end();
      settleSuccess(wish, { reason: seen.reason, requestId: null, previous: null });
      return;
    }
    store.update((state) => (wish ? observed(state, seen, time.now()) : read(state, seen, time.now())));
  }

  function noteClock({ clockOffMs }: Pick<Exchange, 'clockOffMs'>): void {
    const clockAheadMs = clockOffMs ?? null;
    if (store.get().clockAheadMs !== clockAheadMs) store.update((state) => ({ ...state, clockAheadMs }));
  }

  function cancelTimers(): void {
    wait.end();
    cancelUndo();
    cancelReadBack();
  }

  return {
    choose,
    toggle,
    undo,
    tryAgain,
    giveUp,
    dismissFailure,
    dismissDrift,
    reset,
    /** Read the status back, now. */
    refresh: reader.refresh,
  };
}
