import { expect, test } from 'vitest';
import { getNextCheckText } from '../../../renderer/features/status/next-check.ts';
import { MONDAY_9AM } from '../../support/app-state.ts';
import { translateInto } from '../../support/texts.ts';

const textOf = (state: Parameters<typeof getNextCheckText>[0], language = 'en') =>
  getNextCheckText(state, MONDAY_9AM, translateInto(language));

test.each([
  [20_000, 'Checking again in 0:20'],
  [75_999, 'Checking again in 1:15'],
  [0, 'Checking again in 0:00'],
  // The clock was set forward, or the computer slept.
  [-60_000, 'Checking again in 0:00'],
])('%d ms before the next reading the countdown is "%s"', (ms, text) => {
  expect(textOf({ nextCheckAt: MONDAY_9AM + ms, readAccess: 'unknown' })).toBe(text);
});

test.each([
  ['unknown', 'Checking now…'],
  ['allowed', 'Checking now…'],
  ['refused', null],
] as const)('without a scheduled reading, while reading is %s, the text is %s', (readAccess, text) => {
  expect(textOf({ nextCheckAt: null, readAccess })).toBe(text);
});

test('the texts are translated', () => {
  expect(textOf({ nextCheckAt: MONDAY_9AM + 20_000, readAccess: 'allowed' }, 'zh-CN')).toBe(
    '0:20 后再次检查',
  );
  expect(textOf({ nextCheckAt: null, readAccess: 'allowed' }, 'zh-CN')).toBe('正在检查…');
});
