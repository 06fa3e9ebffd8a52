import { describe, expect, it } from 'vitest';
import { accountsOf } from './support/accounts.ts';
import {
  createMemoryRecorder,
  createTeamModel,
  createWaveClock,
  startWave,
  targetsOf,
  type ModelFault,
} from './support/team-model.ts';

const MINUTE_MS = 60_000;

/** The most calls in any second. */
function peak(times: readonly number[]): number {
  return Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + 1_000).length));
}

describe('the calls of a wave', () => {
  it.each([
    ['leave half of the rate free', 10, 1.2],
    ['take the whole rate where the user asks for it', 20, 1.3],
  ])('%s', async (_what, callsPerSecond, ratio) => {
    const clock = createWaveClock();
    const model = createTeamModel({ clock, latencyMs: () => 300 });
    const wave = startWave(targetsOf(accountsOf(500)), model.port, clock, { callsPerSecond });
    const floorMs = (500 / 10 / callsPerSecond) * 1_000;
    await clock.advance(Math.ceil(floorMs * ratio));
    expect(wave.end()).toEqual({ how: 'finished', failure: null });
    expect(wave.outcomes()).toEqual({ switched: 500 });
    expect(model.callsOf('set')).toHaveLength(50);
    expect(model.callsOf('read')).toHaveLength(10);
    for (const action of ['set', 'read'] as const) {
      expect(peak(model.callsOf(action).map(({ at }) => at))).toBeLessThanOrEqual(callsPerSecond);
    }
  });

  it('leave a slot for each call of the agent', async () => {
    const clock = createWaveClock();
    const model = createTeamModel({ clock });
    const wave = startWave(targetsOf(accountsOf(200)), model.port, clock);
    await clock.advance(500);
    const before = model.callsOf('set').length;
    for (let call = 0; call < 5; call += 1) wave.pacers.switching.yieldSlot();
    await clock.advance(1_000);
    expect(model.callsOf('set').length - before).toBeLessThanOrEqual(5);
    await clock.advance(MINUTE_MS);
    expect(wave.outcomes()).toEqual({ switched: 200 });
  });

  it('pause after a refusal by the rate limit, and all are sent in the end', async () => {
    const clock = createWaveClock();
    let refused = 0;
    const fault = (action: 'set' | 'read'): ModelFault =>
      action === 'set' && (refused += 1) <= 3
        ? { type: 'refused', code: 'RequestLimitExceeded' }
        : { type: 'none' };
    const model = createTeamModel({ clock, fault });
    const wave = startWave(targetsOf(accountsOf(40)), model.port, clock);
    await clock.advance(50);
    expect(model.callsOf('set').length).toBeLessThanOrEqual(3);
    const sent = model.callsOf('set').length;
    await clock.advance(90);
    expect(model.callsOf('set')).toHaveLength(sent);
    await clock.advance(MINUTE_MS);
    expect(wave.outcomes()).toEqual({ switched: 40 });
  });
});

describe('one bad account', () => {
  it('that refuses a whole call does not fail its nine neighbours', async () => {
    const clock = createWaveClock();
    const model = createTeamModel({ clock, refuseCallsOf: new Set(['agent3@example.com']) });
    const wave = startWave(targetsOf(accountsOf(10)), model.port, clock);
    await clock.advance(MINUTE_MS);
    expect(wave.outcomes()).toEqual({ switched: 9, failed: 1 });
    expect(wave.resultOf('agent3@example.com')).toMatchObject({
      outcome: 'failed',
      failure: { kind: 'agentUnknown', code: 'InvalidParameterValue.AccountNotExist', requestId: 'req' },
    });
    expect(model.callsOf('set').length).toBeLessThanOrEqual(9);
  });

  it('that fails by itself is reported by itself', async () => {
    const clock = createWaveClock();
    const fault = (action: 'set' | 'read'): ModelFault =>
      action === 'set'
        ? { type: 'agentRefused', code: 'FailedOperation.SeatStatusBusy', position: 4 }
        : { type: 'none' };
    const model = createTeamModel({ clock, fault });
    const wave = startWave(targetsOf(accountsOf(10)), model.port, clock);
    await clock.advance(MINUTE_MS);
    expect(wave.outcomes()).toEqual({ switched: 9, failed: 1 });
    expect(wave.resultOf('agent4@example.com')).toMatchObject({ failure: { kind: 'inCall' } });
    expect(model.callsOf('set')).toHaveLength(1);
  });

  it('is not searched for when every agent is refused alike', async () => {
    const clock = createWaveClock();
    const fault = (action: 'set' | 'read'): ModelFault =>
      action === 'set' ? { type: 'refused', code: 'InvalidParameterValue' } : { type: 'none' };
    const model = createTeamModel({ clock, fault });
    const wave = startWave(targetsOf(accountsOf(1_000)), model.port, clock);
    await clock.advance(10 * MINUTE_MS);
    expect(wave.end()).toMatchObject({ how: 'stopped', failure: { kind: 'valueRefused' } });
    expect(wave.results).toHaveLength(1_000);
    expect(model.callsOf('set').length).toBeLessThan(200);
  });
});

