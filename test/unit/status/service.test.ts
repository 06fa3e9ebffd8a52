import { describe, expect, test } from 'vitest';
import { createStatusService } from '../../../main/status/service.ts';
import { initialAgentState } from '../../../main/status/state.ts';
import type { AgentState } from '../../../preload/contract/state.ts';
import type { Choice } from '../../../preload/contract/vocabulary.ts';
import { fakeCloud, proves, reads, refuses, showsOther } from '../../support/unit/fake-cloud.ts';
import { settled, virtualTime } from '../../support/unit/virtual-time.ts';

const free: Choice = { status: 'free', reason: '' };
const lunch: Choice = { status: 'rest', reason: 'Lunch' };
const busy: Choice = { status: 'notReady', reason: '' };

function setUp(random?: readonly number[]) {
  const time = virtualTime(undefined, random);
  const cloud = fakeCloud(time.now);
  let state: AgentState = initialAgentState();
  const history: AgentState[] = [];
  const store = {
    get: () => state,
    update: (change: (before: AgentState) => AgentState) => {
      state = change(state);
      history.push(state);
    },
  };
  let online = true;
  const service = createStatusService({ store, time, ...cloud, online: () => online, fleetSize: () => null });
  const setOnline = (now: boolean) => {
    online = now;
  };
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
  return { time, cloud, service, setOnline, history, state: () => state, answerSwitch, answerReading };
}

describe('a wish', () => {
  test('is "switching" at once and "switched" only on proof', async () => {
    const { service, state, answerSwitch, time } = setUp();
    service.choose(lunch, 'tray');
    expect(state().wish).toMatchObject({ choice: lunch, source: 'tray', phase: { name: 'sending' } });
    expect(state().proved).toBeNull();

    await time.advance(40);
    await answerSwitch(0, proves(lunch, 'id-1'));
    expect(state().wish).toBeNull();
    expect(state().proved).toMatchObject({ ...lunch, holds: true, since: time.now() });
    expect(state().receipt).toMatchObject({
      to: lunch,
      source: 'tray',
      requestId: 'id-1',
      attempts: 1,
      from: null,
    });
    expect((state().receipt?.provedAt ?? 0) - (state().receipt?.askedAt ?? 0)).toBe(40);
  });

  test('made twice in a row is sent once', () => {
    const { service, cloud } = setUp();
    service.choose(lunch, 'window');
    service.choose(lunch, 'window');
    expect(cloud.switches).toHaveLength(1);
  });

  test('newer than the one in flight waits for it, replaces any other, and is sent last', async () => {
    const { service, cloud, state, answerSwitch } = setUp();
    service.choose(lunch, 'tray');
    service.choose(busy, 'tray');
    service.choose(free, 'shortcut');
    expect(cloud.switches).toHaveLength(1);
    await answerSwitch(0, proves(lunch));
    expect(state().proved).toMatchObject(lunch);
    expect(state().wish).toMatchObject({ choice: free, phase: { name: 'sending' } });
    expect(cloud.switches.map(({ choice }) => choice)).toEqual([lunch, free]);
    await answerSwitch(1, proves(free));
    expect(state()).toMatchObject({ proved: free, wish: null });
  });

  test('for what the one in flight then proves needs no request of its own', async () => {
    const { service, cloud, state, answerSwitch } = setUp();
    service.choose(lunch, 'tray');
    service.choose(free, 'tray');
    service.choose(lunch, 'tray');
    await answerSwitch(0, proves(lunch));
    expect(cloud.switches).toHaveLength(1);
    expect(state().wish).toBeNull();
  });

  test('is not troubled by the failure of an older one', async () => {
    const { service, state, answerSwitch } = setUp();
    service.choose(lunch, 'tray');
    service.choose(free, 'tray');
    await answerSwitch(0, refuses('notPermitted'));
    expect(state().failure).toBeNull();
    expect(state().wish?.choice).toEqual(free);
  });
});

