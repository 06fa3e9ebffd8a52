import { expect, test } from 'vitest';
import {
  createPresenceWatch,
  type Look,
  type PresenceSource,
  type SourceAnswer,
  type SourceNews,
} from '../../../main/automation/presence-watch.ts';
import type { AppState } from '../../../preload/contract/state.ts';
import { settled, virtualTime } from '../../support/unit/virtual-time.ts';

const MINUTE = 60_000;

/** A source that can be made to say anything, to throw, and to fall silent. */
function source(everyLooks: number) {
  const state = {
    answer: {} as SourceAnswer,
    how: 'answers' as 'answers' | 'throws' | 'rejects' | 'hangs',
    asked: 0,
  };
  let tell: (news: SourceNews) => void = () => {};
  const port: PresenceSource = {
    everyLooks,
    ask: () => {
      state.asked += 1;
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
    listen: (onNews) => {
      tell = onNews;
      return () => (tell = () => {});
    },
  };
  return { state, port, tell: (news: SourceNews) => tell(news) };
}

type Desk = { look?: Look; idleAfterMs?: number | null; hasBus?: boolean };

function desk({ look = 'close', idleAfterMs = null, hasBus = true }: Desk = {}) {
  const time = virtualTime();
  const system = source(1);
  const bus = source(5);
  const world = { look, idleAfterMs, lastInputAt: time.now(), counting: true, loads: 0, loadFails: false };
  const heard: string[] = [];
  const senses: AppState['senses'][] = [];
  const watch = createPresenceWatch({
    time,
    system: {
      ...system.port,
      ask: () => {
        const seconds = Math.floor((time.now() - world.lastInputAt) / 1_000);
        if (world.counting) system.state.answer = { counters: { electron: seconds * 1_000 } };
        return system.port.ask();
      },
    },
    loadMore: () => {
      world.loads += 1;
      if (world.loadFails) return Promise.reject(new Error('no bus'));
      return Promise.resolve(hasBus ? bus.port : null);
    },
    look: () => world.look,
    idleAfterMs: () => world.idleAfterMs,
    onLeft: (cause) => heard.push(`left: ${cause}`),
    onScreen: () => heard.push('screen'),
    onBack: () => heard.push('back'),
    onSenses: (told) => senses.push(told),
  });
  const lock = (locked: boolean) => {
    bus.state.answer = { ...bus.state.answer, locks: [{ by: 'locker', locked, sure: true }] };
  };
  const touch = () => (world.lastInputAt = time.now());
  /** Somebody reads and types: input every four seconds. */
  async function work(seconds: number): Promise<void> {
    for (let done = 0; done < seconds; done += 4) {
      touch();
      await time.advance(4_000);
    }
  }
  lock(false);
  return { time, system, bus, world, heard, senses, watch, lock, touch, work };
}

test('nothing is asked before the start, nor where nothing follows from it', async () => {
  const { watch, system, bus, world, time } = desk({ look: 'none' });
  watch.follow();
  expect([system.state.asked, time.pending()]).toEqual([0, 0]);
  watch.start();
  await time.advance(10 * MINUTE);
  expect([system.state.asked, bus.state.asked, world.loads, time.pending()]).toEqual([0, 0, 0, 0]);
});

test('a person at an unlocked screen is present; after a minute without input, absent', async () => {
  const { watch, work, time } = desk();
  watch.start();
  expect(watch.now().verdict).toBe('cannotTell');
  await work(20);
  expect(watch.now()).toMatchObject({ verdict: 'present', shut: false });
  await time.advance(65_000);
  expect(watch.now()).toMatchObject({ verdict: 'absent', shut: false });
  watch.stop();
  expect(time.pending()).toBe(0);
});

test('the session bus is asked less often than the system', async () => {
  const { watch, time, system, bus } = desk();
  watch.start();
  await time.advance(20_000);
  expect(system.state.asked).toBe(21);
  expect(bus.state.asked).toBeLessThanOrEqual(6);
});

test.each(['throws', 'rejects', 'hangs'] as const)(
  'a bus that %s: cannot tell, and nothing is stuck',
  async (how) => {
    const { watch, work, bus, time, heard } = desk();
    watch.start();
    await work(20);
    bus.state.how = how;
    await work(20);
    expect(watch.now()).toMatchObject({ verdict: 'cannotTell', shut: false });
    expect(bus.state.asked).toBeGreaterThan(6);
    bus.state.how = 'answers';
    await work(20);
    expect(watch.now().verdict).toBe('present');
    expect(heard).toEqual([]);
    watch.stop();
    await time.advance(5_000);
    expect(time.pending()).toBe(0);
  },
);

test.each(['throws', 'rejects', 'hangs'] as const)('a system that %s: cannot tell', async (how) => {
  const { watch, work, system } = desk();
  system.state.how = how;
  watch.start();
  await work(20);
  expect(watch.now().verdict).toBe('cannotTell');
});

test('a bus that cannot be loaded is tried again', async () => {
  const { watch, work, world } = desk();
  world.loadFails = true;
  watch.start();
  await work(12);
  expect(watch.now().verdict).toBe('cannotTell');
  world.loadFails = false;
  await work(20);
  expect(watch.now().verdict).toBe('present');
  expect(world.loads).toBeGreaterThan(1);
});

test('an answer that comes after its time is not believed', async () => {
  const { watch, time, bus } = desk();
  let answer: (late: SourceAnswer) => void = () => {};
  const late = new Promise<SourceAnswer>((resolve) => (answer = resolve));
  bus.port.ask = () => late;
  watch.start();
  await time.advance(4_000);
  answer({ locks: [{ by: 'locker', locked: true, sure: true }] });
  await settled();
  expect(watch.now().shut).toBe(false);
});

test('locked: left at once, and nobody is present, whatever is typed; unlocked: back, and proved anew', async () => {
  const { watch, work, bus, heard, lock } = desk();
  watch.start();
  await work(20);
  lock(true);
  bus.tell('changed');
  await settled();
  expect(heard).toEqual(['left: lock']);
  await work(20);
  expect(watch.now()).toMatchObject({ verdict: 'absent', shut: true });
  lock(false);
  bus.tell('changed');
  await settled();
  expect(heard).toEqual(['left: lock', 'screen', 'back']);
  // The password was typed before.
  expect(watch.now().verdict).toBe('cannotTell');
  await work(20);
  expect(watch.now().verdict).toBe('present');
});

test('a lock during an answer that was under way is not overlooked', async () => {
  const { watch, time, bus, heard, lock } = desk();
  watch.start();
  await time.advance(1_000);
  let answer: (old: SourceAnswer) => void = () => {};
  const ask = bus.port.ask;
  bus.port.ask = () => new Promise((resolve) => (answer = resolve));
  await time.advance(5_000);
  bus.port.ask = ask;
  lock(true);
  bus.tell('changed');
  await settled();
  answer({ locks: [{ by: 'locker', locked: false, sure: true }] });
  await settled();
  expect([heard, watch.now().shut]).toEqual([['left: lock'], true]);
});

test('asleep, and woken by a key with the screen still locked: back is the unlock', async () => {
  const { watch, time, system, bus, heard, lock, touch } = desk({ look: 'away' });
  watch.start();
  await time.advance(1_000);
  lock(true);
  bus.tell('changed');
  await settled();
  system.tell('suspend');
  expect(heard).toEqual(['left: lock', 'left: sleep']);
  touch();
  system.tell('resume');
  await time.advance(10_000);
  expect(heard.slice(2)).toEqual(['left: lock']);
  expect(watch.now().shut).toBe(true);
  lock(false);
  bus.tell('changed');
  await settled();
  expect(heard.slice(3)).toEqual(['screen', 'back']);
});

test('a lock screen that comes a moment after waking is waited for', async () => {
  const { watch, time, system, bus, heard, lock } = desk({ look: 'away' });
  watch.start();
  await time.advance(1_000);
  system.tell('suspend');
  system.tell('resume');
  expect(heard).toEqual(['left: sleep', 'screen']);
  lock(true);
  await time.advance(2_000);
  bus.tell('changed');
  await time.advance(10_000);
  expect(heard).toEqual(['left: sleep', 'screen', 'left: lock']);
});

test('woken without a lock: the screen at once, the question a moment later', async () => {
  const { watch, time, system, heard } = desk({ look: 'away' });
  watch.start();
  await time.advance(1_000);
  system.tell('suspend');
  system.tell('resume');
  await time.advance(2_999);
  expect(heard).toEqual(['left: sleep', 'screen']);
  await time.advance(1);
  expect(heard).toEqual(['left: sleep', 'screen', 'back']);
});

test('a system that never tells of waking does not sleep for ever', async () => {
  const { watch, time, system, heard } = desk({ look: 'away' });
  watch.start();
  system.tell('suspend');
  expect(watch.now()).toMatchObject({ verdict: 'absent', shut: true });
  // Timers stand still in a sleep, so this time was spent awake.
  await time.advance(30_000 + 3_000);
  expect(heard).toEqual(['left: sleep', 'screen', 'back']);
});

test('another user takes the screen, and gives it back', async () => {
  const { watch, bus, heard, time } = desk({ look: 'away' });
  watch.start();
  await time.advance(1_000);
  bus.state.answer = { ...bus.state.answer, active: false };
  bus.tell('changed');
  await settled();
  expect([heard, watch.now().shut]).toEqual([['left: lock'], true]);
  bus.state.answer = { ...bus.state.answer, active: true };
  bus.tell('changed');
  await settled();
  expect(heard).toEqual(['left: lock', 'screen', 'back']);
});

test('a locker that dies while it is locked is no longer believed, and keeps nobody waiting', async () => {
  const { watch, bus, heard, time, lock } = desk({ look: 'away' });
  watch.start();
  await time.advance(1_000);
  lock(true);
  bus.tell('changed');
  await settled();
  bus.state.answer = {};
  await time.advance(15_000);
  expect(heard).toEqual(['left: lock', 'screen', 'back']);
  expect(watch.now().verdict).toBe('cannotTell');
});

test('logind is asked to lock: the agent has left, though no locker tells', async () => {
  const { watch, bus, heard, time } = desk({ look: 'away' });
  watch.start();
  await time.advance(1_000);
  bus.tell('lockAsked');
  expect(heard).toEqual(['left: lock']);
  expect(watch.now().shut).toBe(false);
});

test('idle for as long as was set: left; touched again: back', async () => {
  const { watch, time, heard, touch, world } = desk({ look: 'away', idleAfterMs: 5 * MINUTE });
  watch.start();
  await time.advance(5 * MINUTE - 1_000);
  expect(heard).toEqual([]);
  await time.advance(16_000);
  expect(heard).toEqual(['left: idle']);
  touch();
  await time.advance(15_000);
  expect(heard).toEqual(['left: idle', 'back']);
  world.idleAfterMs = null;
  await time.advance(20 * MINUTE);
  expect(heard).toHaveLength(2);
});

test('who locks the screen while idle is back once, at the unlock', async () => {
  const { watch, time, heard, touch, lock, bus } = desk({ look: 'away', idleAfterMs: MINUTE });
  watch.start();
  await time.advance(90_000);
  lock(true);
  bus.tell('changed');
  await settled();
  touch();
  await time.advance(20_000);
  lock(false);
  bus.tell('changed');
  await settled();
  touch();
  await time.advance(30_000);
  expect(heard).toEqual(['left: idle', 'left: lock', 'screen', 'back']);
});

test.each([
  ['weston’s', () => 0],
  ['one that is stuck', () => 600],
  ['one without sense', () => NaN],
])('%s counter sets nobody away, and proves nobody there', async (_what, idle) => {
  const { watch, time, heard, world, system, senses } = desk({ look: 'close', idleAfterMs: 5 * MINUTE });
  world.counting = false;
  system.state.answer = { counters: { electron: idle() * 1_000 } };
  watch.start();
  await time.advance(10 * MINUTE);
  expect(heard).toEqual([]);
  expect(watch.now().verdict).toBe('cannotTell');
  expect(senses.at(-1)?.idle).toBe(false);
});

test('what the desktop tells is found out: not known, then told or not', async () => {
  const { watch, time, senses, bus } = desk();
  bus.state.answer = { tellsSleep: true };
  watch.start();
  await settled();
  expect(senses.at(-1)).toEqual({ lock: null, sleep: true, idle: null });
  await time.advance(3_000);
  expect(senses.at(-1)).toEqual({ lock: null, sleep: true, idle: true });
  await time.advance(20_000);
  expect(senses.at(-1)).toEqual({ lock: false, sleep: true, idle: true });
  // A locker is started.
  bus.state.answer = { tellsSleep: true, locks: [{ by: 'locker', locked: false, sure: true }] };
  await time.advance(5_000);
  expect(senses.at(-1)).toEqual({ lock: true, sleep: true, idle: true });
});

test('where there is no bus, neither lock nor sleep is told', async () => {
  const { watch, time, senses, system, world } = desk({ hasBus: false });
  world.counting = false;
  system.state.answer = {
    locks: [{ by: 'electron', locked: false, sure: false }],
    counters: { electron: 0 },
  };
  watch.start();
  await time.advance(25_000);
  expect(senses.at(-1)).toEqual({ lock: false, sleep: false, idle: false });
  // Once it has said "locked", it can tell.
  system.state.answer = { locks: [{ by: 'electron', locked: true, sure: false }] };
  await time.advance(1_000);
  expect(senses.at(-1)?.lock).toBe(true);
});
