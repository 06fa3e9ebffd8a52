import fc from 'fast-check';
import process from 'node:process';
import { afterEach, describe, expect, test } from 'vitest';
import {
  dayBounds,
  toCalendarDay,
  localTime,
  shiftDay,
  type DayRule,
} from '../../../main/activity/calendar-day.ts';
import { timeLabel } from '../../../main/desktop/labels.ts';
import { HOUR, MINUTE } from './support/entries.ts';

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Shanghai',
  'Australia/Lord_Howe',
  'America/Havana',
  'Pacific/Apia',
];
const hours = (day: string, rule: DayRule) => {
  const { from, to } = dayBounds(day, rule);
  return (to - from) / HOUR;
};

test.each([
  ['Europe/Berlin', '2026-03-29', 23],
  ['Europe/Berlin', '2026-10-25', 25],
  ['Europe/Berlin', '2026-11-23', 24],
  ['America/New_York', '2026-03-08', 23],
  ['America/New_York', '2026-11-01', 25],
  ['Asia/Shanghai', '2026-03-29', 24],
  // A change of half an hour, on the southern hemisphere.
  ['Australia/Lord_Howe', '2026-10-04', 23.5],
  ['Australia/Lord_Howe', '2026-04-05', 24.5],
  // A change at midnight: 00:00 does not exist, or exists twice.
  ['America/Havana', '2026-03-08', 23],
  ['America/Havana', '2026-11-01', 25],
  // A day that Samoa skipped.
  ['Pacific/Apia', '2011-12-30', 0],
])('in %s, the day %s has %d hours', (zone, day, expected) => {
  expect(hours(day, { zone, resetHour: 0 })).toBe(expected);
});

test('a day that begins at a skipped hour begins after the skip', () => {
  const { from } = dayBounds('2026-03-29', { zone: 'Europe/Berlin', resetHour: 2 });
  expect(localTime(from, 'Europe/Berlin')).toEqual({ date: '2026-03-29', time: '03:00:00' });
});

test('a day that begins at a repeated hour begins with the first one', () => {
  const { from } = dayBounds('2026-10-25', { zone: 'Europe/Berlin', resetHour: 2 });
  expect(new Date(from).toISOString()).toBe('2026-10-25T00:00:00.000Z');
  expect(toCalendarDay(from + HOUR, { zone: 'Europe/Berlin', resetHour: 2 })).toBe('2026-10-25');
});

test('before the start hour it is still the previous day', () => {
  const rule = { zone: 'Asia/Shanghai', resetHour: 5 };
  const five = Date.UTC(2026, 10, 22, 21);
  expect(toCalendarDay(five - 1, rule)).toBe('2026-11-22');
  expect(toCalendarDay(five, rule)).toBe('2026-11-23');
});

test('every time belongs to exactly one day, and days have no gaps', () => {
  const moments = fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2040, 0) });
  fc.assert(
    fc.property(
      moments,
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 23 }),
      (at, zone, resetHour) => {
        const rule = { zone, resetHour };
        const day = toCalendarDay(at, rule);
        const { from, to } = dayBounds(day, rule);
        expect(from <= at && at < to).toBe(true);
        expect(dayBounds(shiftDay(day, 1), rule).from).toBe(to);
      },
    ),
  );
});

test('local time is exact to the second, also before 1970', () => {
  expect(localTime(Date.UTC(2026, 10, 23, 9, 0, 5, 900), 'Europe/Berlin')).toEqual({
    date: '2026-11-23',
    time: '10:00:05',
  });
  expect(localTime(-MINUTE - 500, 'UTC')).toEqual({ date: '1969-12-31', time: '23:58:59' });
});

describe("this computer's own zone", () => {
  const before = process.env.TZ;
  afterEach(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  test('local time equals that of the engine, in every zone and at every time of the year', () => {
    const moments = fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(
        moments,
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        (at, zone, resetHour) => {
          process.env.TZ = zone;
          const [own, named] = [
            { zone: null, resetHour },
            { zone, resetHour },
          ];
          expect(localTime(at, null)).toEqual(localTime(at, zone));
          const day = toCalendarDay(at, named);
          expect(toCalendarDay(at, own)).toBe(day);
          expect(dayBounds(day, own)).toEqual(dayBounds(day, named));
          // Tray and notifications use the engine, too.
          expect(timeLabel(at)).toBe(localTime(at, null).time.slice(0, 5));
        },
      ),
    );
  });

  test.each([
    '',
    'Etc/Unknown',
    'CST6CDT',
    '<+08>-8',
    ':Asia/Shanghai',
    '/usr/share/zoneinfo/Asia/Shanghai',
    'EST5',
    'Nowhere/City',
    'nonsense, all of it',
  ])('local time is available with TZ=%j', (zone) => {
    process.env.TZ = zone;
    const rule = { zone: null, resetHour: 4 };
    for (const at of [Date.UTC(2026, 10, 23, 9), Date.UTC(2026, 6, 1), -1, 0]) {
      const { from, to } = dayBounds(toCalendarDay(at, rule), rule);
      expect(from <= at && at < to).toBe(true);
      expect(timeLabel(at)).toBe(localTime(at, null).time.slice(0, 5));
    }
  });

  test('local time follows a change of the system’s zone', () => {
    process.env.TZ = 'Asia/Shanghai';
    expect(localTime(0, null).time).toBe('08:00:00');
    process.env.TZ = 'America/New_York';
    expect(localTime(0, null).time).toBe('19:00:00');
  });
});
