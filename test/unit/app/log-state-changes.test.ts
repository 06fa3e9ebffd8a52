import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeStateChanges } from '../../../main/app/log-state-changes.ts';
import type { AgentState, AppState, Receipt } from '../../../shared/state.ts';
import { appState, confirmed, failureReport, intent, MONDAY_9AM } from '../../support/app-state.ts';

const NOW = MONDAY_9AM + 400;

/** The lines of a change from one state of the agent to the next, each with its level and scope. */
function linesOf(before: Partial<AgentState>, after: Partial<AgentState>): string[] {
  return toLines(appState(after), appState(before));
}

function toLines(after: AppState, before: AppState): string[] {
  return describeStateChanges(after, before, NOW).map(
    ({ level, scope, message }) => `${level} [${scope}] ${String(message)}`,
  );
}

const receipt: Receipt = {
  from: { status: 'free', reason: '' },
  to: { status: 'rest', reason: 'Lunch' },
  source: 'tray',
  requestedAt: MONDAY_9AM,
  confirmedAt: MONDAY_9AM + 4_213,
  attempts: 2,
  requestId: '6980f29d-c779-4a49-bf65-736bfc3b76a0',
};

test('a late switch can be told from the log: request, attempts, waits and confirmation', () => {
  const first = intent({ id: 12, attempt: 0, phase: { type: 'queued' } });
  const sending = intent({ id: 12, attempt: 1, phase: { type: 'sending' } });
  const failure = failureReport({ kind: 'rateLimited', code: 'RequestLimitExceeded' });
  const waiting = intent({ id: 12, attempt: 1, phase: { type: 'waiting', until: NOW + 2_000 } });
  const offline = intent({ id: 12, attempt: 1, phase: { type: 'offline' } });
  expect(linesOf({}, { intent: first })).toEqual([
    'info [status] switch 12 to rest by tray: waits for the request before it',
  ]);
  expect(linesOf({ intent: first }, { intent: sending })).toEqual([
    'info [status] switch 12: sending, attempt 1',
  ]);
  expect(linesOf({ intent: sending }, { intent: waiting, failure })).toEqual([
    'info [status] switch to notReady failed: rateLimited, RequestLimitExceeded, RequestId 6980f29d-c779-4a49-bf65-736bfc3b76a0',
    'info [status] switch 12: waits 2000 ms for attempt 2',
  ]);
  expect(linesOf({ intent: waiting }, { intent: offline })).toEqual([
    'info [status] switch 12: waits for the network',
  ]);
  expect(linesOf({ intent: sending }, { receipt, confirmed: confirmed({ status: 'rest' }) })).toEqual([
    'info [status] confirmed rest after 4213 ms, attempts: 2, RequestId 6980f29d-c779-4a49-bf65-736bfc3b76a0',
  ]);
});

test('a switch that ends otherwise is told with its end', () => {
  const sending = intent({ id: 12 });
  const failure = failureReport({ requestId: null });
  expect(linesOf({ intent: sending }, {})).toEqual(['info [status] switch 12 ended']);
  expect(linesOf({ intent: sending }, { intent: intent({ id: 13 }) })).toEqual([
    'info [status] switch 12 replaced',
    'info [status] switch 13 to rest by tray: sending, attempt 1',
  ]);
  expect(linesOf({ intent: sending }, { failure })).toEqual([
    'info [status] switch 12 failed',
    'info [status] switch to notReady failed: notPermitted, AuthFailure.UnauthorizedOperation, RequestId -',
  ]);
});

test('readings, changes made elsewhere, the clock and the end of certainty are told', () => {
  const free = confirmed();
  const failedReading = failureReport({ choice: null, kind: 'rateLimited', code: 'RequestLimitExceeded' });
  expect(linesOf({ confirmed: free }, { confirmed: confirmed({ confirmedAt: NOW }) })).toEqual([
    'debug [polling] read free',
  ]);
  expect(linesOf({ confirmed: free }, { confirmed: confirmed({ isValid: false }) })).toEqual([
    'info [status] unknown, was free',
  ]);
  expect(linesOf({ readAccess: 'unknown' }, { readAccess: 'refused', failure: failedReading })).toEqual([
    'info [status] reading failed: rateLimited, RequestLimitExceeded, RequestId 6980f29d-c779-4a49-bf65-736bfc3b76a0',
    'info [polling] reading is refused',
  ]);
  const externalChange = {
    from: { status: 'free', reason: '' },
    to: { status: 'rest', reason: 'Lunch' },
  } as const;
  expect(
    linesOf(
      { clockSkewMs: null },
      { clockSkewMs: 90_000, externalChange: { ...externalChange, after: 1, before: 2 } },
    ),
  ).toEqual(['info [status] changed elsewhere: free to rest', 'info [status] clock ahead by 90000 ms']);
});

test('account, keychain, shortcuts, automation and notices are told when they change', () => {
  const before = appState();
  const account = {
    ...before.account,
    mode: 'simulator',
    keychain: 'locked',
    keys: { ...before.account.keys, storage: 'session' },
  } as const;
  const after: AppState = {
    ...before,
    account,
    shortcuts: [
      { action: 'free', accelerator: 'Control+Shift+F9', state: 'unavailable', locked: false },
      { action: 'rest', accelerator: '', state: 'off', locked: false },
    ],
    automationStoppedAt: NOW,
    notices: [{ kind: 'simulatorOnly' }],
  };
  expect(toLines(after, { ...before, shortcuts: [] })).toEqual([
    'info [account] mode simulator, endpoint https://ccc.intl.tencentcloudapi.com',
    'info [account] keys from: session',
    'info [account] keychain locked',
    'info [shortcuts] free: Control+Shift+F9, unavailable',
    'info [shortcuts] rest: off',
    'info [presence] automation stopped',
    'info [main] notice: simulatorOnly',
  ]);
  expect(toLines(before, { ...before, automationStoppedAt: NOW })).toEqual([
    'info [presence] automation resumed',
  ]);
  expect(toLines(after, after)).toEqual([]);
});

test('neither the agent’s account nor a reason is in a line, whatever the state', () => {
  const privateText = fc.stringMatching(/^private-[a-z]{8}$/);
  fc.assert(
    fc.property(privateText, privateText, (agent, reason) => {
      const choice = { status: 'rest', reason } as const;
      const empty = appState();
      const full = appState(
        {
          confirmed: confirmed(choice),
          intent: intent({ choice }),
          failure: failureReport({ choice }),
          receipt: { ...receipt, from: choice, to: choice },
          externalChange: { from: choice, to: choice, after: 1, before: 2 },
          lastAwayChoice: choice,
        },
        { account: { ...empty.account, agent, mode: 'simulator' } },
      );
      const lines = [...toLines(full, empty), ...toLines(empty, full)].join('\n');
      expect(lines).not.toContain(agent);
      expect(lines).not.toContain(reason);
    }),
  );
});
