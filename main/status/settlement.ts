/** Handles the result of a switch: confirmation, a reservation for after the call, another attempt, or a failure. */
import { sameChoice } from '../../shared/domain.ts';
import type { StatusIntent } from '../../shared/state.ts';
import { failureTraits, type Exchange, type Failure } from '../../tencent/failure.ts';
import type { OwnStatus, SetStaffStatusResult } from '../../tencent/staff-status.ts';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import { retryDelay } from './backoff.ts';
import { toFailureReport } from './failure-report.ts';
import { toStatusReading } from './readings/map-reading.ts';
import { freeConfirmationRequired, unexpectedStatus } from './local-failures.ts';
import type { ReadOutcome } from './status-reader.ts';
import { createRateLimitBackoff } from './rate-limit-backoff.ts';
import { takesEffectAfterCall, type StatusReading } from './readings/reading.ts';
import {
  statusInvalidated,
  intentFailed,
  FREE_INTENT_MAX_AGE_MS,
  intentReserved,
  isStale,
  statusConfirmed,
  readingReceived,
  switchConfirmed,
  UNDO_MS,
  undoExpired,
  type AgentStore,
} from './state.ts';
import type { RetryScheduler } from './retry-scheduler.ts';

export type SettlementDeps = {
  store: AgentStore;
  time: Clock;
  retryScheduler: () => RetryScheduler;
  /** Reads the status. Never rejects. */
  refresh: () => Promise<ReadOutcome>;
  /** How many agents start their shift together, if an admin has configured it. */
  fleetSize: () => number | null;
};

/** Delay of the reading after a switch, in milliseconds. The service's readings may lag behind its switch responses. */
const REFRESH_DELAY_MS = 2_000;

export function createSettlement({ store, time, retryScheduler, refresh, fleetSize }: SettlementDeps) {
  const nextSlotDelay = createRateLimitBackoff(time, fleetSize);
  let cancelUndo: CancelTimer = () => {};
  let cancelRefresh: CancelTimer = () => {};

  /**
   * Handles the response to a switch request.
   * @param sentAt when the request left, epoch milliseconds
   */
  async function handleResult(
    sent: StatusIntent,
    result: SetStaffStatusResult,
    sentAt: number,
  ): Promise<void> {
    recordClockSkew(result.ok ? result.exchange : result.failure);
    if (!result.ok) {
      onFailure(sent, result.failure, sentAt);
      return;
    }
    const [outcome] = result.agents;
    const { exchange } = result;
    switch (outcome.kind) {
      case 'switched': {
        const { previousStatus, previousReason, reason } = outcome;
        const previous = previousStatus && { status: previousStatus, reason: previousReason ?? '' };
        onConfirmed(sent, { reason, requestId: exchange.requestId, previous });
        return;
      }
      case 'otherStatus': {
        // The service accepted the request but reports another status. It may have reserved it for after a call; only a
        // reading can show that.
        const { status, reason } = outcome;
        if (status) confirmStatus({ status, reason, since: null, afterCall: null });
        else store.update(statusInvalidated);
        // A newer intent makes that reading superfluous.
        if (isCurrentIntent(sent)) await confirmByReading(sent, exchange, sentAt);
        return;
      }
      case 'failed':
        onFailure(sent, outcome.failure, sentAt);
    }
  }

  function onConfirmed(sent: StatusIntent, confirmation: Parameters<typeof switchConfirmed>[2]): void {
    store.update((state) => switchConfirmed(state, sent, confirmation, time.now()));
    cancelUndo();
    cancelUndo = time.setTimer(UNDO_MS, () => store.update(undoExpired));
    cancelRefresh();
    cancelRefresh = time.setTimer(REFRESH_DELAY_MS, () => void refresh());
  }

  async function confirmByReading(sent: StatusIntent, exchange: Exchange, sentAt: number): Promise<void> {
    const outcome = await refresh();
    if (!isCurrentIntent(sent)) return;
    const { confirmed } = store.get();
    if (outcome === 'read' && confirmed && sameChoice(confirmed, sent.choice)) {
      // The call ended between the response and the reading.
      onConfirmed(sent, { reason: confirmed.reason, requestId: exchange.requestId, previous: null });
    } else if (outcome === 'read' && confirmed && takesEffectAfterCall(confirmed, sent.choice))
      store.update(intentReserved);
    else onFailure(sent, unexpectedStatus(exchange), sentAt);
  }

  /** Handles a failed request, or one whose outcome is unknown. */
  function onFailure(sent: StatusIntent, failure: Failure, sentAt: number): void {
    const { outcome, offline } = failureTraits(failure.kind);
    if (outcome === 'unknown') store.update(statusInvalidated);
    // A newer intent is about to be sent, so the outcome of the older one is irrelevant.
    if (!isCurrentIntent(sent)) return;

    const rateLimited = failure.kind === 'rateLimited';
    const ms = rateLimited
      ? nextSlotDelay(sent.id, sentAt)
      : retryDelay(failure.kind, sent.attempt, time.random());
    if (ms === null) {
      store.update((state) => intentFailed(state, toFailureReport(failure, sent.choice)));
      if (outcome === 'unknown') void refresh();
      return;
    }
    // No request takes a minute: the computer slept, whether or not the rate limit applies.
    if (Math.abs(time.now() - sentAt) > FREE_INTENT_MAX_AGE_MS && isStale(sent, time.now()))
      requireConfirmation(sent);
    else if (offline) retryScheduler().waitForNetwork(sent, ms);
    else
      retryScheduler().scheduleRetry(sent, {
        ms,
        report: toFailureReport(failure, sent.choice),
        rateLimited,
      });
  }

  /** Fails the intent until the agent confirms it: an agent who may be away is never set to Free. */
  function requireConfirmation({ choice }: StatusIntent): void {
    store.update((state) =>
      intentFailed(state, toFailureReport(freeConfirmationRequired(time.now()), choice)),
    );
    void refresh();
  }

  function onReading(current: OwnStatus, exchange: Exchange): void {
    recordClockSkew(exchange);
    const reading = toStatusReading(current, exchange);
    const { intent } = store.get();
    if (intent?.phase.type === 'waiting' && sameChoice(intent.choice, reading)) {
      // An earlier attempt of the waiting intent took effect after all.
      retryScheduler().cancel();
      onConfirmed(intent, { reason: reading.reason, requestId: null, previous: null });
      return;
    }
    if (intent) confirmStatus(reading);
    else store.update((state) => readingReceived(state, reading, time.now()));
  }

  function confirmStatus(reading: StatusReading): void {
    store.update((state) => statusConfirmed(state, reading, time.now()));
  }

  function isCurrentIntent(sent: StatusIntent): boolean {
    return store.get().intent?.id === sent.id;
  }

  function recordClockSkew(exchange: Pick<Exchange, 'clockSkewMs'>): void {
    const clockSkewMs = exchange.clockSkewMs ?? null;
    if (store.get().clockSkewMs !== clockSkewMs) store.update((state) => ({ ...state, clockSkewMs }));
  }

  return {
    handleResult,
    onFailure,
    requireConfirmation,
    onReading,
    /** Cancels the end of the undo offer and the reading after the switch. */
    cancelTimers: () => {
      cancelUndo();
      cancelRefresh();
    },
  };
}
