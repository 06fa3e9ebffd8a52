import { expect, test } from 'vitest';
import { newsOf, type News } from '../../../main/desktop/notification-view.ts';
import { read } from '../../../main/status/state.ts';
import type { AppState, Receipt } from '../../../preload/contract/state.ts';
import { translateInto } from '../../support/texts.ts';
import { appState, failureReport, NINE, proved, wish } from '../../support/app-state.ts';

const t = translateInto('en');
const MINUTE = 60_000;
const receipt: Receipt = {
  from: null,
  to: { status: 'rest', reason: 'Lunch' },
  source: 'shortcut',
  askedAt: NINE,
  provedAt: NINE + 100,
  attempts: 1,
  requestId: 'id',
};
const atLunch = proved({ status: 'rest', reason: 'Lunch' });

function only(state: AppState): News {
  const [news, ...more] = newsOf(state);
  expect(more).toEqual([]);
  if (!news) throw new Error('nothing to say');
  return news;
}

const title = (state: AppState) => only(state).words(t).title;
const marks = (state: AppState) => only(state).marks;

test('a state in which all is well says nothing', () => {
  expect(newsOf(appState())).toEqual([]);
  expect(newsOf(appState({ proved: proved() }))).toEqual([]);
});

test('a wish and its proof are ordinary news', () => {
  const asked = only(appState({ wish: wish() }));
  expect(asked.words(t)).toEqual({ title: 'Switching to Rest · Lunch…', body: '', urgent: false });
  const done = only(appState({ proved: atLunch, receipt }));
  expect(done.words(t)).toEqual({
    title: 'Rest · Lunch',
    body: 'Confirmed by the service.',
    urgent: false,
  });
  expect([asked.ordinary, done.ordinary]).toEqual([true, true]);
  expect(done.beganAfter(appState())).toBe(true);
  expect(done.beganAfter(appState({ proved: atLunch, receipt }))).toBe(false);
});

test('each wish is one of its own, whatever its attempt', () => {
  expect(marks(appState({ wish: wish({ id: 2 }) }))).not.toEqual(marks(appState({ wish: wish({ id: 1 }) })));
  expect(marks(appState({ wish: wish({ attempt: 7 }) }))).toEqual(marks(appState({ wish: wish() })));
});

test.each([
  ['another status holds', { proved: proved(), receipt }],
  ['another reason holds', { proved: proved({ status: 'rest', reason: 'Dinner' }), receipt }],
  ['it no longer holds', { proved: { ...atLunch, holds: false }, receipt }],
  ['nothing is known', { receipt }],
] as const)('a receipt is no news when %s', (_when, agent) => {
  expect(newsOf(appState(agent))).toEqual([]);
});

test('a switch that is for after the call ends in saying so', () => {
  const reserved = proved({ status: 'busy', afterCall: 'rest' });
  expect(title(appState({ proved: reserved, wish: wish() }))).toBe('Switching to Rest · Lunch…');
  expect(title(appState({ proved: reserved }))).toBe('Rest after this call');
  expect(only(appState({ proved: reserved })).beganAfter(appState())).toBe(false);
  expect(only(appState({ proved: reserved })).beganAfter(appState({ proved: proved() }))).toBe(true);
  const later = { ...reserved, confirmedAt: NINE + 1 };
  expect(marks(appState({ proved: later }))).toEqual(marks(appState({ proved: reserved })));
  const other = proved({ status: 'busy', afterCall: 'notReady' });
  expect(marks(appState({ proved: other }))).not.toEqual(marks(appState({ proved: reserved })));
});

test('a failure is urgent news, with what to do', () => {
  const failing = appState({ proved: proved(), failure: failureReport() });
  const { words, ordinary } = only(failing);
  expect(words(t)).toEqual({
    title: 'Still Free: the switch to Busy failed',
    body: expect.stringContaining('admin') as string,
    urgent: true,
  });
  expect(ordinary).toBe(false);
});

test.each([
  ['time', { at: NINE + 1 }],
  ['kind', { kind: 'inCall' }],
  ['code', { code: 'Other' }],
  ['RequestId', { requestId: 'other' }],
] as const)('a failure of another %s is another failure', (_what, change) => {
  expect(marks(appState({ failure: failureReport(change) }))).not.toEqual(
    marks(appState({ failure: failureReport() })),
  );
});

test('a change made elsewhere tells between which readings', () => {
  const seen = { status: 'rest', reason: 'Lunch', since: null, afterCall: null } as const;
  const agent = read(appState({ proved: proved() }).agent, seen, NINE + 5 * MINUTE);
  const { words } = only(appState(agent));
  expect(words(t)).toEqual({
    title: 'Changed elsewhere: Free → Rest · Lunch',
    body: expect.stringMatching(/^Between \d\d:00 and \d\d:05, not by Standby\.$/) as string,
    urgent: true,
  });
});

test('a wrong clock is said once, though by how much moves with every answer', () => {
  const wrong = (minutes: number) => appState({ clockAheadMs: minutes * MINUTE });
  expect(title(wrong(7))).toBe("This computer's clock is wrong by 7 min");
  expect(marks(wrong(8))).toEqual(marks(wrong(7)));
  expect(only(wrong(8)).claim).toBe(only(wrong(7)).claim);
});

test('everything that is so at once is there, the most important last', () => {
  const everything = appState(
    { proved: atLunch, failure: failureReport(), receipt, clockAheadMs: 10 * MINUTE },
    { plannedReturn: { backAt: NINE, stage: 'due', asked: 1 } },
  );
  expect(newsOf(everything).map(({ slot }) => slot)).toEqual(['switch', 'return', 'clock', 'failure']);
});
