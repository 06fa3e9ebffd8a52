/**
 * Whether somebody is at this computer: from fresh input and an unlocked, active session. Pure. What cannot be told is not
 * presence: nobody is put on Free by a guess.
 */
import { provenIdleMs, type IdleCounter } from './idle-counter.ts';

/** What one source says of the screen's lock. */
export type LockWord = {
  /** Who says so: a name on the bus, or `electron`. */
  by: string;
  locked: boolean;
  /** False where "not locked" is what it says before anything has ever told it otherwise. */
  sure: boolean;
  /** When it was last asked, epoch milliseconds. */
  at: number;
};

/** What was seen, and from where. */
export type Evidence = {
  locks: readonly LockWord[];
  /** Whether this session has the screen; null where nobody says. Input reaches a session only while it has. */
  active: boolean | null;
  asleep: boolean;
  counters: readonly (IdleCounter & { by: string })[];
};

export type Presence = {
  verdict: 'present' | 'absent' | 'cannotTell';
  /** Nobody can see or answer anything: locked, asleep, or another user's session is in front. */
  shut: boolean;
  evidence: Evidence;
};

/** After this long without keyboard or mouse nobody may be there. */
const FRESH_MS = 60_000;
/** One event is a desk that was bumped; who works makes more. */
const INPUTS_NEEDED = 2;
/** A lock that has not been asked after for longer than this may have been closed since. */
const LOCK_FRESH_MS = 15_000;
/** The same for a counter. */
const COUNTER_FRESH_MS = 5_000;

/** @param now epoch milliseconds */
export function judgePresence(evidence: Evidence, now: number): Presence {
  const shut = isShut(evidence);
  if (shut || isIdle(evidence, now)) return { verdict: 'absent', shut, evidence };
  const present = isUnlocked(evidence, now) && hasFreshInput(evidence, now);
  return { verdict: present ? 'present' : 'cannotTell', shut, evidence };
}

/** Whether nobody can see what is asked. */
export function isShut({ locks, active, asleep }: Evidence): boolean {
  return asleep || active === false || locks.some(({ locked }) => locked);
}

/** Known to be unlocked, not only unknown to be locked: a locker that tells nobody may be there. */
function isUnlocked({ locks }: Evidence, now: number): boolean {
  return locks.some(({ locked, sure, at }) => !locked && sure && isWithin(LOCK_FRESH_MS, at, now));
}

function hasFreshInput({ counters }: Evidence, now: number): boolean {
  return counters.some(
    ({ last, inputs }) =>
      last !== null &&
      isWithin(COUNTER_FRESH_MS, last.at, now) &&
      inputs.filter((input) => isWithin(FRESH_MS, input, now)).length >= INPUTS_NEEDED,
  );
}

/** Every counter that counts says that nobody has touched anything, and there is one. */
function isIdle({ counters }: Evidence, now: number): boolean {
  const counting = counters.filter(({ counts }) => counts);
  return (
    counting.length > 0 &&
    counting.every((counter) => {
      const fresh = counter.last !== null && isWithin(COUNTER_FRESH_MS, counter.last.at, now);
      return fresh && (provenIdleMs(counter) ?? 0) > FRESH_MS;
    })
  );
}

/** Not in the future either: a clock that was set back makes nothing fresh. */
function isWithin(span: number, then: number, now: number): boolean {
  return now - then >= 0 && now - then <= span;
}
