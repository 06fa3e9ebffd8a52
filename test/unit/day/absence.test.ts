import { expect, test } from 'vitest';
import { createAbsence } from '../../../main/day/absence.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../preload/contract/preferences.ts';
import type { AgentState } from '../../../preload/contract/state.ts';
import { appState, proved, wish } from '../../support/app-state.ts';
import { settled, virtualTime } from '../../support/unit/virtual-time.ts';

const short = { status: 'rest', reason: 'Short break' } as const;
const paperwork = { status: 'notReady', reason: '' } as const;

function setUp(
  preferences: Partial<Preferences>,
  agent: Partial<AgentState> = { proved: proved() },
  { stopped = false } = {},
) {
  const time = virtualTime();
  let state = appState(agent).agent;
  const listeners = new Set<() => void>();
  const heard: string[] = [];
  const absence = createAbsence({
    time,
    preferences: () => ({ ...DEFAULT_PREFERENCES, ...preferences }),
    agent: () => state,
    change: ({ status, reason }, source) => {
      if (stopped) return false;
      heard.push(`${status} ${reason} (${source})`.replace('  ', ' '));
      state = { ...state, wish: wish({ choice: { status, reason }, source }) };
      return true;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
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
  expect(heard).toEqual(['rest Short break (lock)', 'asked']);
});

test('each way of leaving has its own status', () => {
  const { absence, heard } = setUp({ whenAsleep: paperwork, whenIdle: { minutes: 5, choice: short } });
  absence.left('lock');
  absence.left('idle');
  expect(heard).toEqual(['rest Short break (idle)']);
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

test.each([
  ['the same status for another reason', proved({ ...short, reason: 'Lunch' })],
  ['another status for the same reason', proved({ ...short, status: 'notReady' })],
  ['nothing any more', null],
] as const)('who is proved to be %s is not asked', (_what, now) => {
  const { absence, heard, become } = setUp({ whenLocked: short });
  absence.left('lock');
  become({ wish: null, proved: now });
  absence.back();
  expect(heard).toEqual(['rest Short break (lock)']);
});

test('who is back before the service has answered is asked when it has, and once', () => {
  const { absence, heard, become, listeners } = setUp({ whenLocked: short });
  absence.left('lock');
  absence.back();
  become({});
  expect(heard).not.toContain('asked');
  // Another attempt of the same switch.
  become({ wish: wish({ choice: short, source: 'lock', attempt: 2 }) });
  expect(heard).not.toContain('asked');
  become({ wish: null, proved: proved(short) });
  become({});
  absence.back();
  expect(heard).toEqual(['rest Short break (lock)', 'asked']);
  expect(listeners.size).toBe(0);
});

test('who is back and chooses something else before the service has answered is not asked', () => {
  const { absence, heard, become, listeners } = setUp({ whenLocked: short });
  absence.left('lock');
  absence.back();
  become({ wish: wish({ id: 2, choice: paperwork }) });
  become({ wish: null, proved: proved(short) });
  expect(heard).toEqual(['rest Short break (lock)']);
  expect(listeners.size).toBe(0);
});

test('who leaves again before the service has answered is not asked meanwhile', () => {
  const { absence, heard, become } = setUp({ whenLocked: short });
  absence.left('lock');
  absence.back();
  absence.left('lock');
  become({ wish: null, proved: proved(short) });
  expect(heard).toEqual(['rest Short break (lock)']);
});

test('where automation has stopped, nobody is set away, asked, or kept from quitting', async () => {
  const { absence, heard, time } = setUp({ whenLocked: short, whenQuitting: short }, undefined, {
    stopped: true,
  });
  absence.left('lock');
  absence.back();
  await absence.farewell();
  expect(heard).toEqual([]);
  expect(time.pending()).toBe(0);
});

test.each([
  ['away', { proved: proved(paperwork) }],
  ['of unknown status', { proved: proved({ holds: false }) }],
  ['of no known status', { proved: null }],
] as const)('who is %s quits as they are', async (_what, agent) => {
  const { absence, heard } = setUp({ whenQuitting: short }, agent);
  await absence.farewell();
  expect(heard).toEqual([]);
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
  // A reading comes in between; the switch is still on its way.
  become({ proved: proved() });
  await settled();
  expect(gone).toBe(false);
  become({ wish: null, proved: proved(short) });
  await settled();
  expect(gone).toBe(true);
  expect(heard).toEqual(['rest Short break (quit)']);
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
