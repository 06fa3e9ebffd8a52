import { describe, expect, test } from 'vitest';
import { createStatusService, type StatusPorts } from '../../../main/status/service.ts';
import { initialAgentState } from '../../../main/status/state.ts';
import type { AgentState } from '../../../preload/contract/state.ts';
import type { Choice } from '../../../preload/contract/vocabulary.ts';
import { fakeCloud, proves, reads, refuses, showsOther } from '../../support/unit/fake-cloud.ts';
import { settled, virtualTime } from '../../support/unit/virtual-time.ts';

const free: Choice = { status: 'free', reason: '' };
const lunch: Choice = { status: 'rest', reason: 'Lunch' };
const busy: Choice = { status: 'notReady', reason: '' };

function setUp(change: Partial<StatusPorts> = {}) {
  const time = virtualTime();
  const cloud = fakeCloud(time.now);
  const faults: unknown[] = [];
  let state: AgentState = initialAgentState();
  const service = createStatusService({
    store: {
      get: () => state,
      update: (next) => {
        state = next(state);
      },
    },
    time,
    ...cloud,
    online: () => true,
    fleetSize: () => null,
    onFault: (error) => faults.push(error),
    ...change,
  });
  const answerSwitch = async (
    number: number,
    answer: Parameters<(typeof cloud.switches)[0]['answer']>[0],
  ) => {
    cloud.switches[number]?.answer(answer);
    await settled();
  };
  const answerReading = async (
    number: number,
    answer: Parameters<(typeof cloud.readings)[0]['answer']>[0],
  ) => {
    cloud.readings[number]?.answer(answer);
    await settled();
  };
  return { time, cloud, service, faults, state: () => state, answerSwitch, answerReading };
}

const broken = () => {
  throw new Error('the port is broken');
};

describe('a switch that', () => {
  test.each<[string, StatusPorts['setStatus']]>([
    ['throws', broken],
    ['rejects', () => Promise.reject(new Error('the port is broken'))],
  ])('%s is told, and the next one is sent', async (_how, first) => {
    const cloud = fakeCloud();
    let calls = 0;
    const { service, state } = setUp({
      setStatus: (choice, signal) => {
        calls += 1;
        return calls === 1 ? first(choice, signal) : cloud.setStatus(choice, signal);
      },
    });
    service.choose(lunch, 'tray');
    await settled();
    expect(state()).toMatchObject({
      wish: null,
      failure: { kind: 'appFault', code: 'App.Fault', message: 'the port is broken', choice: lunch },
    });
    service.choose(busy, 'tray');
    cloud.switches[0]?.answer(proves(busy));
    await settled();
    expect(state()).toMatchObject({ wish: null, failure: null, proved: busy });
  });

  test('never answers is told after its limit, and doubts the status', async () => {
    const { service, cloud, state, time, answerSwitch } = setUp();
    service.choose(free, 'tray');
    await answerSwitch(0, proves(free));
    service.choose(lunch, 'tray');
    await time.advance(94_999);
    expect(state().wish).toMatchObject({ choice: lunch, phase: { name: 'sending' } });
    await time.advance(1);
    expect(state()).toMatchObject({
      wish: null,
      proved: { ...free, holds: false },
      failure: { kind: 'appFault', code: 'App.NoAnswer', choice: lunch },
    });
    expect(state().failure?.message).not.toBe('');
    expect(cloud.switches[1]?.signal.aborted).toBe(true);
  });

  test('never answers gives way to a newer choice after 12 s from its start', async () => {
    const { service, cloud, state, time, answerSwitch } = setUp();
    service.choose(lunch, 'tray');
    await time.advance(5_000);
    service.choose(busy, 'tray');
    expect(state().wish?.phase.name).toBe('queued');
    await time.advance(6_999);
    expect(cloud.switches).toHaveLength(1);
    await time.advance(1);
    expect(cloud.switches[0]?.signal.aborted).toBe(true);
    expect(cloud.switches[1]?.choice).toEqual(busy);
    // Whatever comes of the first one now is of no account.
    await answerSwitch(0, proves(lunch));
    await answerSwitch(1, proves(busy));
    expect(state()).toMatchObject({ wish: null, failure: null, proved: busy });
  });

  test('is older than that gives way at once, to the same choice too', async () => {
    const { service, cloud, time } = setUp();
    service.choose(lunch, 'tray');
    await time.advance(12_000);
    service.choose(lunch, 'tray');
    await settled();
    expect(cloud.switches).toHaveLength(2);
  });

  test('is tried again meanwhile is told sooner', async () => {
    const { service, state, time } = setUp();
    service.choose(lunch, 'tray');
    service.tryAgain('window');
    await time.advance(12_000);
    expect(state()).toMatchObject({ wish: null, failure: { code: 'App.NoAnswer' } });
  });

  test('is answered with something else than was promised is told', async () => {
    for (const answer of [undefined, { ok: true }, { ok: false }, { ok: true, agents: [] }]) {
      // Sound: the answer of a port that breaks its promise.
      const { service, state } = setUp({ setStatus: () => Promise.resolve(answer as never) });
      service.choose(lunch, 'tray');
      await settled();
      expect(state()).toMatchObject({ wish: null, failure: { kind: 'appFault', choice: lunch } });
    }
  });
});

