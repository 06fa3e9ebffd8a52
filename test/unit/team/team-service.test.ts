import { mkdtempSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createPacer } from '../../../main/team/pacer.ts';
import { systemClock } from '../../../shared/clock.ts';
import { setStaffStatus } from '../../../tencent/staff-status.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';
import { clientFor } from '../tencent/support/client.ts';
import { createSimulation, stopSimulators } from '../tencent/support/simulator.ts';
import { accountsOf } from './support/accounts.ts';
import { createControls, createService, sdkAppId } from './support/team-on-simulator.ts';

afterEach(stopSimulators);

const drill = { status: 'rest', reason: 'Fire drill' } as const;
const free = { status: 'free', reason: '' } as const;

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-team-'));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** A simulator on the computer's clock, and the service with a client for it. */
async function setUp(options: Parameters<typeof createSimulation>[0] = {}) {
  const folder = createFolder();
  const { simulator, log } = await createSimulation({ clock: Date, ...options });
  const service = createService(simulator.url, folder);
  return {
    folder,
    simulator,
    log,
    service,
    setCalls: () => log.filter(({ action }) => action === 'SetStaffStatus'),
  };
}

describe('a wave over HTTP', () => {
  it('switches a team, at late answers too, and its undo returns who has not changed since', async () => {
    const { simulator, service } = await setUp({ latency: { minMs: 30, maxMs: 300 } });
    simulator.setAgent('agent0@example.com', { status: 'notReady', reason: 'Mail' });
    simulator.setAgent('agent1@example.com', { status: 'busy' });
    const { controls, outcomes } = createControls();
    const set = await service.set(drill, accountsOf(25), controls);
    expect(set).toMatchObject({ ok: true, value: { how: 'finished', failure: null } });
    expect(outcomes()).toEqual(
      accountsOf(25)
        .map((agent) => [agent, agent === 'agent1@example.com' ? 'reserved' : 'switched'])
        .toSorted(),
    );
    expect(simulator.agent('agent24@example.com')).toMatchObject(drill);

    simulator.setAgent('agent2@example.com', { status: 'rest', reason: 'Lunch' });
    const wave = (set.ok ? set.value.wave : null) ?? '';
    const undo = createControls({ confirmedFree: true });
    expect(await service.undo(wave, undo.controls)).toMatchObject({ ok: true, value: { how: 'finished' } });
    expect(simulator.agent('agent0@example.com')).toMatchObject({ status: 'notReady', reason: 'Mail' });
    expect(simulator.agent('agent2@example.com')).toMatchObject({ status: 'rest', reason: 'Lunch' });
    expect(simulator.agent('agent24@example.com')).toMatchObject(free);
    expect(undo.resultOf('agent1@example.com')).toEqual({ outcome: 'notSent', cause: 'notRestorable' });
    expect(undo.resultOf('agent2@example.com')).toEqual({ outcome: 'notSent', cause: 'changedSince' });
    expect(undo.results).toHaveLength(25);
  });

  it('frees nobody by an undo without a confirmation', async () => {
    const { simulator, service } = await setUp();
    simulator.setAgent('agent0@example.com', { status: 'notReady', reason: 'Mail' });
    const set = await service.set(drill, accountsOf(2), createControls().controls);
    const undo = createControls();
    await service.undo((set.ok ? set.value.wave : null) ?? '', undo.controls);
    expect(undo.resultOf('agent1@example.com')).toEqual({ outcome: 'notSent', cause: 'freeNotConfirmed' });
    expect(simulator.agent('agent0@example.com')).toMatchObject({ status: 'notReady' });
    expect(simulator.agent('agent1@example.com')).toMatchObject({ status: 'rest' });
  });

  it.each([
    ['the service refuses whole calls', true],
    ['the service refuses agents', false],
  ])('switches the neighbours of accounts that do not exist: %s', async (_what, unknownRefusesCall) => {
    const agents = accountsOf(30).filter((_, index) => index !== 3 && index !== 17);
    const { service } = await setUp({ agents, unknownRefusesCall });
    const { controls, outcomes } = createControls();
    await service.set(drill, accountsOf(30), controls);
    expect(outcomes()).toEqual(
      accountsOf(30)
        .map((agent) => [agent, agents.includes(agent) ? 'switched' : 'failed'])
        .toSorted(),
    );
  });

  it('switches everybody while others use the rate as well', async () => {
    const { simulator, service, log } = await setUp({ ratePerSecond: 10 });
    const other = clientFor(simulator.url);
    const pacer = createPacer(systemClock, 8);
    const isOver = new AbortController();
    const others = (async () => {
      while (await pacer.acquire(isOver.signal))
        await setStaffStatus(other, { sdkAppId, agents: [{ staffUserId: 'other@example.com', ...free }] });
    })();
    const { controls, results } = createControls();
    await service.set(drill, accountsOf(150), controls);
    isOver.abort();
    await others;
    expect(results.filter(({ result }) => result.outcome === 'switched')).toHaveLength(150);
    expect(log.some(({ agents, verdict }) => agents.length > 1 && verdict === 'RequestLimitExceeded')).toBe(
      true,
    );
  });

  it.each([
    ['took effect', true, 1],
    ['did not take effect', false, 2],
  ])('reads back a lost answer: the change %s', async (_what, applied, calls) => {
    const { simulator, service, setCalls } = await setUp();
    simulator.faults.nextRequests(1, { kind: 'drop', applied, action: 'SetStaffStatus' });
    const { controls, outcomes } = createControls();
    await service.set(drill, accountsOf(10), controls);
    expect(outcomes().map(([, outcome]) => outcome)).toEqual(Array(10).fill('switched'));
    expect(setCalls()).toHaveLength(calls);
  });

  it('stops with the calls in flight when it is cancelled, and says who was switched', async () => {
    const { simulator, service } = await setUp({ latency: { minMs: 30, maxMs: 300 } });
    const controller = new AbortController();
    const { controls, results } = createControls({ signal: controller.signal, fast: false });
    const set = await service.set(drill, accountsOf(300), {
      ...controls,
      onResult: (result) => {
        results.push(result);
        controller.abort();
      },
    });
    expect(set).toMatchObject({ ok: true, value: { how: 'cancelled' } });
    expect(results.map(({ agent }) => agent).toSorted()).toEqual(accountsOf(300).toSorted());
    for (const { agent, result } of results) {
      expect([agent, result.outcome]).toEqual([
        agent,
        simulator.agent(agent)?.status === 'rest' ? 'switched' : 'notSent',
      ]);
    }
    expect(results.filter(({ result }) => result.outcome === 'notSent').length).toBeGreaterThan(0);
  });

  it('is recorded as it was reported', async () => {
    const { service } = await setUp();
    const { controls, results } = createControls();
    const set = await service.set(drill, accountsOf(12), controls);
    const found = await service.readWave((set.ok ? set.value.wave : null) ?? '');
    expect(found.ok && found.value.agents.map(({ agent, result }) => ({ agent, result }))).toEqual(results);
    expect(found).toMatchObject({ ok: true, value: { end: { how: 'finished' }, header: { sdkAppId } } });
  });
});

