import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayBounds } from '../../../main/day/local-day.ts';
import type { LogEntry } from '../../../main/day/log-entry.ts';
import { todayOf } from '../../../main/day/today.ts';
import { timelineOf } from '../../../main/day/timeline.ts';
import {
  extract,
  FREE,
  HOUR,
  LUNCH,
  MINUTE,
  observedAs,
  started,
  switchedTo,
  TRAINING,
} from './support/entries.ts';

const zone = 'Europe/Berlin';
const bounds = dayBounds('2026-11-23', { zone, resetHour: 0 });
const at = (hour: number, minute = 0) => bounds.from + hour * HOUR + minute * MINUTE;

/** Segments as "status,reason from–to", in hours since the day began; a question mark where it is not certain. */
function drawn(entries: LogEntry[], around: Parameters<typeof extract>[1] = {}, now = bounds.to): string[] {
  const hours = (time: number) => +((time - bounds.from) / HOUR).toFixed(2);
  return todayOf(extract(entries, around), bounds, now).segments.map(
    ({ status, reason, certain, from, to }) =>
      `${status}${reason && `,${reason}`}${certain || status === 'unknown' ? '' : '?'} ${hours(from)}–${hours(to)}`,
  );
}

test('a day from start to stop', () => {
  const entries: LogEntry[] = [
    started(at(8)),
    observedAs(FREE, at(8)),
    switchedTo(LUNCH, at(12)),
    switchedTo(FREE, at(12, 30)),
    { kind: 'failed', at: at(14), choice: LUNCH, failure: 'inCall', code: 'X', requestId: null },
    { kind: 'stopped', at: at(17) },
  ];
  expect(drawn(entries)).toEqual([
    'unknown 0–8',
    'free 8–12',
    'rest,午餐 12–12.5',
    'free 12.5–17',
    'unknown 17–24',
  ]);
  const today = todayOf(extract(entries), bounds, bounds.to);
  expect(today.switches).toBe(2);
  expect(today.running).toBeNull();
  expect(today.totals).toEqual([
    { status: 'unknown', ms: 15 * HOUR },
    { status: 'free', ms: 8.5 * HOUR },
    { status: 'rest', ms: HOUR / 2 },
  ]);
  expect(today.reasons).toEqual([{ ...LUNCH, ms: HOUR / 2 }]);
  expect(today.lines).toHaveLength(6);
});

test('what runs is drawn until now, and said to have begun before midnight where it did', () => {
  const before = switchedTo(LUNCH, at(-2));
  expect(drawn([], { before }, at(1))).toEqual(['rest,午餐 0–1']);
  expect(todayOf(extract([], { before }), bounds, at(1)).running).toEqual({ ...LUNCH, since: at(-2) });
});

test('a day that has not begun is empty', () => {
  expect(drawn([], { before: switchedTo(FREE, at(-2)) }, at(-1))).toEqual([]);
});

test('nobody is Free over a weekend after a crash on Friday', () => {
  const friday = switchedTo(FREE, at(-50));
  expect(drawn([], { before: friday, after: started(at(40)) })).toEqual(['free? 0–24']);
  const { totals } = todayOf(extract([], { before: friday, after: started(at(40)) }), bounds, at(48));
  expect(totals).toEqual([{ status: 'unknown', ms: 24 * HOUR }]);
  expect(drawn([], { before: friday, after: started(at(40), at(-49)) })).toEqual(['unknown 0–24']);
});

test('after a crash the time is certain until the app is last known to have run', () => {
  expect(drawn([observedAs(FREE, at(9)), started(at(15), at(11)), observedAs(LUNCH, at(15))])).toEqual([
    'unknown 0–9',
    'free 9–11',
    'unknown 11–15',
    'rest,午餐 15–24',
  ]);
});

