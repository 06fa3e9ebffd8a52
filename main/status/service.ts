/**
 * Turns wishes into requests. One request is in flight at a time; a newer wish replaces the one that waits; a retry lives
 * only as long as its wish is the newest. What is true is written to the store, and only there.
 */
import type { AgentState, Wish } from '../../preload/contract/state.ts';
import type { Choice, Source } from '../../preload/contract/vocabulary.ts';
import { failureTraits, type Failure } from '../tencent/failure.ts';
import type { DescribeOwnStatusResult, OwnStatus, SetStaffStatusResult } from '../tencent/staff-status.ts';
import type { Time } from '../time.ts';
import { nextWait } from './backoff.ts';
import { reportFailure } from './failure-report.ts';
import {
  attemptStarted,
  doubted,
  failed,
  failureDismissed,
  givenUp,
  initialAgentState,
  newWish,
  observed,
  postponed,
  sameChoice,
  switched,
  toggleTarget,
  wished,
  type Observation,
} from './state.ts';

/** Where the agent's part of the app's state is kept. */
export type AgentStore = {
  get: () => AgentState;
  update: (change: (state: AgentState) => AgentState) => void;
};

export type StatusPorts = {
  store: AgentStore;
  time: Time;
  /** Asks the service for a status. Never rejects. */
  setStatus: (choice: Choice, signal: AbortSignal) => Promise<SetStaffStatusResult>;
  /** Asks the service what the status is. Never rejects. */
  readStatus: (signal: AbortSignal) => Promise<DescribeOwnStatusResult>;
};

export type StatusService = ReturnType<typeof createStatusService>;

