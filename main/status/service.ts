/**
 * Status service: sends the agent's intents to the service. One request is in flight at a time; a newer intent replaces
 * a waiting one; a retry exists only while its intent is the newest. The confirmed status is written to the store and
 * nowhere else. Even if a port throws, rejects or never answers, the next intent is sent within a time limit.
 */
import type { StatusIntent } from '../../shared/state.ts';
import { sameChoice, type StatusChoice, type Source } from '../../shared/domain.ts';
import { callPortSync, guardClock, startCall, type PortCall } from '../../shared/port-guard.ts';
import type { Exchange, Failure } from '../../tencent/failure.ts';
import type { OwnStatus, SetStaffStatusResult } from '../../tencent/staff-status.ts';
import type { Clock } from '../../shared/clock.ts';
import { guardStore } from './guarded-store.ts';
import {
  CALL_TIMEOUT_MS,
  MAX_SEND_DELAY_MS,
  MIN_WAIT_MS,
  ORDERED_TIMEOUT_MS,
  SHORTENED_TIMEOUT_MS,
} from './limits.ts';
import { portFailure } from './local-failures.ts';
import { createPushedReadings } from './readings/pushed-readings.ts';
import { createStatusReader, type ReadStatus } from './status-reader.ts';
import { createSettlement } from './settlement.ts';
import {
  attemptStarted,
  externalChangeDismissed,
  failureDismissed,
  intentCancelled,
  initialAgentState,
  requiresPresence,
  isStale,
  createIntent,
  toggleTarget,
  undoExpired,
  intentRepeated,
  intentSubmitted,
  type AgentStore,
} from './state.ts';
import { createRetryScheduler, type RetryScheduler } from './retry-scheduler.ts';

export type StatusServiceDeps = {
  store: AgentStore;
  time: Clock;
  /** Replaces `time` where it throws; the platform's own clock by default. */
  fallbackClock?: Clock;
  /**
   * Requests a status from the service.
   * @param canSend called before each HTTP request of the call; the request is not sent if it returns false
   * @param intentId the same for each attempt of an intent, and for no other intent
   */
  setStatus: (
    choice: StatusChoice,
    signal: AbortSignal,
    canSend?: () => boolean,
    intentId?: number,
  ) => Promise<SetStaffStatusResult>;
  readStatus: ReadStatus;
  /**
   * Whether the receiver of the requests puts those of an agent in order, as the company's gateway does: a newer one then does not
   * wait for the answer to the one before. Default: no.
   */
  ordersIntents?: () => boolean;
  /** Whether a network interface seems to be up. A guess: a choice is sent even if it returns false. */
  isOnline: () => boolean;
  /** Whether no user can see the screen. A Free that was delayed is not sent then. */
  isScreenLocked: () => boolean;
  /** Called when the user retries a failed or waiting intent. */
  onRetry?: () => void;
  /** How many agents start their shift together, if an admin has configured it. */
  fleetSize: () => number | null;
  /** Called when a port throws and the state cannot show it: a listener of the store, the clock, a guess. */
  onError?: (error: unknown) => void;
};

export type StatusService = ReturnType<typeof createStatusService>;

