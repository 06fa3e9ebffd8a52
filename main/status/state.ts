/**
 * State of the agent's status and its transitions: intents, confirmations, failures. Pure: no clock, no request. Two
 * rules are enforced here: a status counts as switched only after a confirmation, and an older response never replaces
 * a newer intent.
 */
import type {
  AgentState,
  FailureReport,
  ConfirmedStatus,
  Receipt,
  Undo,
  StatusIntent,
  UnknownCause,
} from '../../shared/state.ts';
import {
  sameChoice,
  settableStatus,
  type StatusChoice,
  type Source,
  type StatusAndReason,
} from '../../shared/domain.ts';
import { isExternalChange, isReserved, type StatusReading } from './readings/reading.ts';
import { failureTraits, type FailureKind } from '../../tencent/failure.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';

/** The store of the agent's slice of the app state. */
export type AgentStore = {
  get: () => AgentState;
  update: (change: (state: AgentState) => AgentState) => void;
};

/** How long a switch can be undone, in milliseconds. */
export const UNDO_MS = 30_000;

/** Age in milliseconds at which an intent to be Free must be confirmed again, because the agent may have left. */
export const FREE_INTENT_MAX_AGE_MS = MINUTE_MS;

export function initialAgentState(lastAwayChoice: StatusChoice = { status: 'rest', reason: '' }): AgentState {
  return {
    confirmed: null,
    unknownCause: 'starting',
    nextCheckAt: null,
    intent: null,
    reservation: null,
    failure: null,
    receipt: null,
    undo: null,
    externalChange: null,
    readAccess: 'unknown',
    clockSkewMs: null,
    lastAwayChoice,
  };
}

/**
 * Creates a queued intent.
 * @param minutes planned duration of the break; null is none
 */
export function createIntent(
  id: number,
  choice: StatusChoice,
  source: Source,
  requestedAt: number,
  minutes: number | null = null,
): StatusIntent {
  return { id, choice, minutes, source, requestedAt, attempt: 0, phase: { type: 'queued' } };
}

/** A new intent was submitted. It clears the earlier failure, undo offer and external change. */
export function intentSubmitted(state: AgentState, intent: StatusIntent): AgentState {
  return { ...state, intent, failure: null, undo: null, externalChange: null };
}

/** The choice of the newest intent was requested again, perhaps with another duration. */
export function intentRepeated(state: AgentState, minutes: number | null): AgentState {
  if (!state.intent || state.intent.minutes === minutes) return state;
  return { ...state, intent: { ...state.intent, minutes } };
}

/** A request for the newest intent is being sent. */
export function attemptStarted(state: AgentState): AgentState {
  if (!state.intent) return state;
  return {
    ...state,
    intent: { ...state.intent, attempt: state.intent.attempt + 1, phase: { type: 'sending' } },
  };
}

/** The service confirmed the agent's status. */
export function statusConfirmed(state: AgentState, reading: StatusReading, now: number): AgentState {
  const before = state.confirmed;
  const isUnchanged = before?.isValid === true && sameChoice(before, reading);
  const confirmed: ConfirmedStatus = {
    status: reading.status,
    reason: reading.reason,
    since: isUnchanged ? before.since : Math.min(reading.since ?? now, now),
    confirmedAt: now,
    isValid: true,
    afterCall: reading.afterCall,
  };
  return {
    ...state,
    confirmed,
    unknownCause: null,
    reservation: isReserved(state.reservation, confirmed) ? state.reservation : null,
    lastAwayChoice: toAwayChoice(confirmed) ?? state.lastAwayChoice,
  };
}

/** A reading was received. A change that no intent here explains is recorded as an external change. */
export function readingReceived(state: AgentState, reading: StatusReading, now: number): AgentState {
  const known = statusConfirmed({ ...state, readAccess: 'allowed' }, reading, now);
  const before = state.confirmed;
  const failure = state.failure && isResolvedBy(state.failure, reading) ? null : state.failure;
  if (!before?.isValid || !isExternalChange(before, reading)) return { ...known, failure };
  const { status, reason } = before;
  const externalChange = {
    from: { status, reason },
    to: toStatusReason(reading),
    after: before.confirmedAt,
    before: now,
  };
  return { ...known, failure, externalChange, undo: null };
}

/**
 * Whether a reading resolves a failure: a failed reading has now succeeded, or the requested status is set or reserved
 * after all.
 */
function isResolvedBy({ choice }: FailureReport, reading: StatusReading): boolean {
  return choice === null || sameChoice(choice, reading) || reading.afterCall === choice.status;
}

/**
 * The service confirmed the switch of `sent`. The newest intent is fulfilled too if it requests the same status.
 * Otherwise it stays, and the UI keeps showing "switching".
 */
