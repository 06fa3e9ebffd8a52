import { describe, expect, test } from 'vitest';
import {
  initialAgentState,
  attemptStarted,
  statusInvalidated,
  isStale,
  createIntent,
  statusConfirmed,
  retryScheduled,
  readingReceived,
  switchConfirmed,
  nextCheckScheduled,
  readingFailed,
  toggleTarget,
  undoExpired,
  intentSubmitted,
} from '../../../main/status/state.ts';
import { takesEffectAfterCall, type StatusReading } from '../../../main/status/readings/reading.ts';
import type { AgentState, ConfirmedStatus } from '../../../shared/state.ts';
import type { AgentStatus, StatusChoice, SettableStatus } from '../../../shared/domain.ts';
import { appState, failureReport, MONDAY_9AM, confirmed, intent } from '../../support/app-state.ts';

const MINUTE = 60_000;
const free: StatusChoice = { status: 'free', reason: '' };
const lunch: StatusChoice = { status: 'rest', reason: 'Lunch' };
const paperwork: StatusChoice = { status: 'notReady', reason: 'Paperwork' };

const agent = (change: Partial<AgentState> = {}): AgentState => appState(change).agent;

const readingOf = (status: AgentStatus, more: Partial<StatusReading> = {}): StatusReading => ({
  status,
  reason: '',
  since: null,
  afterCall: null,
  ...more,
});

describe('a confirmed status of which the service reports', () => {
  test.each([
    ['its start', MONDAY_9AM - MINUTE, MONDAY_9AM - MINUTE],
    ['no start', null, MONDAY_9AM],
    ['a start in a minute, because the clocks differ', MONDAY_9AM + MINUTE, MONDAY_9AM],
  ])('%s has a plausible start', (_what, since, shown) => {
    expect(statusConfirmed(agent(), readingOf('rest', { since }), MONDAY_9AM).confirmed).toEqual({
      status: 'rest',
      reason: '',
      since: shown,
      confirmedAt: MONDAY_9AM,
      isValid: true,
      afterCall: null,
    });
  });

  test('again keeps its first start', () => {
    const once = agent({ confirmed: confirmed({ ...lunch, since: MONDAY_9AM }) });
    const again = statusConfirmed(
      once,
      readingOf('rest', { reason: 'Lunch', since: MONDAY_9AM + MINUTE }),
      MONDAY_9AM + 2 * MINUTE,
    );
    expect(again.confirmed).toMatchObject({ since: MONDAY_9AM, confirmedAt: MONDAY_9AM + 2 * MINUTE });
  });

  test.each<[string, Partial<ConfirmedStatus>]>([
    ['after an invalidation', { isValid: false }],
    ['with another reason', { reason: 'Tea' }],
    ['after another status', { status: 'notReady' }],
  ])('%s has its reported start', (_what, change) => {
    const before = agent({ confirmed: confirmed({ ...lunch, since: MONDAY_9AM, ...change }) });
    const after = statusConfirmed(
      before,
      readingOf('rest', { reason: 'Lunch', since: MONDAY_9AM + MINUTE }),
      MONDAY_9AM + 2 * MINUTE,
    );
    expect(after.confirmed?.since).toBe(MONDAY_9AM + MINUTE);
  });

  test.each<[AgentStatus, StatusChoice]>([
    ['rest', { status: 'rest', reason: 'Tea' }],
    ['notReady', { status: 'notReady', reason: 'Tea' }],
    ['free', lunch],
    ['busy', lunch],
    ['afterCallWork', lunch],
    ['offline', lunch],
  ])('%s makes the toggle switch to %o', (status, lastAwayChoice) => {
    const after = statusConfirmed(
      agent({ lastAwayChoice: lunch }),
      readingOf(status, { reason: 'Tea' }),
      MONDAY_9AM,
    );
    expect(after.lastAwayChoice).toEqual(lastAwayChoice);
  });
});

