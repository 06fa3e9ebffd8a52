import { expect, test } from 'vitest';
import { notificationFor } from '../../../main/desktop/notification-view.ts';
import type { Receipt } from '../../../preload/contract/state.ts';
import { translateInto } from '../../support/texts.ts';
import { appState, failureReport, NINE, proved, wish } from '../../support/app-state.ts';

const t = translateInto('en');
const receipt: Receipt = {
  from: null,
  to: { status: 'rest', reason: 'Lunch' },
  source: 'shortcut',
  askedAt: NINE,
  provedAt: NINE + 100,
  attempts: 1,
  requestId: 'id',
};

test('a wish and its proof are announced while the window is hidden', () => {
  const [idle, asked] = [appState(), appState({ wish: wish() })];
  const done = appState({ proved: proved({ status: 'rest', reason: 'Lunch' }), receipt });
  expect(notificationFor(idle, asked, t, false)?.title).toBe('Switching to Rest · Lunch…');
  expect(notificationFor(asked, done, t, false)?.title).toBe('Rest · Lunch');
});

test('a switch that is for after the call ends in saying so', () => {
  const [inCall, reserved] = [proved({ status: 'busy' }), proved({ status: 'busy', afterCall: 'rest' })];
  const asked = appState({ proved: inCall, wish: wish() });
  const done = appState({ proved: reserved });
  expect(notificationFor(asked, done, t, false)?.title).toBe('Rest after this call');
  expect(notificationFor(appState({ proved: inCall }), done, t, false)?.title).toBe('Rest after this call');
  // What was so at the start is no news.
  expect(notificationFor(appState(), done, t, false)).toBeNull();
  expect(
    notificationFor(done, appState({ proved: { ...reserved, confirmedAt: NINE + 1 } }), t, false),
  ).toBeNull();
});

test('the window that is open says it itself', () => {
  expect(notificationFor(appState(), appState({ wish: wish() }), t, true)).toBeNull();
});

test.each([true, false])('a failure is always announced, with what to do (window open: %s)', (visible) => {
  const failing = appState({ proved: proved(), failure: failureReport() });
  expect(notificationFor(appState({ proved: proved() }), failing, t, visible)).toMatchObject({
    title: 'Still Free: the switch to Busy failed',
    urgent: true,
  });
});

test('nothing is said twice', () => {
  const failing = appState({ failure: failureReport() });
  expect(notificationFor(failing, { ...failing, page: 'settings' }, t, false)).toBeNull();
});

test('the proof of an older wish is not announced while a newer one is on its way', () => {
  const before = appState({ wish: wish({ id: 2 }) });
  expect(notificationFor(before, appState({ wish: wish({ id: 2 }), receipt }), t, false)).toBeNull();
});
