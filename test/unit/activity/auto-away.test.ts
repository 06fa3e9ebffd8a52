import { expect, test } from 'vitest';
import { createAutoAway } from '../../../main/activity/auto-away.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../shared/preferences.ts';
import type { AgentState } from '../../../shared/state.ts';
import { appState, failureReport, confirmed, intent } from '../../support/app-state.ts';
import { flushMicrotasks, createVirtualClock } from '../../support/unit/virtual-clock.ts';

const short = { status: 'rest', reason: 'Short break' } as const;
const paperwork = { status: 'notReady', reason: '' } as const;

function createHarness(
  preferences: Partial<Preferences>,
  agent: Partial<AgentState> = { confirmed: confirmed() },
  { stopped = false } = {},
) {
  const time = createVirtualClock();
  let state = appState(agent).agent;
  const listeners = new Set<() => void>();
  const calls: string[] = [];
  const autoAway = createAutoAway({
    time,
    preferences: () => ({ ...DEFAULT_PREFERENCES, ...preferences }),
    agent: () => state,
    change: ({ status, reason }, source) => {
      if (stopped) return false;
      calls.push(`${status} ${reason} (${source})`.replace('  ', ' '));
      state = { ...state, intent: intent({ choice: { status, reason }, source }) };
      return true;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    promptReturn: () => calls.push('asked'),
  });
  const setAgent = (next: Partial<AgentState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  return { time, autoAway, calls, setAgent, listeners };
}

test('nothing is automatic by default', () => {
  const { autoAway, calls, time } = createHarness({});
  autoAway.onAway('lock');
  autoAway.onAway('sleep');
  autoAway.onAway('idle');
  autoAway.onReturn();
  expect(autoAway.setAwayBeforeQuit()).toBeNull();
  expect(calls).toEqual([]);
  expect(time.pending()).toBe(0);
});

test('an agent who locks the screen while Free is set away, and prompted on return', () => {
  const { autoAway, calls, setAgent } = createHarness({ onLock: short });
  autoAway.onAway('lock');
  setAgent({ intent: null, confirmed: confirmed(short) });
  autoAway.onReturn();
  expect(calls).toEqual(['rest Short break (lock)', 'asked']);
});

test('each trigger has its own away status', () => {
  const { autoAway, calls } = createHarness({ onSleep: paperwork, onIdle: { minutes: 5, choice: short } });
  autoAway.onAway('lock');
  autoAway.onAway('idle');
  expect(calls).toEqual(['rest Short break (idle)']);
});

test.each([
  ['away already', { confirmed: confirmed(paperwork) }],
  ['in a call', { confirmed: confirmed({ status: 'busy' }) }],
  ['on the way to be away', { confirmed: confirmed(), intent: intent({ choice: paperwork }) }],
  ['away, or something else by now', { confirmed: confirmed({ ...paperwork, isValid: false }) }],
  ['of unknown status', { confirmed: null }],
] as const)('an agent who is %s is not set away', (_what, agent) => {
  const { autoAway, calls } = createHarness({ onLock: short }, agent);
  autoAway.onAway('lock');
  expect(calls).toEqual([]);
});

test.each([
  ['was free when last seen', { confirmed: confirmed({ isValid: false }) }],
  [
    'may have become free by a switch that nobody could confirm',
    {
      confirmed: confirmed({ ...paperwork, isValid: false }),
      failure: failureReport({ choice: { status: 'free', reason: '' } }),
    },
  ],
] as const)('an agent who %s counts as Free', (_what, agent) => {
  const { autoAway, calls } = createHarness({ onLock: short }, agent);
  autoAway.onAway('lock');
  expect(calls).toEqual(['rest Short break (lock)']);
});

test('a refused switch to Free leaves the status unchanged', () => {
  const refused = failureReport({ choice: { status: 'free', reason: '' } });
  const { autoAway, calls } = createHarness(
    { onLock: short },
    { confirmed: confirmed(paperwork), failure: refused },
  );
  autoAway.onAway('lock');
  expect(calls).toEqual([]);
});

test('an agent with a pending intent to be Free counts as Free', () => {
  const going = intent({ choice: { status: 'free', reason: '' } });
  const { autoAway, calls } = createHarness(
    { onLock: short },
    { confirmed: confirmed(paperwork), intent: going },
  );
  autoAway.onAway('lock');
  expect(calls).toContain('rest Short break (lock)');
});

test('an agent who has requested another status meanwhile is not prompted', () => {
  const { autoAway, calls, setAgent } = createHarness({ onLock: short });
  autoAway.onAway('lock');
  setAgent({ intent: null, confirmed: confirmed(paperwork) });
  autoAway.onReturn();
  expect(calls).not.toContain('asked');
});

test.each([
  ['the same status for another reason', confirmed({ ...short, reason: 'Lunch' })],
  ['another status for the same reason', confirmed({ ...short, status: 'notReady' })],
  ['nothing any more', null],
] as const)('an agent whose confirmed status is %s is not prompted', (_what, now) => {
  const { autoAway, calls, setAgent } = createHarness({ onLock: short });
  autoAway.onAway('lock');
  setAgent({ intent: null, confirmed: now });
  autoAway.onReturn();
  expect(calls).toEqual(['rest Short break (lock)']);
});

test('an agent who returns before the response is prompted once after it', () => {
  const { autoAway, calls, setAgent, listeners } = createHarness({ onLock: short });
  autoAway.onAway('lock');
  autoAway.onReturn();
  setAgent({});
  expect(calls).not.toContain('asked');
  // A retry of the same switch.
  setAgent({ intent: intent({ choice: short, source: 'lock', attempt: 2 }) });
  expect(calls).not.toContain('asked');
  setAgent({ intent: null, confirmed: confirmed(short) });
  setAgent({});
  autoAway.onReturn();
  expect(calls).toEqual(['rest Short break (lock)', 'asked']);
  expect(listeners.size).toBe(0);
});

test('an agent who returns and requests another status before the response is not prompted', () => {
  const { autoAway, calls, setAgent, listeners } = createHarness({ onLock: short });
  autoAway.onAway('lock');
  autoAway.onReturn();
  setAgent({ intent: intent({ id: 2, choice: paperwork }) });
  setAgent({ intent: null, confirmed: confirmed(short) });
  expect(calls).toEqual(['rest Short break (lock)']);
  expect(listeners.size).toBe(0);
});

test('an agent who leaves again before the response is not prompted meanwhile', () => {
  const { autoAway, calls, setAgent } = createHarness({ onLock: short });
  autoAway.onAway('lock');
  autoAway.onReturn();
  autoAway.onAway('lock');
  setAgent({ intent: null, confirmed: confirmed(short) });
  expect(calls).toEqual(['rest Short break (lock)']);
});

test('with stopped automation no agent is set away or prompted, and quitting is not delayed', () => {
  const { autoAway, calls, time } = createHarness({ onLock: short, onQuit: short }, undefined, {
    stopped: true,
  });
  autoAway.onAway('lock');
  autoAway.onReturn();
  expect(autoAway.setAwayBeforeQuit()).toBeNull();
  expect(calls).toEqual([]);
  expect(time.pending()).toBe(0);
});

test.each([
  ['away', { confirmed: confirmed(paperwork) }],
  ['away, or something else by now', { confirmed: confirmed({ ...paperwork, isValid: false }) }],
  ['of no known status', { confirmed: null }],
] as const)('an agent who is %s quits without a switch', (_what, agent) => {
  const { autoAway, calls } = createHarness({ onQuit: short }, agent);
  expect(autoAway.setAwayBeforeQuit()).toBeNull();
  expect(calls).toEqual([]);
});

test('an agent who set away manually is not prompted', () => {
  const { autoAway, calls } = createHarness({ onLock: short }, { confirmed: confirmed(short) });
  autoAway.onAway('lock');
  autoAway.onReturn();
  expect(calls).toEqual([]);
});

test('quitting waits for the confirmation', async () => {
  const { autoAway, calls, setAgent, time, listeners } = createHarness({ onQuit: short });
  let isDone = false;
  void autoAway.setAwayBeforeQuit()?.then(() => {
    isDone = true;
  });
  await time.advance(500);
  // A reading arrives in between, while the switch is in flight.
  setAgent({ confirmed: confirmed() });
  await flushMicrotasks();
  expect(isDone).toBe(false);
  setAgent({ intent: null, confirmed: confirmed(short) });
  await flushMicrotasks();
  expect(isDone).toBe(true);
  expect(calls).toEqual(['rest Short break (quit)']);
  expect([time.pending(), listeners.size]).toEqual([0, 0]);
});

test('quitting waits three seconds at most', async () => {
  const { autoAway, time } = createHarness({ onQuit: short });
  let isDone = false;
  void autoAway.setAwayBeforeQuit()?.then(() => {
    isDone = true;
  });
  await time.advance(2_999);
  expect(isDone).toBe(false);
  await time.advance(1);
  expect(isDone).toBe(true);
});