describe('an external change', () => {
  const applyReading = (before: Partial<ConfirmedStatus>, reading: StatusReading) =>
    readingReceived(
      agent({ confirmed: confirmed(before), undo: { choice: lunch, until: MONDAY_9AM } }),
      reading,
      MONDAY_9AM + MINUTE,
    );

  test.each<[AgentStatus, AgentStatus]>([
    ['free', 'rest'],
    ['free', 'notReady'],
    ['free', 'offline'],
    ['rest', 'free'],
    ['busy', 'rest'],
    ['busy', 'offline'],
    ['afterCallWork', 'notReady'],
  ])('from %s to %s is recorded, and ends the undo offer', (before, after) => {
    const { externalChange, undo } = applyReading({ status: before }, readingOf(after));
    expect(externalChange).toEqual({
      from: { status: before, reason: '' },
      to: { status: after, reason: '' },
      after: MONDAY_9AM,
      before: MONDAY_9AM + MINUTE,
    });
    expect(undo).toBeNull();
  });

  test('of the reason alone is recorded too', () => {
    const { externalChange } = applyReading(lunch, readingOf('rest', { reason: 'Training' }));
    expect(externalChange).toMatchObject({ from: lunch, to: { status: 'rest', reason: 'Training' } });
  });

  test.each<[string, Partial<ConfirmedStatus>, StatusReading]>([
    ['nothing has changed', {}, readingOf('free')],
    ['a call comes', {}, readingOf('busy')],
    ['a call ends', { status: 'busy' }, readingOf('afterCallWork')],
    ['the work after it ends', { status: 'afterCallWork' }, readingOf('free')],
    ['a call ends without after-call work', { status: 'busy' }, readingOf('free')],
    ['a reservation takes effect', { status: 'busy', afterCall: 'rest' }, readingOf('rest')],
    [
      'a reservation takes effect later',
      { status: 'afterCallWork', afterCall: 'notReady' },
      readingOf('notReady'),
    ],
    ['the agent signs in', { status: 'offline' }, readingOf('rest')],
    ['the status was not valid before', { isValid: false }, readingOf('rest')],
  ])('is not recorded if %s; the undo offer stays', (_what, before, reading) => {
    const { externalChange, undo, confirmed: now } = applyReading(before, reading);
    expect([externalChange, undo]).toEqual([null, { choice: lunch, until: MONDAY_9AM }]);
    expect(now).toMatchObject({ status: reading.status, isValid: true });
  });

  test('is recorded if the reservation was reported outside of a call', () => {
    expect(
      applyReading({ status: 'free', afterCall: 'rest' }, readingOf('rest')).externalChange,
    ).not.toBeNull();
  });

  test('is not recorded if no status was known; read access becomes allowed', () => {
    const after = readingReceived(
      agent({ confirmed: null, readAccess: 'refused' }),
      readingOf('rest'),
      MONDAY_9AM,
    );
    expect(after).toMatchObject({ externalChange: null, readAccess: 'allowed' });
  });
});

describe('a shown failure', () => {
  const shownFailure = failureReport({ choice: lunch });

  test.each<[string, StatusChoice | null, StatusReading]>([
    ['the status could not be read before', null, readingOf('busy')],
    ['the requested status is set', lunch, readingOf('rest', { reason: 'Lunch' })],
    ['the requested status is reserved', lunch, readingOf('busy', { afterCall: 'rest' })],
  ])('is resolved if %s', (_what, choice, reading) => {
    expect(
      readingReceived(agent({ failure: failureReport({ choice }) }), reading, MONDAY_9AM).failure,
    ).toBeNull();
    const changed = agent({ failure: failureReport({ choice }), confirmed: confirmed(paperwork) });
    expect(readingReceived(changed, reading, MONDAY_9AM).failure).toBeNull();
  });

  test.each<[string, StatusReading]>([
    ['another status', readingOf('free')],
    ['another reason', readingOf('rest', { reason: 'Tea' })],
    ['another reservation', readingOf('busy', { afterCall: 'notReady' })],
  ])('stays if the reading reports %s', (_what, reading) => {
    expect(readingReceived(agent({ failure: shownFailure }), reading, MONDAY_9AM).failure).toEqual(
      shownFailure,
    );
    expect(
      readingReceived(agent({ failure: shownFailure, confirmed: confirmed(paperwork) }), reading, MONDAY_9AM)
        .failure,
    ).toEqual(shownFailure);
  });
});

test.each<[AgentStatus, SettableStatus | null, StatusChoice, boolean]>([
  ['busy', 'rest', lunch, true],
  ['afterCallWork', 'notReady', paperwork, true],
  ['busy', null, free, true],
  ['afterCallWork', null, free, true],
  ['busy', 'rest', free, false],
  ['busy', 'notReady', lunch, false],
  ['busy', null, lunch, false],
  ['free', 'rest', lunch, false],
  ['rest', null, free, false],
  ['offline', null, free, false],
])('in %s with %s reserved, %o takes effect after the call: %s', (status, afterCall, choice, takesEffect) => {
  expect(takesEffectAfterCall(readingOf(status, { afterCall }), choice)).toBe(takesEffect);
});

