import { expect, test } from 'vitest';
import { unseenCounter, withReading, type IdleCounter } from '../../../main/automation/idle-counter.ts';
import { judgePresence, type Evidence, type LockWord } from '../../../main/automation/presence.ts';

const NOW = 1_000_000_000;

/** A counter read once a second up to now, its words in seconds. */
function counter(seconds: readonly number[], until = NOW): IdleCounter & { by: string } {
  const start = until - (seconds.length - 1) * 1_000;
  const seen = seconds.reduce(
    (before, idle, index) => withReading(before, { at: start + index * 1_000, idleMs: idle * 1_000 }),
    unseenCounter,
  );
  return { by: 'counter', ...seen };
}
const atWork = [0, 1, 2, 3, 0, 1, 0, 1];
const unlocked: LockWord = { by: 'locker', locked: false, sure: true, at: NOW };
const locked: LockWord = { ...unlocked, locked: true };

function judge(part: Partial<Evidence>, now = NOW) {
  const evidence = { locks: [unlocked], active: true, asleep: false, counters: [counter(atWork)], ...part };
  const { verdict, shut, evidence: given } = judgePresence(evidence, now);
  expect(given).toBe(evidence);
  return shut ? `${verdict}, shut` : verdict;
}

test('fresh input at an unlocked screen, in the session in front', () => {
  expect(judge({})).toBe('present');
});

test.each([
  ['the screen is locked', { locks: [locked] }, 'absent, shut'],
  ['one of two lockers says that it is locked', { locks: [unlocked, locked] }, 'absent, shut'],
  ['another user is in front', { active: false }, 'absent, shut'],
  ['the computer sleeps', { asleep: true }, 'absent, shut'],
  ['no counter has run so long', { counters: [counter([58, 59, 60, 61])] }, 'absent'],
  ['it has run a minute only', { counters: [counter([57, 58, 59, 60])] }, 'cannotTell'],
  ['a counter is stuck far away', { counters: [counter([600, 600, 600, 600, 600, 600])] }, 'cannotTell'],
  [
    'one counter runs, another shows input',
    { counters: [counter([58, 59, 60, 61]), counter(atWork)] },
    'present',
  ],
  ['nobody tells of a lock', { locks: [] }, 'cannotTell'],
  ['"not locked" is all that was ever said', { locks: [{ ...unlocked, sure: false }] }, 'cannotTell'],
  ['nobody tells whose session is in front, yet input reaches it', { active: null }, 'present'],
  ['there is no counter', { counters: [] }, 'cannotTell'],
  ['one event only', { counters: [counter([0, 1, 2, 3, 0, 1])] }, 'cannotTell'],
  ['a counter that never ran', { counters: [counter([0, 0, 0, 0, 0, 0, 0, 0])] }, 'cannotTell'],
] as const)('when %s', (_what, part, expected) => {
  expect(judge(part)).toBe(expected);
});

test('what was seen is believed for as long as it is about now', () => {
  expect(judge({ locks: [{ ...unlocked, at: NOW - 15_000 }] })).toBe('present');
  expect(judge({ locks: [{ ...unlocked, at: NOW - 15_001 }] })).toBe('cannotTell');
  // The clock was set back.
  expect(judge({ locks: [{ ...unlocked, at: NOW + 1 }] })).toBe('cannotTell');
  expect(judge({ counters: [counter(atWork, NOW - 5_000)] })).toBe('present');
  expect(judge({ counters: [counter(atWork, NOW - 5_001)] })).toBe('cannotTell');
  expect(judge({ counters: [counter(atWork, NOW + 1_000)] })).toBe('cannotTell');
  // A lock that was told of long ago still holds.
  expect(judge({ locks: [{ ...locked, at: NOW - 3_600_000 }] })).toBe('absent, shut');
});

test('both inputs lie within the last minute', () => {
  const counts = (count: number) => Array.from({ length: count + 1 }, (_, second) => second);
  // Two inputs, 52 s apart, the newer just now; then 8 and 9 s later.
  const seen = counter([...counts(3), ...counts(51), 0], NOW);
  expect(seen.inputs).toEqual([NOW - 52_000, NOW]);
  const later = (seconds: number) =>
    judge(
      {
        counters: [counter([...counts(3), ...counts(51), ...counts(seconds)], NOW + seconds * 1_000)],
        locks: [{ ...unlocked, at: NOW + seconds * 1_000 }],
      },
      NOW + seconds * 1_000,
    );
  expect([later(8), later(9)]).toEqual(['present', 'cannotTell']);
});