describe('a reading that', () => {
  test.each<[string, StatusPorts['readStatus']]>([
    ['throws', broken],
    ['rejects', () => Promise.reject(new Error('the port is broken'))],
    ['answers nonsense', () => Promise.resolve(undefined as never)],
  ])('%s is told where nothing is known, and is to be repeated', async (_how, readStatus) => {
    const { service, state } = setUp({ readStatus });
    expect(await service.refresh()).toBe('retry');
    expect(state().failure).toMatchObject({ kind: 'appFault', choice: null });
  });

  test('never comes back ends, and does not keep another one from beginning', async () => {
    const { service, cloud, time, answerReading, state } = setUp();
    const first = service.refresh();
    await time.advance(95_000);
    expect(await first).toBe('retry');
    const second = service.refresh();
    await answerReading(1, reads('rest', { reason: 'Lunch' }));
    expect(await second).toBe('read');
    expect(state().proved).toMatchObject(lunch);
    expect(cloud.readings[0]?.signal.aborted).toBe(true);
  });

  test('never comes back after a switch that shows another status is told when it is tried again', async () => {
    const { service, state, time, answerSwitch } = setUp();
    service.choose(lunch, 'tray');
    await answerSwitch(0, showsOther(lunch, 'busy'));
    service.tryAgain('tray');
    await time.advance(12_000);
    expect(state()).toMatchObject({ wish: null, failure: { kind: 'notAcceptedNow', choice: lunch } });
  });
});

describe('whoever asks for the status', () => {
  test('gets a reading that begins after the question; all who ask meanwhile share it', async () => {
    const { service, cloud, state, answerReading } = setUp();
    const first = service.refresh();
    const second = service.refresh();
    const third = service.refresh();
    expect(cloud.readings).toHaveLength(1);
    await answerReading(0, refuses('connectionLost'));
    expect(await first).toBe('retry');
    expect(cloud.readings).toHaveLength(2);
    await answerReading(1, reads('free'));
    expect(await Promise.all([second, third])).toEqual(['read', 'read']);
    expect(state().proved).toMatchObject(free);
    expect(cloud.readings).toHaveLength(2);
    void service.refresh();
    expect(cloud.readings).toHaveLength(3);
  });

  test('waits no longer than 12 s for the reading before', async () => {
    const { service, cloud, time } = setUp();
    void service.refresh();
    void service.refresh();
    await time.advance(11_999);
    expect(cloud.readings).toHaveLength(1);
    await time.advance(1);
    expect(cloud.readings).toHaveLength(2);
  });

  test('about an earlier account gets none of the next one', async () => {
    const { service, cloud } = setUp();
    void service.refresh();
    const queued = service.refresh();
    service.reset(lunch);
    expect(await queued).toBe('skipped');
    expect(cloud.readings).toHaveLength(1);
    expect(cloud.readings[0]?.signal.aborted).toBe(true);
  });

  test('is given the newer reading where a switch has overtaken the one under way', async () => {
    const { service, cloud, answerSwitch, answerReading } = setUp();
    void service.refresh();
    const queued = service.refresh();
    service.choose(lunch, 'tray');
    await answerSwitch(0, proves(lunch));
    const newer = service.refresh();
    await answerReading(0, reads('free'));
    expect(cloud.readings).toHaveLength(2);
    await answerReading(1, reads('rest', { reason: 'Lunch' }));
    expect(await Promise.all([queued, newer])).toEqual(['read', 'read']);
    expect(cloud.readings).toHaveLength(2);
  });

  test('while a switch is in flight is told nothing', async () => {
    const { service, cloud } = setUp();
    service.choose(lunch, 'tray');
    expect(await service.refresh()).toBe('skipped');
    expect(cloud.readings).toHaveLength(0);
  });

  test.each([
    ['connectionLost', 'retry', false],
    ['agentMissing', 'retry', true],
    ['rateLimited', 'failed', false],
    ['secretIdUnknown', 'failed', true],
    ['notPermitted', 'failed', false],
    ['cancelled', 'retry', false],
  ] as const)('%s: %s, shown: %s', async (kind, outcome, isShown) => {
    const { service, state, answerReading } = setUp();
    const asked = service.refresh();
    await answerReading(0, refuses(kind));
    expect(await asked).toBe(outcome);
    expect(state().failure !== null).toBe(isShown);
  });

  test('without an account is told nothing', async () => {
    const { service, state, answerReading } = setUp();
    const asked = service.refresh();
    await answerReading(0, refuses('setupIncomplete', 'App.NoAccount'));
    expect(await asked).toBe('failed');
    expect(state().failure).toBeNull();
  });

  test('is not told a failure where the status is known, or a wish or a failure is on show', async () => {
    const { service, state, answerSwitch, answerReading } = setUp();
    service.choose(free, 'tray');
    await answerSwitch(0, refuses('notPermitted'));
    void service.refresh();
    await answerReading(0, refuses('secretIdUnknown'));
    expect(state().failure?.kind).toBe('notPermitted');
    service.choose(lunch, 'tray');
    await answerSwitch(1, refuses('rateLimited'));
    service.dismissFailure();
    void service.refresh();
    await answerReading(1, refuses('secretIdUnknown'));
    expect(state().failure).toBeNull();
  });
});