describe('a confirmed switch', () => {
  const sent = intent({ choice: free, source: 'shortcut', requestedAt: MONDAY_9AM, attempt: 3 });
  const confirmation = { reason: '', requestId: 'r', previous: null };
  const resting = confirmed({ ...lunch, since: MONDAY_9AM - MINUTE });
  const at = MONDAY_9AM + 40;

  test('has a receipt and an undo, and ends its intent, its failure and an earlier external change', () => {
    const externalChange = { from: free, to: lunch, after: MONDAY_9AM, before: MONDAY_9AM };
    const before = agent({ confirmed: resting, intent: sent, failure: failureReport(), externalChange });
    expect(switchConfirmed(before, sent, confirmation, at)).toMatchObject({
      confirmed: { ...free, since: at, confirmedAt: at, isValid: true, afterCall: null },
      intent: null,
      failure: null,
      externalChange: null,
      receipt: {
        from: lunch,
        to: free,
        source: 'shortcut',
        requestedAt: MONDAY_9AM,
        confirmedAt: at,
        attempts: 3,
        requestId: 'r',
      },
      undo: { choice: lunch, until: at + 30_000 },
    });
  });

  test.each<[string, ConfirmedStatus | null]>([
    ['no status was known', null],
    ['the known status was not valid', { ...resting, isValid: false }],
  ])('has the previous status of the response in its receipt if %s', (_what, before) => {
    const after = switchConfirmed(
      agent({ confirmed: before, intent: sent }),
      sent,
      { ...confirmation, previous: paperwork },
      at,
    );
    expect([after.receipt?.from, after.undo?.choice]).toEqual([paperwork, paperwork]);
  });

  test('has no previous status and no undo if none is known', () => {
    const after = switchConfirmed(agent({ intent: sent }), sent, confirmation, at);
    expect([after.receipt?.from, after.undo]).toEqual([null, null]);
  });

  test.each<[string, ConfirmedStatus]>([
    ['from itself', confirmed()],
    ['from a status that cannot be set', confirmed({ status: 'afterCallWork' })],
  ])('has no undo %s', (_what, before) => {
    expect(
      switchConfirmed(agent({ confirmed: before, intent: sent }), sent, confirmation, at).undo,
    ).toBeNull();
  });

  test('has an undo from the same status with another reason', () => {
    const toTea = intent({ choice: { status: 'rest', reason: 'Tea' } });
    const after = switchConfirmed(
      agent({ confirmed: resting, intent: toTea }),
      toTea,
      { ...confirmation, reason: 'Tea' },
      at,
    );
    expect(after.undo?.choice).toEqual(lunch);
  });

  test('has the reason that the service reported', () => {
    const after = switchConfirmed(agent({ intent: sent }), sent, { ...confirmation, reason: 'Open' }, at);
    expect([after.confirmed?.reason, after.receipt?.to.reason]).toEqual(['Open', 'Open']);
  });

  test('leaves a newer intent shown, and offers no undo', () => {
    const newer = intent({ id: 2, choice: paperwork, phase: { type: 'queued' } });
    const after = switchConfirmed(agent({ confirmed: resting, intent: newer }), sent, confirmation, at);
    expect(after).toMatchObject({ intent: newer, undo: null, confirmed: free, receipt: { to: free } });
  });

  test('of a cancelled intent offers no undo', () => {
    const after = switchConfirmed(agent({ confirmed: resting, intent: null }), sent, confirmation, at);
    expect(after).toMatchObject({ intent: null, undo: null, receipt: { to: free } });
  });
});

describe('an intent', () => {
  test('clears what was shown of the one before', () => {
    const undo = { choice: free, until: MONDAY_9AM };
    const externalChange = { from: free, to: lunch, after: MONDAY_9AM, before: MONDAY_9AM };
    const fresh = createIntent(7, lunch, 'window', MONDAY_9AM);
    expect(intentSubmitted(agent({ failure: failureReport(), undo, externalChange }), fresh)).toMatchObject({
      intent: {
        id: 7,
        choice: lunch,
        source: 'window',
        requestedAt: MONDAY_9AM,
        attempt: 0,
        phase: { type: 'queued' },
      },
      failure: null,
      undo: null,
      externalChange: null,
    });
  });

  test.each<[StatusChoice, number, boolean]>([
    [free, 60_000, false],
    [free, 60_001, true],
    // After a clock was set back by an hour, the real age is unknown.
    [free, -60_000, false],
    [free, -60_001, true],
    [lunch, 3_600_000, false],
    [paperwork, 3_600_000, false],
  ])('%o is stale after %d ms: %s', (choice, age, isStaleExpected) => {
    expect(isStale(intent({ choice, requestedAt: MONDAY_9AM }), MONDAY_9AM + age)).toBe(isStaleExpected);
  });
});