describe('a failure', () => {
  test('for good ends the wish, and what was proved still holds', async () => {
    const { service, state, answerSwitch } = setUp();
    service.choose(free, 'tray');
    await answerSwitch(0, proves(free));
    service.choose(busy, 'tray');
    await answerSwitch(1, refuses('notPermitted', 'UnauthorizedOperation'));
    expect(state().wish).toBeNull();
    expect(state().proved).toMatchObject({ ...free, holds: true });
    expect(state().failure).toMatchObject({
      kind: 'notPermitted',
      code: 'UnauthorizedOperation',
      requestId: 'request-1',
      whoCanFix: 'admin',
      choice: busy,
    });
  });

  test('after which the switch may have happened puts the status in doubt, until a reading tells', async () => {
    const { service, cloud, state, answerSwitch, answerReading } = setUp();
    service.choose(free, 'tray');
    await answerSwitch(0, proves(free));
    service.choose(busy, 'tray');
    await answerSwitch(1, refuses('agentMissing'));
    expect(state().proved).toMatchObject({ ...free, holds: false });
    expect(cloud.readings).toHaveLength(1);
    await answerReading(0, reads('notReady'));
    expect(state().proved).toMatchObject({ ...busy, holds: true });
  });

  test.each([
    ['serverUnreachable', 800],
    ['rateLimited', 4_000],
  ] as const)('that may pass is tried again by itself after a jittered wait: %s', async (kind, wait) => {
    const { service, cloud, state, time, answerSwitch } = setUp([0.8]);
    service.choose(lunch, 'tray');
    await answerSwitch(0, refuses(kind));
    expect(state().wish?.phase).toEqual({ name: 'waiting', until: time.now() + wait });
    await time.advance(wait - 1);
    expect(cloud.switches).toHaveLength(1);
    await time.advance(1);
    expect(cloud.switches).toHaveLength(2);
    await answerSwitch(1, proves(lunch));
    expect(state()).toMatchObject({ wish: null, failure: null, receipt: { attempts: 2 } });
  });

  test('is not tried again once a newer wish came', async () => {
    const { service, cloud, time, answerSwitch } = setUp();
    service.choose(lunch, 'tray');
    await answerSwitch(0, refuses('rateLimited'));
    service.choose(free, 'tray');
    await answerSwitch(1, proves(free));
    await time.advance(3_600_000);
    expect(cloud.switches.map(({ choice }) => choice)).toEqual([lunch, free]);
  });

  test('that waits can be tried now, or given up', async () => {
    const { service, cloud, state, time, answerSwitch } = setUp();
    service.choose(lunch, 'tray');
    await answerSwitch(0, refuses('rateLimited'));
    service.tryAgain('window');
    expect(cloud.switches).toHaveLength(2);
    await answerSwitch(1, refuses('rateLimited'));
    service.giveUp();
    expect(state().wish).toBeNull();
    expect(state().failure?.choice).toEqual(lunch);
    expect(time.pending()).toBe(0);
    service.tryAgain('window');
    expect(state()).toMatchObject({ wish: { choice: lunch }, failure: null });
  });

  test('whose switch a reading then finds done is a switch', async () => {
    const { service, cloud, state, time, answerSwitch, answerReading } = setUp();
    service.choose(lunch, 'tray');
    await answerSwitch(0, refuses('timedOut'));
    void service.refresh();
    await answerReading(0, reads('rest', { reason: 'Lunch' }));
    expect(state()).toMatchObject({ wish: null, failure: null, proved: lunch, receipt: { to: lunch } });
    await time.advance(60_000);
    expect(cloud.switches).toHaveLength(1);
  });
});

describe('an answer that shows another status', () => {
  test('is shown as it is; a change kept for after the call is said', async () => {
    const { service, state, answerSwitch, answerReading } = setUp();
    service.choose(lunch, 'tray');
    await answerSwitch(0, showsOther(lunch, 'busy'));
    expect(state().receipt).toBeNull();
    await answerReading(0, reads('busy', { reserveRest: true }));
    expect(state()).toMatchObject({
      wish: null,
      failure: null,
      proved: { status: 'busy', afterCall: 'rest' },
    });
  });

  test('is a failure when nothing was kept for later', async () => {
    const { service, state, answerSwitch, answerReading } = setUp();
    service.choose(lunch, 'tray');
    await answerSwitch(0, showsOther(lunch, 'busy'));
    await answerReading(0, reads('busy'));
    expect(state()).toMatchObject({
      wish: null,
      failure: { kind: 'notAcceptedNow' },
      proved: { status: 'busy' },
    });
  });
});

