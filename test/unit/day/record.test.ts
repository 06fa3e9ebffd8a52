import { expect, test } from 'vitest';
import { entriesOf } from '../../../main/day/record.ts';
import { initialAgentState, observed, read, switched } from '../../../main/status/state.ts';
import type { AgentState } from '../../../preload/contract/state.ts';
import { failureReport, NINE, proved, wish } from '../../support/app-state.ts';

const kindsOf = (before: AgentState, after: AgentState) =>
  entriesOf(before, after, NINE).map(({ kind }) => kind);
const nothing = initialAgentState();
const free = { ...nothing, proved: proved() };
const seenFree = { status: 'free', reason: '', since: null, afterCall: null } as const;
const seenLunch = { status: 'rest', reason: 'Lunch', since: null, afterCall: null } as const;

test('a first reading is an observation, the same one again is not', () => {
  expect(kindsOf(nothing, observed(nothing, seenFree, NINE))).toEqual(['observed']);
  expect(kindsOf(free, observed(free, seenFree, NINE + 1))).toEqual([]);
});

test('a proved switch is its receipt, a change made elsewhere a drift, and neither is an observation too', () => {
  const after = switched(
    { ...free, wish: wish() },
    wish(),
    { reason: 'Lunch', requestId: 'r', previous: null },
    NINE,
  );
  expect(entriesOf(free, after, NINE)).toEqual([{ kind: 'switched', at: NINE, ...after.receipt }]);
  expect(kindsOf(free, read(free, seenLunch, NINE))).toEqual(['drift']);
});

test('a doubt is noted once, and what ends it is an observation', () => {
  const doubted = { ...free, proved: proved({ holds: false }) };
  expect(kindsOf(free, doubted)).toEqual(['doubted']);
  expect(kindsOf(doubted, { ...doubted })).toEqual([]);
  expect(kindsOf(doubted, free)).toEqual(['observed']);
  expect(kindsOf(free, nothing)).toEqual(['doubted']);
});

test('a failure is one when nobody tries any more', () => {
  const waiting = { ...free, wish: wish(), failure: failureReport() };
  expect(kindsOf({ ...free, wish: wish() }, waiting)).toEqual([]);
  expect(kindsOf(waiting, { ...waiting, wish: null })).toEqual(['failed']);
  const failedAtOnce = { ...free, failure: failureReport() };
  expect(kindsOf({ ...free, wish: wish() }, failedAtOnce)).toEqual(['failed']);
  expect(kindsOf(failedAtOnce, { ...failedAtOnce })).toEqual([]);
});
