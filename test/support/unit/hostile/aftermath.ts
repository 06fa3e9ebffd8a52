import { expect } from 'vitest';
import { translateInto } from '../../texts.ts';
import { trayIcon, trayTooltip, type TrayIcon } from '../../../../main/desktop/tray-view.ts';
import { failureDetails } from '../../../../main/status/details.ts';
import type { Choice } from '../../../../preload/contract/vocabulary.ts';
import { testKey } from '../../../unit/tencent/support/client.ts';
import type { AppUnderFire } from './app.ts';
import { markedRadios } from './tray.ts';

const free: Choice = { status: 'free', reason: '' };
export const lunch: Choice = { status: 'rest', reason: 'Lunch' };

/** What the agent sees after the switch from Free to Rest · Lunch has failed. */
export type Aftermath = {
  /** Whether it is tried again by itself. */
  retries: boolean;
  /** Whether Free can still be called true. */
  holds: boolean;
  icon: TrayIcon;
  marked: Choice[];
  tooltip: RegExp;
};

/** It did not happen, and somebody must act. */
export const refused: Aftermath = {
  retries: false,
  holds: true,
  icon: 'free-error',
  marked: [free],
  tooltip: /^Free, since \d\d:\d\d\nStill Free: the switch to Rest · Lunch failed$/,
};

/** It did not happen yet. */
export const refusedForNow: Aftermath = {
  retries: true,
  holds: true,
  icon: 'switching-error',
  marked: [free],
  tooltip:
    /^Free, since \d\d:\d\d\nTrying again at \d\d:\d\d\nStill Free: the switch to Rest · Lunch failed$/,
};

/** It may have happened, and nothing more is done by itself. */
export const unknown: Aftermath = {
  retries: false,
  holds: false,
  icon: 'unknown-error',
  marked: [],
  tooltip:
    /^Unknown, last confirmed Free at \d\d:\d\d\nStatus unknown: the switch to Rest · Lunch is not confirmed$/,
};

/** It may have happened, and is asked for once more to be sure. */
export const unknownForNow: Aftermath = {
  retries: true,
  holds: false,
  icon: 'switching-error',
  marked: [],
  tooltip:
    /^Unknown, last confirmed Free at \d\d:\d\d\nTrying again at \d\d:\d\d\nStatus unknown: the switch to Rest · Lunch is not confirmed$/,
};

type Expected = {
  kind: string;
  code: string;
  endpoint: string;
  answered?: true;
  aftermath: Aftermath;
};

const REQUEST_ID = /^[0-9a-f-]{36}$/;

/** Holds everything that is shown of a failed switch against what is true. */
export function expectTruth(
  app: AppUnderFire,
  { kind, code, endpoint, answered, aftermath }: Expected,
): void {
  const state = app.state();
  const now = app.time.now();
  const { proved, wish, failure } = state.agent;

  expect(failure).toMatchObject({ kind, code, endpoint, at: now, choice: lunch });
  expect(failure?.requestId ?? '').toMatch(answered ? REQUEST_ID : /^$/);
  expect(proved).toMatchObject({ ...free, holds: aftermath.holds });
  // Half of the first second, or of a crowd's first five: the chances are played, too.
  const until = now + (kind === 'rateLimited' ? 2_500 : 500);
  expect(wish?.phase ?? null).toEqual(aftermath.retries ? { name: 'waiting', until } : null);

  expect(trayIcon(state)).toBe(aftermath.icon);
  expect(markedRadios(state, now)).toEqual(aftermath.marked);
  expect(trayTooltip(state, translateInto('en'), now)).toMatch(aftermath.tooltip);

  // At no moment was it said to have happened, nor tried more than once.
  for (const then of app.history) {
    expect(then).toMatchObject({ receipt: null, undo: null, proved: free });
    expect(then.wish?.attempt ?? 1).toBeLessThanOrEqual(1);
  }

  const details = failure ? failureDetails(failure, state.account, state.about.version) : '';
  expect(details).toContain(`Code: ${code}\n`);
  expect(details).toContain(`Time: ${new Date(now).toISOString()}\n`);
  expect(details).toContain(`Endpoint: ${endpoint}\n`);
  expect(details).toContain(`SecretId: …${testKey.secretId.slice(-4)}\n`);
  if (failure?.requestId) expect(details).toContain(`RequestId: ${failure.requestId}\n`);
  for (const secret of [testKey.secretId, testKey.secretKey]) {
    expect(JSON.stringify([details, app.history])).not.toContain(secret);
  }
}