test('transitions without a status, an intent or an undo change nothing', () => {
  const nothing = agent({ confirmed: null, intent: null, undo: null });
  expect(attemptStarted(nothing)).toEqual(nothing);
  expect(retryScheduled(nothing, { type: 'queued' }, failureReport())).toEqual(nothing);
  expect(undoExpired(nothing)).toEqual(nothing);
});

test.each<[string, Partial<AgentState>, StatusChoice]>([
  ['resting', { confirmed: confirmed(lunch) }, free],
  ['busy', { confirmed: confirmed(paperwork) }, free],
  ['free', { confirmed: confirmed() }, lunch],
  ['in a call', { confirmed: confirmed({ status: 'busy' }) }, lunch],
  ['resting, not confirmed', { confirmed: confirmed({ ...lunch, isValid: false }) }, lunch],
  ['in an unknown status', { confirmed: null }, lunch],
  ['switching to Rest', { confirmed: confirmed(), intent: intent({ choice: lunch }) }, free],
  ['switching to Free', { confirmed: confirmed(lunch), intent: intent({ choice: free }) }, lunch],
])('the toggle of an agent %s', (_who, change, target) => {
  expect(toggleTarget(agent({ lastAwayChoice: lunch, ...change }))).toEqual(target);
});

describe('the cause of an unknown status', () => {
  const known = agent({ confirmed: confirmed() });
  const unknown = statusInvalidated(known);

  test('is "starting" before the first reading, and for another account', () => {
    expect(initialAgentState().unknownCause).toBe('starting');
  });

  test.each([
    ['a status', known],
    ['no status', initialAgentState()],
  ])('is "answerLost" after a switch without a certain result, with %s before', (_what, before) => {
    expect(statusInvalidated(before)).toMatchObject({ unknownCause: 'answerLost' });
  });

  test('is none once a status is confirmed', () => {
    expect(statusConfirmed(unknown, readingOf('rest'), MONDAY_9AM).unknownCause).toBeNull();
    expect(readingReceived(unknown, readingOf('rest'), MONDAY_9AM).unknownCause).toBeNull();
    const confirmation = { reason: '', requestId: null, previous: null };
    expect(switchConfirmed(unknown, intent(), confirmation, MONDAY_9AM).unknownCause).toBeNull();
  });

  test.each([
    ['noNetwork', 'noNetwork'],
    ['dnsFailure', 'readFailed'],
    ['timedOut', 'readFailed'],
    ['rateLimited', 'readFailed'],
    ['secretIdUnknown', 'readFailed'],
    ['keyProgramFailed', 'readFailed'],
    ['credentialsUnavailable', 'keychain'],
    ['notPermitted', 'notReadable'],
  ] as const)('after a reading failed with %s is "%s"', (kind, cause) => {
    expect(readingFailed(initialAgentState(), kind).unknownCause).toBe(cause);
    expect(readingFailed(unknown, kind).unknownCause).toBe(cause);
  });

  test('follows the newest reading', () => {
    expect(readingFailed(readingFailed(unknown, 'noNetwork'), 'timedOut').unknownCause).toBe('readFailed');
  });

  test('is none while a status is valid, although a reading failed', () => {
    expect(readingFailed(known, 'timedOut')).toBe(known);
    expect(readingFailed(known, 'notPermitted')).toEqual({ ...known, readAccess: 'refused' });
  });
});

test('the next reading is scheduled, and scheduled for the same time changes nothing', () => {
  const scheduled = nextCheckScheduled(agent(), MONDAY_9AM);
  expect(scheduled.nextCheckAt).toBe(MONDAY_9AM);
  expect(nextCheckScheduled(scheduled, MONDAY_9AM)).toBe(scheduled);
  expect(nextCheckScheduled(scheduled, null).nextCheckAt).toBeNull();
});
