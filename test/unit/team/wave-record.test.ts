import { mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pruneRecords } from '../../../main/team/prune-records.ts';
import { readWaveRecord, type ReadRecord } from '../../../main/team/read-record.ts';
import { planUndo } from '../../../main/team/undo.ts';
import { createWaveRecord } from '../../../main/team/wave-record.ts';
import type { Outcome } from '../../../shared/local-api/team-results.ts';
import { DAY_MS } from '../../../shared/time-units.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { accountsOf } from './support/accounts.ts';
import { targetsOf } from './support/team-model.ts';

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-waves-'));
  onTestFinished(() => removeFolder(folder));
  return join(folder, 'waves');
}

const wave = { undoes: null, origin: 'https://ccc.example.com', sdkAppId: 1400000000 };
const free = { status: 'free', reason: '' } as const;
const set = { status: 'rest', reason: 'Fire drill' } as const;
const switched: Outcome = {
  outcome: 'switched',
  previous: free,
  reason: 'Fire drill',
  confirmedBy: 'response',
};

async function create(folder: string, count: number, clock = createVirtualClock()) {
  const created = await createWaveRecord(folder, { ...wave, targets: targetsOf(accountsOf(count)) }, clock);
  if (!created.ok) throw new Error(created.code);
  return created.record;
}

async function read(folder: string, id: string): Promise<ReadRecord> {
  const found = await readWaveRecord(folder, id);
  if (!found.ok) throw new Error(found.error);
  return found.record;
}

const outcomesOf = ({ agents }: ReadRecord) => agents.map(({ result }) => result.outcome);

describe('a record', () => {
  it('has the targets, what was intended, the results and the end', async () => {
    const folder = createFolder();
    const record = await create(folder, 250);
    expect(await record.intend([{ index: 0, previous: free }])).toBe(true);
    expect(await record.settle([{ index: 0, result: switched }])).toBe(true);
    await record.close({ how: 'cancelled', failure: null });
    const found = await read(folder, record.id);
    expect(found).toMatchObject({
      header: { ...wave, total: 250 },
      end: { how: 'cancelled', failure: null },
      damagedLines: 0,
    });
    expect(found.agents).toHaveLength(250);
    expect(found.agents[0]).toEqual({
      agent: 'agent0@example.com',
      choice: set,
      previous: free,
      result: switched,
    });
    expect(found.agents[249]?.result).toEqual({ outcome: 'notSent', cause: 'interrupted' });
  });

  it('that breaks off says "unknown" of whom a call was intended for, and "not sent" of the others', async () => {
    const folder = createFolder();
    const record = await create(folder, 4);
    await record.intend([
      { index: 0, previous: free },
      { index: 1, previous: free },
    ]);
    await record.settle([{ index: 0, result: switched }]);
    const found = await read(folder, record.id);
    expect(outcomesOf(found)).toEqual(['switched', 'unknown', 'notSent', 'notSent']);
    expect(found.end).toBeNull();
    expect(found.agents[1]).toMatchObject({ previous: free });
    await record.close({ how: 'finished', failure: null });
  });

  it('cut off at any byte after its targets leaves nobody out', async () => {
    const folder = createFolder();
    const record = await create(folder, 3);
    const path = join(folder, `${record.id}.jsonl`);
    const start = (await readFile(path)).length;
    await record.intend([{ index: 0, previous: free }]);
    const sentFrom = (await readFile(path)).length;
    await record.settle([{ index: 0, result: switched }]);
    const settledFrom = (await readFile(path)).length;
    await record.close({ how: 'finished', failure: null });
    const whole = await readFile(path);
    for (let length = start; length <= whole.length; length += 1) {
      await writeFile(path, whole.subarray(0, length));
      const found = await read(folder, record.id);
      const first = length < sentFrom ? 'notSent' : length < settledFrom ? 'unknown' : 'switched';
      expect([length, ...outcomesOf(found)]).toEqual([length, first, 'notSent', 'notSent']);
      expect(found.damagedLines).toBe(0);
    }
  });

  it('with a damaged line in its middle says "unknown" of everybody without a result', async () => {
    const folder = createFolder();
    const record = await create(folder, 3);
    await record.intend([{ index: 0, previous: free }]);
    await record.settle([{ index: 0, result: switched }]);
    await record.intend([{ index: 1, previous: free }]);
    await record.close({ how: 'finished', failure: null });
    const path = join(folder, `${record.id}.jsonl`);
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.with(4, '{"type":"intended","agents":[{"index":99}]}').join('\n'));
    const found = await read(folder, record.id);
    expect(found.damagedLines).toBe(1);
    expect(outcomesOf(found)).toEqual(['switched', 'unknown', 'unknown']);
  });

  it.each([
    ['is missing', null, 'notFound'],
    ['is empty', '', 'damaged'],
    ['is no record', '{"type":"end"}\n', 'damaged'],
    ['is another record', '{"type":"wave","version":1,"id":"20260101-000000-000000"}\n', 'damaged'],
    ['is of a newer version', '{"type":"wave","version":2}\n', 'damaged'],
  ])('that %s is not used', async (_what, content, error) => {
    const folder = createFolder();
    await mkdir(folder);
    const id = '20261123-090000-800000';
    if (content !== null) await writeFile(join(folder, `${id}.jsonl`), content);
    expect(await readWaveRecord(folder, id)).toMatchObject({ ok: false, error });
  });

  it.each(['../settings', '20261123-090000-800000/../x', '', 'x'])('has no name like %j', async (id) => {
    expect(await readWaveRecord(createFolder(), id)).toEqual({ ok: false, error: 'notFound', code: '' });
  });

  it('of the same millisecond has a name of its own', async () => {
    const folder = createFolder();
    const clock = createVirtualClock(undefined, [0.1, 0.1, 0.2]);
    const [one, other] = [await create(folder, 1, clock), await create(folder, 1, clock)];
    expect(one.id).toBe('20261123-090000-199999');
    expect(other.id).toBe('20261123-090000-333333');
    for (const record of [one, other]) await record.close({ how: 'finished', failure: null });
  });

  it('that cannot be created is an error', async () => {
    const folder = createFolder();
    await writeFile(folder, '');
    const targets = targetsOf(accountsOf(1));
    expect(await createWaveRecord(folder, { ...wave, targets }, createVirtualClock())).toEqual({
      ok: false,
      code: 'EEXIST',
    });
  });

  it('is written by many calls at once in their order', async () => {
    const folder = createFolder();
    const record = await create(folder, 500);
    const indexes = Array.from({ length: 500 }, (_, index) => index);
    await Promise.all(indexes.map((index) => record.intend([{ index, previous: null }])));
    await Promise.all(indexes.map((index) => record.settle([{ index, result: switched }])));
    await record.close({ how: 'finished', failure: null });
    expect(new Set(outcomesOf(await read(folder, record.id)))).toEqual(new Set(['switched']));
  });
});