describe('a reading', () => {
  test('says what is true, and since when', async () => {
    const { service, state, time, answerReading } = setUp();
    void service.refresh();
    await answerReading(0, reads('rest', { reason: 'Lunch', lastStatusAt: time.now() - 60_000 }));
    expect(state().proved).toMatchObject({ ...lunch, since: time.now() - 60_000 });
    expect(state().lastAway).toEqual(lunch);
  });

  test('that began before a switch cannot overwrite it', async () => {
    const { service, state, answerSwitch, answerReading } = setUp();
    void service.refresh();
    service.choose(lunch, 'tray');
    await answerSwitch(0, proves(lunch));
    await answerReading(0, reads('free'));
    expect(state().proved).toMatchObject(lunch);
  });

  test('that the key does not permit is no failure', async () => {
    const { service, state, answerReading } = setUp();
    void service.refresh();
    await answerReading(0, { ...refuses('notPermitted') });
    expect(state().failure).toBeNull();
  });
});

test('the toggle goes to the last way of being away, and back to free', async () => {
  const { service, cloud, answerSwitch } = setUp();
  service.choose(lunch, 'tray');
  await answerSwitch(0, proves(lunch));
  service.toggle('shortcut');
  await answerSwitch(1, proves(free));
  service.toggle('shortcut');
  await answerSwitch(2, proves(lunch));
  expect(cloud.switches.map(({ choice }) => choice)).toEqual([lunch, free, lunch]);
});

test('with the status unknown the toggle leads away, never to free', () => {
  const { service, cloud } = setUp();
  service.toggle('shortcut');
  expect(cloud.switches[0]?.choice.status).toBe('rest');
});

test('another account starts from nothing, and old answers do not reach it', async () => {
  const { service, cloud, state, answerSwitch } = setUp();
  service.choose(lunch, 'tray');
  service.reset({ status: 'rest', reason: '' });
  expect(cloud.switches[0]?.signal.aborted).toBe(true);
  await answerSwitch(0, proves(lunch));
  expect(state()).toEqual(initialAgentState());
  service.choose(busy, 'tray');
  expect(cloud.switches).toHaveLength(2);
});

test('a hundred quick choices end in the last one, with no other wish shown on the way', async () => {
  const { service, cloud, state, history, answerSwitch } = setUp();
  const choices = [free, lunch, busy];
  for (let click = 0; click < 100; click += 1) service.choose(choices[click % 3] ?? free, 'window');
  const last = choices[99 % 3] ?? free;
  const before = history.length;
  for (let sent = 0; sent < cloud.switches.length; sent += 1) {
    const asked = cloud.switches[sent];
    if (asked) await answerSwitch(sent, proves(asked.choice));
  }
  expect(cloud.switches.length).toBeLessThanOrEqual(2);
  expect(state()).toMatchObject({ wish: null, proved: last });
  expect(history.slice(before).every(({ wish }) => wish === null || wish.choice === last)).toBe(true);
});

