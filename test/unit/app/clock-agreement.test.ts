import { expect, test } from 'vitest';
import { clocksAgree } from '../../../main/app/clock-agreement.ts';
import { appState, MONDAY_9AM, confirmed } from '../../support/app-state.ts';

const HOUR = 3_600_000;
const agreeing = appState({ confirmed: confirmed({ confirmedAt: MONDAY_9AM }) });

test('a recent response of the service confirms this clock', () => {
  expect(clocksAgree(agreeing, MONDAY_9AM)).toBe(true);
  expect(clocksAgree(agreeing, MONDAY_9AM + HOUR)).toBe(true);
  expect(clocksAgree(agreeing, MONDAY_9AM + HOUR + 1)).toBe(false);
  // The clock has been set back since.
  expect(clocksAgree(agreeing, MONDAY_9AM - HOUR - 1)).toBe(false);
});

test.each([
  ['nothing was answered yet', appState()],
  ['the service has another time', appState({ confirmed: confirmed(), clockSkewMs: -600_000 })],
  ['the service is on this computer', { ...agreeing, account: { ...agreeing.account, mode: 'simulator' } }],
  ['there is no account', { ...agreeing, account: { ...agreeing.account, mode: 'unconfigured' } }],
] as const)('this clock is not confirmed if %s', (_why, state) => {
  expect(clocksAgree(state, MONDAY_9AM)).toBe(false);
});
