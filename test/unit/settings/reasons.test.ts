import { expect, test } from 'vitest';
import { edited, listProblem, withRenamedReason } from '../../../main/settings/reasons.ts';
import { REASON_MAX, REASONS_MAX } from '../../../preload/contract/inputs.ts';
import { DEFAULT_PREFERENCES } from '../../../preload/contract/preferences.ts';

const reasons = { rest: ['Lunch', 'Tea', 'Walk'], notReady: ['Meeting'] };
const restOf = (result: ReturnType<typeof edited>) => (result.ok ? result.reasons.rest : result.problem);

test('a reason is added at the end, without blanks at its ends', () => {
  const result = edited(reasons, { do: 'add', status: 'rest', reason: ' Nap ' });
  expect(restOf(result)).toEqual(['Lunch', 'Tea', 'Walk', 'Nap']);
  expect(result.ok && result.reasons.notReady).toEqual(['Meeting']);
});

test.each([
  ['', 'reasonEmpty'],
  ['   ', 'reasonEmpty'],
  ['Tea', 'reasonTwice'],
  [' Tea', 'reasonTwice'],
  ['\u200B', 'reasonEmpty'],
  ['Tea\u200B', 'reasonTwice'],
  ['x'.repeat(REASON_MAX + 1), 'reasonTooLong'],
])('%j cannot be added: %s', (reason, problem) => {
  expect(edited(reasons, { do: 'add', status: 'rest', reason })).toEqual({ ok: false, problem });
});

test('the same reason may stand under both statuses', () => {
  expect(edited(reasons, { do: 'add', status: 'notReady', reason: 'Tea' }).ok).toBe(true);
});

test('a list has an end', () => {
  const full = { rest: Array.from({ length: REASONS_MAX }, (_, number) => `r${number}`), notReady: [] };
  expect(edited(full, { do: 'add', status: 'rest', reason: 'one more' })).toEqual({
    ok: false,
    problem: 'reasonsFull',
  });
  expect(listProblem({ ...full, rest: [...full.rest, 'one more'] })?.problem).toBe('reasonsFull');
});

test('a reason gets a new name in its place; its own old name is no conflict', () => {
  const rename = (to: string) => edited(reasons, { do: 'rename', status: 'rest', reason: 'Tea', to });
  expect(restOf(rename('Coffee'))).toEqual(['Lunch', 'Coffee', 'Walk']);
  expect(restOf(rename('Tea '))).toEqual(['Lunch', 'Tea', 'Walk']);
  expect(restOf(rename('Walk'))).toBe('reasonTwice');
});

test.each([
  [0, ['Walk', 'Lunch', 'Tea']],
  [1, ['Lunch', 'Walk', 'Tea']],
  [2, ['Lunch', 'Tea', 'Walk']],
  [99, ['Lunch', 'Tea', 'Walk']],
])('moved to place %i', (to, expected) => {
  expect(restOf(edited(reasons, { do: 'move', status: 'rest', reason: 'Walk', to }))).toEqual(expected);
});

test('what is not there any more is left alone', () => {
  for (const edit of [
    { do: 'rename', status: 'rest', reason: 'gone', to: 'x' },
    { do: 'move', status: 'rest', reason: 'gone', to: 0 },
    { do: 'remove', status: 'rest', reason: 'gone' },
  ] as const) {
    expect(edited(reasons, edit)).toEqual({ ok: true, reasons });
  }
});

test('limits and automatic choices follow a renamed reason, and no other', () => {
  const lunch = { status: 'rest', reason: 'Lunch' } as const;
  const budget = { ...lunch, breakMinutes: 30, dayMinutes: null };
  const before = {
    ...DEFAULT_PREFERENCES,
    budgets: [budget, { ...budget, status: 'notReady' as const }, { ...budget, reason: 'Tea' }],
    whenLocked: lunch,
    whenAsleep: { status: 'notReady', reason: 'Lunch' } as const,
    whenIdle: { minutes: 5, choice: lunch },
  };
  const after = withRenamedReason(before, 'rest', 'Lunch', '午餐');
  expect(after.budgets.map(({ reason }) => reason)).toEqual(['午餐', 'Lunch', 'Tea']);
  expect(after.whenLocked?.reason).toBe('午餐');
  expect(after.whenAsleep?.reason).toBe('Lunch');
  expect(after.whenIdle?.choice.reason).toBe('午餐');
});
