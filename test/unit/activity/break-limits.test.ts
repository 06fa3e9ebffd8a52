import { expect, test } from 'vitest';
import { evaluateLimits, type BreakLimit } from '../../../main/activity/break-limits.ts';
import { dayBounds, toCalendarDay } from '../../../main/activity/calendar-day.ts';
import type { LogEntry } from '../../../main/activity/log/log-entry.ts';
import { toDaySummary } from '../../../main/activity/report/day-summary.ts';
import { toLogSlice, FREE, HOUR, LUNCH, MINUTE, statusSeen, switchedTo } from './support/entries.ts';

const rule = { zone: 'Europe/Berlin', resetHour: 0 };
const limits: BreakLimit[] = [
  { status: 'rest', reason: '午餐', oneBreakMs: 30 * MINUTE, dayMs: 60 * MINUTE },
];
const bounds = dayBounds('2026-11-23', rule);
const at = (hour: number, minute = 0) => bounds.from + hour * HOUR + minute * MINUTE;

function evaluate(entries: LogEntry[], now: number, before: LogEntry | null = null) {
  const range = dayBounds(toCalendarDay(now, rule), rule);
  const { usages, nextCheckAt } = evaluateLimits(
    limits,
    toDaySummary(toLogSlice(entries, { before }), range, now),
    now,
  );
  return { ...usages[0], nextCheckAt };
}

test('in one break 80 % is a warning, 100 % a breach, and the next check is at the next threshold', () => {
  const entries = [statusSeen(FREE, at(8)), switchedTo(LUNCH, at(12))];
  expect(evaluate(entries, at(12, 10))).toMatchObject({
    oneBreak: { usedMs: 10 * MINUTE, leftMs: 20 * MINUTE, limitMs: 30 * MINUTE, state: 'ok' },
    day: { state: 'ok' },
    nextCheckAt: at(12, 24),
  });
  expect(evaluate(entries, at(12, 24))).toMatchObject({
    oneBreak: { state: 'warning' },
    nextCheckAt: at(12, 30),
  });
  expect(evaluate(entries, at(12, 30))).toMatchObject({
    oneBreak: { state: 'breached', leftMs: 0 },
    day: { state: 'ok' },
    nextCheckAt: at(12, 48),
  });
});

test('the breaks of a day add up', () => {
  const entries = [switchedTo(LUNCH, at(9)), switchedTo(FREE, at(9, 30)), switchedTo(LUNCH, at(12))];
  expect(evaluate(entries, at(12, 20))).toMatchObject({
    oneBreak: { usedMs: 20 * MINUTE },
    day: { usedMs: 50 * MINUTE, state: 'warning' },
    nextCheckAt: at(12, 24),
  });
});

test('without a running break only the end of the day changes the usage', () => {
  const entries = [switchedTo(LUNCH, at(9)), switchedTo(FREE, at(9, 50))];
  expect(evaluate(entries, at(11))).toMatchObject({
    oneBreak: null,
    day: { state: 'warning' },
    nextCheckAt: bounds.to,
  });
});

test('an invalidation during a break does not begin a new break', () => {
  const entries: LogEntry[] = [
    switchedTo(LUNCH, at(12)),
    { kind: 'statusInvalidated', at: at(12, 10) },
    statusSeen(LUNCH, at(12, 12)),
  ];
  expect(evaluate(entries, at(12, 25)).oneBreak).toMatchObject({ usedMs: 25 * MINUTE, state: 'warning' });
});

test('at midnight the usage of the day is reset, and the break continues', () => {
  const before = switchedTo(LUNCH, at(-1, 45));
  expect(evaluate([], at(0, 5), before)).toMatchObject({
    oneBreak: { usedMs: 20 * MINUTE },
    day: { usedMs: 5 * MINUTE },
  });
});

test('at a daylight saving change minutes are counted correctly, and the day ends at midnight', () => {
  const autumn = dayBounds('2026-10-25', rule);
  // From 02:50 to the second 02:10: minus forty minutes in local time.
  const begin = autumn.from + 2 * HOUR + 50 * MINUTE;
  expect(evaluate([switchedTo(LUNCH, begin)], begin + 20 * MINUTE).oneBreak?.usedMs).toBe(20 * MINUTE);
  expect(evaluate([switchedTo(FREE, begin)], begin + MINUTE).nextCheckAt).toBe(autumn.from + 25 * HOUR);
});

test('without a limit there is no usage', () => {
  const unlimited: BreakLimit[] = [{ ...LUNCH, status: 'rest', oneBreakMs: null, dayMs: null }];
  const summary = toDaySummary(toLogSlice([switchedTo(LUNCH, at(12))]), bounds, at(13));
  expect(evaluateLimits(unlimited, summary, at(13))).toEqual({
    usages: [{ ...LUNCH, oneBreak: null, day: null }],
    nextCheckAt: bounds.to,
  });
});
