/**
 * What is known and wished about the agent's status, and how each event changes it. Pure: no clock, no request. Two rules
 * live here: "switched" follows only from a proof, and an older answer never overwrites a newer wish.
 */
import type { AgentState, FailureReport, Proved, Receipt, Undo, Wish } from '../../preload/contract/state.ts';
import {
  settableStatus,
  type AgentStatus,
  type Choice,
  type SettableStatus,
  type Source,
} from '../../preload/contract/vocabulary.ts';

type StatusAndReason = { status: AgentStatus; reason: string };

/** The service's word about the agent, from a switch or a reading. */
export type Observation = StatusAndReason & {
  /** When it began, by this computer's clock; null when the service did not say. */
  since: number | null;
  afterCall: SettableStatus | null;
};

/** Where the agent's part of the app's state is kept. */
export type AgentStore = {
  get: () => AgentState;
  update: (change: (state: AgentState) => AgentState) => void;
};

/** How long a switch can be undone. */
export const UNDO_MS = 30_000;

/** How old a wish to be free may get before somebody must confirm that they are there. */
export const FREE_WISH_STALE_MS = 60_000;

export function initialAgentState(lastAway: Choice = { status: 'rest', reason: '' }): AgentState {
  return {
    proved: null,
    wish: null,
    failure: null,
    receipt: null,
    undo: null,
    drift: null,
    reading: 'unknown',
    clockAheadMs: null,
    lastAway,
  };
}

export function sameChoice(one: StatusAndReason, other: StatusAndReason): boolean {
  return one.status === other.status && one.reason === other.reason;
}

/** Who asked for what, as a new wish. */
export function newWish(id: number, choice: Choice, source: Source, askedAt: number): Wish {
  return { id, choice, source, askedAt, attempt: 0, phase: { name: 'queued' } };
}

/** Somebody wants a status. Whatever was wished, had failed or had changed before no longer matters. */
export function wished(state: AgentState, wish: Wish): AgentState {
  return { ...state, wish, failure: null, undo: null, drift: null };
}

/** A request for the newest wish leaves now. */
export function attemptStarted(state: AgentState): AgentState {
  if (!state.wish) return state;
  return { ...state, wish: { ...state.wish, attempt: state.wish.attempt + 1, phase: { name: 'sending' } } };
}

/** The service proved what the agent's status is. */
export function observed(state: AgentState, seen: Observation, now: number): AgentState {
  const before = state.proved;
  const unchanged = before?.holds === true && sameChoice(before, seen);
  const proved: Proved = {
    status: seen.status,
    reason: seen.reason,
    since: unchanged ? before.since : Math.min(seen.since ?? now, now),
    confirmedAt: now,
    holds: true,
    afterCall: seen.afterCall,
  };
  return { ...state, proved, lastAway: awayChoice(proved) ?? state.lastAway };
}

/** A reading told what the status is; where nobody here has asked for that, it was changed elsewhere. */
export function read(state: AgentState, seen: Observation, now: number): AgentState {
  const known = observed({ ...state, reading: 'allowed' }, seen, now);
  const before = state.proved;
  const failure = state.failure && isMoot(state.failure, seen) ? null : state.failure;
  if (!before?.holds || !isDrift(before, seen)) return { ...known, failure };
  const { status, reason } = before;
  const drift = { from: { status, reason }, to: pick(seen), after: before.confirmedAt, before: now };
  return { ...known, failure, drift, undo: null };
}

/** What could not be read has now been read, or what could not be switched, or not be proved, has come true. */
function isMoot({ choice }: FailureReport, seen: Observation): boolean {
  return choice === null || sameChoice(choice, seen) || seen.afterCall === choice.status;
}

/**
 * Whether a choice that the service accepted during a call will come true after it: it is what is reserved, or it is Free and
 * nothing is reserved any more.
 */
export function comesAfterCall({ status, afterCall }: Observation, choice: Choice): boolean {
  if (status !== 'busy' && status !== 'afterCallWork') return false;
  return choice.status === 'free' ? afterCall === null : afterCall === choice.status;
}