describe('other ports', () => {
  test('a listener of the store that throws keeps nothing from being sent, and is told', async () => {
    let state = initialAgentState();
    const { service, cloud, faults, answerSwitch } = setUp({
      store: {
        get: () => state,
        update: (change) => {
          state = change(state);
          throw new Error('the tray is gone');
        },
      },
    });
    service.choose(lunch, 'tray');
    await answerSwitch(0, proves(lunch));
    service.choose(busy, 'tray');
    expect(cloud.switches).toHaveLength(2);
    expect(state.proved).toMatchObject(lunch);
    expect(faults[0]).toMatchObject({ message: 'the tray is gone' });
  });

  test('a store that cannot be read, and nobody to tell of it', () => {
    const { service } = setUp({ store: { get: broken, update: broken }, onFault: broken });
    expect(() => service.choose(lunch, 'tray')).not.toThrow();
  });

  test('a clock, timers and chance that throw are replaced', async () => {
    const spareTime = virtualTime();
    const { service, cloud, state, faults } = setUp({
      time: { now: broken, after: broken, random: broken },
      spareTime,
    });
    service.choose(lunch, 'tray');
    cloud.switches[0]?.answer(refuses('serverUnreachable'));
    await spareTime.advance(499);
    expect(cloud.switches).toHaveLength(1);
    await spareTime.advance(1);
    expect(cloud.switches).toHaveLength(2);
    expect(state().wish?.askedAt).toBeGreaterThan(0);
    expect(faults.length).toBeGreaterThan(0);
  });

  test('timers that never fire: what is chosen later is sent all the same', async () => {
    const { service, cloud, time } = setUp();
    const silent = { ...time, after: () => () => {} };
    const stuck = setUp({ ...cloud, time: silent });
    stuck.service.choose(lunch, 'tray');
    await time.advance(12_000);
    stuck.service.choose(busy, 'tray');
    await settled();
    expect(cloud.switches.map(({ choice }) => choice)).toEqual([lunch, busy]);
    expect(service).toBeDefined();
  });

  test('guesses that throw', async () => {
    const { service, state, time, answerSwitch } = setUp({ online: broken, fleetSize: broken });
    service.choose(lunch, 'tray');
    await answerSwitch(0, refuses('noNetwork'));
    expect(state().wish?.phase.name).toBe('offline');
    await time.advance(1_000);
    await answerSwitch(1, refuses('rateLimited'));
    expect(state().wish?.phase.name).toBe('waiting');
  });
});

describe('during a call', () => {
  test.each(['busy', 'afterCallWork'] as const)(
    '%s: Free takes back what is reserved, and that is no failure',
    async (status) => {
      const { service, state, answerSwitch, answerReading } = setUp();
      service.choose(lunch, 'tray');
      await answerSwitch(0, showsOther(lunch, status));
      await answerReading(0, reads(status, { reserveRest: true }));
      expect(state()).toMatchObject({ wish: null, failure: null, proved: { afterCall: 'rest' } });
      service.choose(free, 'tray');
      await answerSwitch(1, showsOther(free, status));
      await answerReading(1, reads(status));
      expect(state()).toMatchObject({ wish: null, failure: null, proved: { status, afterCall: null } });
      expect(state().receipt).toBeNull();
    },
  );

  test('Free that leaves the reservation where it is has failed', async () => {
    const { service, state, answerSwitch, answerReading } = setUp();
    service.choose(free, 'tray');
    await answerSwitch(0, showsOther(free, 'busy'));
    await answerReading(0, reads('busy', { reserveRest: true }));
    expect(state()).toMatchObject({ wish: null, failure: { kind: 'notAcceptedNow', choice: free } });
  });

  test('another status than before is reserved', async () => {
    const { service, state, answerSwitch, answerReading } = setUp();
    service.choose(busy, 'tray');
    await answerSwitch(0, showsOther(busy, 'busy'));
    await answerReading(0, reads('busy', { reserveNotReady: true }));
    expect(state()).toMatchObject({ wish: null, failure: null, proved: { afterCall: 'notReady' } });
  });

  test('which ends before the status is read back, the switch has come true', async () => {
    const { service, state, answerSwitch, answerReading } = setUp();
    service.choose(lunch, 'tray');
    await answerSwitch(0, showsOther(lunch, 'busy'));
    await answerReading(0, reads('rest', { reason: 'Lunch' }));
    expect(state()).toMatchObject({ wish: null, failure: null, proved: lunch, receipt: { to: lunch } });
  });

  test('a failure is over when a later reading finds the reservation', async () => {
    const { service, state, answerSwitch, answerReading } = setUp();
    service.choose(lunch, 'tray');
    await answerSwitch(0, showsOther(lunch, 'busy'));
    await answerReading(0, refuses('connectionLost'));
    expect(state().failure?.kind).toBe('notAcceptedNow');
    void service.refresh();
    await answerReading(1, reads('busy', { reserveRest: true }));
    expect(state().failure).toBeNull();
  });
});

