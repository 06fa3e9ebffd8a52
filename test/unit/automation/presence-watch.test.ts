import { expect, test } from 'vitest';
import {
  createPresenceWatch,
  type PollingMode,
  type PresenceSource,
  type PresenceReading,
  type PresenceEvent,
} from '../../../main/automation/presence-watch.ts';
import type { AppState } from '../../../shared/state.ts';
import { flushMicrotasks, createVirtualClock } from '../../support/unit/virtual-clock.ts';

const MINUTE = 60_000;

/** A source that can be made to return any reading, to throw, and to hang. */
function source(pollDivisor: number) {
  const state = {
    answer: {} as PresenceReading,
    how: 'answers' as 'answers' | 'throws' | 'rejects' | 'hangs',
    queryCount: 0,
  };
  let emit: (news: PresenceEvent) => void = () => {};
  const port: PresenceSource = {
    pollDivisor,
    query: () => {
      state.queryCount += 1;
      switch (state.how) {
        case 'answers':
          return Promise.resolve(state.answer);
        case 'throws':
          throw new Error('broken');
        case 'rejects':
          return Promise.reject(new Error('refused'));
        case 'hangs':
          return new Promise(() => {});
      }
    },
    subscribe: (onNews) => {
      emit = onNews;
      return () => (emit = () => {});
    },
  };
  return { state, port, emit: (news: PresenceEvent) => emit(news) };
}

type DeskOptions = { pollingMode?: PollingMode; idleAfterMs?: number | null; hasBus?: boolean };

function desk({ pollingMode = 'close', idleAfterMs = null, hasBus = true }: DeskOptions = {}) {
  const time = createVirtualClock();
  const system = source(1);
  const bus = source(5);
  const desktop = {
    pollingMode,
    idleAfterMs,
    lastInputAt: time.now(),
    counting: true,
    loads: 0,
    loadFails: false,
  };
  const events: string[] = [];
  const capabilities: AppState['presenceCapabilities'][] = [];
  const watch = createPresenceWatch({
    time,
    system: {
      ...system.port,
      query: () => {
        const seconds = Math.floor((time.now() - desktop.lastInputAt) / 1_000);
        if (desktop.counting) system.state.answer = { counters: { electron: seconds * 1_000 } };
        return system.port.query();
      },
    },
    loadOptionalSource: () => {
      desktop.loads += 1;
      if (desktop.loadFails) return Promise.reject(new Error('no bus'));
      return Promise.resolve(hasBus ? bus.port : null);
    },
    pollingMode: () => desktop.pollingMode,
    idleAfterMs: () => desktop.idleAfterMs,
    onAway: (cause) => events.push(`left: ${cause}`),
    onScreenVisible: () => events.push('screen'),
    onReturn: () => events.push('back'),
    onCapabilitiesChange: (capability) => capabilities.push(capability),
  });
  const lock = (locked: boolean) => {
    bus.state.answer = { ...bus.state.answer, locks: [{ source: 'locker', locked, isReliable: true }] };
  };
  const touch = () => (desktop.lastInputAt = time.now());
  /** The agent types: input every four seconds. */
  async function work(seconds: number): Promise<void> {
    for (let done = 0; done < seconds; done += 4) {
      touch();
      await time.advance(4_000);
    }
  }
  lock(false);
  return { time, system, bus, desktop, events, capabilities, watch, lock, touch, work };
}

test('nothing is polled before the start, nor if nothing depends on it', async () => {
  const { watch, system, bus, desktop, time } = desk({ pollingMode: 'none' });
  watch.updatePollingMode();
  expect([system.state.queryCount, time.pending()]).toEqual([0, 0]);
  watch.start();
  await time.advance(10 * MINUTE);
  expect([system.state.queryCount, bus.state.queryCount, desktop.loads, time.pending()]).toEqual([
    0, 0, 0, 0,
  ]);
});

test('an agent at an unlocked screen is present; after a minute without input, absent', async () => {
  const { watch, work, time } = desk();
  watch.start();
  expect(watch.now().verdict).toBe('cannotTell');
  await work(20);
  expect(watch.now()).toMatchObject({ verdict: 'present', isScreenLocked: false });
  await time.advance(65_000);
  expect(watch.now()).toMatchObject({ verdict: 'absent', isScreenLocked: false });
  watch.stop();
  expect(time.pending()).toBe(0);
});

test('the session bus is polled less often than the system', async () => {
  const { watch, time, system, bus } = desk();
  watch.start();
  await time.advance(20_000);
  expect(system.state.queryCount).toBe(21);
  expect(bus.state.queryCount).toBeLessThanOrEqual(6);
});

