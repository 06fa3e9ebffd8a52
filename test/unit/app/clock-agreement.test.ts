import { expect, test } from 'vitest';
import { clocksAgree } from '../../../main/app/clock-agreement.ts';
import { appState, NINE, proved } from '../../support/app-state.ts';

const HOUR = 3_600_000;
const agreeing = appState({ proved: proved({ confirmedAt: NINE }) });

test('an answer that the service gave a short while ago speaks for this clock', () => {
  expect(clocksAgree(agreeing, NINE)).toBe(true);
  expect(clocksAgree(agreeing, NINE + HOUR)).toBe(true);
  expect(clocksAgree(agreeing, NINE + HOUR + 1)).toBe(false);
  // The clock has been set back since.
  expect(clocksAgree(agreeing, NINE - HOUR - 1)).toBe(false);
});

test.each([
  ['nothing was answered yet', appState()],
  ['the service has another time', appState({ proved: proved(), clockAheadMs: -600_000 })],
  ['the service is on this computer', { ...agreeing, account: { ...agreeing.account, mode: 'simulator' } }],
  ['there is no account', { ...agreeing, account: { ...agreeing.account, mode: 'unset' } }],
] as const)('nobody does where %s', (_why, state) => {
  expect(clocksAgree(state, NINE)).toBe(false);
});
