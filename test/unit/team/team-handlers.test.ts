import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createTeamHandlers } from '../../../main/app/team/team-handlers.ts';
import type { TeamServiceDeps } from '../../../main/team/team-service.ts';
import { systemClock } from '../../../shared/clock.ts';
import { isApiRequest } from '../../../shared/local-api/requests.ts';
import { teamRequests, type WaveEvent } from '../../../shared/local-api/team.ts';
import type { AgentReading, AgentResult } from '../../../shared/local-api/team-results.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { createServerHarness, fakeHandlers } from '../local-api/support.ts';
import { createSimulation, stopSimulators } from '../tencent/support/simulator.ts';
import { accountsOf } from './support/accounts.ts';
import { createService } from './support/team-on-simulator.ts';

afterEach(stopSimulators);

const options = { dryRun: false, fast: true, confirmedFree: false };

async function setUp(deps: Partial<TeamServiceDeps> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'standby-team-'));
  onTestFinished(() => removeFolder(folder));
  const { simulator, log } = await createSimulation({ clock: Date });
  let ids = 0;
  const handlers = createTeamHandlers({
    time: systemClock,
    team: createService(simulator.url, folder, deps),
    createId: () => String((ids += 1)).padStart(16, '0'),
  });
  const events: WaveEvent[] = [];
  const context = {
    signal: new AbortController().signal,
    emit: (event: WaveEvent) => void events.push(event),
  };
  const addList = async (agents: string[], list?: string) => {
    const added = await handlers['team.agents'](
      { agents, ...(list === undefined ? {} : { list }) },
      { signal: context.signal, emit: () => {} },
    );
    return added;
  };
  return { simulator, log, handlers, events, context, addList };
}

const resultsOf = (events: readonly WaveEvent[]): AgentResult[] =>
  events.flatMap((event) => (event.type === 'results' ? event.results : []));