describe('old records', () => {
  it('are deleted after 90 days and beyond 50, and other files are not', async () => {
    const folder = createFolder();
    await mkdir(folder);
    const now = Date.UTC(2026, 10, 23);
    const nameOf = (index: number) => `20261101-0000${String(index).padStart(2, '0')}-000000.jsonl`;
    for (let index = 0; index < 55; index += 1) await writeFile(join(folder, nameOf(index)), '');
    await writeFile(join(folder, 'notes.jsonl'), '');
    const old = (now - 91 * DAY_MS) / 1_000;
    for (let index = 0; index < 55; index += 1)
      await utimes(join(folder, nameOf(index)), now / 1_000, now / 1_000);
    for (const name of [nameOf(54), 'notes.jsonl']) await utimes(join(folder, name), old, old);
    await pruneRecords(folder, now);
    const left = (await readdir(folder)).toSorted();
    expect(left).toEqual([...Array.from({ length: 49 }, (_, index) => nameOf(index + 5)), 'notes.jsonl']);
  });

  it('that cannot be listed are no error', async () => {
    await pruneRecords(createFolder(), 0);
  });
});

describe('the plan of an undo', () => {
  const header = {
    type: 'wave',
    version: 1,
    id: '20261123-090000-800000',
    at: 0,
    ...wave,
    total: 1,
  } as const;
  const plan = (previous: ReadRecord['agents'][number]['previous'], result: Outcome) =>
    planUndo({ header, end: null, damagedLines: 0, agents: [{ agent: 'a', choice: set, previous, result }] });

  it.each<[string, Outcome]>([
    ['was switched', switched],
    ['may have been switched', { outcome: 'unknown', failure: null }],
    ['was reserved', { outcome: 'reserved', previous: free }],
  ])('returns an agent who %s', (_what, result) => {
    expect(plan(free, result)).toEqual({ targets: [{ agent: 'a', choice: free, onlyIf: set }], left: [] });
  });

  it('compares with the reason that the service reported', () => {
    expect(plan(free, { ...switched, reason: 'fire drill' }).targets[0]?.onlyIf).toEqual({
      ...set,
      reason: 'fire drill',
    });
  });

  it.each<[string, Outcome]>([
    ['had it before', { outcome: 'unchanged' }],
    [
      'was refused',
      { outcome: 'failed', failure: { kind: 'inCall', code: '', message: '', requestId: null } },
    ],
    ['was not sent', { outcome: 'notSent', cause: 'cancelled' }],
    ['has another status', { outcome: 'otherStatus', status: 'busy', reason: '' }],
  ])('leaves an agent out who %s', (_what, result) => {
    expect(plan(free, result)).toEqual({ targets: [], left: [] });
  });

  it.each([
    ['previousUnknown', null],
    ['notRestorable', { status: 'busy', reason: '' } as const],
  ])('says why an agent is left: %s', (cause, previous) => {
    expect(plan(previous, switched)).toEqual({
      targets: [],
      left: [{ agent: 'a', result: { outcome: 'notSent', cause } }],
    });
  });
});