test.each(['throws', 'rejects', 'hangs'] as const)(
  'a bus that %s makes presence unknown, and blocks nothing',
  async (how) => {
    const { watch, work, bus, time, events } = desk();
    watch.start();
    await work(20);
    bus.state.how = how;
    await work(20);
    expect(watch.now()).toMatchObject({ verdict: 'cannotTell', isScreenLocked: false });
    expect(bus.state.queryCount).toBeGreaterThan(6);
    bus.state.how = 'answers';
    await work(20);
    expect(watch.now().verdict).toBe('present');
    expect(events).toEqual([]);
    watch.stop();
    await time.advance(5_000);
    expect(time.pending()).toBe(0);
  },
);

test.each(['throws', 'rejects', 'hangs'] as const)('a system that %s makes presence unknown', async (how) => {
  const { watch, work, system } = desk();
  system.state.how = how;
  watch.start();
  await work(20);
  expect(watch.now().verdict).toBe('cannotTell');
});

test('a bus that cannot be loaded is loaded again', async () => {
  const { watch, work, desktop } = desk();
  desktop.loadFails = true;
  watch.start();
  await work(12);
  expect(watch.now().verdict).toBe('cannotTell');
  desktop.loadFails = false;
  await work(20);
  expect(watch.now().verdict).toBe('present');
  expect(desktop.loads).toBeGreaterThan(1);
});

test('a response after its time limit is ignored', async () => {
  const { watch, time, bus } = desk();
  let answer: (late: PresenceReading) => void = () => {};
  const late = new Promise<PresenceReading>((resolve) => (answer = resolve));
  bus.port.query = () => late;
  watch.start();
  await time.advance(4_000);
  answer({ locks: [{ source: 'locker', locked: true, isReliable: true }] });
  await flushMicrotasks();
  expect(watch.now().isScreenLocked).toBe(false);
});

test('locking makes the agent absent at once, whatever is typed; unlocking brings them back and requires new input', async () => {
  const { watch, work, bus, events, lock } = desk();
  watch.start();
  await work(20);
  lock(true);
  bus.emit('changed');
  await flushMicrotasks();
  expect(events).toEqual(['left: lock']);
  await work(20);
  expect(watch.now()).toMatchObject({ verdict: 'absent', isScreenLocked: true });
  lock(false);
  bus.emit('changed');
  await flushMicrotasks();
  expect(events).toEqual(['left: lock', 'screen', 'back']);
  // The password was typed before.
  expect(watch.now().verdict).toBe('cannotTell');
  await work(20);
  expect(watch.now().verdict).toBe('present');
});

test('a lock during a reading in flight is detected', async () => {
  const { watch, time, bus, events, lock } = desk();
  watch.start();
  await time.advance(1_000);
  let answer: (old: PresenceReading) => void = () => {};
  const ask = bus.port.query;
  bus.port.query = () => new Promise((resolve) => (answer = resolve));
  await time.advance(5_000);
  bus.port.query = ask;
  lock(true);
  bus.emit('changed');
  await flushMicrotasks();
  answer({ locks: [{ source: 'locker', locked: false, isReliable: true }] });
  await flushMicrotasks();
  expect([events, watch.now().isScreenLocked]).toEqual([['left: lock'], true]);
});

test('after sleep with a locked screen the agent returns at the unlock', async () => {
  const { watch, time, system, bus, events, lock, touch } = desk({ pollingMode: 'away' });
  watch.start();
  await time.advance(1_000);
  lock(true);
  bus.emit('changed');
  await flushMicrotasks();
  system.emit('suspend');
  expect(events).toEqual(['left: lock', 'left: sleep']);
  touch();
  system.emit('resume');
  await time.advance(10_000);
  expect(events.slice(2)).toEqual(['left: lock']);
  expect(watch.now().isScreenLocked).toBe(true);
  lock(false);
  bus.emit('changed');
  await flushMicrotasks();
  expect(events.slice(3)).toEqual(['screen', 'back']);
});

test('a lock screen that appears a moment after waking is waited for', async () => {
  const { watch, time, system, bus, events, lock } = desk({ pollingMode: 'away' });
  watch.start();
  await time.advance(1_000);
  system.emit('suspend');
  system.emit('resume');
  expect(events).toEqual(['left: sleep', 'screen']);
  lock(true);
  await time.advance(2_000);
  bus.emit('changed');
  await time.advance(10_000);
  expect(events).toEqual(['left: sleep', 'screen', 'left: lock']);
});

test('after waking without a lock the screen is visible at once, and the return follows a moment later', async () => {
  const { watch, time, system, events } = desk({ pollingMode: 'away' });
  watch.start();
  await time.advance(1_000);
  system.emit('suspend');
  system.emit('resume');
  await time.advance(2_999);
  expect(events).toEqual(['left: sleep', 'screen']);
  await time.advance(1);
  expect(events).toEqual(['left: sleep', 'screen', 'back']);
});

test('a system that never reports waking does not count as asleep forever', async () => {
  const { watch, time, system, events } = desk({ pollingMode: 'away' });
  watch.start();
  system.emit('suspend');
  expect(watch.now()).toMatchObject({ verdict: 'absent', isScreenLocked: true });
  // Timers stop during sleep, so this time was spent awake.
  await time.advance(30_000 + 3_000);
  expect(events).toEqual(['left: sleep', 'screen', 'back']);
});

