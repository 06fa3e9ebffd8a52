import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterChange, MAX_CHANGES, released, WINDOW_MS } from '../../../main/automation/brake.ts';
import { createAutomationGate } from '../../../main/automation/gate.ts';
import { automaticSource, type StatusChoice } from '../../../shared/domain.ts';
import type { Presence } from '../../../main/automation/presence.ts';

const MINUTE = 60_000;
const rest: StatusChoice = { status: 'rest', reason: '' };
const free: StatusChoice = { status: 'free', reason: '' };

/** The brake after changes at these minutes. */
const after = (...minutes: number[]) =>
  minutes.reduce((brake, minute) => afterChange(brake, minute * MINUTE), released);

test('the third change within ten minutes is the last', () => {
  expect(after(0, 5).stoppedAt).toBeNull();
  expect(after(0, 5, 9.99).stoppedAt).toBe(9.99 * MINUTE);
  expect(after(0, 5, 10).stoppedAt).toBeNull();
  expect(after(0, 5, 10, 14).stoppedAt).toBe(14 * MINUTE);
});

test('a clock that is set back makes no change older', () => {
  expect(after(100, 40, 41).stoppedAt).toBe(41 * MINUTE);
});

test('the time at which it stopped stays', () => {
  expect(after(0, 1, 2, 3, 30).stoppedAt).toBe(2 * MINUTE);
});

function gate() {
  const desk = { now: 0, verdict: 'present' as Presence['verdict'], connected: true };
  const calls: string[] = [];
  const stops: (number | null)[] = [];
  const automation = createAutomationGate({
    now: () => desk.now,
    presence: () => ({
      verdict: desk.verdict,
      isScreenLocked: false,
      evidence: { locks: [], active: null, isAsleep: false, counters: [] },
    }),
    isConnected: () => desk.connected,
    requestStatus: ({ status }, source) => calls.push(`${status} by ${source}`),
    logChange: (source) => calls.push(`noted ${source}`),
    showStopped: (stoppedAt) => stops.push(stoppedAt),
  });
  return { desk, calls, stops, ...automation };
}

test('a change is logged, then made', () => {
  const { change, calls, isAllowed, stops } = gate();
  expect(isAllowed(rest)).toBe(true);
  expect(change(rest, 'lock')).toBe(true);
  expect([calls, stops]).toEqual([['noted lock', 'rest by lock'], []]);
});

test.each(['absent', 'cannotTell'] as const)(
  'Free is not set for an agent who is %s, whatever the cause',
  (verdict) => {
    const { desk, change, isAllowed, calls } = gate();
    desk.verdict = verdict;
    for (const source of ['plannedReturn', 'lock', 'sleep', 'idle', 'quit'] as const) {
      expect([isAllowed(free), change(free, source)]).toEqual([false, false]);
    }
    expect(calls).toEqual([]);
    expect(change(rest, 'lock')).toBe(true);
  },
);

test('without an account nothing is changed', () => {
  const { desk, change, calls } = gate();
  desk.connected = false;
  expect([change(rest, 'lock'), change(free, 'plannedReturn')]).toEqual([false, false]);
  expect(calls).toEqual([]);
});

test('after three changes without a user action automation stops, reports it once, and resumes after an action', () => {
  const { desk, change, calls, stops, resume, isAllowed } = gate();
  change(rest, 'lock');
  change(free, 'plannedReturn');
  expect(stops).toEqual([]);
  desk.now = 5 * MINUTE;
  change(rest, 'idle');
  expect(stops).toEqual([5 * MINUTE]);
  const before = calls.length;
  // Permanently, not only for ten minutes; neither to Free nor to an away status.
  desk.now = 10 * 60 * MINUTE;
  expect([change(rest, 'lock'), change(free, 'plannedReturn'), isAllowed(rest)]).toEqual([
    false,
    false,
    false,
  ]);
  expect([calls.length, stops.length]).toEqual([before, 1]);
  resume();
  expect(stops).toEqual([5 * MINUTE, null]);
  expect(change(rest, 'lock')).toBe(true);
});

test('a user action in between restarts the count, and nothing is reported', () => {
  const { change, resume, stops } = gate();
  for (let round = 0; round < 5; round += 1) {
    change(rest, 'lock');
    change(free, 'plannedReturn');
    resume();
  }
  expect(stops).toEqual([]);
});

test('there are never more than three changes within ten minutes without a user action', () => {
  const step = fc.oneof(
    fc.record({
      type: fc.constant('pass' as const),
      ms: fc.integer({ min: -30 * MINUTE, max: 30 * MINUTE }),
    }),
    fc.record({
      type: fc.constant('change' as const),
      choice: fc.constantFrom(rest, free),
      source: fc.constantFrom(...automaticSource.options),
    }),
    fc.record({ type: fc.constant('person' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { desk, change, resume, stops } = gate();
      /** Time that really passed: none does while the clock is set back. */
      let elapsedMs = 0;
      let made: number[] = [];
      for (const each of steps) {
        if (each.type === 'pass') {
          desk.now += each.ms;
          elapsedMs += Math.max(0, each.ms);
        }
        if (each.type === 'person') {
          resume();
          made = [];
        }
        if (each.type !== 'change' || !change(each.choice, each.source)) continue;
        made.push(elapsedMs);
        const recent = made.filter((at) => elapsedMs - at < WINDOW_MS);
        expect(recent.length).toBeLessThanOrEqual(MAX_CHANGES);
      }
      // What is shown is correct: automation stopped, and was not resumed.
      const isRunning = (stops.at(-1) ?? null) === null;
      expect(change(rest, 'lock')).toBe(isRunning);
    }),
  );
});