describe('a lost answer', () => {
  const loseOnce = (isApplied: boolean, readFails = false) => {
    let isLost = false;
    return (action: 'set' | 'read'): ModelFault => {
      if (action === 'read')
        return isLost && readFails ? { type: 'refused', code: 'InternalError' } : { type: 'none' };
      if (isLost) return { type: 'none' };
      isLost = true;
      return { type: 'lost', kind: 'timedOut', isApplied };
    };
  };

  it('is read back: a change in effect is not sent again', async () => {
    const clock = createWaveClock();
    const model = createTeamModel({ clock, fault: loseOnce(true) });
    const wave = startWave(targetsOf(accountsOf(10)), model.port, clock);
    await clock.advance(MINUTE_MS);
    expect(model.callsOf('set')).toHaveLength(1);
    expect(wave.resultOf('agent0@example.com')).toEqual({
      outcome: 'switched',
      previous: { status: 'free', reason: '' },
      reason: 'Fire drill',
      confirmedBy: 'reading',
    });
  });

  it('is read back: a change that is not in effect is sent again', async () => {
    const clock = createWaveClock();
    const model = createTeamModel({ clock, fault: loseOnce(false) });
    const wave = startWave(targetsOf(accountsOf(10)), model.port, clock);
    await clock.advance(MINUTE_MS);
    expect(model.callsOf('set')).toHaveLength(2);
    expect(wave.outcomes()).toEqual({ switched: 10 });
  });

  it('that cannot be read back is reported as unknown', async () => {
    const clock = createWaveClock();
    const model = createTeamModel({ clock, fault: loseOnce(true, true) });
    const wave = startWave(targetsOf(accountsOf(10)), model.port, clock);
    await clock.advance(MINUTE_MS);
    expect(wave.outcomes()).toEqual({ unknown: 10 });
    expect(wave.resultOf('agent0@example.com')).toMatchObject({ failure: { kind: 'timedOut' } });
  });
});

it('a failure that all agents share stops the wave, and everybody is reported', async () => {
  const clock = createWaveClock();
  const fault = (action: 'set' | 'read'): ModelFault =>
    action === 'set' ? { type: 'refused', code: 'AuthFailure.SignatureFailure' } : { type: 'none' };
  const model = createTeamModel({ clock, fault });
  const wave = startWave(targetsOf(accountsOf(300)), model.port, clock);
  await clock.advance(MINUTE_MS);
  expect(wave.end()).toMatchObject({ how: 'stopped', failure: { kind: 'secretKeyMismatch' } });
  expect(wave.results).toHaveLength(300);
  expect(wave.outcomes().notSent).toBeGreaterThanOrEqual(280);
});

it('an agent who has the status and the reason already is left alone', async () => {
  const clock = createWaveClock();
  const model = createTeamModel({ clock });
  model.agents.set('agent1@example.com', { status: 'rest', reason: 'Fire drill' });
  model.agents.set('agent2@example.com', { status: 'rest', reason: 'Lunch' });
  const wave = startWave(targetsOf(accountsOf(3)), model.port, clock);
  await clock.advance(MINUTE_MS);
  expect(wave.resultOf('agent1@example.com')).toEqual({ outcome: 'unchanged' });
  expect(wave.resultOf('agent2@example.com')).toMatchObject({
    outcome: 'switched',
    previous: { status: 'rest', reason: 'Lunch' },
  });
  expect(model.callsOf('set')[0]?.agents).toEqual(['agent0@example.com', 'agent2@example.com']);
});

it('without the permission to read, the response states the previous status', async () => {
  const clock = createWaveClock();
  const fault = (action: 'set' | 'read'): ModelFault =>
    action === 'read' ? { type: 'refused', code: 'UnauthorizedOperation' } : { type: 'none' };
  const model = createTeamModel({ clock, fault });
  model.agents.set('agent0@example.com', { status: 'notReady', reason: 'Mail' });
  const wave = startWave(targetsOf(accountsOf(200)), model.port, clock);
  await clock.advance(MINUTE_MS);
  expect(wave.outcomes()).toEqual({ switched: 200 });
  expect(wave.resultOf('agent0@example.com')).toMatchObject({
    previous: { status: 'notReady', reason: 'Mail' },
  });
  expect(model.callsOf('read').length).toBeLessThanOrEqual(2);
});