describe('undo', () => {
  test('returns to the status and reason before, for half a minute', async () => {
    const { service, cloud, state, time, answerSwitch } = setUp();
    service.choose(lunch, 'tray');
    await answerSwitch(0, proves(lunch));
    expect(state().undo).toBeNull();
    service.choose(free, 'tray');
    await answerSwitch(1, proves(free));
    expect(state().undo).toEqual({ choice: lunch, until: time.now() + 30_000 });
    service.undo();
    expect(cloud.switches[2]?.choice).toEqual(lunch);
    await answerSwitch(2, proves(lunch));
    expect(state().receipt?.source).toBe('undo');
  });

  test('is no longer offered afterwards', async () => {
    const { service, cloud, state, time, answerSwitch } = setUp();
    for (const [number, choice] of [lunch, free].entries()) {
      service.choose(choice, 'tray');
      await answerSwitch(number, proves(choice));
    }
    await time.advance(30_000);
    expect(state().undo).toBeNull();
    service.undo();
    expect(cloud.switches).toHaveLength(2);
  });

  test('is not offered when nobody can set the status before', async () => {
    const { service, state, answerReading, answerSwitch } = setUp();
    void service.refresh();
    await answerReading(0, reads('afterCallWork'));
    service.choose(free, 'tray');
    await answerSwitch(0, proves(free));
    expect(state().receipt?.from?.status).toBe('afterCallWork');
    expect(state().undo).toBeNull();
  });
});

describe('without a network', () => {
  test('that is said at once, and a wish to be away goes out when it is back', async () => {
    const { service, cloud, state, time, setOnline, answerSwitch } = setUp([0.99]);
    setOnline(false);
    service.choose(lunch, 'shortcut');
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await answerSwitch(attempt, refuses('noNetwork'));
      expect(state()).toMatchObject({ wish: { phase: { name: 'offline' } }, failure: null });
      if (attempt < 5) await time.advance(30_000);
    }
    expect(cloud.switches).toHaveLength(6);
    setOnline(true);
    await time.advance(999);
    expect(cloud.switches).toHaveLength(6);
    await time.advance(1);
    await answerSwitch(6, proves(lunch));
    expect(state()).toMatchObject({ proved: lunch, receipt: { attempts: 7, source: 'shortcut' } });
  });

  test.each(['tray', 'window', 'shortcut', 'lock'] as const)(
    'a guess that there is none keeps no choice from being sent: %s',
    async (source) => {
      const { service, cloud, state, setOnline, answerSwitch } = setUp();
      setOnline(false);
      service.choose(lunch, source);
      await answerSwitch(0, proves(lunch));
      expect(cloud.switches).toHaveLength(1);
      expect(state()).toMatchObject({ wish: null, proved: lunch });
    },
  );

  test('"try now" sends, whatever is guessed', async () => {
    const { service, cloud, setOnline, answerSwitch } = setUp([0.99]);
    setOnline(false);
    service.choose(lunch, 'tray');
    await answerSwitch(0, refuses('noNetwork'));
    service.tryAgain('window');
    expect(cloud.switches).toHaveLength(2);
  });

  test('it is tried now and then, at growing intervals, even if the guess stays wrong', async () => {
    for (const guess of [false, true]) {
      const { service, cloud, time, setOnline } = setUp([0.99]);
      setOnline(guess);
      service.choose(lunch, 'tray');
      const sentAt: number[] = [];
      const begin = time.now();
      for (let second = 0; second <= 100; second += 1) {
        if (cloud.switches.length > sentAt.length) {
          cloud.switches.at(-1)?.answer(refuses('noNetwork'));
          sentAt.push((time.now() - begin) / 1_000);
        }
        await time.advance(1_000);
      }
      expect(sentAt).toEqual([0, 1, 3, 7, 15, 31, 61, 91]);
    }
  });

  test('a request that finds no route waits for the network, too', async () => {
    const { service, cloud, state, time, answerSwitch } = setUp();
    service.choose(lunch, 'tray');
    await answerSwitch(0, refuses('noNetwork'));
    expect(state()).toMatchObject({ wish: { phase: { name: 'offline' } }, failure: null });
    await time.advance(1_000);
    expect(cloud.switches).toHaveLength(2);
  });

  test('a wish to be free that has grown old is not sent; the agent is asked', async () => {
    const { service, cloud, state, time, setOnline } = setUp([0.99]);
    setOnline(false);
    service.choose(free, 'tray');
    while (time.pending() > 0) {
      cloud.switches.at(-1)?.answer(refuses('noNetwork'));
      await time.advance(1_000);
      if (state().failure) break;
    }
    expect(cloud.switches.every(({ sentAt }) => sentAt - (cloud.switches[0]?.sentAt ?? 0) <= 60_000)).toBe(
      true,
    );
    expect(state()).toMatchObject({ wish: null, failure: { kind: 'freeWishStale', choice: free } });
    setOnline(true);
    const sent = cloud.switches.length;
    await time.advance(60_000);
    expect(cloud.switches).toHaveLength(sent);
    service.tryAgain('window');
    expect(cloud.switches).toHaveLength(sent + 1);
  });

  test('a young wish to be free is sent', async () => {
    const { service, cloud, time, setOnline } = setUp();
    setOnline(false);
    service.choose(free, 'tray');
    cloud.switches[0]?.answer(refuses('noNetwork'));
    await time.advance(400);
    setOnline(true);
    await time.advance(1_000);
    expect(cloud.switches).toHaveLength(2);
  });
});

