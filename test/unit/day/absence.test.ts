import { expect, test } from 'vitest';
import { createAbsence } from '../../../main/day/absence.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../preload/contract/preferences.ts';
import type { AgentState } from '../../../preload/contract/state.ts';
import { appState, proved, wish } from '../../support/app-state.ts';
import { settled, virtualTime } from '../../support/unit/virtual-time.ts';

const short = { status: 'rest', reason: 'Short break' } as const;
const paperwork = { status: 'notReady', reason: '' } as const;

function setUp(preferences: Partial<Preferences>, agent: Partial<AgentState> = { proved: proved() }) {
  const time = virtualTime();
  let state = appState(agent).agent;
  const listeners = new Set<() => void>();
  const heard: string[] = [];
  const absence = createAbsence({
    time,
    preferences: () => ({ ...DEFAULT_PREFERENCES, ...preferences }),
    agent: () => state,
    choose: ({ status, reason }, source) => {
      heard.push(`${status} ${reason} (${source})`.replace('  ', ' '));
      state = { ...state, wish: wish({ choice: { status, reason }, source }) };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    note: (cause) => heard.push(`noted ${cause}`),
    due: () => heard.push('asked'),
  });
  const become = (next: Partial<AgentState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  return { time, absence, heard, become, listeners };
}

test('nothing happens by itself until it is asked for', async () => {
  const { absence, heard, time } = setUp({});
  absence.left('lock');
  absence.left('sleep');
  absence.left('idle');
  absence.back();
  await absence.farewell();
  expect(heard).toEqual([]);
  expect(time.pending()).toBe(0);
});

test('who locks the screen while free is set away, and asked when they are back', () => {
  const { absence, heard, become } = setUp({ whenLocked: short });
  absence.left('lock');
  become({ wish: null, proved: proved(short) });
  absence.back();
  expect(heard).toEqual(['noted lock', 'rest Short break (lock)', 'asked']);
});

test('each way of leaving has its own status', () => {
  const { absence, heard } = setUp({ whenAsleep: paperwork, whenIdle: { minutes: 5, choice: short } });
  absence.left('lock');
  absence.left('idle');
  expect(heard).toEqual(['noted idle', 'rest Short break (idle)']);
});

test.each([
  ['away already', { proved: proved(paperwork) }],
  ['in a call', { proved: proved({ status: 'busy' }) }],
  ['on the way to be away', { proved: proved(), wish: wish({ choice: paperwork }) }],
  ['of unknown status', { proved: proved({ holds: false }) }],
] as const)('who is %s is left alone', (_what, agent) => {
  const { absence, heard } = setUp({ whenLocked: short }, agent);
  absence.left('lock');
  expect(heard).toEqual([]);
});

test('who is about to be free counts as free', () => {
  const going = wish({ choice: { status: 'free', reason: '' } });
  const { absence, heard } = setUp({ whenLocked: short }, { proved: proved(paperwork), wish: going });
  absence.left('lock');
  expect(heard).toContain('rest Short break (lock)');
});

test('who has chosen something else meanwhile is not asked', () => {
  const { absence, heard, become } = setUp({ whenLocked: short });
  absence.left('lock');
  become({ wish: null, proved: proved(paperwork) });
  absence.back();
  expect(heard).not.toContain('asked');
});

test('who went away by themselves is not asked', () => {
  const { absence, heard } = setUp({ whenLocked: short }, { proved: proved(short) });
  absence.left('lock');
  absence.back();
  expect(heard).toEqual([]);
});

test('quitting waits for the proof', async () => {
  const { absence, heard, become, time, listeners } = setUp({ whenQuitting: short });
  let gone = false;
  void absence.farewell().then(() => {
    gone = true;
  });
  await time.advance(500);
  expect(gone).toBe(false);
  become({ wish: null, proved: proved(short) });
  await settled();
  expect(gone).toBe(true);
  expect(heard).toEqual(['noted quit', 'rest Short break (quit)']);
  expect([time.pending(), listeners.size]).toEqual([0, 0]);
});

test('quitting waits three seconds at most', async () => {
  const { absence, time } = setUp({ whenQuitting: short });
  let gone = false;
  void absence.farewell().then(() => {
    gone = true;
  });
  await time.advance(2_999);
  expect(gone).toBe(false);
  await time.advance(1);
  expect(gone).toBe(true);
});
