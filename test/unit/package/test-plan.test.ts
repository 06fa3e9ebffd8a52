import { expect, it } from 'vitest';
import { planSteps } from '../../../scripts/test/plan.mjs';
import { formatTable } from '../../../scripts/test/table.mjs';

it('on Linux npm test runs every step; the desktop tests include the portable ones', () => {
  expect(planSteps('linux')).toEqual({
    groups: [['typecheck', 'lint'], ['unit'], ['ui'], ['desktop']],
    linuxOnly: [],
  });
});

it.each(['darwin', 'win32'] as const)(
  'on %s npm test runs the portable tests in place of the desktop tests',
  (platform) => {
    expect(planSteps(platform)).toEqual({
      groups: [['typecheck', 'lint'], ['unit'], ['ui'], ['portable']],
      linuxOnly: ['desktop'],
    });
  },
);

it('a step that is asked for is run alone, and no other is named as left out', () => {
  expect(planSteps('win32', 'unit')).toEqual({ groups: [['unit']], linuxOnly: [] });
});

it('the summary names what is for Linux only, and counts it neither as passed nor as failed', () => {
  const rows = [{ name: 'unit', passed: 7, failed: 0, skipped: 0, seconds: 1 }];
  const lines = formatTable(rows, ['desktop']).split('\n');
  expect(lines).toContain('desktop    Linux only, because it needs D-Bus: not run here');
  expect(lines.at(-1)).toBe('7 passed, 0 failed');
});