describe('the team', () => {
  it('is read, as far as the service reports it', async () => {
    const { simulator, service } = await setUp({ agents: accountsOf(60) });
    simulator.setAgent('agent3@example.com', { status: 'rest', reason: 'Lunch' });
    const read: unknown[] = [];
    const ended = await service.status(
      [...accountsOf(60), 'nobody@example.com'],
      new AbortController().signal,
      (readings) => read.push(...readings),
    );
    expect(ended).toEqual({ ok: true, value: { how: 'finished', failure: null } });
    expect(read).toHaveLength(61);
    expect(read[3]).toMatchObject({ type: 'read', current: { status: 'rest', reason: 'Lunch' } });
    expect(read[60]).toMatchObject({ agent: 'nobody@example.com', type: 'missing', current: null });
  });

  it('is not read with a key that may not read', async () => {
    const { simulator, service } = await setUp();
    simulator.faults.always({
      kind: 'error',
      code: 'UnauthorizedOperation',
      action: 'DescribeStaffStatusMetrics',
    });
    const read: unknown[] = [];
    await service.status(accountsOf(2), new AbortController().signal, (readings) => read.push(...readings));
    expect(read).toMatchObject([{ type: 'unreadable' }, { type: 'unreadable' }]);
  });

  it('is named once for each account', async () => {
    const { service } = await setUp();
    const { controls, results } = createControls();
    await service.set(drill, ['a@b.com', ' A@B.com', 'b@b.com'], controls);
    expect(results.map(({ agent }) => agent)).toEqual(['a@b.com', 'b@b.com']);
  });
});

