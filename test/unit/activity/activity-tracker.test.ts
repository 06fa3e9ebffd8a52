import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createActivityTracker } from '../../../main/activity/activity-tracker.ts';
import { openActivityHistory } from '../../../main/activity/report/activity-history.ts';
import type { PlannedReturn } from '../../../shared/planned-return.ts';
import type { DaySummary } from '../../../main/activity/report/day-summary.ts';
import type { ReasonChoice } from '../../../shared/domain.ts';
import { DEFAULT_PREFERENCES, type BreakLimitUsage, type Preferences } from '../../../shared/preferences.ts';
import type { PlannedReturn as PublicReturn } from '../../../shared/state.ts';
import { appState, MONDAY_9AM, confirmed } from '../../support/app-state.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { MEI } from './support/entries.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const MINUTE = 60_000;
const lunch = { status: 'rest', reason: 'Lunch' } as const;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-day-'));
});
afterEach(() => removeFolder(folder));

function createHarness(
  preferences: Partial<Preferences> = {},
  savedReturn: PlannedReturn | null = null,
  canGoFree = false,
) {
  const time = createVirtualClock(MONDAY_9AM);
  const seen = {
    agent: appState().agent,
    shown: null as PublicReturn | null,
    saved: savedReturn,
    budgets: [] as BreakLimitUsage[],
    wentFree: 0,
    durations: [] as ReasonChoice[],
    choices: [] as ReasonChoice[],
  };
  const logSize = () => readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  const logBefore = logSize();
  const activityHistory = openActivityHistory({
    folder,
    time,
    version: '0.1.0',
    rule: () => ({ zone: 'UTC', resetHour: 0 }),
    account: () => MEI,
    adoptingAccount: () => MEI,
    retry: { platform: 'linux', setTimer: time.setTimer },
    onWriteError: (message) => {
      throw new Error(message);
    },
  });
  const activityTracker = createActivityTracker({
    time,
    activityHistory,
    preferences: () => ({ ...DEFAULT_PREFERENCES, ...preferences }),
    agent: () => seen.agent,
    agentPresence: () => ({ canGoFree, isScreenLocked: false }),
    savedReturn: () => savedReturn,
    saveReturn: (plan) => {
      seen.saved = plan;
    },
    showReturn: (shown) => {
      seen.shown = shown;
    },
    showLimitUsage: (budgets) => {
      seen.budgets = budgets;
    },
    goFree: () => {
      seen.wentFree += 1;
    },
    rememberDuration: (choice) => seen.durations.push(choice),
    rememberChoice: (choice) => seen.choices.push(choice),
  });
  // The constructor has no effects.
  expect([time.pending(), logSize(), seen.shown]).toEqual([0, logBefore, null]);
  activityHistory.start();
  activityHistory.start();
  activityTracker.start(appState().agent);
  const idle = appState().agent;
  const away = appState({ confirmed: confirmed({ ...lunch, since: MONDAY_9AM }) }).agent;
  return { time, activityTracker, activityHistory, seen, idle, away };
}

test('a planned return is counted down, announced, due, and prompted again', async () => {
  const { time, activityTracker, seen } = createHarness();
  activityTracker.planReturn({ minutes: 15 });
  expect(seen.shown).toEqual({
    backAt: MONDAY_9AM + 15 * MINUTE,
    minutes: 15,
    stage: 'planned',
    promptCount: 0,
  });
  await time.advance(13 * MINUTE);
  expect(seen.shown?.stage).toBe('soon');
  await time.advance(2 * MINUTE);
  expect(seen.shown).toMatchObject({ stage: 'due', promptCount: 1 });
  await time.advance(3 * MINUTE);
  expect(seen.shown?.promptCount).toBe(2);
  expect(seen.wentFree).toBe(0);
  activityTracker.extendReturn();
  expect(seen.shown?.stage).toBe('planned');
});

test('a due return sets Free only if the setting is on and the agent is present', async () => {
  for (const [preferences, canGoFree, freed] of [
    [{ autoFreeAtReturn: true }, true, 1],
    [{ autoFreeAtReturn: true }, false, 0],
    [{ autoFreeAtReturn: false }, true, 0],
  ] as const) {
    const { time, activityTracker, seen } = createHarness(preferences, null, canGoFree);
    activityTracker.planReturn({ backAt: MONDAY_9AM + 5 * MINUTE });
    await time.advance(6 * MINUTE);
    expect(seen.wentFree).toBe(freed);
    expect(seen.shown === null).toBe(freed === 1);
  }
});

test('a planned return survives a restart, and ends with the break', async () => {
  const { seen, activityTracker, time, away } = createHarness(
    {},
    { backAt: MONDAY_9AM + 10 * MINUTE, minutes: null, stage: { name: 'planned' } },
  );
  expect(seen.shown?.backAt).toBe(MONDAY_9AM + 10 * MINUTE);
  activityTracker.onAgentChange(away, appState({ confirmed: confirmed({ status: 'free' }) }).agent);
  expect([seen.shown, seen.saved]).toEqual([null, null]);
  await time.advance(20 * MINUTE);
  expect(seen.shown).toBeNull();
});