export function switchConfirmed(
  state: AgentState,
  sent: StatusIntent,
  confirmation: { reason: string; requestId: string | null; previous: StatusAndReason | null },
  now: number,
): AgentState {
  const from = state.confirmed?.isValid ? toStatusReason(state.confirmed) : confirmation.previous;
  const to: StatusChoice = { status: sent.choice.status, reason: confirmation.reason };
  const receipt: Receipt = {
    from,
    to,
    source: sent.source,
    requestedAt: sent.requestedAt,
    confirmedAt: now,
    attempts: sent.attempt,
    requestId: confirmation.requestId,
  };
  const isFulfilled = state.intent !== null && sameChoice(state.intent.choice, sent.choice);
  const known = statusConfirmed(state, { ...to, since: null, afterCall: null }, now);
  return {
    ...known,
    receipt,
    intent: isFulfilled ? null : state.intent,
    failure: null,
    undo: isFulfilled ? undoTarget(from, to, now) : null,
    externalChange: null,
  };
}

/** The choice an undo switches to; null if the previous status cannot be set or is the current one. */
function undoTarget(from: StatusAndReason | null, to: StatusChoice, now: number): Undo | null {
  if (!from || sameChoice(from, to)) return null;
  const status = settableStatus.safeParse(from.status);
  return status.success
    ? { choice: { status: status.data, reason: from.reason }, until: now + UNDO_MS }
    : null;
}

/** The undo offer ended. */
export function undoExpired(state: AgentState): AgentState {
  return state.undo ? { ...state, undo: null } : state;
}

/** A switch may or may not have taken effect, so the confirmed status may no longer be the current one. */
export function statusInvalidated(state: AgentState): AgentState {
  const confirmed = state.confirmed && { ...state.confirmed, isValid: false };
  return { ...state, confirmed, unknownCause: 'answerLost' };
}

/**
 * A reading failed. It leaves a valid status as it is. While the status is unknown, the failure replaces the earlier
 * cause: it is what keeps the status unknown from now on.
 */
export function readingFailed(state: AgentState, kind: FailureKind): AgentState {
  const readAccess = kind === 'notPermitted' ? 'refused' : state.readAccess;
  const unknownCause = state.confirmed?.isValid ? null : toUnknownCause(kind);
  const isUnchanged = readAccess === state.readAccess && unknownCause === state.unknownCause;
  return isUnchanged ? state : { ...state, readAccess, unknownCause };
}

function toUnknownCause(kind: FailureKind): UnknownCause {
  if (kind === 'notPermitted') return 'notReadable';
  if (kind === 'credentialsUnavailable') return 'keychain';
  return failureTraits(kind).offline ? 'noNetwork' : 'readFailed';
}

/**
 * The next reading was scheduled.
 * @param nextCheckAt epoch milliseconds; null when a reading starts, and when none is scheduled
 */
export function nextCheckScheduled(state: AgentState, nextCheckAt: number | null): AgentState {
  return state.nextCheckAt === nextCheckAt ? state : { ...state, nextCheckAt };
}

/** The newest intent waits: for its next attempt, for the network, or for the request before it. */
export function retryScheduled(
  state: AgentState,
  phase: StatusIntent['phase'],
  failure: FailureReport | null,
): AgentState {
  if (!state.intent) return state;
  return { ...state, intent: { ...state.intent, phase }, failure };
}

/** The newest intent failed and is not retried automatically. */
export function intentFailed(state: AgentState, failure: FailureReport): AgentState {
  return { ...state, intent: null, failure };
}

/** The service reserved the choice of the newest intent for after the call. Free is no reservation: it is what follows a call. */
export function intentReserved(state: AgentState): AgentState {
  if (!state.intent) return state;
  const { choice, minutes, source } = state.intent;
  const reservation = choice.status === 'free' ? null : { choice, minutes, source };
  return { ...state, intent: null, reservation };
}

/** The agent cancelled the newest intent. Its failure stays, so that it can be retried. */
export function intentCancelled(state: AgentState): AgentState {
  return { ...state, intent: null };
}

export function failureDismissed(state: AgentState): AgentState {
  return { ...state, failure: null };
}

export function externalChangeDismissed(state: AgentState): AgentState {
  return { ...state, externalChange: null };
}

/**
 * Whether an intent to be Free has waited so long that the agent may have left. The age is compared as an absolute
 * value: after the clock was set back by as much, the real age is unknown.
 */
export function isStale(intent: StatusIntent, now: number): boolean {
  return requiresPresence(intent) && Math.abs(now - intent.requestedAt) > FREE_INTENT_MAX_AGE_MS;
}

/** Free lets a customer's call through, so it requires that the agent is present. */
export function requiresPresence({ choice }: StatusIntent): boolean {
  return choice.status === 'free';
}

/** The choice that the toggle requests: Free if the status is Rest or Busy, otherwise the last away choice. */
export function toggleTarget(state: AgentState): StatusChoice {
  const now = state.intent?.choice.status ?? (state.confirmed?.isValid ? state.confirmed.status : null);
  return now === 'rest' || now === 'notReady' ? { status: 'free', reason: '' } : state.lastAwayChoice;
}

function toAwayChoice(confirmed: ConfirmedStatus): StatusChoice | null {
  return confirmed.status === 'rest' || confirmed.status === 'notReady'
    ? { status: confirmed.status, reason: confirmed.reason }
    : null;
}

function toStatusReason({ status, reason }: StatusAndReason): StatusAndReason {
  return { status, reason };
}