export function createStatusService(deps: StatusServiceDeps) {
  const { onError = () => {} } = deps;
  const reportError = (error: unknown) => {
    try {
      onError(error);
    } catch {
      // `onError` threw as well, and there is no other reporter.
    }
  };
  const time = guardClock(deps.time, reportError, deps.fallbackClock);
  const store = guardStore(deps.store, reportError);
  let lastIntentId = 0;
  /** The duration of the newest intent, for another attempt after its failure. */
  let lastMinutes: number | null = null;
  let inFlight: PortCall<SetStaffStatusResult> | null = null;
  let switchesSent = 0;
  /** The intent that was withdrawn while its request was in flight. */
  let withdrawnId = 0;
  /** When the last request left, epoch milliseconds. */
  let sentAt = 0;
  /** Incremented for each account. A response to a request for an earlier account is dropped. */
  let accountVersion = 0;

  const reader = createStatusReader({
    store,
    time,
    readStatus: deps.readStatus,
    accountVersion: () => accountVersion,
    // While a switch is in flight its response is newer than a reading would be.
    canRead: () => !isSending(),
    getSwitchCount: () => switchesSent,
    onReading,
  });
  const settlement = createSettlement({
    store,
    time,
    retryScheduler: getRetryScheduler,
    refresh: reader.refresh,
    fleetSize: () => callPortSync(deps.fleetSize, null, reportError),
  });
  const pushed = createPushedReadings({
    isSending,
    isUncertain: () => store.get().confirmed?.isValid === false,
    onReading: settlement.onReading,
  });
  const retryScheduler: RetryScheduler = createRetryScheduler({
    store,
    time,
    isOnline: () => callPortSync(deps.isOnline, true, reportError),
    isScreenLocked,
    send: () => void sendIntent(),
    requireConfirmation: settlement.requireConfirmation,
  });

  /**
   * Requests a status for the user or for automation. Returns at once; the result appears in the store.
   * @param plannedMinutes duration of the break, to be planned on confirmation; null is none. Ignored for Free
   */
  function requestStatus(choice: StatusChoice, source: Source, plannedMinutes: number | null = null): void {
    const minutes = choice.status === 'free' ? null : plannedMinutes;
    lastMinutes = minutes;
    const current = store.get().intent;
    // The second click of a double click is not a new intent. It is one if the first request exceeded its limit or was
    // interrupted by sleep.
    const isRecent = Math.abs(time.now() - sentAt) < SHORTENED_TIMEOUT_MS;
    if (current?.phase.type === 'sending' && sameChoice(current.choice, choice) && isRecent) {
      store.update((state) => intentRepeated(state, minutes));
      shortenTimeouts();
      return;
    }
    cancelTimers();
    lastIntentId += 1;
    const intent = createIntent(lastIntentId, choice, source, time.now(), minutes);
    store.update((state) => intentSubmitted(state, intent));
    void sendIntent();
  }

  function toggleStatus(source: Source): void {
    requestStatus(toggleTarget(store.get()), source);
  }

  /** Switches back to the status before the last switch, while undo is offered. */
  function undo(): void {
    const offered = store.get().undo;
    if (!offered) return;
    if (time.now() < offered.until) requestStatus(offered.choice, 'undo');
    // The offer ended while the computer slept, because its timer stood still.
    else store.update(undoExpired);
  }

  /** Retries now: the waiting intent, the failed one, or a reading if there is neither. */
  function retryNow(source: Source): void {
    callPortSync(() => deps.onRetry?.(), undefined, reportError);
    const { intent, failure } = store.get();
    if (intent) {
      shortenTimeouts();
      retryScheduler.flush();
    } else if (failure?.choice) requestStatus(failure.choice, source, lastMinutes);
    else void reader.refresh();
  }

  /** Cancels the waiting intent. An intent in flight can only be replaced by a newer one. */
  function cancelIntent(): void {
    if (!retryScheduler.isWaiting()) return;
    retryScheduler.cancel();
    store.update(intentCancelled);
  }

  function dismissFailure(): void {
    store.update(failureDismissed);
  }

  function dismissExternalChange(): void {
    store.update(externalChangeDismissed);
  }

  /** Resets the state for another account: nothing that was read or requested applies to it. */
  function reset(lastAwayChoice: StatusChoice): void {
    accountVersion += 1;
    inFlight?.cancel();
    inFlight = null;
    reader.cancel();
    pushed.reset();
    cancelTimers();
    store.update(() => initialAgentState(lastAwayChoice));
  }

  async function sendIntent(): Promise<void> {
    if (store.get().intent?.phase.type !== 'queued') return;
    if (inFlight) {
      inFlight.shortenTimeout(isOrdered() ? ORDERED_TIMEOUT_MS : SHORTENED_TIMEOUT_MS);
      return;
    }
    store.update(attemptStarted);
    const sent = store.get().intent;
    // A listener of the store may have submitted another intent meanwhile.
    if (isSending() || sent?.phase.type !== 'sending') return;
    sentAt = time.now();
    const [callStartedAt, sentForVersion] = [sentAt, accountVersion];
    const canSend = () => canStillSend(sent, callStartedAt);
    const call = startCall(time, CALL_TIMEOUT_MS, (signal) =>
      deps.setStatus(sent.choice, signal, canSend, sent.id),
    );
    inFlight = call;
    switchesSent += 1;
    const result = await call.result;
    if (sentForVersion !== accountVersion) return;
    inFlight = null;
    const fail = (outcome: Parameters<typeof portFailure>[0]) =>
      settlement.onFailure(sent, portFailure(outcome, 'SetStaffStatus', time.now()), callStartedAt);
    try {
      if (result.type === 'answered') {
        if (result.value.ok) pushed.accept(result.value.exchange);
        await settlement.handleResult(sent, result.value, callStartedAt);
      } else {
        const isWithdrawn = sent.id === withdrawnId && store.get().intent?.id === sent.id;
        fail(result);
        if (isWithdrawn) settlement.requireConfirmation(sent);
      }
    } catch (error) {
      // The response has another shape than its type declares.
      fail({ type: 'threw', error });
    } finally {
      if (!isSending()) pushed.onSwitchEnd();
      sendQueued();
    }
  }

  /**
   * Whether an HTTP request of a call that began earlier may still be sent: the call may have waited for credentials,
   * been refused before or been interrupted by sleep. It may not if a newer intent exists, or if the agent may have
   * left since: the intent is stale, or the screen is locked now that the call has waited.
   */
  function canStillSend(sent: StatusIntent, startedAt: number): boolean {
    if (store.get().intent?.id !== sent.id) return false;
    const now = time.now();
    const waitedMs = Math.abs(now - startedAt);
    if (requiresPresence(sent) && waitedMs >= MIN_WAIT_MS && isScreenLocked()) return false;
    return !isStale(sent, now) || waitedMs < MAX_SEND_DELAY_MS;
  }

  /** Sends the intent that waited for the request before it. The computer may have slept meanwhile. */
  function sendQueued(): void {
    const { intent } = store.get();
    if (inFlight || intent?.phase.type !== 'queued') return;
    const isPossiblyAway = isStale(intent, time.now()) || (requiresPresence(intent) && isScreenLocked());
    if (isPossiblyAway) settlement.requireConfirmation(intent);
    else void sendIntent();
  }

  /**
   * Withdraws a Free in flight, because the agent leaves: it may still wait for its turn at the receiver, which drops it then.
   * It may have taken effect as well, so the status is read.
   */
  function withdrawFree(): void {
    const { intent } = store.get();
    if (!inFlight || intent?.phase.type !== 'sending' || !requiresPresence(intent) || !isOrdered()) return;
    withdrawnId = intent.id;
    inFlight.cancel();
  }

  function isOrdered(): boolean {
    return callPortSync(() => deps.ordersIntents?.() ?? false, false, reportError);
  }

  function isScreenLocked(): boolean {
    return callPortSync(deps.isScreenLocked, false, reportError);
  }

  /** Applies the shorter limit to the calls in flight, because the user now waits for their result. */
  function shortenTimeouts(): void {
    inFlight?.shortenTimeout(SHORTENED_TIMEOUT_MS);
    reader.shortenTimeout();
  }

  function isSending(): boolean {
    return inFlight !== null;
  }

  function onReading(current: OwnStatus, exchange: Exchange): void {
    // A pushed one that is newer may have come meanwhile.
    if (pushed.accept(exchange)) settlement.onReading(current, exchange);
  }

  function getRetryScheduler(): RetryScheduler {
    return retryScheduler;
  }

  function cancelTimers(): void {
    retryScheduler.cancel();
    settlement.cancelTimers();
  }

  return {
    requestStatus,
    toggleStatus,
    undo,
    retryNow,
    cancelIntent,
    withdrawFree,
    dismissFailure,
    dismissExternalChange,
    reset,
    /** Reads the status. The reading begins after this call. Never rejects. */
    refresh: reader.refresh,
    /** A status that the company's gateway has pushed. One that is older than what is known is dropped. */
    onPushedReading: (current: OwnStatus, exchange: Exchange): void =>
      callPortSync(() => pushed.receive(current, exchange), undefined, reportError),
    /** The company's gateway could not read the status. */
    onPushedFailure: (failure: Failure): void => {
      if (!isSending()) reader.handleFailure(failure);
    },
  };
}
