import { expect, test } from 'vitest';
import { applyEdit, validateReasons, withRenamedReason } from '../../../main/settings/reason-list.ts';
import { REASON_MAX, REASONS_MAX } from '../../../shared/ipc/forms.ts';
import { DEFAULT_PREFERENCES } from '../../../shared/preferences.ts';

const reasons = { rest: ['Lunch', 'Tea', 'Walk'], notReady: ['Meeting'] };
const toRest = (result: ReturnType<typeof applyEdit>) =>
  result.ok ? result.reasons.rest : result.validationError;

test('a reason is added at the end of the list, trimmed', () => {
  const result = applyEdit(reasons, { type: 'add', status: 'rest', reason: ' Nap ' });
  expect(toRest(result)).toEqual(['Lunch', 'Tea', 'Walk', 'Nap']);
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
])('%j cannot be added: %s', (reason, validationError) => {
  expect(applyEdit(reasons, { type: 'add', status: 'rest', reason })).toEqual({ ok: false, validationError });
});

test('both statuses may have the same reason', () => {
  expect(applyEdit(reasons, { type: 'add', status: 'notReady', reason: 'Tea' }).ok).toBe(true);
});

test('the length of a list is limited', () => {
  const full = { rest: Array.from({ length: REASONS_MAX }, (_, number) => `r${number}`), notReady: [] };
  expect(applyEdit(full, { type: 'add', status: 'rest', reason: 'one more' })).toEqual({
    ok: false,
    validationError: 'reasonsFull',
  });
  expect(validateReasons({ ...full, rest: [...full.rest, 'one more'] })?.validationError).toBe('reasonsFull');
});

test('a renamed reason keeps its position, and its own old name is not a conflict', () => {
  const rename = (to: string) => applyEdit(reasons, { type: 'rename', status: 'rest', reason: 'Tea', to });
  expect(toRest(rename('Coffee'))).toEqual(['Lunch', 'Coffee', 'Walk']);
  expect(toRest(rename('Tea '))).toEqual(['Lunch', 'Tea', 'Walk']);
  expect(toRest(rename('Walk'))).toBe('reasonTwice');
});

test.each([
  [0, ['Walk', 'Lunch', 'Tea']],
  [1, ['Lunch', 'Walk', 'Tea']],
  [2, ['Lunch', 'Tea', 'Walk']],
  [99, ['Lunch', 'Tea', 'Walk']],
])('a reason can be moved to position %i', (to, expected) => {
  expect(toRest(applyEdit(reasons, { type: 'move', status: 'rest', reason: 'Walk', to }))).toEqual(expected);
});

test('a change of a missing reason changes nothing', () => {
  for (const edit of [
    { type: 'rename', status: 'rest', reason: 'gone', to: 'x' },
    { type: 'move', status: 'rest', reason: 'gone', to: 0 },
    { type: 'remove', status: 'rest', reason: 'gone' },
  ] as const) {
    expect(applyEdit(reasons, edit)).toEqual({ ok: true, reasons });
  }
});

test('limits and automatic choices follow a renamed reason, and no other', () => {
  const lunch = { status: 'rest', reason: 'Lunch' } as const;
  const budget = { ...lunch, breakMinutes: 30, dayMinutes: null };
  const before = {
    ...DEFAULT_PREFERENCES,
    breakLimits: [budget, { ...budget, status: 'notReady' as const }, { ...budget, reason: 'Tea' }],
    onLock: lunch,
    onSleep: { status: 'notReady', reason: 'Lunch' } as const,
    onIdle: { minutes: 5, choice: lunch },
  };
  const after = withRenamedReason(before, 'rest', 'Lunch', '午餐');
  expect(after.breakLimits.map(({ reason }) => reason)).toEqual(['午餐', 'Lunch', 'Tea']);
  expect(after.onLock?.reason).toBe('午餐');
  expect(after.onSleep?.reason).toBe('Lunch');
  expect(after.onIdle?.choice.reason).toBe('午餐');
});