/**
 * Calls come and go by themselves, agents sign in, and what was reserved during a call comes true after it: none of that
 * is somebody's doing. Anything else is.
 */
function isDrift(before: Proved, seen: Observation): boolean {
  if (sameChoice(before, seen)) return false;
  if (seen.status === 'busy' || seen.status === 'afterCallWork') return false;
  if (before.status === 'offline') return false;
  const wasInCall = before.status === 'busy' || before.status === 'afterCallWork';
  return !(wasInCall && (seen.status === 'free' || seen.status === before.afterCall));
}

/**
 * The service proved the switch that `sent` asked for. The newest wish is fulfilled too when it asks for the same; any
 * other stays, and "switching" stays on show.
 */
export function switched(
  state: AgentState,
  sent: Wish,
  proof: { reason: string; requestId: string | null; previous: StatusAndReason | null },
  now: number,
): AgentState {
  const from = state.proved?.holds ? pick(state.proved) : proof.previous;
  const to: Choice = { status: sent.choice.status, reason: proof.reason };
  const receipt: Receipt = {
    from,
    to,
    source: sent.source,
    askedAt: sent.askedAt,
    provedAt: now,
    attempts: sent.attempt,
    requestId: proof.requestId,
  };
  const fulfilled = state.wish !== null && sameChoice(state.wish.choice, sent.choice);
  const known = observed(state, { ...to, since: null, afterCall: null }, now);
  return {
    ...known,
    receipt,
    wish: fulfilled ? null : state.wish,
    failure: null,
    undo: fulfilled ? wayBack(from, to, now) : null,
    drift: null,
  };
}

/** Where an undo leads; nowhere from a status that nobody can set, nor from the same one. */
function wayBack(from: StatusAndReason | null, to: Choice, now: number): Undo | null {
  if (!from || sameChoice(from, to)) return null;
  const status = settableStatus.safeParse(from.status);
  return status.success
    ? { choice: { status: status.data, reason: from.reason }, until: now + UNDO_MS }
    : null;
}

/** The time for an undo is over. */
export function undoExpired(state: AgentState): AgentState {
  return state.undo ? { ...state, undo: null } : state;
}

/** Something happened after which the status last proved may no longer hold. */
export function doubted(state: AgentState): AgentState {
  return state.proved ? { ...state, proved: { ...state.proved, holds: false } } : state;
}

/** The newest wish waits: for its next attempt, for the network, or for the request before it. */
export function postponed(
  state: AgentState,
  phase: Wish['phase'],
  failure: FailureReport | null,
): AgentState {
  if (!state.wish) return state;
  return { ...state, wish: { ...state.wish, phase }, failure };
}

/** The newest wish failed for good: somebody must act. */
export function failed(state: AgentState, failure: FailureReport): AgentState {
  return { ...state, wish: null, failure };
}

/** The agent no longer wants what was wished. What went wrong stays on show, so that it can be tried again. */
export function givenUp(state: AgentState): AgentState {
  return { ...state, wish: null };
}

export function failureDismissed(state: AgentState): AgentState {
  return { ...state, failure: null };
}

export function driftDismissed(state: AgentState): AgentState {
  return { ...state, drift: null };
}

/**
 * Whether a wish to be free has waited so long that nobody may be there any more to take the call. A clock that was set back
 * by as much tells nothing of its age.
 */
export function isStale(wish: Wish, now: number): boolean {
  return wish.choice.status === 'free' && Math.abs(now - wish.askedAt) > FREE_WISH_STALE_MS;
}

/** Where the toggle leads: from being away to Free, otherwise to the last way of being away. */
export function toggleTarget(state: AgentState): Choice {
  const now = state.wish?.choice.status ?? (state.proved?.holds ? state.proved.status : null);
  return now === 'rest' || now === 'notReady' ? { status: 'free', reason: '' } : state.lastAway;
}

function awayChoice(proved: Proved): Choice | null {
  return proved.status === 'rest' || proved.status === 'notReady'
    ? { status: proved.status, reason: proved.reason }
    : null;
}

function pick({ status, reason }: StatusAndReason): StatusAndReason {
  return { status, reason };
}