describe('Free', () => {
  const free = { status: 'free', reason: '' } as const;

  it('is set for nobody without a confirmation', async () => {
    const clock = createWaveClock();
    const model = createTeamModel({ clock });
    for (const account of accountsOf(20)) model.agents.set(account, { status: 'rest', reason: '' });
    const wave = startWave(targetsOf(accountsOf(20), free), model.port, clock);
    await clock.advance(MINUTE_MS);
    expect(wave.results.map(({ result }) => result)).toEqual(
      Array(20).fill({ outcome: 'notSent', cause: 'freeNotConfirmed' }),
    );
    expect(model.calls).toEqual([]);
  });

  it('is set with a confirmation', async () => {
    const clock = createWaveClock();
    const model = createTeamModel({ clock });
    for (const account of accountsOf(20)) model.agents.set(account, { status: 'rest', reason: '' });
    const wave = startWave(targetsOf(accountsOf(20), free), model.port, clock, { confirmedFree: true });
    await clock.advance(MINUTE_MS);
    expect(wave.outcomes()).toEqual({ switched: 20 });
  });
});

it('a trial run reads and sends nothing', async () => {
  const clock = createWaveClock();
  const model = createTeamModel({ clock });
  const { recorder, intended } = createMemoryRecorder();
  const wave = startWave(targetsOf(accountsOf(30)), model.port, clock, { dryRun: true, recorder });
  await clock.advance(MINUTE_MS);
  expect(wave.outcomes()).toEqual({ planned: 30 });
  expect(model.callsOf('set')).toEqual([]);
  expect(intended).toEqual([]);
});

it('a cancelled wave waits for the calls in flight, sends no other, and reports everybody', async () => {
  const clock = createWaveClock();
  const model = createTeamModel({ clock, latencyMs: () => 250 });
  const controller = new AbortController();
  const wave = startWave(targetsOf(accountsOf(500)), model.port, clock, { signal: controller.signal });
  await clock.advance(1_000);
  controller.abort();
  const sent = model.callsOf('set').length;
  await clock.advance(MINUTE_MS);
  expect(wave.end()).toEqual({ how: 'cancelled', failure: null });
  expect(model.callsOf('set')).toHaveLength(sent);
  expect(wave.outcomes()).toEqual({ switched: sent * 10, notSent: 500 - sent * 10 });
  expect(sent).toBeGreaterThan(0);
  expect(clock.pending()).toBe(0);
});

it('a wave whose record cannot be written sends nothing more', async () => {
  const clock = createWaveClock();
  const model = createTeamModel({ clock });
  let writes = 0;
  const { recorder } = createMemoryRecorder(() => (writes += 1) <= 4);
  const wave = startWave(targetsOf(accountsOf(100)), model.port, clock, { recorder });
  await clock.advance(MINUTE_MS);
  expect(wave.end()).toMatchObject({ how: 'recordFailed' });
  expect(model.callsOf('set')).toHaveLength(2);
  expect(wave.outcomes()).toEqual({ switched: 20, notSent: 80 });
});

describe('an undo', () => {
  const set = { status: 'rest', reason: 'Fire drill' } as const;
  const back = { status: 'notReady', reason: 'Mail' } as const;

  it('returns only agents who still have what the wave set', async () => {
    const clock = createWaveClock();
    const model = createTeamModel({ clock });
    for (const account of accountsOf(4)) model.agents.set(account, set);
    model.agents.set('agent1@example.com', { status: 'free', reason: '' });
    model.agents.set('agent2@example.com', { status: 'rest', reason: 'Lunch' });
    const wave = startWave(targetsOf(accountsOf(4), back, set), model.port, clock);
    await clock.advance(MINUTE_MS);
    expect(accountsOf(4).map(wave.resultOf)).toMatchObject([
      { outcome: 'switched', previous: set },
      { outcome: 'notSent', cause: 'changedSince' },
      { outcome: 'notSent', cause: 'changedSince' },
      { outcome: 'switched' },
    ]);
    expect(model.agents.get('agent2@example.com')).toEqual({ status: 'rest', reason: 'Lunch' });
  });

  it('returns nobody whose status cannot be read', async () => {
    const clock = createWaveClock();
    const model = createTeamModel({
      clock,
      fault: () => ({ type: 'refused', code: 'UnauthorizedOperation' }),
    });
    const wave = startWave(targetsOf(accountsOf(4), back, set), model.port, clock);
    await clock.advance(MINUTE_MS);
    expect(wave.results.map(({ result }) => result)).toEqual(
      Array(4).fill({ outcome: 'notSent', cause: 'notReadable' }),
    );
    expect(model.callsOf('set')).toEqual([]);
  });
});
