import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAgentDay } from '../../../main/day/agent-day.ts';
import { openDiary } from '../../../main/day/diary.ts';
import type { PlannedReturn } from '../../../main/day/planned-return.ts';
import {
  DEFAULT_PREFERENCES,
  type BudgetUse,
  type Preferences,
} from '../../../preload/contract/preferences.ts';
import type { PlannedReturn as ShownReturn } from '../../../preload/contract/state.ts';
import { appState, NINE, proved } from '../../support/app-state.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

const MINUTE = 60_000;
const lunch = { status: 'rest', reason: 'Lunch' } as const;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-day-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function setUp(
  preferences: Partial<Preferences> = {},
  savedReturn: PlannedReturn | null = null,
  mayFree = false,
) {
  const time = virtualTime(NINE);
  const seen = {
    shown: null as ShownReturn | null,
    saved: savedReturn,
    budgets: [] as BudgetUse[],
    wentFree: 0,
  };
  const logSize = () => readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  const logBefore = logSize();
  const diary = openDiary({
    folder,
    time,
    version: '0.1.0',
    rule: () => ({ zone: 'UTC', resetHour: 0 }),
    onTrouble: (message) => {
      throw new Error(message);
    },
  });
  const day = createAgentDay({
    time,
    diary,
    preferences: () => ({ ...DEFAULT_PREFERENCES, ...preferences }),
    atTheDesk: () => ({ mayFree, shut: false }),
    savedReturn: () => savedReturn,
    saveReturn: (plan) => {
      seen.saved = plan;
    },
    showReturn: (shown) => {
      seen.shown = shown;
    },
    showBudgets: (budgets) => {
      seen.budgets = budgets;
    },
    goFree: () => {
      seen.wentFree += 1;
    },
  });
  // Nothing happens while it is made.
  expect([time.pending(), logSize(), seen.shown]).toEqual([0, logBefore, null]);
  diary.start();
  day.start(appState().agent);
  const idle = appState().agent;
  const away = appState({ proved: proved({ ...lunch, since: NINE }) }).agent;
  return { time, day, diary, seen, idle, away };
}

test('a planned return is counted down, reminded of, due, and asked for again', async () => {
  const { time, day, seen } = setUp();
  day.planReturn(NINE + 15 * MINUTE);
  expect(seen.shown).toEqual({ backAt: NINE + 15 * MINUTE, stage: 'planned', asked: 0 });
  await time.advance(13 * MINUTE);
  expect(seen.shown?.stage).toBe('soon');
  await time.advance(2 * MINUTE);
  expect(seen.shown).toMatchObject({ stage: 'due', asked: 1 });
  await time.advance(3 * MINUTE);
  expect(seen.shown?.asked).toBe(2);
  expect(seen.wentFree).toBe(0);
  day.fiveMore();
  expect(seen.shown?.stage).toBe('planned');
});

test('it frees by itself only where that was asked for and somebody is there', async () => {
  for (const [preferences, mayFree, freed] of [
    [{ freeWhenDue: true }, true, 1],
    [{ freeWhenDue: true }, false, 0],
    [{ freeWhenDue: false }, true, 0],
  ] as const) {
    const { time, day, seen } = setUp(preferences, null, mayFree);
    day.planReturn(NINE + 5 * MINUTE);
    await time.advance(6 * MINUTE);
    expect(seen.wentFree).toBe(freed);
    expect(seen.shown === null).toBe(freed === 1);
  }
});

test('it survives a restart, and ends with the break', async () => {
  const { seen, day, time, away } = setUp({}, { backAt: NINE + 10 * MINUTE, stage: { name: 'planned' } });
  expect(seen.shown?.backAt).toBe(NINE + 10 * MINUTE);
  day.follow(away, appState({ proved: proved({ status: 'free' }) }).agent);
  expect([seen.shown, seen.saved]).toEqual([null, null]);
  await time.advance(20 * MINUTE);
  expect(seen.shown).toBeNull();
});

test('a plan whose break has ended while Standby was not running is dropped', () => {
  const saved = { backAt: NINE - MINUTE, stage: { name: 'planned' } } as const;
  const free = appState({ proved: proved({ status: 'free' }) }).agent;
  const known = setUp({}, saved);
  known.day.start(free);
  expect([known.seen.shown, known.seen.saved]).toEqual([null, null]);
  // Or it turns out later, when the network is back.
  const late = setUp({}, saved);
  late.day.follow(late.idle, free);
  expect([late.seen.shown, late.seen.saved]).toEqual([null, null]);
});

test('the first reading after a restart does not end the plan', () => {
  const { seen, day, idle, away } = setUp({}, { backAt: NINE + 10 * MINUTE, stage: { name: 'planned' } });
  day.follow(idle, away);
  expect(seen.shown).not.toBeNull();
});

test('the use of a limit is warned of before it is reached', async () => {
  const budgets = [{ ...lunch, breakMinutes: 30, dayMinutes: null }];
  const { time, day, seen, idle, away } = setUp({ budgets });
  day.follow(idle, away);
  // The day is read from its file: real work, outside of virtual time.
  await day.lookAtBudgets();
  expect(seen.budgets).toMatchObject([{ ...lunch, breakLimitMs: 30 * MINUTE, state: 'ok' }]);
  await time.advance(25 * MINUTE);
  await day.lookAtBudgets();
  expect(seen.budgets[0]?.state).toBe('warning');
  await time.advance(6 * MINUTE);
  await day.lookAtBudgets();
  expect(seen.budgets[0]?.state).toBe('breached');
});

test('the day is told from its log, which verifies', async () => {
  const { time, day, diary, idle, away } = setUp();
  day.follow(idle, away);
  await time.advance(10 * MINUTE);
  const report = await diary.report(null);
  expect(report).toMatchObject({ day: '2026-11-23', later: null, switches: 0 });
  expect(report?.segments.at(-1)).toEqual({ ...lunch, from: NINE, to: time.now() + 1 });
  expect(report?.totals).toContainEqual({
    status: 'rest',
    milliseconds: 10 * MINUTE + 1,
    reasons: [{ reason: 'Lunch', milliseconds: 10 * MINUTE + 1 }],
  });
  expect(report?.changes.map(({ kind }) => kind)).toEqual(['observed', 'started']);
  expect(await diary.verify()).toMatchObject({ outcome: 'intact' });
});

test('a return that was missed while Standby was not running is asked for once it has started', () => {
  const { seen } = setUp({ freeWhenDue: true }, { backAt: NINE - 10 * MINUTE, stage: { name: 'planned' } });
  expect(seen).toMatchObject({ shown: { stage: 'due', asked: 1 }, wentFree: 0 });
});
