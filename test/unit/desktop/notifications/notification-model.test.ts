import { expect, test } from 'vitest';
import {
  getNotificationSpecs,
  type NotificationSpec,
} from '../../../../main/desktop/notifications/notification-model.ts';
import { readingReceived } from '../../../../main/status/state.ts';
import type { AppState, Receipt } from '../../../../shared/state.ts';
import { translateInto } from '../../../support/texts.ts';
import { appState, failureReport, MONDAY_9AM, confirmed, intent } from '../../../support/app-state.ts';

const t = translateInto('en');
const MINUTE = 60_000;
const receipt: Receipt = {
  from: null,
  to: { status: 'rest', reason: 'Lunch' },
  source: 'shortcut',
  requestedAt: MONDAY_9AM,
  confirmedAt: MONDAY_9AM + 100,
  attempts: 1,
  requestId: 'id',
};
const atLunch = confirmed({ status: 'rest', reason: 'Lunch' });

function only(state: AppState): NotificationSpec {
  const [spec, ...more] = getNotificationSpecs(state);
  expect(more).toEqual([]);
  if (!spec) throw new Error('nothing to say');
  return spec;
}

const title = (state: AppState) => only(state).render(t).title;
const occurrenceKeys = (state: AppState) => only(state).occurrenceKeys;

test('a state without problems has no notifications', () => {
  expect(getNotificationSpecs(appState())).toEqual([]);
  expect(getNotificationSpecs(appState({ confirmed: confirmed() }))).toEqual([]);
});

test('an intent and its confirmation are ordinary notifications', () => {
  const asked = only(appState({ intent: intent() }));
  expect(asked.render(t)).toEqual({ title: 'Switching to Rest · Lunch…', body: '', urgent: false });
  const done = only(appState({ confirmed: atLunch, receipt }));
  expect(done.render(t)).toEqual({
    title: 'Rest · Lunch',
    body: 'Confirmed by the contact center.',
    urgent: false,
  });
  expect([asked.kind, done.kind]).toEqual(['progress', 'confirmation']);
  expect(done.isNewSince(appState())).toBe(true);
  expect(done.isNewSince(appState({ confirmed: atLunch, receipt }))).toBe(false);
});

test('each intent has its own notification, whatever its attempt', () => {
  expect(occurrenceKeys(appState({ intent: intent({ id: 2 }) }))).not.toEqual(
    occurrenceKeys(appState({ intent: intent({ id: 1 }) })),
  );
  expect(occurrenceKeys(appState({ intent: intent({ attempt: 7 }) }))).toEqual(
    occurrenceKeys(appState({ intent: intent() })),
  );
});

test.each([
  ['another status is confirmed', { confirmed: confirmed(), receipt }],
  ['another reason is confirmed', { confirmed: confirmed({ status: 'rest', reason: 'Dinner' }), receipt }],
  ['the confirmed status is invalidated', { confirmed: { ...atLunch, isValid: false }, receipt }],
  ['nothing is known', { receipt }],
] as const)('a receipt is not notified if %s', (_when, agent) => {
  expect(getNotificationSpecs(appState(agent))).toEqual([]);
});

test('a switch that takes effect after the call is notified as reserved', () => {
  const reserved = confirmed({ status: 'busy', afterCall: 'rest' });
  expect(title(appState({ confirmed: reserved, intent: intent() }))).toBe('Switching to Rest · Lunch…');
  expect(title(appState({ confirmed: reserved }))).toBe('Rest after this call');
  expect(only(appState({ confirmed: reserved })).isNewSince(appState())).toBe(false);
  expect(only(appState({ confirmed: reserved })).isNewSince(appState({ confirmed: confirmed() }))).toBe(true);
  const later = { ...reserved, confirmedAt: MONDAY_9AM + 1 };
  expect(occurrenceKeys(appState({ confirmed: later }))).toEqual(
    occurrenceKeys(appState({ confirmed: reserved })),
  );
  const other = confirmed({ status: 'busy', afterCall: 'notReady' });
  expect(occurrenceKeys(appState({ confirmed: other }))).not.toEqual(
    occurrenceKeys(appState({ confirmed: reserved })),
  );
});

test('a failure is an urgent notification that names the cause and what to do', () => {
  const failing = appState({ confirmed: confirmed(), failure: failureReport() });
  const { render, kind } = only(failing);
  expect(render(t)).toEqual({
    title: "Still Free. Couldn't switch to Busy",
    body: expect.stringMatching(/^This key doesn't have permission to do that\. Ask your admin/) as string,
    urgent: true,
  });
  expect(kind).toBe('event');
});

test.each([
  ['time', { at: MONDAY_9AM + 1 }],
  ['kind', { kind: 'inCall' }],
  ['code', { code: 'Other' }],
  ['RequestId', { requestId: 'other' }],
] as const)('a failure of another %s is another notification', (_what, change) => {
  expect(occurrenceKeys(appState({ failure: failureReport(change) }))).not.toEqual(
    occurrenceKeys(appState({ failure: failureReport() })),
  );
});

test('the notification of an external change names the two readings around it', () => {
  const seen = { status: 'rest', reason: 'Lunch', since: null, afterCall: null } as const;
  const agent = readingReceived(appState({ confirmed: confirmed() }).agent, seen, MONDAY_9AM + 5 * MINUTE);
  const { render } = only(appState(agent));
  expect(render(t)).toEqual({
    title: 'Changed elsewhere: Free → Rest · Lunch',
    body: expect.stringMatching(/^Between \d\d:00 and \d\d:05, not by Standby\.$/) as string,
    urgent: true,
  });
});

test('a wrong clock is notified once, although the difference changes with every response', () => {
  const wrong = (minutes: number) => appState({ clockSkewMs: minutes * MINUTE });
  expect(title(wrong(7))).toBe("This computer's clock is off by 7 min");
  expect(occurrenceKeys(wrong(8))).toEqual(occurrenceKeys(wrong(7)));
  expect(only(wrong(8)).contentKey).toBe(only(wrong(7)).contentKey);
});

test('all notifications of a state are listed, the most important one last', () => {
  const everything = appState(
    { confirmed: atLunch, failure: failureReport(), receipt, clockSkewMs: 10 * MINUTE },
    { plannedReturn: { backAt: MONDAY_9AM, minutes: null, stage: 'due', promptCount: 1 } },
  );
  expect(getNotificationSpecs(everything).map(({ slot }) => slot)).toEqual([
    'switch',
    'return',
    'clock',
    'failure',
  ]);
});
