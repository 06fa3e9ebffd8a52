import { expect, test } from 'vitest';
import { toEntries } from '../../../main/activity/log/state-to-entries.ts';
import {
  initialAgentState,
  statusConfirmed,
  readingReceived,
  switchConfirmed,
} from '../../../main/status/state.ts';
import type { AgentState } from '../../../shared/state.ts';
import { failureReport, MONDAY_9AM, confirmed, intent } from '../../support/app-state.ts';

const kindsOf = (before: AgentState, after: AgentState) =>
  toEntries(before, after, MONDAY_9AM).map(({ kind }) => kind);
const initial = initialAgentState();
const free = { ...initial, confirmed: confirmed() };
const readFree = { status: 'free', reason: '', since: null, afterCall: null } as const;
const readLunch = { status: 'rest', reason: 'Lunch', since: null, afterCall: null } as const;

test('a first reading is logged as a seen status, and the same one again is not', () => {
  expect(kindsOf(initial, statusConfirmed(initial, readFree, MONDAY_9AM))).toEqual(['statusSeen']);
  expect(kindsOf(free, statusConfirmed(free, readFree, MONDAY_9AM + 1))).toEqual([]);
});

test('a confirmed switch is logged as its receipt and an external change as such, and neither as a seen status, too', () => {
  const after = switchConfirmed(
    { ...free, intent: intent() },
    intent(),
    { reason: 'Lunch', requestId: 'r', previous: null },
    MONDAY_9AM,
  );
  expect(toEntries(free, after, MONDAY_9AM)).toEqual([
    { kind: 'switched', at: MONDAY_9AM, ...after.receipt },
  ]);
  expect(kindsOf(free, readingReceived(free, readLunch, MONDAY_9AM))).toEqual(['externalChange']);
});

test('an invalidation is logged once, and the reading that ends it as a seen status', () => {
  const invalidated = { ...free, confirmed: confirmed({ isValid: false }) };
  expect(kindsOf(free, invalidated)).toEqual(['statusInvalidated']);
  expect(kindsOf(invalidated, { ...invalidated })).toEqual([]);
  expect(kindsOf(invalidated, free)).toEqual(['statusSeen']);
  expect(kindsOf(free, initial)).toEqual(['statusInvalidated']);
});

test('a failure is logged when the retries have ended', () => {
  const waiting = { ...free, intent: intent(), failure: failureReport() };
  expect(kindsOf({ ...free, intent: intent() }, waiting)).toEqual([]);
  expect(kindsOf(waiting, { ...waiting, intent: null })).toEqual(['failed']);
  const failedAtOnce = { ...free, failure: failureReport() };
  expect(kindsOf({ ...free, intent: intent() }, failedAtOnce)).toEqual(['failed']);
  expect(kindsOf(failedAtOnce, { ...failedAtOnce })).toEqual([]);
});