describe('the requests for a team', () => {
  it('are sent in parts, and a wave reports each agent and its end', async () => {
    const { handlers, events, context, addList } = await setUp();
    const agents = accountsOf(25);
    expect(await addList(agents.slice(0, 20))).toEqual({
      ok: true,
      result: { list: '0000000000000001', count: 20 },
    });
    expect(await addList(agents.slice(20), '0000000000000001')).toMatchObject({ result: { count: 25 } });
    const ended = await handlers['team.set'](
      { list: '0000000000000001', status: 'rest', reason: ' Fire  drill ', ...options },
      context,
    );
    expect(ended).toMatchObject({
      ok: true,
      result: { how: 'finished', failure: null, counts: { switched: 25, failed: 0 } },
    });
    expect(events[0]).toMatchObject({ type: 'started', total: 25 });
    expect(
      resultsOf(events)
        .map(({ agent }) => agent)
        .toSorted(),
    ).toEqual(agents.toSorted());
    expect(events.at(-1)).toMatchObject({ progress: { done: 25, total: 25, remainingMs: 0 } });
    expect(resultsOf(events)[0]).toMatchObject({ result: { reason: 'Fire drill' } });
    for (const event of events) expect(teamRequests['team.set'].event.safeParse(event).success).toBe(true);
    expect(teamRequests['team.set'].output.safeParse(ended.ok && ended.result).success).toBe(true);

    const wave = (ended.ok ? ended.result.wave : null) ?? '';
    const recorded: AgentResult[] = [];
    expect(
      await handlers['team.wave'](
        { wave },
        { signal: context.signal, emit: ({ results }) => void recorded.push(...results) },
      ),
    ).toMatchObject({
      ok: true,
      result: { wave, complete: true, counts: { switched: 25 }, damagedLines: 0 },
    });
    expect(recorded).toHaveLength(25);

    const undone = await handlers['team.undo']({ wave, ...options, confirmedFree: true }, context);
    expect(undone).toMatchObject({ ok: true, result: { counts: { switched: 25 } } });
  });

  it('read the statuses of a list', async () => {
    const { simulator, handlers, context, addList } = await setUp();
    simulator.setAgent('agent1@example.com', { status: 'busy' });
    await addList(accountsOf(3));
    const readings: AgentReading[] = [];
    const ended = await handlers['team.status'](
      { list: '0000000000000001' },
      { signal: context.signal, emit: (event) => void readings.push(...event.readings) },
    );
    expect(ended).toEqual({ ok: true, result: { how: 'finished', failure: null } });
    expect(readings.map(({ current }) => current?.status)).toEqual(['free', 'busy', 'free']);
  });

  it('use a list once', async () => {
    const { handlers, context, addList } = await setUp();
    await addList(accountsOf(1));
    const request = { list: '0000000000000001', status: 'rest', reason: '', ...options } as const;
    expect(await handlers['team.set'](request, context)).toMatchObject({ ok: true });
    expect(await handlers['team.set'](request, context)).toMatchObject({
      ok: false,
      error: { category: 'usage', kind: 'badRequest' },
    });
  });

  it('are refused where the settings do not allow them, and nothing is sent', async () => {
    const { log, handlers, context, addList } = await setUp({ isAllowed: () => false });
    const refused = {
      ok: false,
      error: { category: 'notSetUp', kind: 'notAllowed', code: 'Team.notAllowed' },
    };
    expect(await addList(accountsOf(1))).toMatchObject(refused);
    expect(
      await handlers['team.undo']({ wave: '20261123-090000-800000', ...options }, context),
    ).toMatchObject(refused);
    expect(
      await handlers['team.wave']({ wave: '20261123-090000-800000' }, { ...context, emit: () => {} }),
    ).toMatchObject(refused);
    expect(log).toEqual([]);
  });

  it('refuse a reason that is too long, before anything is sent', async () => {
    const { log, handlers, context, addList } = await setUp();
    await addList(accountsOf(1));
    const request = { list: '0000000000000001', status: 'rest', reason: 'x'.repeat(61), ...options } as const;
    expect(await handlers['team.set'](request, context)).toMatchObject({ error: { kind: 'reasonTooLong' } });
    expect(log).toEqual([]);
  });

  it('limit the agents of a list and the number of lists', async () => {
    const { addList } = await setUp();
    for (let part = 0; part < 5; part += 1)
      await addList(accountsOf(1_000), part === 0 ? undefined : '0000000000000001');
    expect(await addList(['one@more'], '0000000000000001')).toMatchObject({
      error: { message: 'tooManyAgents' },
    });
    for (let list = 2; list <= 8; list += 1) expect(await addList(['a'])).toMatchObject({ ok: true });
    expect(await addList(['a'])).toMatchObject({ error: { kind: 'tooManyRequests' } });
    expect(await addList(['a'], 'ffffffffffffffff')).toMatchObject({ error: { message: 'unknown' } });
  });

  it('forget a list after a minute', async () => {
    const clock = createVirtualClock();
    const { simulator } = await createSimulation();
    const handlers = createTeamHandlers({ time: clock, team: createService(simulator.url, '/nowhere') });
    const context = { signal: new AbortController().signal, emit: () => {} };
    const added = await handlers['team.agents']({ agents: ['a'] }, context);
    const list = added.ok ? added.result.list : '';
    await clock.advance(60_000);
    expect(await handlers['team.status']({ list }, context)).toMatchObject({ error: { kind: 'badRequest' } });
  });
});

it('a wave is cancelled over the socket, and its reply says who was not sent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'standby-team-'));
  onTestFinished(() => removeFolder(folder));
  const { simulator } = await createSimulation({ clock: Date, latency: { minMs: 30, maxMs: 300 } });
  const handlers = createTeamHandlers({ time: systemClock, team: createService(simulator.url, folder) });
  const { api, connectClient } = createServerHarness({ handlers: fakeHandlers(handlers) });
  await api.start();
  const client = await connectClient();
  client.send({ id: 1, request: 'team.agents', agents: accountsOf(300) });
  const added = teamRequests['team.agents'].output.parse(
    ((await client.next()) as { result: unknown }).result,
  );
  client.send({ id: 2, request: 'team.set', list: added.list, status: 'rest' });
  expect(await client.next()).toMatchObject({ id: 2, event: { type: 'started', total: 300 } });
  client.send({ id: 3, request: 'cancel', target: 2 });
  const results: AgentResult[] = [];
  for (;;) {
    const line = await client.next();
    const { id, event, result } = line as { id: number; event?: WaveEvent; result?: unknown };
    if (id === 3) expect(result).toEqual({ cancelled: true });
    else if (event) results.push(...resultsOf([event]));
    else {
      expect(result).toMatchObject({ how: 'cancelled' });
      break;
    }
  }
  expect(results.map(({ agent }) => agent).toSorted()).toEqual(accountsOf(300).toSorted());
});

it('each request for a team is one of the local API', () => {
  expect(Object.keys(teamRequests).every(isApiRequest)).toBe(true);
});
