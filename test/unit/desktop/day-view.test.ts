import { describe, expect, test } from 'vitest';
import { notificationFor } from '../../../main/desktop/notification-view.ts';
import { trayMenu, trayTooltip, type TrayItem } from '../../../main/desktop/tray-view.ts';
import { DEFAULT_PREFERENCES, type BudgetUse } from '../../../preload/contract/preferences.ts';
import type { AppState, PlannedReturn } from '../../../preload/contract/state.ts';
import { translateInto } from '../../support/texts.ts';
import { appState, NINE, proved, wish } from '../../support/app-state.ts';

const t = translateInto('en');
const MINUTE = 60_000;
const atLunch = { proved: proved({ status: 'rest', reason: 'Lunch' }) } as const;

function planned(change: Partial<PlannedReturn> = {}): AppState {
  const plannedReturn: PlannedReturn = { backAt: NINE + 17 * MINUTE, stage: 'planned', asked: 0, ...change };
  return appState(atLunch, { plannedReturn });
}

function labels(items: TrayItem[]): string[] {
  return items.map((item) => (item.kind === 'separator' ? '—' : item.label));
}

describe('a planned return in the tray', () => {
  test('is told by its time of day', () => {
    expect(trayTooltip(planned(), t, NINE)).toMatch(/^Rest · Lunch, since \d\d:00\nback at \d\d:17$/);
  });

  test('is offered while away, and only then', () => {
    expect(labels(trayMenu(appState(atLunch), t, NINE))).toContain('Back in');
    expect(labels(trayMenu(appState({ proved: proved() }), t, NINE))).not.toContain('Back in');
  });

  test('brings its two answers when it is near', () => {
    expect(labels(trayMenu(planned(), t, NINE))).not.toContain("I'm back");
    const due = labels(trayMenu(planned({ stage: 'due', asked: 1 }), t, NINE));
    expect(due).toContain("I'm back");
    expect(due).toContain('5 more minutes');
    expect(due).toContain('time to be back');
  });
});

describe('a planned return in notifications', () => {
  test('reminds, asks, and asks again, each once', () => {
    const soon = planned({ stage: 'soon' });
    const due = planned({ stage: 'due', asked: 1 });
    expect(notificationFor(planned(), soon, t, true)?.title).toBe('Back in 2 minutes');
    expect(notificationFor(soon, due, t, true)).toMatchObject({
      title: 'Time to be back',
      urgent: true,
      actions: ['imBack', 'fiveMore'],
    });
    expect(notificationFor(due, planned({ stage: 'due', asked: 2 }), t, true)?.title).toBe('Time to be back');
    expect(notificationFor(due, { ...due, page: 'today' }, t, true)).toBeNull();
  });

  test('a plan of less than two minutes needs no reminder', () => {
    expect(notificationFor(appState(atLunch), planned({ stage: 'soon' }), t, true)).toBeNull();
  });
});

describe('a limit of breaks in notifications', () => {
  const use = (state: BudgetUse['state']): BudgetUse => ({
    status: 'rest',
    reason: 'Lunch',
    breakUsedMs: 25 * MINUTE,
    breakLimitMs: 30 * MINUTE,
    dayUsedMs: 25 * MINUTE,
    dayLimitMs: null,
    state,
  });
  const used = (state: BudgetUse['state']) => appState(atLunch, { budgets: [use(state)] });

  test('is warned of before it is reached, and said when it is', () => {
    expect(notificationFor(used('ok'), used('warning'), t, true)).toEqual({
      title: 'Rest · Lunch: nearly used up',
      body: '25 min of 30 min used.',
      urgent: false,
    });
    expect(notificationFor(used('warning'), used('breached'), t, true)).toMatchObject({
      title: 'Rest · Lunch: limit reached',
      urgent: true,
    });
    expect(notificationFor(used('warning'), { ...used('warning') }, t, true)).toBeNull();
  });
});

test('quiet leaves out what only confirms, and keeps what needs an answer', () => {
  const preferences = { ...DEFAULT_PREFERENCES, quiet: true };
  const quiet = (state: AppState): AppState => ({ ...state, preferences });
  expect(notificationFor(appState(), quiet(appState({ wish: wish() })), t, false)).toBeNull();
  expect(
    notificationFor(planned({ stage: 'soon' }), quiet(planned({ stage: 'due', asked: 1 })), t, false)?.title,
  ).toBe('Time to be back');
});