test('a wish to be free does not outlive a minute of failing, unless it waits its turn in a crowd', async () => {
  for (const [kind, sentAgain] of [
    ['connectionLost', false],
    ['rateLimited', true],
  ] as const) {
    const { service, cloud, state, time } = setUp([0.99]);
    service.choose(free, 'tray');
    for (let answered = 0; time.pending() > 0 || answered < cloud.switches.length; answered += 1) {
      cloud.switches[answered]?.answer(refuses(kind));
      await time.advance(30_000);
      if (answered > 7) break;
    }
    expect(state().failure?.kind === 'freeWishStale').toBe(!sentAgain);
  }
});

describe('drift', () => {
  test('a change made elsewhere is said, with the times between which it happened', async () => {
    const { service, state, time, answerSwitch, answerReading } = setUp();
    service.choose(free, 'tray');
    await answerSwitch(0, proves(free));
    const after = time.now();
    await time.advance(60_000);
    await answerReading(0, reads('free'));
    void service.refresh();
    await answerReading(1, reads('rest', { reason: 'Training' }));
    expect(state().drift).toMatchObject({
      from: free,
      to: { status: 'rest', reason: 'Training' },
      before: time.now(),
    });
    expect(state().drift?.after).toBeGreaterThanOrEqual(after);
    expect(state().undo).toBeNull();
    service.choose(busy, 'tray');
    expect(state().drift).toBeNull();
  });

  test.each([
    ['free', 'busy'],
    ['busy', 'afterCallWork'],
    ['afterCallWork', 'free'],
    ['offline', 'free'],
  ] as const)('%s to %s is the course of things', async (before, after) => {
    const { service, state, answerReading } = setUp();
    void service.refresh();
    await answerReading(0, reads(before));
    void service.refresh();
    await answerReading(1, reads(after));
    expect(state().drift).toBeNull();
    expect(state().proved?.status).toBe(after);
  });

  test('what was reserved during a call comes true without surprise', async () => {
    const { service, state, answerReading } = setUp();
    void service.refresh();
    await answerReading(0, reads('busy', { reserveRest: true }));
    void service.refresh();
    await answerReading(1, reads('rest'));
    expect(state().drift).toBeNull();
  });
});

test('the status is read back after a switch', async () => {
  const { service, cloud, time, answerSwitch } = setUp();
  service.choose(free, 'tray');
  await answerSwitch(0, proves(free));
  await time.advance(2_000);
  expect(cloud.readings).toHaveLength(1);
});

test('a key that may not read is noted, and that is all', async () => {
  const { service, state, answerReading } = setUp();
  void service.refresh();
  await answerReading(0, refuses('notPermitted'));
  expect(state()).toMatchObject({ reading: 'refused', failure: null });
});

test('a wrong clock is told by how much, until it is right again', async () => {
  const { service, state, answerSwitch } = setUp();
  const wrong = proves(free);
  if (wrong.ok) wrong.exchange.clockOffMs = 3_600_000;
  service.choose(free, 'tray');
  await answerSwitch(0, wrong);
  expect(state().clockAheadMs).toBe(3_600_000);
  service.choose(lunch, 'tray');
  await answerSwitch(1, proves(lunch));
  expect(state().clockAheadMs).toBeNull();
});
