import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayBounds } from '../../../main/activity/calendar-day.ts';
import type { LogEntry } from '../../../main/activity/log/log-entry.ts';
import { toDaySummary } from '../../../main/activity/report/day-summary.ts';
import { toTimeline } from '../../../main/activity/report/timeline.ts';
import {
  toLogSlice,
  FREE,
  HOUR,
  LUNCH,
  MINUTE,
  statusSeen,
  started,
  switchedTo,
  TRAINING,
} from './support/entries.ts';

const zone = 'Europe/Berlin';
const bounds = dayBounds('2026-11-23', { zone, resetHour: 0 });
const at = (hour: number, minute = 0) => bounds.from + hour * HOUR + minute * MINUTE;

/** Formats segments as "status,reason from–to", in hours since the start of the day; a question mark means uncertain. */
function drawn(
  entries: LogEntry[],
  around: Parameters<typeof toLogSlice>[1] = {},
  now = bounds.to,
): string[] {
  const hours = (time: number) => +((time - bounds.from) / HOUR).toFixed(2);
  return toDaySummary(toLogSlice(entries, around), bounds, now).segments.map(
    ({ status, reason, isCertain, from, to }) =>
      `${status}${reason && `,${reason}`}${isCertain || status === 'unknown' ? '' : '?'} ${hours(from)}–${hours(to)}`,
  );
}

test('the timeline of a day from the start to the stop of the app', () => {
  const entries: LogEntry[] = [
    started(at(8)),
    statusSeen(FREE, at(8)),
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
  const today = toDaySummary(toLogSlice(entries), bounds, bounds.to);
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

test('a running segment ends now, and is marked if it began before midnight', () => {
  const before = switchedTo(LUNCH, at(-2));
  expect(drawn([], { before }, at(1))).toEqual(['rest,午餐 0–1']);
  expect(toDaySummary(toLogSlice([], { before }), bounds, at(1)).running).toEqual({
    ...LUNCH,
    since: at(-2),
  });
});

test('the timeline of a day in the future is empty', () => {
  expect(drawn([], { before: switchedTo(FREE, at(-2)) }, at(-1))).toEqual([]);
});

test('after a crash on Friday the status over the weekend is not Free', () => {
  const friday = switchedTo(FREE, at(-50));
  expect(drawn([], { before: friday, after: started(at(40)) })).toEqual(['free? 0–24']);
  const { totals } = toDaySummary(toLogSlice([], { before: friday, after: started(at(40)) }), bounds, at(48));
  expect(totals).toEqual([{ status: 'unknown', ms: 24 * HOUR }]);
  expect(drawn([], { before: friday, after: started(at(40), at(-49)) })).toEqual(['unknown 0–24']);
});

test('after a crash the time is certain until the last heartbeat', () => {
  expect(drawn([statusSeen(FREE, at(9)), started(at(15), at(11)), statusSeen(LUNCH, at(15))])).toEqual([
    'unknown 0–9',
    'free 9–11',
    'unknown 11–15',
    'rest,午餐 15–24',
  ]);
});

test('between the two readings around an external change the time is uncertain', () => {
  const externalChange: LogEntry = {
    kind: 'externalChange',
    at: at(11),
    from: FREE,
    to: TRAINING,
    after: at(10),
    before: at(11),
  };
  expect(drawn([statusSeen(FREE, at(9)), externalChange])).toEqual([
    'unknown 0–9',
    'free 9–10',
    'free? 10–11',
    'notReady,Training 11–24',
  ]);
});

test('an invalidation or missing lines make the time uncertain', () => {
  const dropped: LogEntry = { kind: 'dropped', at: at(14), count: 2, since: at(13), code: 'ENOSPC' };
  const entries: LogEntry[] = [
    statusSeen(LUNCH, at(9)),
    { kind: 'statusInvalidated', at: at(10) },
    statusSeen(LUNCH, at(11)),
    dropped,
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
    toTimeline({ entries: entries.slice(0, 3), before: null, after: null }, { from: at(0), to: at(12) })
      .since,
  ).toBe(at(9));
});

test('no time is counted twice after the clock was set back', () => {
  expect(drawn([statusSeen(FREE, at(9)), switchedTo(LUNCH, at(15)), switchedTo(FREE, at(12))])).toEqual([
    'unknown 0–9',
    'free 9–24',
  ]);
});

test.each([
  ['Europe/Berlin', '2026-03-29', 23],
  ['America/New_York', '2026-11-01', 25],
  ['Australia/Lord_Howe', '2026-04-05', 24.5],
])('in %s a Free %s has %d hours', (zone, day, hours) => {
  const range = dayBounds(day, { zone, resetHour: 0 });
  const { totals } = toDaySummary(
    toLogSlice([], { before: switchedTo(FREE, range.from - 1) }),
    range,
    range.to + 1,
  );
  expect(totals).toEqual([{ status: 'free', ms: hours * HOUR }]);
});

test('for any log the segments fill the day without gaps or overlaps', () => {
  const time = fc.integer({ min: at(-3), max: at(27) });
  const choice = fc.constantFrom(FREE, LUNCH, TRAINING);
  const entry: fc.Arbitrary<LogEntry> = fc.oneof(
    fc.tuple(choice, time).map(([to, when]) => switchedTo(to, when)),
    fc.tuple(choice, time).map(([to, when]) => statusSeen(to, when)),
    fc.tuple(time, fc.option(time)).map(([when, lastHeartbeatAt]) => started(when, lastHeartbeatAt)),
    time.map((when) => ({ kind: 'stopped' as const, at: when })),
    time.map((when) => ({ kind: 'statusInvalidated' as const, at: when })),
    fc
      .tuple(time, time)
      .map(([when, since]) => ({ kind: 'dropped' as const, at: when, count: 1, since, code: '' })),
    fc.tuple(choice, time, time).map(([to, after, before]) => ({
      kind: 'externalChange' as const,
      at: before,
      from: FREE,
      to,
      after,
      before,
    })),
  );
  const some = fc.option(entry);
  fc.assert(
    fc.property(fc.array(entry), some, some, time, (entries, before, after, now) => {
      const { segments, totals } = toDaySummary(toLogSlice(entries, { before, after }), bounds, now);
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