export function createStatusService({ store, time, setStatus, readStatus }: StatusPorts) {
  let lastWishId = 0;
  let inFlight = false;
  /** Replaced when the account changes: answers meant for the old one are dropped. */
  let session = new AbortController();
  /** Counts proofs, so that a reading that began before one cannot overwrite it. */
  let proofs = 0;
  let cancelWait = () => {};

  /** Somebody wants a status, now. Answers at once; what comes of it shows in the store. */
  function choose(choice: Choice, source: Source): void {
    const current = store.get().wish;
    // The second click of a double click is no second wish.
    if (current?.phase.name === 'sending' && sameChoice(current.choice, choice)) return;
    cancelWait();
    lastWishId += 1;
    const wish = newWish(lastWishId, choice, source, time.now());
    store.update((state) => wished(state, wish));
    void sendNewest();
  }

  function toggle(source: Source): void {
    choose(toggleTarget(store.get()), source);
  }

  /** Again, without waiting: the wish that waits, or the one that failed. */
  function tryAgain(source: Source): void {
    const { wish, failure } = store.get();
    if (wish) sendNow();
    else if (failure?.choice) choose(failure.choice, source);
    else void refresh();
  }

  /** Forget the wish that waits. One that is on its way can only be replaced by another. */
  function giveUp(): void {
    cancelWait();
    const phase = store.get().wish?.phase.name;
    if (phase === 'waiting' || phase === 'offline') store.update(givenUp);
  }

  function dismissFailure(): void {
    store.update(failureDismissed);
  }

  /** Start anew for another account: nothing of the old one is true of it. */
  function reset(lastAway: Choice): void {
    session.abort();
    session = new AbortController();
    inFlight = false;
    cancelWait();
    store.update(() => initialAgentState(lastAway));
  }

  /** Read the status back. While a request is in flight its answer is the better source. */
  async function refresh(): Promise<void> {
    if (inFlight) return;
    const { signal } = session;
    const proofsBefore = proofs;
    const wishBefore = store.get().wish;
    const answer = await readStatus(signal);
    const overtaken = proofs !== proofsBefore || store.get().wish !== wishBefore;
    if (signal.aborted || overtaken) return;
    if (answer.ok) acceptReading(answer.current);
    else showReadingFailure(answer.failure);
  }

  async function sendNewest(): Promise<void> {
    if (inFlight || store.get().wish?.phase.name !== 'queued') return;
    store.update(attemptStarted);
    const sent = store.get().wish;
    if (!sent) return;
    const { signal } = session;
    inFlight = true;
    const answer = await setStatus(sent.choice, signal);
    if (signal.aborted) return;
    inFlight = false;
    await settle(sent, answer);
    await sendNewest();
  }

  async function settle(sent: Wish, answer: SetStaffStatusResult): Promise<void> {
    const outcome = answer.ok ? answer.agents[0] : { kind: 'failed' as const, failure: answer.failure };
    switch (outcome.kind) {
      case 'switched': {
        const { previousStatus, previousReason, reason } = outcome;
        const previous = previousStatus && { status: previousStatus, reason: previousReason ?? '' };
        const requestId = answer.ok ? answer.exchange.requestId : null;
        proofs += 1;
        store.update((state) => switched(state, sent, { reason, requestId, previous }, time.now()));
        return;
      }
      case 'otherStatus': {
        // Accepted, yet not what was asked for: reserved for after a call, perhaps. Only a reading can tell.
        if (outcome.status)
          observe({ status: outcome.status, reason: outcome.reason, since: null, afterCall: null });
        else store.update(doubted);
        if (answer.ok) await settleByReading(sent, notAsAsked(answer.exchange));
        return;
      }
      case 'failed':
        settleFailure(sent, outcome.failure);
        return;
    }
  }

  async function settleByReading(sent: Wish, otherwise: Failure): Promise<void> {
    const { signal } = session;
    const reading = await readStatus(signal);
    if (signal.aborted) return;
    if (reading.ok) acceptReading(reading.current);
    const { proved, wish } = store.get();
    if (wish?.id !== sent.id) return;
    if (proved?.afterCall === sent.choice.status) store.update(givenUp);
    else settleFailure(sent, otherwise);
  }

  function settleFailure(sent: Wish, failure: Failure): void {
    const traits = failureTraits(failure.kind);
    if (traits.outcome === 'unknown') store.update(doubted);
    // A newer wish is about to be sent: how the older one ended no longer matters to anybody.
    if (store.get().wish?.id !== sent.id) return;

    const report = reportFailure(failure, sent.choice);
    const wait = nextWait(traits.retry, sent.attempt, time.random());
    if (wait === null) {
      store.update((state) => failed(state, report));
      if (traits.outcome === 'unknown') void refresh();
      return;
    }
    store.update((state) => postponed(state, { name: 'waiting', until: time.now() + wait }, report));
    cancelWait = time.after(wait, sendNow);
  }

  function sendNow(): void {
    cancelWait();
    store.update((state) => postponed(state, { name: 'queued' }, state.failure));
    void sendNewest();
  }

  function acceptReading(current: OwnStatus): void {
    observe({
      status: current.status,
      reason: current.reason,
      since: current.lastStatusAt,
      afterCall: current.reserveRest ? 'rest' : current.reserveNotReady ? 'notReady' : null,
    });
  }

  function observe(seen: Observation): void {
    proofs += 1;
    const { wish } = store.get();
    if (wish?.phase.name === 'waiting' && sameChoice(wish.choice, seen)) {
      // What waited to be tried again turns out to have arrived the first time.
      cancelWait();
      const proof = { reason: seen.reason, requestId: null, previous: null };
      store.update((state) => switched(state, wish, proof, time.now()));
    } else {
      store.update((state) => observed(state, seen, time.now()));
    }
  }

  function showReadingFailure(failure: Failure): void {
    // A key that may not read can still switch; that is no failure to show.
    if (failure.kind === 'notPermitted' || failure.kind === 'cancelled') return;
    if (store.get().failure) return;
    store.update((state) => ({ ...state, failure: reportFailure(failure, null) }));
  }

  return { choose, toggle, tryAgain, giveUp, dismissFailure, refresh, reset };
}

function notAsAsked(exchange: Omit<Failure, 'kind' | 'code' | 'message'>): Failure {
  return { ...exchange, kind: 'notAcceptedNow', code: 'Answer.OtherStatus', message: '' };
}