describe('time asleep', () => {
  function asleep() {
    const ticking = virtualTime(undefined, [0.99]);
    let slept = 0;
    const set = setUp({ time: { ...ticking, now: () => ticking.now() + slept } });
    const sleep = (milliseconds: number) => {
      slept += milliseconds;
    };
    return { ...set, time: ticking, sleep };
  }

  test('is not time waited in a crowd: nor while the request is in flight', async () => {
    const { service, cloud, sleep, time, answerSwitch } = asleep();
    service.choose(lunch, 'tray');
    sleep(3_600_000);
    await answerSwitch(0, refuses('rateLimited'));
    await time.advance(5_000);
    await answerSwitch(1, refuses('rateLimited'));
    await time.advance(15_000);
    expect(cloud.switches).toHaveLength(3);
  });

  test('ends a countdown: a wish to be away is sent, a wish to be free is not', async () => {
    for (const choice of [lunch, free]) {
      const { service, cloud, sleep, state, time, answerSwitch } = asleep();
      service.choose(choice, 'tray');
      for (let attempt = 0; attempt < 4; attempt += 1) {
        await answerSwitch(attempt, refuses('rateLimited'));
        if (attempt < 3) await time.advance(20_000);
      }
      const sent = cloud.switches.length;
      sleep(3_600_000);
      await time.advance(5_000);
      expect(cloud.switches.length - sent).toBe(choice === lunch ? 1 : 0);
      if (choice === free) expect(state().failure?.kind).toBe('freeWishStale');
    }
  });

  test('takes the undo with it', async () => {
    const { service, cloud, sleep, state, answerSwitch } = asleep();
    service.choose(lunch, 'tray');
    await answerSwitch(0, proves(lunch));
    service.choose(free, 'tray');
    await answerSwitch(1, proves(free));
    sleep(30_000);
    service.undo();
    expect(state().undo).toBeNull();
    expect(cloud.switches).toHaveLength(2);
  });

  test('a clock set back does not make a wish to be free young again', async () => {
    const { service, cloud, sleep, state, time, answerSwitch } = asleep();
    service.choose(free, 'tray');
    await answerSwitch(0, refuses('serverUnreachable'));
    sleep(-3_600_000);
    await time.advance(30_000);
    expect(cloud.switches).toHaveLength(1);
    expect(state().failure?.kind).toBe('freeWishStale');
  });
});

test('a countdown of many seconds ends when it says so, whether or not the computer dozed for a moment', async () => {
  const ticking = virtualTime(undefined, [0.99]);
  let dozed = 0;
  const { service, cloud, answerSwitch } = setUp({
    time: { ...ticking, now: () => ticking.now() + dozed },
  });
  service.choose(free, 'tray');
  await answerSwitch(0, refuses('rateLimited'));
  await ticking.advance(5_000);
  // 4,950 ms of chance, and nine tenths of what was waited.
  await answerSwitch(1, refuses('rateLimited'));
  dozed = 10_000;
  await ticking.advance(9_000);
  expect(cloud.switches).toHaveLength(2);
  await ticking.advance(500);
  expect(cloud.switches).toHaveLength(3);
});

test('a wait for the network that ends with a look at it is not made longer by that', async () => {
  const { service, cloud, time, answerSwitch } = setUp();
  service.choose(lunch, 'tray');
  await answerSwitch(0, refuses('noNetwork'));
  await time.advance(1_000);
  // The second wait is half of 2 s.
  await answerSwitch(1, refuses('noNetwork'));
  await time.advance(1_000);
  expect(cloud.switches).toHaveLength(3);
});