test("another user's session in front makes the agent absent until it ends", async () => {
  const { watch, bus, events, time } = desk({ pollingMode: 'away' });
  watch.start();
  await time.advance(1_000);
  bus.state.answer = { ...bus.state.answer, active: false };
  bus.emit('changed');
  await flushMicrotasks();
  expect([events, watch.now().isScreenLocked]).toEqual([['left: lock'], true]);
  bus.state.answer = { ...bus.state.answer, active: true };
  bus.emit('changed');
  await flushMicrotasks();
  expect(events).toEqual(['left: lock', 'screen', 'back']);
});

test('a lock screen that crashes while locked is no longer trusted, and blocks nothing', async () => {
  const { watch, bus, events, time, lock } = desk({ pollingMode: 'away' });
  watch.start();
  await time.advance(1_000);
  lock(true);
  bus.emit('changed');
  await flushMicrotasks();
  bus.state.answer = {};
  await time.advance(15_000);
  expect(events).toEqual(['left: lock', 'screen', 'back']);
  expect(watch.now().verdict).toBe('cannotTell');
});

test('a lock request to logind makes the agent absent, even without a lock screen that reports', async () => {
  const { watch, bus, events, time } = desk({ pollingMode: 'away' });
  watch.start();
  await time.advance(1_000);
  bus.emit('lockRequested');
  expect(events).toEqual(['left: lock']);
  expect(watch.now().isScreenLocked).toBe(false);
});

test('the agent is away after the configured idle time, and returns with an input', async () => {
  const { watch, time, events, touch, desktop } = desk({ pollingMode: 'away', idleAfterMs: 5 * MINUTE });
  watch.start();
  await time.advance(5 * MINUTE - 1_000);
  expect(events).toEqual([]);
  await time.advance(16_000);
  expect(events).toEqual(['left: idle']);
  touch();
  await time.advance(15_000);
  expect(events).toEqual(['left: idle', 'back']);
  desktop.idleAfterMs = null;
  await time.advance(20 * MINUTE);
  expect(events).toHaveLength(2);
});

test('an agent who locks the screen while idle returns once, at the unlock', async () => {
  const { watch, time, events, touch, lock, bus } = desk({ pollingMode: 'away', idleAfterMs: MINUTE });
  watch.start();
  await time.advance(90_000);
  lock(true);
  bus.emit('changed');
  await flushMicrotasks();
  touch();
  await time.advance(20_000);
  lock(false);
  bus.emit('changed');
  await flushMicrotasks();
  touch();
  await time.advance(30_000);
  expect(events).toEqual(['left: idle', 'left: lock', 'screen', 'back']);
});

test.each([
  ['weston’s', () => 0],
  ['a stuck', () => 600],
  ['an invalid', () => NaN],
])('%s counter makes the agent neither away nor present', async (_what, idle) => {
  const { watch, time, events, desktop, system, capabilities } = desk({
    pollingMode: 'close',
    idleAfterMs: 5 * MINUTE,
  });
  desktop.counting = false;
  system.state.answer = { counters: { electron: idle() * 1_000 } };
  watch.start();
  await time.advance(10 * MINUTE);
  expect(events).toEqual([]);
  expect(watch.now().verdict).toBe('cannotTell');
  expect(capabilities.at(-1)?.idle).toBe(false);
});

test('the capabilities of the desktop are unknown at first, then detected', async () => {
  const { watch, time, capabilities, bus } = desk();
  bus.state.answer = { reportsSleep: true };
  watch.start();
  await flushMicrotasks();
  expect(capabilities.at(-1)).toEqual({ lock: null, sleep: true, idle: null });
  await time.advance(3_000);
  expect(capabilities.at(-1)).toEqual({ lock: null, sleep: true, idle: true });
  await time.advance(20_000);
  expect(capabilities.at(-1)).toEqual({ lock: false, sleep: true, idle: true });
  // A lock screen is started.
  bus.state.answer = { reportsSleep: true, locks: [{ source: 'locker', locked: false, isReliable: true }] };
  await time.advance(5_000);
  expect(capabilities.at(-1)).toEqual({ lock: true, sleep: true, idle: true });
});

test('without a bus neither lock nor sleep can be detected', async () => {
  const { watch, time, capabilities, system, desktop } = desk({ hasBus: false });
  desktop.counting = false;
  system.state.answer = {
    locks: [{ source: 'electron', locked: false, isReliable: false }],
    counters: { electron: 0 },
  };
  watch.start();
  await time.advance(25_000);
  expect(capabilities.at(-1)).toEqual({ lock: false, sleep: false, idle: false });
  // Once it has reported "locked", it is capable.
  system.state.answer = { locks: [{ source: 'electron', locked: true, isReliable: false }] };
  await time.advance(1_000);
  expect(capabilities.at(-1)?.lock).toBe(true);
});
