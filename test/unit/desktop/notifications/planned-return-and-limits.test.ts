import { describe, expect, test } from 'vitest';
import {
  getNotificationSpecs,
  type NotificationModel,
} from '../../../../main/desktop/notifications/notification-model.ts';
import { trayMenu, trayTooltip, type TrayItem } from '../../../../main/desktop/tray/tray-model.ts';
import type { BreakLimitUsage } from '../../../../shared/preferences.ts';
import type { AppState, PlannedReturn } from '../../../../shared/state.ts';
import { translateInto } from '../../../support/texts.ts';
import { appState, MONDAY_9AM, confirmed } from '../../../support/app-state.ts';

const t = translateInto('en');
const MINUTE = 60_000;
const atLunch = { confirmed: confirmed({ status: 'rest', reason: 'Lunch' }) } as const;

function planned(change: Partial<PlannedReturn> = {}): AppState {
  const plannedReturn: PlannedReturn = {
    backAt: MONDAY_9AM + 17 * MINUTE,
    minutes: null,
    stage: 'planned',
    promptCount: 0,
    ...change,
  };
  return appState(atLunch, { plannedReturn });
}

function labels(items: TrayItem[]): string[] {
  return items.map((item) => (item.kind === 'separator' ? '—' : item.label));
}

describe('a planned return in the tray', () => {
  test('the tray shows a planned return by its time of day', () => {
    expect(trayTooltip(planned(), t, MONDAY_9AM)).toMatch(/^Rest · Lunch, since \d\d:00\nback at \d\d:17$/);
  });

  test('a planned return is offered only while away', () => {
    expect(labels(trayMenu(appState(atLunch), t, MONDAY_9AM))).toContain('Back in');
    expect(labels(trayMenu(appState({ confirmed: confirmed() }), t, MONDAY_9AM))).not.toContain('Back in');
  });

  test('the tray offers the two actions when the planned return is near', () => {
    expect(labels(trayMenu(planned(), t, MONDAY_9AM))).not.toContain("I'm back");
    const due = labels(trayMenu(planned({ stage: 'due', promptCount: 1 }), t, MONDAY_9AM));
    expect(due).toContain("I'm back");
    expect(due).toContain('5 more minutes');
    expect(due).toContain('time to be back');
  });
});

function getModels(state: AppState): NotificationModel[] {
  return getNotificationSpecs(state).map(({ render }) => render(t));
}

function occurrenceKeys(state: AppState): (readonly string[])[] {
  return getNotificationSpecs(state).map((news) => news.occurrenceKeys);
}

describe('a planned return in notifications', () => {
  test('a planned return is announced and prompted, with the same two actions', () => {
    const actions = ['confirmReturn', 'extendReturn'];
    expect(getModels(planned())).toEqual([]);
    expect(getModels(planned({ stage: 'soon' }))).toEqual([
      {
        title: '2 minutes left',
        body: expect.stringMatching(/^Rest · Lunch ends at \d\d:17\.$/) as string,
        urgent: false,
        actions,
      },
    ]);
    expect(getModels(planned({ stage: 'due', promptCount: 1 }))).toMatchObject([
      { title: 'Time to be back', urgent: true, actions },
    ]);
  });

  test('each prompt of a planned return is a new notification', () => {
    const [once, twice] = [
      planned({ stage: 'due', promptCount: 1 }),
      planned({ stage: 'due', promptCount: 2 }),
    ];
    expect(occurrenceKeys(twice)).not.toEqual(occurrenceKeys(once));
    expect(occurrenceKeys({ ...once, route: 'today' })).toEqual(occurrenceKeys(once));
  });

  test('a planned return in less than two minutes is not announced', () => {
    const [reminder] = getNotificationSpecs(planned({ stage: 'soon' }));
    expect(reminder?.isNewSince(appState(atLunch))).toBe(false);
    expect(reminder?.isNewSince(planned())).toBe(true);
  });

  test('the notification of a planned return names no unknown status', () => {
    const unknown = { ...planned({ stage: 'soon' }), agent: appState().agent };
    expect(getModels(unknown)).toMatchObject([
      { body: expect.stringMatching(/^back at \d\d:17$/) as string },
    ]);
  });
});

describe('a limit of breaks in notifications', () => {
  const use = (state: BreakLimitUsage['state'], change: Partial<BreakLimitUsage> = {}): BreakLimitUsage => ({
    status: 'rest',
    reason: 'Lunch',
    breakUsedMs: 25 * MINUTE,
    breakLimitMs: 30 * MINUTE,
    dayUsedMs: 25 * MINUTE,
    dayLimitMs: null,
    state,
    ...change,
  });
  const used = (state: BreakLimitUsage['state'], change?: Partial<BreakLimitUsage>) =>
    appState(atLunch, { breakLimitUsage: [use(state, change)] });

  test('a break limit is notified before and when it is reached', () => {
    expect(getModels(used('ok'))).toEqual([]);
    expect(getModels(used('warning'))).toEqual([
      { title: 'Rest · Lunch: close to the limit', body: '25 min of 30 min used.', urgent: false },
    ]);
    expect(getModels(used('breached'))).toMatchObject([
      { title: 'Rest · Lunch: limit reached', urgent: true },
    ]);
    expect(occurrenceKeys(used('breached'))).not.toEqual(occurrenceKeys(used('warning')));
  });

  test('the notification names the closer one of two limits', () => {
    const day = { dayUsedMs: 59 * MINUTE, dayLimitMs: 60 * MINUTE };
    expect(getModels(used('warning', day))).toMatchObject([{ body: '59 min of 1 h 0 min used.' }]);
    expect(getModels(used('warning', { ...day, breakLimitMs: null }))).toMatchObject([
      { body: '59 min of 1 h 0 min used.' },
    ]);
  });

  test('a break limit is notified only during its break, and once for each break', () => {
    expect(getModels({ ...used('breached'), agent: appState({ confirmed: confirmed() }).agent })).toEqual([]);
    const later = confirmed({ status: 'rest', reason: 'Lunch', since: MONDAY_9AM + MINUTE });
    expect(occurrenceKeys({ ...used('breached'), agent: appState({ confirmed: later }).agent })).not.toEqual(
      occurrenceKeys(used('breached')),
    );
  });
});