test('between the two readings of a change made elsewhere nobody knows', () => {
  const drift: LogEntry = {
    kind: 'drift',
    at: at(11),
    from: FREE,
    to: TRAINING,
    after: at(10),
    before: at(11),
  };
  expect(drawn([observedAs(FREE, at(9)), drift])).toEqual([
    'unknown 0–9',
    'free 9–10',
    'free? 10–11',
    'notReady,Training 11–24',
  ]);
});

test('a doubt, and lines that are missing, make the time uncertain', () => {
  const missed: LogEntry = { kind: 'missed', at: at(14), count: 2, since: at(13), code: 'ENOSPC' };
  const entries: LogEntry[] = [
    observedAs(LUNCH, at(9)),
    { kind: 'doubted', at: at(10) },
    observedAs(LUNCH, at(11)),
    missed,
    switchedTo(FREE, at(14)),
  ];
  expect(drawn(entries)).toEqual([
    'unknown 0–9',
    'rest,午餐 9–10',
    'rest,午餐? 10–11',
    'rest,午餐 11–13',
    'rest,午餐? 13–14',
    'free 14–24',
  ]);
  expect(
    timelineOf({ entries: entries.slice(0, 3), before: null, after: null }, { from: at(0), to: at(12) })
      .since,
  ).toBe(at(9));
});

test('where the clock was set back, no time is counted twice', () => {
  expect(drawn([observedAs(FREE, at(9)), switchedTo(LUNCH, at(15)), switchedTo(FREE, at(12))])).toEqual([
    'unknown 0–9',
    'free 9–24',
  ]);
});

test.each([
  ['Europe/Berlin', '2026-03-29', 23],
  ['America/New_York', '2026-11-01', 25],
  ['Australia/Lord_Howe', '2026-04-05', 24.5],
])('in %s a Free %s has %d hours', (zone, day, hours) => {
  const stretch = dayBounds(day, { zone, resetHour: 0 });
  const { totals } = todayOf(
    extract([], { before: switchedTo(FREE, stretch.from - 1) }),
    stretch,
    stretch.to + 1,
  );
  expect(totals).toEqual([{ status: 'free', ms: hours * HOUR }]);
});

test('whatever the log says, the segments fill the day without holes or overlaps', () => {
  const time = fc.integer({ min: at(-3), max: at(27) });
  const choice = fc.constantFrom(FREE, LUNCH, TRAINING);
  const entry: fc.Arbitrary<LogEntry> = fc.oneof(
    fc.tuple(choice, time).map(([to, when]) => switchedTo(to, when)),
    fc.tuple(choice, time).map(([to, when]) => observedAs(to, when)),
    fc.tuple(time, fc.option(time)).map(([when, ranUntil]) => started(when, ranUntil)),
    time.map((when) => ({ kind: 'stopped' as const, at: when })),
    time.map((when) => ({ kind: 'doubted' as const, at: when })),
    fc
      .tuple(time, time)
      .map(([when, since]) => ({ kind: 'missed' as const, at: when, count: 1, since, code: '' })),
    fc
      .tuple(choice, time, time)
      .map(([to, after, before]) => ({ kind: 'drift' as const, at: before, from: FREE, to, after, before })),
  );
  const some = fc.option(entry);
  fc.assert(
    fc.property(fc.array(entry), some, some, time, (entries, before, after, now) => {
      const { segments, totals } = todayOf(extract(entries, { before, after }), bounds, now);
      const until = Math.min(now, bounds.to);
      const edges = segments.flatMap(({ from, to }) => [from, to]);
      if (until <= bounds.from) expect(segments).toEqual([]);
      else expect([edges[0], edges.at(-1)]).toEqual([bounds.from, until]);
      for (const [index, segment] of segments.entries()) {
        expect(segment.to).toBeGreaterThan(segment.from);
        expect(segments[index + 1]?.from ?? segment.to).toBe(segment.to);
      }
      expect(totals.reduce((sum, { ms }) => sum + ms, 0)).toBe(Math.max(0, until - bounds.from));
    }),
    { numRuns: 500 },
  );
});