describe('nothing is sent', () => {
  const wave = '20261123-090000-800000';

  it('where the account is at a gateway, which changes teams itself', async () => {
    const { simulator, folder, log } = await setUp();
    const service = createService(simulator.url, folder, { hasGateway: () => true, connection: () => null });
    const refused = { ok: false, error: { kind: 'notWithGateway', code: '' } };
    const { controls } = createControls();
    expect(await service.set(drill, accountsOf(1), controls)).toEqual(refused);
    expect(log).toEqual([]);
  });

  it('where neither policy nor settings allow it', async () => {
    const { simulator, folder, log } = await setUp();
    const service = createService(simulator.url, folder, { isAllowed: () => false });
    const refused = { ok: false, error: { kind: 'notAllowed', code: '' } };
    const { controls } = createControls();
    expect(await service.set(drill, accountsOf(1), controls)).toEqual(refused);
    expect(await service.undo(wave, controls)).toEqual(refused);
    expect(await service.status(accountsOf(1), controls.signal, () => undefined)).toEqual(refused);
    expect(log).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('without an account', async () => {
    const { simulator, folder } = await setUp();
    const service = createService(simulator.url, folder, { connection: () => null });
    expect(await service.set(drill, accountsOf(1), createControls().controls)).toMatchObject({
      error: { kind: 'notConfigured' },
    });
  });

  it('while another wave runs', async () => {
    const { service } = await setUp();
    const first = service.set(drill, accountsOf(10), createControls().controls);
    expect(
      await service.set(free, accountsOf(10), createControls({ confirmedFree: true }).controls),
    ).toMatchObject({
      error: { kind: 'busy' },
    });
    expect(await first).toMatchObject({ ok: true });
  });

  it('by a trial run, which has no record', async () => {
    const { service, setCalls, folder } = await setUp();
    const { controls, outcomes } = createControls({ dryRun: true });
    expect(await service.set(free, accountsOf(2), controls)).toMatchObject({
      ok: true,
      value: { wave: null },
    });
    expect(outcomes().map(([, outcome]) => outcome)).toEqual(['unchanged', 'unchanged']);
    expect(setCalls()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('when the account is changed in the middle', async () => {
    const { simulator, folder, log } = await setUp();
    let origin = simulator.url;
    const service = createService(simulator.url, folder, { connection: () => ({ origin, sdkAppId }) });
    const { controls, results } = createControls({
      fast: false,
      onStart: () => {
        origin = 'https://elsewhere.example.com';
      },
    });
    expect(await service.set(drill, accountsOf(20), controls)).toMatchObject({ value: { how: 'stopped' } });
    expect(results).toHaveLength(20);
    expect(log).toEqual([]);
  });

  it('by an undo of a wave that does not exist, or of another contact center', async () => {
    const { simulator, folder, service } = await setUp();
    const { controls } = createControls({ confirmedFree: true });
    expect(await service.undo(wave, controls)).toMatchObject({ error: { kind: 'waveNotFound' } });
    const set = await service.set(drill, accountsOf(1), createControls().controls);
    const other = createService(simulator.url, folder, {
      connection: () => ({ origin: simulator.url, sdkAppId: 2 }),
    });
    expect(await other.undo((set.ok ? set.value.wave : null) ?? '', controls)).toMatchObject({
      error: { kind: 'otherAccount' },
    });
  });

  it('by an undo of a wave that switched nobody', async () => {
    const { service } = await setUp();
    const set = await service.set(free, accountsOf(1), createControls({ confirmedFree: true }).controls);
    const wave = (set.ok ? set.value.wave : null) ?? '';
    expect(await service.undo(wave, createControls().controls)).toMatchObject({
      error: { kind: 'nothingToUndo' },
    });
  });
});
