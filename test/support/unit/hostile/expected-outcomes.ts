import { expect } from 'vitest';
import { translateInto } from '../../texts.ts';
import { trayIcon, trayTooltip, type TrayIcon } from '../../../../main/desktop/tray/tray-model.ts';
import { formatFailureReport } from '../../../../main/status/clipboard-report.ts';
import type { StatusChoice } from '../../../../shared/domain.ts';
import { testKey } from '../../../unit/tencent/support/client.ts';
import type { FaultHarness } from './fault-harness.ts';
import { checkedRadios } from './checked-radios.ts';

const free: StatusChoice = { status: 'free', reason: '' };
export const lunch: StatusChoice = { status: 'rest', reason: 'Lunch' };

/** What the agent sees after a failed switch from Free to Rest · Lunch. */
export type ExpectedOutcome = {
  /** Whether it is retried automatically. */
  retries: boolean;
  /** Whether Free is still the confirmed status. */
  isValid: boolean;
  icon: TrayIcon;
  checkedRadios: StatusChoice[];
  tooltip: RegExp;
};

/** The switch was not applied, and a user must act. */
export const refused: ExpectedOutcome = {
  retries: false,
  isValid: true,
  icon: 'free-error',
  checkedRadios: [free],
  tooltip: /^Free, since \d\d:\d\d\nStill Free\. Couldn't switch to Rest · Lunch$/,
};

/** The switch was not applied yet, and is retried. */
export const refusedForNow: ExpectedOutcome = {
  retries: true,
  isValid: true,
  icon: 'switching-error',
  checkedRadios: [free],
  tooltip: /^Free, since \d\d:\d\d\nTrying again at \d\d:\d\d\nStill Free\. Couldn't switch to Rest · Lunch$/,
};

/** The switch may have been applied, and is not retried. */
export const unknown: ExpectedOutcome = {
  retries: false,
  isValid: false,
  icon: 'unknown-error',
  checkedRadios: [],
  tooltip:
    /^Status unknown\. Last confirmed: Free at \d\d:\d\d\nStatus unknown\. The switch to Rest · Lunch isn't confirmed$/,
};

/** The switch may have been applied, and is retried. */
export const unknownForNow: ExpectedOutcome = {
  retries: true,
  isValid: false,
  icon: 'switching-error',
  checkedRadios: [],
  tooltip:
    /^Status unknown\. Last confirmed: Free at \d\d:\d\d\nTrying again at \d\d:\d\d\nStatus unknown\. The switch to Rest · Lunch isn't confirmed$/,
};

type ExpectedFailure = {
  kind: string;
  code: string;
  endpoint: string;
  answered?: true;
  outcome: ExpectedOutcome;
};

const REQUEST_ID = /^[0-9a-f-]{36}$/;

/** Compares everything that is shown of a failed switch with the expected outcome. */
export function expectConsistentUi(
  app: FaultHarness,
  { kind, code, endpoint, answered, outcome }: ExpectedFailure,
): void {
  const state = app.state();
  const now = app.time.now();
  const { confirmed, intent, failure } = state.agent;

  expect(failure).toMatchObject({ kind, code, endpoint, at: now, choice: lunch });
  expect(failure?.requestId ?? '').toMatch(answered ? REQUEST_ID : /^$/);
  expect(confirmed).toMatchObject({ ...free, isValid: outcome.isValid });
  // Half of the first second, or of the rate limit's first five and until the next slot: the random values are fixed.
  const until = now + (kind === 'rateLimited' ? 2_650 : 500);
  expect(intent?.phase ?? null).toEqual(outcome.retries ? { type: 'waiting', until } : null);

  expect(trayIcon(state)).toBe(outcome.icon);
  expect(checkedRadios(state, now)).toEqual(outcome.checkedRadios);
  expect(trayTooltip(state, translateInto('en'), now)).toMatch(outcome.tooltip);

  // No state showed the switch as made, or more than one attempt.
  for (const then of app.history) {
    expect(then).toMatchObject({ receipt: null, undo: null, confirmed: free });
    expect(then.intent?.attempt ?? 1).toBeLessThanOrEqual(1);
  }

  const details = failure ? formatFailureReport(failure, state.account, state.about.version) : '';
  expect(details).toContain(`Code: ${code}\n`);
  expect(details).toContain(`Time: ${new Date(now).toISOString()}\n`);
  expect(details).toContain(`Endpoint: ${endpoint}\n`);
  expect(details).toContain(`SecretId: …${testKey.secretId.slice(-4)}\n`);
  if (failure?.requestId) expect(details).toContain(`RequestId: ${failure.requestId}\n`);
  for (const secret of [testKey.secretId, testKey.secretKey]) {
    expect(JSON.stringify([details, app.history])).not.toContain(secret);
  }
}
