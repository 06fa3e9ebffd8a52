/**
 * Decides whether the agent is at this computer: requires recent input and an unlocked, active session. Pure. An
 * unknown presence is not presence: the agent is never set to Free by a guess.
 */
import { reliableIdleMs, type IdleCounter } from './idle-counter.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';

/** One source's report of the screen lock. */
export type LockReport = {
  /** The source: a name on the bus, or `electron`. */
  source: string;
  locked: boolean;
  /** False if "not locked" is only a default that the source returns before it received any report. */
  isReliable: boolean;
  /** When it was last read, epoch milliseconds. */
  at: number;
};

/** All presence readings, with their sources. */
export type Evidence = {
  locks: readonly LockReport[];
  /** Whether this session is in front; null if no source reports it. Input only reaches the session in front. */
  active: boolean | null;
  isAsleep: boolean;
  counters: readonly (IdleCounter & { source: string })[];
};

export type Presence = {
  verdict: 'present' | 'absent' | 'cannotTell';
  /** Whether no user can see or answer anything: locked, asleep, or another user's session is in front. */
  isScreenLocked: boolean;
  evidence: Evidence;
};

/** Without input for this long, in milliseconds, the agent may have left. */
const FRESH_MS = MINUTE_MS;
/** A single event may be a bumped desk; a person at work causes more. */
const INPUTS_NEEDED = 2;
/** A lock state older than this, in milliseconds, may have changed since. */
const LOCK_FRESH_MS = 15_000;
/** The same for a counter. */
const COUNTER_FRESH_MS = 5_000;

/** @param now epoch milliseconds */
export function evaluatePresence(evidence: Evidence, now: number): Presence {
  const isScreenLocked = detectScreenLock(evidence);
  if (isScreenLocked || isIdle(evidence, now)) return { verdict: 'absent', isScreenLocked, evidence };
  const isPresent = isUnlocked(evidence, now) && hasFreshInput(evidence, now);
  return { verdict: isPresent ? 'present' : 'cannotTell', isScreenLocked, evidence };
}

/** Whether no user can see a prompt. */
export function detectScreenLock({ locks, active, isAsleep }: Evidence): boolean {
  return isAsleep || active === false || locks.some(({ locked }) => locked);
}

/** Requires a report of "unlocked": without one, a lock screen that reports to no source may be active. */
function isUnlocked({ locks }: Evidence, now: number): boolean {
  return locks.some(
    ({ locked, isReliable, at }) => !locked && isReliable && isWithin(LOCK_FRESH_MS, at, now),
  );
}

function hasFreshInput({ counters }: Evidence, now: number): boolean {
  return counters.some(
    ({ last, inputs }) =>
      last !== null &&
      isWithin(COUNTER_FRESH_MS, last.at, now) &&
      inputs.filter((input) => isWithin(FRESH_MS, input, now)).length >= INPUTS_NEEDED,
  );
}

/** Whether every trusted counter reports no recent input, and at least one is trusted. */
function isIdle({ counters }: Evidence, now: number): boolean {
  const activeCounters = counters.filter(({ isCounting }) => isCounting);
  return (
    activeCounters.length > 0 &&
    activeCounters.every((counter) => {
      const isFresh = counter.last !== null && isWithin(COUNTER_FRESH_MS, counter.last.at, now);
      return isFresh && (reliableIdleMs(counter) ?? 0) > FRESH_MS;
    })
  );
}

/** Excludes future times: a clock that was set back makes nothing recent. */
function isWithin(rangeMs: number, pastTime: number, now: number): boolean {
  return now - pastTime >= 0 && now - pastTime <= rangeMs;
}
