import { expect, test } from 'vitest';
import { initialCounter, withReading, type IdleCounter } from '../../../main/automation/idle-counter.ts';
import { evaluatePresence, type Evidence, type LockReport } from '../../../main/automation/presence.ts';

const NOW = 1_000_000_000;

/** A counter read once a second until now, its values in seconds. */
function counter(seconds: readonly number[], until = NOW): IdleCounter & { source: string } {
  const start = until - (seconds.length - 1) * 1_000;
  const seen = seconds.reduce(
    (before, idle, index) => withReading(before, { at: start + index * 1_000, idleMs: idle * 1_000 }),
    initialCounter,
  );
  return { source: 'counter', ...seen };
}
const atWork = [0, 1, 2, 3, 0, 1, 0, 1];
const unlocked: LockReport = { source: 'locker', locked: false, isReliable: true, at: NOW };
const locked: LockReport = { ...unlocked, locked: true };

function evaluate(part: Partial<Evidence>, now = NOW) {
  const evidence = { locks: [unlocked], active: true, isAsleep: false, counters: [counter(atWork)], ...part };
  const { verdict, isScreenLocked, evidence: given } = evaluatePresence(evidence, now);
  expect(given).toBe(evidence);
  return isScreenLocked ? `${verdict}, shut` : verdict;
}

test('recent input at an unlocked screen, in the session in front, is presence', () => {
  expect(evaluate({})).toBe('present');
});

test.each([
  ['the screen is locked', { locks: [locked] }, 'absent, shut'],
  ['one of two lock screens reports a lock', { locks: [unlocked, locked] }, 'absent, shut'],
  ['another user is in front', { active: false }, 'absent, shut'],
  ['the computer sleeps', { isAsleep: true }, 'absent, shut'],
  ['a counter has run for more than a minute', { counters: [counter([58, 59, 60, 61])] }, 'absent'],
  ['a counter has run for a minute only', { counters: [counter([57, 58, 59, 60])] }, 'cannotTell'],
  [
    'a counter is stuck at a high value',
    { counters: [counter([600, 600, 600, 600, 600, 600])] },
    'cannotTell',
  ],
  [
    'one counter runs, another detects input',
    { counters: [counter([58, 59, 60, 61]), counter(atWork)] },
    'present',
  ],
  ['no source reports the lock', { locks: [] }, 'cannotTell'],
  ['"not locked" is only a default', { locks: [{ ...unlocked, isReliable: false }] }, 'cannotTell'],
  ['the session in front is unknown, yet input reaches this one', { active: null }, 'present'],
  ['there is no counter', { counters: [] }, 'cannotTell'],
  ['there is one event only', { counters: [counter([0, 1, 2, 3, 0, 1])] }, 'cannotTell'],
  ['a counter that never ran', { counters: [counter([0, 0, 0, 0, 0, 0, 0, 0])] }, 'cannotTell'],
] as const)('when %s', (_what, part, expected) => {
  expect(evaluate(part)).toBe(expected);
});

test('readings count while they are recent', () => {
  expect(evaluate({ locks: [{ ...unlocked, at: NOW - 15_000 }] })).toBe('present');
  expect(evaluate({ locks: [{ ...unlocked, at: NOW - 15_001 }] })).toBe('cannotTell');
  // The clock was set back.
  expect(evaluate({ locks: [{ ...unlocked, at: NOW + 1 }] })).toBe('cannotTell');
  expect(evaluate({ counters: [counter(atWork, NOW - 5_000)] })).toBe('present');
  expect(evaluate({ counters: [counter(atWork, NOW - 5_001)] })).toBe('cannotTell');
  expect(evaluate({ counters: [counter(atWork, NOW + 1_000)] })).toBe('cannotTell');
  // An old report of a lock still counts.
  expect(evaluate({ locks: [{ ...locked, at: NOW - 3_600_000 }] })).toBe('absent, shut');
});

test('both inputs must be within the last minute', () => {
  const counts = (count: number) => Array.from({ length: count + 1 }, (_, second) => second);
  // Two inputs, 52 s apart, the newer just now; then 8 and 9 s later.
  const seen = counter([...counts(3), ...counts(51), 0], NOW);
  expect(seen.inputs).toEqual([NOW - 52_000, NOW]);
  const later = (seconds: number) =>
    evaluate(
      {
        counters: [counter([...counts(3), ...counts(51), ...counts(seconds)], NOW + seconds * 1_000)],
        locks: [{ ...unlocked, at: NOW + seconds * 1_000 }],
      },
      NOW + seconds * 1_000,
    );
  expect([later(8), later(9)]).toEqual(['present', 'cannotTell']);
});
