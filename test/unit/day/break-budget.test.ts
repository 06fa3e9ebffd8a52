import { expect, test } from 'vitest';
import { budgetsOf, type BreakLimit } from '../../../main/day/break-budget.ts';
import { dayBounds, dayOf } from '../../../main/day/local-day.ts';
import type { LogEntry } from '../../../main/day/log-entry.ts';
import { todayOf } from '../../../main/day/today.ts';
import { extract, FREE, HOUR, LUNCH, MINUTE, observedAs, switchedTo } from './support/entries.ts';

const rule = { zone: 'Europe/Berlin', resetHour: 0 };
const limits: BreakLimit[] = [
  { status: 'rest', reason: '午餐', oneBreakMs: 30 * MINUTE, dayMs: 60 * MINUTE },
];
const bounds = dayBounds('2026-11-23', rule);
const at = (hour: number, minute = 0) => bounds.from + hour * HOUR + minute * MINUTE;

function budgets(entries: LogEntry[], now: number, before: LogEntry | null = null) {
  const stretch = dayBounds(dayOf(now, rule), rule);
  const { uses, lookAgainAt } = budgetsOf(limits, todayOf(extract(entries, { before }), stretch, now), now);
  return { ...uses[0], lookAgainAt };
}

test('one break: 80 % is a warning, all of it a breach, and the next look is at the next threshold', () => {
  const entries = [observedAs(FREE, at(8)), switchedTo(LUNCH, at(12))];
  expect(budgets(entries, at(12, 10))).toMatchObject({
    oneBreak: { usedMs: 10 * MINUTE, leftMs: 20 * MINUTE, limitMs: 30 * MINUTE, state: 'ok' },
    day: { state: 'ok' },
    lookAgainAt: at(12, 24),
  });
  expect(budgets(entries, at(12, 24))).toMatchObject({
    oneBreak: { state: 'warning' },
    lookAgainAt: at(12, 30),
  });
  expect(budgets(entries, at(12, 30))).toMatchObject({
    oneBreak: { state: 'breached', leftMs: 0 },
    day: { state: 'ok' },
    lookAgainAt: at(12, 48),
  });
});

test('the breaks of a day add up', () => {
  const entries = [switchedTo(LUNCH, at(9)), switchedTo(FREE, at(9, 30)), switchedTo(LUNCH, at(12))];
  expect(budgets(entries, at(12, 20))).toMatchObject({
    oneBreak: { usedMs: 20 * MINUTE },
    day: { usedMs: 50 * MINUTE, state: 'warning' },
    lookAgainAt: at(12, 24),
  });
});

test('with nothing running, only the end of the day changes anything', () => {
  const entries = [switchedTo(LUNCH, at(9)), switchedTo(FREE, at(9, 50))];
  expect(budgets(entries, at(11))).toMatchObject({
    oneBreak: null,
    day: { state: 'warning' },
    lookAgainAt: bounds.to,
  });
});

test('a doubt in the middle does not begin a new break', () => {
  const entries: LogEntry[] = [
    switchedTo(LUNCH, at(12)),
    { kind: 'doubted', at: at(12, 10) },
    observedAs(LUNCH, at(12, 12)),
  ];
  expect(budgets(entries, at(12, 25)).oneBreak).toMatchObject({ usedMs: 25 * MINUTE, state: 'warning' });
});

test('over midnight the day begins anew, and the break goes on', () => {
  const before = switchedTo(LUNCH, at(-1, 45));
  expect(budgets([], at(0, 5), before)).toMatchObject({
    oneBreak: { usedMs: 20 * MINUTE },
    day: { usedMs: 5 * MINUTE },
  });
});

test('when the clocks change, minutes are still minutes and the day ends at midnight', () => {
  const autumn = dayBounds('2026-10-25', rule);
  // From 02:50 to the second 02:10: the wall clock says minus forty minutes.
  const begin = autumn.from + 2 * HOUR + 50 * MINUTE;
  expect(budgets([switchedTo(LUNCH, begin)], begin + 20 * MINUTE).oneBreak?.usedMs).toBe(20 * MINUTE);
  expect(budgets([switchedTo(FREE, begin)], begin + MINUTE).lookAgainAt).toBe(autumn.from + 25 * HOUR);
});

test('without a limit there is nothing to use up', () => {
  const unlimited: BreakLimit[] = [{ ...LUNCH, status: 'rest', oneBreakMs: null, dayMs: null }];
  const today = todayOf(extract([switchedTo(LUNCH, at(12))]), bounds, at(13));
  expect(budgetsOf(unlimited, today, at(13))).toEqual({
    uses: [{ ...LUNCH, oneBreak: null, day: null }],
    lookAgainAt: bounds.to,
  });
});
