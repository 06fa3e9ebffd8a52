import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterChange, MOST_CHANGES, released, WITHIN_MS } from '../../../main/automation/brake.ts';
import { createAutomationGate, type AutomaticSource } from '../../../main/automation/gate.ts';
import type { Presence } from '../../../main/automation/presence.ts';
import type { Choice } from '../../../preload/contract/vocabulary.ts';

const MINUTE = 60_000;
const rest: Choice = { status: 'rest', reason: '' };
const free: Choice = { status: 'free', reason: '' };

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

test('it stays where it stopped', () => {
  expect(after(0, 1, 2, 3, 30).stoppedAt).toBe(2 * MINUTE);
});

function gate() {
  const world = { now: 0, verdict: 'present' as Presence['verdict'], connected: true };
  const heard: string[] = [];
  const stops: (number | null)[] = [];
  const automation = createAutomationGate({
    now: () => world.now,
    presence: () => ({
      verdict: world.verdict,
      shut: false,
      evidence: { locks: [], active: null, asleep: false, counters: [] },
    }),
    connected: () => world.connected,
    choose: ({ status }, source) => heard.push(`${status} by ${source}`),
    note: (source) => heard.push(`noted ${source}`),
    showStop: (stoppedAt) => stops.push(stoppedAt),
  });
  return { world, heard, stops, ...automation };
}

test('a change is put on record, then made', () => {
  const { change, heard, allows, stops } = gate();
  expect(allows(rest)).toBe(true);
  expect(change(rest, 'lock')).toBe(true);
  expect([heard, stops]).toEqual([['noted lock', 'rest by lock'], []]);
});

test.each(['absent', 'cannotTell'] as const)(
  'nobody is set on free who is %s, by whatever cause',
  (verdict) => {
    const { world, change, allows, heard } = gate();
    world.verdict = verdict;
    for (const source of ['plannedReturn', 'lock', 'sleep', 'idle', 'quit'] as const) {
      expect([allows(free), change(free, source)]).toEqual([false, false]);
    }
    expect(heard).toEqual([]);
    expect(change(rest, 'lock')).toBe(true);
  },
);

test('without an account nothing is changed', () => {
  const { world, change, heard } = gate();
  world.connected = false;
  expect([change(rest, 'lock'), change(free, 'plannedReturn')]).toEqual([false, false]);
  expect(heard).toEqual([]);
});

test('three changes and no person: it stops, says so once, and goes on after a press', () => {
  const { world, change, heard, stops, person, allows } = gate();
  change(rest, 'lock');
  change(free, 'plannedReturn');
  expect(stops).toEqual([]);
  world.now = 5 * MINUTE;
  change(rest, 'idle');
  expect(stops).toEqual([5 * MINUTE]);
  const before = heard.length;
  // For ever, not only for ten minutes; neither to free nor away.
  world.now = 10 * 60 * MINUTE;
  expect([change(rest, 'lock'), change(free, 'plannedReturn'), allows(rest)]).toEqual([false, false, false]);
  expect([heard.length, stops.length]).toEqual([before, 1]);
  person();
  expect(stops).toEqual([5 * MINUTE, null]);
  expect(change(rest, 'lock')).toBe(true);
});

test('a person in between begins the count anew, and there is nothing to say', () => {
  const { change, person, stops } = gate();
  for (let round = 0; round < 5; round += 1) {
    change(rest, 'lock');
    change(free, 'plannedReturn');
    person();
  }
  expect(stops).toEqual([]);
});

test('whatever happens: no more than three changes within ten minutes without a person', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: -30 * MINUTE, max: 30 * MINUTE }) }),
    fc.record({
      do: fc.constant('change' as const),
      choice: fc.constantFrom(rest, free),
      source: fc.constantFrom<AutomaticSource>('lock', 'sleep', 'idle', 'quit', 'plannedReturn'),
    }),
    fc.record({ do: fc.constant('person' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { world, change, person, stops } = gate();
      let made: number[] = [];
      for (const each of steps) {
        if (each.do === 'pass') world.now += each.ms;
        if (each.do === 'person') {
          person();
          made = [];
        }
        if (each.do !== 'change' || !change(each.choice, each.source)) continue;
        made.push(world.now);
        const recent = made.filter((at) => Math.abs(world.now - at) < WITHIN_MS);
        expect(recent.length).toBeLessThanOrEqual(MOST_CHANGES);
      }
      // What is shown is true: it stopped, and nobody has let it go on.
      const goesOn = (stops.at(-1) ?? null) === null;
      expect(change(rest, 'lock')).toBe(goesOn);
    }),
  );
});
