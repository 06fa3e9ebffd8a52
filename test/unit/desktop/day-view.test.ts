import { describe, expect, test } from 'vitest';
import { newsOf, type Announcement } from '../../../main/desktop/notification-view.ts';
import { trayMenu, trayTooltip, type TrayItem } from '../../../main/desktop/tray-view.ts';
import type { BudgetUse } from '../../../preload/contract/preferences.ts';
import type { AppState, PlannedReturn } from '../../../preload/contract/state.ts';
import { translateInto } from '../../support/texts.ts';
import { appState, NINE, proved } from '../../support/app-state.ts';

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

function said(state: AppState): Announcement[] {
  return newsOf(state).map(({ words }) => words(t));
}

function marks(state: AppState): (readonly string[])[] {
  return newsOf(state).map((news) => news.marks);
}

describe('a planned return in notifications', () => {
  test('is reminded of and asked for, with the same two answers', () => {
    const actions = ['imBack', 'fiveMore'];
    expect(said(planned())).toEqual([]);
    expect(said(planned({ stage: 'soon' }))).toEqual([
      {
        title: 'Back in 2 minutes',
        body: expect.stringMatching(/^Your Rest · Lunch ends at \d\d:17\.$/) as string,
        urgent: false,
        actions,
      },
    ]);
    expect(said(planned({ stage: 'due', asked: 1 }))).toMatchObject([
      { title: 'Time to be back', urgent: true, actions },
    ]);
  });

  test('is another question each time it is asked', () => {
    const [once, twice] = [planned({ stage: 'due', asked: 1 }), planned({ stage: 'due', asked: 2 })];
    expect(marks(twice)).not.toEqual(marks(once));
    expect(marks({ ...once, page: 'today' })).toEqual(marks(once));
  });

  test('a plan of less than two minutes needs no reminder', () => {
    const [reminder] = newsOf(planned({ stage: 'soon' }));
    expect(reminder?.beganAfter(appState(atLunch))).toBe(false);
    expect(reminder?.beganAfter(planned())).toBe(true);
  });

  test('claims no status that is not known', () => {
    const unknown = { ...planned({ stage: 'soon' }), agent: appState().agent };
    expect(said(unknown)).toMatchObject([{ body: expect.stringMatching(/^back at \d\d:17$/) as string }]);
  });
});

describe('a limit of breaks in notifications', () => {
  const use = (state: BudgetUse['state'], change: Partial<BudgetUse> = {}): BudgetUse => ({
    status: 'rest',
    reason: 'Lunch',
    breakUsedMs: 25 * MINUTE,
    breakLimitMs: 30 * MINUTE,
    dayUsedMs: 25 * MINUTE,
    dayLimitMs: null,
    state,
    ...change,
  });
  const used = (state: BudgetUse['state'], change?: Partial<BudgetUse>) =>
    appState(atLunch, { budgets: [use(state, change)] });

  test('is warned of before it is reached, and said when it is', () => {
    expect(said(used('ok'))).toEqual([]);
    expect(said(used('warning'))).toEqual([
      { title: 'Rest · Lunch: nearly used up', body: '25 min of 30 min used.', urgent: false },
    ]);
    expect(said(used('breached'))).toMatchObject([{ title: 'Rest · Lunch: limit reached', urgent: true }]);
    expect(marks(used('breached'))).not.toEqual(marks(used('warning')));
  });

  test('is told by the limit that is nearer', () => {
    const day = { dayUsedMs: 59 * MINUTE, dayLimitMs: 60 * MINUTE };
    expect(said(used('warning', day))).toMatchObject([{ body: '59 min of 1 h 0 min used.' }]);
    expect(said(used('warning', { ...day, breakLimitMs: null }))).toMatchObject([
      { body: '59 min of 1 h 0 min used.' },
    ]);
  });

  test('is said while that break runs, and for each break', () => {
    expect(said({ ...used('breached'), agent: appState({ proved: proved() }).agent })).toEqual([]);
    const later = proved({ status: 'rest', reason: 'Lunch', since: NINE + MINUTE });
    expect(marks({ ...used('breached'), agent: appState({ proved: later }).agent })).not.toEqual(
      marks(used('breached')),
    );
  });
});
