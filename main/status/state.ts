/**
 * What is known and wished about the agent's status, and how each event changes it. Pure: no clock, no request. Two rules
 * live here: "switched" follows only from a proof, and an older answer never overwrites a newer wish.
 */
import type { AgentState, FailureReport, Proved, Receipt, Wish } from '../../preload/contract/state.ts';
import type { AgentStatus, Choice, SettableStatus, Source } from '../../preload/contract/vocabulary.ts';

/** The service's word about the agent, from a switch or a reading. */
export type Observation = {
  status: AgentStatus;
  reason: string;
  /** When it began, by this computer's clock; null when the service did not say. */
  since: number | null;
  afterCall: SettableStatus | null;
};

export function initialAgentState(lastAway: Choice = { status: 'rest', reason: '' }): AgentState {
  return { proved: null, wish: null, failure: null, receipt: null, lastAway };
}

export function sameChoice(
  one: { status: string; reason: string },
  other: { status: string; reason: string },
) {
  return one.status === other.status && one.reason === other.reason;
}

/** Somebody wants a status. Whatever was wished or had failed before no longer matters. */
export function wished(state: AgentState, wish: Wish): AgentState {
  return { ...state, wish, failure: null };
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

/**
 * The service proved the switch that `sent` asked for. The newest wish is fulfilled too when it asks for the same; any
 * other stays, and "switching" stays on show.
 */
export function switched(
  state: AgentState,
  sent: Wish,
  proof: {
    reason: string;
    requestId: string | null;
    previous: { status: AgentStatus; reason: string } | null;
  },
  now: number,
): AgentState {
  const from = state.proved?.holds
    ? { status: state.proved.status, reason: state.proved.reason }
    : proof.previous;
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
  return { ...known, receipt, wish: fulfilled ? null : state.wish, failure: null };
}

/** Something happened after which the status last proved may no longer hold. */
export function doubted(state: AgentState): AgentState {
  return state.proved ? { ...state, proved: { ...state.proved, holds: false } } : state;
}

/** The newest wish failed and waits for its next attempt at `until`, or for the network. */
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

/** Where the toggle leads: from Free to the last way of being away, from being away to Free, from the unknown to away. */
export function toggleTarget(state: AgentState): Choice {
  const now = state.wish?.choice.status ?? (state.proved?.holds ? state.proved.status : null);
  return now === 'rest' || now === 'notReady' ? { status: 'free', reason: '' } : state.lastAway;
}

/** Who asked for what, as a new wish. */
export function newWish(id: number, choice: Choice, source: Source, askedAt: number): Wish {
  return { id, choice, source, askedAt, attempt: 0, phase: { name: 'queued' } };
}

function awayChoice(proved: Proved): Choice | null {
  return proved.status === 'rest' || proved.status === 'notReady'
    ? { status: proved.status, reason: proved.reason }
    : null;
}