test('a planned return whose break ended while Standby was not running is dropped', () => {
  const saved = { backAt: MONDAY_9AM - MINUTE, minutes: null, stage: { name: 'planned' } } as const;
  const free = appState({ confirmed: confirmed({ status: 'free' }) }).agent;
  const known = createHarness({}, saved);
  known.activityTracker.start(free);
  expect([known.seen.shown, known.seen.saved]).toEqual([null, null]);
  // Also if the status is known only later, when the network is back.
  const late = createHarness({}, saved);
  late.activityTracker.onAgentChange(late.idle, free);
  expect([late.seen.shown, late.seen.saved]).toEqual([null, null]);
});

test('the first reading after a restart does not end the planned return', () => {
  const { seen, activityTracker, idle, away } = createHarness(
    {},
    { backAt: MONDAY_9AM + 10 * MINUTE, minutes: null, stage: { name: 'planned' } },
  );
  activityTracker.onAgentChange(idle, away);
  expect(seen.shown).not.toBeNull();
});

test('a break limit warns before it is reached', async () => {
  const breakLimits = [{ ...lunch, breakMinutes: 30, dayMinutes: null }];
  const { time, activityTracker, seen, idle, away } = createHarness({ breakLimits });
  activityTracker.onAgentChange(idle, away);
  // The day is read from its file, which takes real time.
  await activityTracker.refreshLimits();
  expect(seen.budgets).toMatchObject([{ ...lunch, breakLimitMs: 30 * MINUTE, state: 'ok' }]);
  await time.advance(25 * MINUTE);
  await activityTracker.refreshLimits();
  expect(seen.budgets[0]?.state).toBe('warning');
  await time.advance(6 * MINUTE);
  await activityTracker.refreshLimits();
  expect(seen.budgets[0]?.state).toBe('breached');
});

test('the day is read from its log, which passes verification', async () => {
  const { time, activityTracker, activityHistory, idle, away } = createHarness();
  activityTracker.onAgentChange(idle, away);
  await time.advance(10 * MINUTE);
  const report = await activityHistory.report(null);
  expect(report).toMatchObject({ day: '2026-11-23', later: null, switches: 0 });
  expect(report?.segments.at(-1)).toEqual({ ...lunch, from: MONDAY_9AM, to: time.now() + 1 });
  expect(report?.totals).toContainEqual({
    status: 'rest',
    milliseconds: 10 * MINUTE + 1,
    reasons: [{ reason: 'Lunch', milliseconds: 10 * MINUTE + 1 }],
  });
  expect(report?.changes.map(({ kind }) => kind)).toEqual(['statusSeen', 'started']);
});

test('a return that was missed while Standby was not running is prompted once it has started', () => {
  const { seen } = createHarness(
    { autoFreeAtReturn: true },
    { backAt: MONDAY_9AM - 10 * MINUTE, minutes: null, stage: { name: 'planned' } },
  );
  expect(seen).toMatchObject({ shown: { stage: 'due', promptCount: 1 }, wentFree: 0 });
});

test('a late result of the disk for the previous account changes no limit of the current one', async () => {
  const answers: ((today: DaySummary) => void)[] = [];
  const shown: BreakLimitUsage[][] = [];
  const budget = { status: 'rest', reason: 'Lunch', breakMinutes: null, dayMinutes: 60 } as const;
  const notCalled = () => {
    throw new Error('not asked for');
  };
  const day = createActivityTracker({
    time: createVirtualClock(MONDAY_9AM),
    activityHistory: {
      start: notCalled,
      onAccountChange: notCalled,
      recordChange: notCalled,
      append: notCalled,
      today: () => new Promise((resolve) => answers.push(resolve)),
      report: notCalled,
      csv: notCalled,
      prune: notCalled,
      close: notCalled,
      reopen: notCalled,
    },
    preferences: () => ({ ...DEFAULT_PREFERENCES, breakLimits: [budget] }),
    agent: notCalled,
    agentPresence: () => ({ canGoFree: false, isScreenLocked: false }),
    savedReturn: () => null,
    saveReturn: () => {},
    showReturn: () => {},
    showLimitUsage: (budgets) => shown.push(budgets),
    goFree: notCalled,
    rememberDuration: notCalled,
    rememberChoice: notCalled,
  });
  const lunchOf = (minutes: number): DaySummary => {
    const bounds = { from: MONDAY_9AM - 120 * MINUTE, to: MONDAY_9AM + 60 * MINUTE };
    const until = bounds.from + minutes * MINUTE;
    const segments = minutes === 0 ? [] : [{ ...lunch, from: bounds.from, to: until, isCertain: true }];
    return { ...bounds, segments, running: null, totals: [], reasons: [], switches: 0, lines: [] };
  };
  const before = day.refreshLimits();
  const now = day.refreshLimits();
  answers[1]?.(lunchOf(0));
  await now;
  answers[0]?.(lunchOf(50));
  await before;
  expect(shown.map(([use]) => use?.dayUsedMs)).toEqual([0]);
});
