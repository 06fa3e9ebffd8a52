import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { logFailure } from '../../../main/day/log-failure.ts';
import { LOG_FILE, openDayLog, SIDE_FILE } from '../../../main/day/day-log.ts';
import type { LogEntry } from '../../../main/day/log-entry.ts';
import { KEPT_MS } from '../../../main/day/trim-log.ts';
import { NINE } from '../../support/app-state.ts';
import { FREE, HOUR, LUNCH, MINUTE, newProfile, observedAs, started, switchedTo } from './support/entries.ts';

let folder: string;
let path: string;
let now: number;

beforeEach(() => {
  folder = newProfile();
  path = join(folder, LOG_FILE);
  now = NINE;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openDayLog(folder, () => now);
const linesOnDisk = () => readFileSync(path, 'utf8').trimEnd().split('\n');

async function everything(): Promise<LogEntry[]> {
  const read = await open().read(0, Infinity);
  if (!read.ok) throw new Error(read.failure.message);
  return read.extract.lines.map(({ entry }) => entry);
}

/** Writes so many entries, a minute apart. */
function fill(count: number): void {
  const log = open();
  for (let index = 0; index < count; index += 1) {
    now += MINUTE;
    expect(log.append(switchedTo(index % 2 ? FREE : LUNCH, now))).toEqual({ ok: true });
  }
}

test('a new profile has an empty log that is intact, and no file', async () => {
  expect(await open().verify()).toMatchObject({ kind: 'intact', entries: 0 });
  expect(existsSync(path)).toBe(false);
  expect(open().ranUntil).toBeNull();
});

test('what is appended is read back, over a restart, readable by its owner only', async () => {
  const entries: LogEntry[] = [
    started(NINE),
    observedAs(FREE, NINE + 1),
    switchedTo({ status: 'rest', reason: '"午餐",\n\u2028 🍜 \uD800' }, NINE + 2),
    { kind: 'drift', at: NINE + 3, from: LUNCH, to: FREE, after: NINE + 2, before: NINE + 3 },
    { kind: 'failed', at: NINE + 4, choice: FREE, failure: 'inCall', code: 'X', requestId: null },
    { kind: 'automatic', at: NINE + 5.5, cause: 'lock', choice: LUNCH },
    { kind: 'doubted', at: NINE + 6 },
    { kind: 'stopped', at: NINE + 7 },
  ];
  for (const entry of entries) open().append(entry);
  expect(await everything()).toEqual(entries);
  expect(await open().verify()).toMatchObject({ kind: 'intact', entries: 8 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a day is found with its neighbours, even where the clock was set back', async () => {
  const log = open();
  const at = [NINE - HOUR, NINE, NINE + 2 * HOUR, NINE + MINUTE, NINE + 3 * HOUR];
  for (const each of at) log.append(observedAs(FREE, each));
  log.append({ kind: 'trimmed', at: NINE + 4 * HOUR, count: 0, through: 0 });
  const read = await log.read(NINE, NINE + HOUR);
  expect(read.ok && read.extract.lines.map(({ seq }) => seq)).toEqual([2, 4]);
  expect(read.ok && [read.extract.before?.at, read.extract.after?.at]).toEqual([
    NINE - HOUR,
    NINE + 3 * HOUR,
  ]);
});

test('entries that a newer Standby wrote are counted, not shown', async () => {
  fill(1);
  open().append({ kind: 'doubted', at: NINE + HOUR });
  writeFileSync(path, readFileSync(path, 'utf8').replace('"kind":"doubted"', '"kind":"fromTheFuture"'));
  const read = await open().read(NINE, NINE + 2 * HOUR);
  expect(read.ok && [read.extract.lines.length, read.extract.unreadable]).toEqual([1, 1]);
});

test('whichever byte is changed, Verify names its line', async () => {
  fill(8);
  const intact = readFileSync(path);
  // Opening the log would set a damaged last line aside; this is what a running app finds.
  const running = open();
  const change = fc.record({ at: fc.nat(intact.length - 1), to: fc.integer({ min: 0, max: 255 }) });
  await fc.assert(
    fc.asyncProperty(change, async ({ at, to }) => {
      fc.pre(intact[at] !== to);
      const edited = Buffer.from(intact);
      edited[at] = to;
      writeFileSync(path, edited);
      const line = intact.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
      expect(await running.verify()).toMatchObject({ kind: 'broken', line });
    }),
    { numRuns: 300 },
  );
});

test.each<[string, (lines: string[]) => string[], { line: number; why: string }]>([
  [
    'an edited reason',
    (lines) => lines.with(3, lines[3]?.replace('午餐', '培训') ?? ''),
    { line: 4, why: 'edited' },
  ],
  ['a line removed', (lines) => lines.toSpliced(4, 1), { line: 5, why: 'order' }],
  [
    'two lines in each other’s place',
    (lines) => [...lines.slice(0, 5), ...lines.slice(5, 7).reverse()],
    { line: 6, why: 'order' },
  ],
  ['a line twice', (lines) => lines.toSpliced(4, 0, lines[3] ?? ''), { line: 5, why: 'order' }],
  ['a line of something else', (lines) => lines.toSpliced(4, 0, 'hello'), { line: 5, why: 'form' }],
  ['no anchor', (lines) => lines.slice(1), { line: 1, why: 'form' }],
])('%s shows', async (_what, edit, where) => {
  fill(10);
  const log = open();
  writeFileSync(path, `${edit(linesOnDisk()).join('\n')}\n`);
  expect(await log.verify()).toEqual({ kind: 'broken', ...where });
});

test('1,000 lines with the app killed in the middle of many: nothing is lost but what was cut, and the chain holds', async () => {
  let log = open();
  let kills = 0;
  const random = [3, 141, 59, 26, 5, 358, 9, 79, 32, 384];
  for (let count = 0; count < 1000; count += 1) {
    now += MINUTE;
    expect(log.append(switchedTo(LUNCH, now))).toEqual({ ok: true });
    if (count % 7 !== 0) continue;
    truncateSync(path, Math.max(0, statSync(path).size - (random[kills % random.length] ?? 0)));
    kills += 1;
    log = open();
  }
  expect(await log.verify()).toMatchObject({ kind: 'intact' });
  const notes = (await everything()).filter(({ kind }) => kind === 'setAside');
  expect(notes.length).toBeGreaterThan(kills / 2);
  expect(existsSync(join(folder, SIDE_FILE))).toBe(true);
});

test('wherever the file is cut, and whatever a crash leaves there, the log goes on and no byte is lost', async () => {
  fill(6);
  const intact = readFileSync(path);
  const crash = fc.record({ cut: fc.nat(intact.length), left: fc.uint8Array({ maxLength: 40 }) });
  await fc.assert(
    fc.asyncProperty(crash, async ({ cut, left }) => {
      rmSync(join(folder, SIDE_FILE), { force: true });
      const found = Buffer.concat([intact.subarray(0, cut), left]);
      writeFileSync(path, found);
      const log = open();
      expect(log.append(switchedTo(FREE, now))).toEqual({ ok: true });
      expect(await log.verify()).toMatchObject({ kind: 'intact' });

      const aside = existsSync(join(folder, SIDE_FILE))
        ? readFileSync(join(folder, SIDE_FILE)).subarray(0, -1)
        : Buffer.alloc(0);
      const kept = readFileSync(path).subarray(0, found.length - aside.length);
      expect(Buffer.concat([kept, aside]).equals(found)).toBe(true);
      const note = (await everything()).find(({ kind }) => kind === 'setAside');
      expect(note).toEqual(
        aside.length > 0 ? { kind: 'setAside', at: now, file: SIDE_FILE, bytes: aside.length } : undefined,
      );
    }),
    { numRuns: 100 },
  );
});

test('a long end of zeros, as a power failure leaves it, is set aside', async () => {
  fill(3);
  writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(200_000)]));
  open().append(switchedTo(FREE, now));
  expect((await everything()).map(({ kind }) => kind)).toEqual([
    'switched',
    'switched',
    'switched',
    'setAside',
    'switched',
  ]);
  expect(await open().verify()).toMatchObject({ kind: 'intact', entries: 5 });
});

test('while nothing can be written the app goes on, and later the log tells what is missing', async () => {
  fill(2);
  const log = open();
  // A folder in the file's place stands for a disk that refuses; root may write anywhere.
  renameSync(path, `${path}.away`);
  mkdirSync(path);
  const since = now + MINUTE;
  for (let count = 1; count <= 3; count += 1) {
    const result = log.append(switchedTo(FREE, now + count * MINUTE));
    expect(result).toMatchObject({ ok: false, failure: { kind: 'disk', code: 'EISDIR' } });
  }
  rmSync(path, { recursive: true });
  renameSync(`${path}.away`, path);
  now += HOUR;
  expect(log.append(switchedTo(LUNCH, now))).toEqual({ ok: true });
  expect((await everything()).slice(2)).toEqual([
    { kind: 'missed', at: now, count: 3, since, code: 'EISDIR' },
    switchedTo(LUNCH, now),
  ]);
  expect(await log.verify()).toMatchObject({ kind: 'intact', entries: 4 });
});

// By name only: the tests may run as root, whom a read-only folder does not stop. The desktop journeys use a real one.
test.each([
  ['EROFS', 'readOnly'],
  ['EACCES', 'readOnly'],
  ['ENOSPC', 'diskFull'],
  ['EIO', 'disk'],
])('%s is named %s', (code, kind) => {
  expect(logFailure(Object.assign(new Error('said by the system'), { code }))).toMatchObject({ kind, code });
});

test.runIf(existsSync('/dev/full'))('a full disk is named', () => {
  const failure = (() => {
    try {
      writeFileSync('/dev/full', 'x');
      return null;
    } catch (error) {
      return logFailure(error);
    }
  })();
  expect(failure).toMatchObject({ kind: 'diskFull', code: 'ENOSPC' });
});

test('a file that was replaced under the running app is taken as it is', async () => {
  fill(5);
  const log = open();
  truncateSync(path, statSync(path).size - 40);
  expect(log.append(switchedTo(FREE, now))).toEqual({ ok: true });
  expect((await everything()).map(({ kind }) => kind).slice(-2)).toEqual(['setAside', 'switched']);
  expect(await log.verify()).toMatchObject({ kind: 'intact' });
});

const DAY = 24 * HOUR;

/** Writes an entry on each of so many days, the first of them at `now`. */
function work(days: number): void {
  const log = open();
  for (let day = 0; day < days; day += 1) {
    log.append(switchedTo(day % 2 ? FREE : LUNCH, now));
    now += DAY;
  }
}

test('lines that the log shows to be older than 180 days are trimmed, and the chain goes on', async () => {
  work(182);
  const log = open();
  // The first was written 182 days ago, the second 181, and the third 180: that one is not older.
  expect(log.trim()).toEqual({ ok: true, trimmed: 2 });
  expect(log.trim()).toEqual({ ok: true, trimmed: 0 });
  log.append(switchedTo(FREE, now));
  const read = await log.read(0, Infinity);
  expect(read.ok && read.extract.lines[0]?.seq).toBe(3);
  expect(read.ok && read.extract.lines.slice(-2).map(({ seq, entry }) => [seq, entry.kind])).toEqual([
    [183, 'trimmed'],
    [184, 'switched'],
  ]);
  expect(await log.verify()).toMatchObject({ kind: 'intact', entries: 182, end: { seq: 184 } });
});

test.each([
  ['two years ahead', 2 * 365 * DAY],
  ['181 days ahead', 181 * DAY],
])('with the clock %s, 60 days of log stay', (_what, ahead) => {
  work(60);
  const intact = readFileSync(path);
  now += ahead;
  expect(open().trim()).toEqual({ ok: true, trimmed: 0 });
  // Nor after a week of work by that clock.
  work(7);
  expect(open().trim()).toEqual({ ok: true, trimmed: 0 });
  expect(readFileSync(path).subarray(0, intact.length).equals(intact)).toBe(true);
});

test('with the clock years behind, nothing is trimmed', () => {
  work(200);
  now -= 5 * 365 * DAY;
  expect(open().trim()).toEqual({ ok: true, trimmed: 0 });
});

test.each([
  ['years ahead', 2 * 365 * DAY],
  ['years behind', -50 * 365 * DAY],
])('a line written with the clock %s stays while what is round it stays, and goes with it', (_what, off) => {
  work(30);
  open().append(observedAs(FREE, now + off));
  work(30);
  expect(open().trim()).toEqual({ ok: true, trimmed: 0 });
  work(182);
  const trimmed = open().trim();
  // 30 lines, the one in question, 30 more, and of the last two days.
  expect(trimmed).toEqual({ ok: true, trimmed: 63 });
});

test('a first day with a wrong clock is not taken for an old one', () => {
  const right = now;
  now = Date.UTC(1970, 0, 1, 1);
  work(1);
  now = right;
  work(3);
  expect(open().trim()).toEqual({ ok: true, trimmed: 0 });
});

test('after a long absence the lines before it stay until those after it are old', () => {
  work(10);
  now += 200 * DAY;
  work(10);
  expect(open().trim()).toEqual({ ok: true, trimmed: 0 });
  work(172);
  expect(open().trim()).toEqual({ ok: true, trimmed: 12 });
});

test('an absence of a month is nothing special', () => {
  work(10);
  now += 29 * DAY;
  work(152);
  expect(open().trim()).toEqual({ ok: true, trimmed: 10 });
});

test('wherever the clock was set to on the way, no line of the last 180 days is trimmed', () => {
  const off = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    fc.integer({ min: 40, max: 20_000 }),
    fc.integer({ min: -20_000, max: -40 }),
  );
  const stretches = fc.array(fc.record({ off, days: fc.integer({ min: 1, max: 40 }) }), {
    minLength: 1,
    maxLength: 12,
  });
  let trimmedAtAll = 0;
  fc.assert(
    fc.property(stretches, (history) => {
      rmSync(path, { force: true });
      let today = NINE;
      const writtenOn: number[] = [];
      const log = open();
      for (const { off: days, days: count } of history) {
        for (let day = 0; day < count; day += 1) {
          log.append(observedAs(FREE, today + days * DAY));
          writtenOn.push(today);
          today += DAY;
        }
      }
      // By now the clock is right: another one agrees with it.
      now = today;
      const result = open().trim();
      const old = writtenOn.filter((day) => day < today - KEPT_MS).length;
      if (!result.ok) throw new Error(result.failure.message);
      expect(result.trimmed).toBeLessThanOrEqual(old);
      trimmedAtAll += result.trimmed;
    }),
    // By chance alone no history may be long enough for anything to be trimmed.
    { numRuns: 100, examples: [[Array.from({ length: 8 }, () => ({ off: 0, days: 40 }))]] },
  );
  expect(trimmedAtAll).toBeGreaterThan(0);
});

test('lines removed at the beginning do not pass for trimmed ones', async () => {
  work(182);
  const log = open();
  log.trim();
  const [anchor = '', ...others] = linesOnDisk();
  const forged = others.slice(0, 2);
  writeFileSync(path, `${[anchor, ...forged].join('\n')}\n`);
  expect(await log.verify()).toEqual({ kind: 'broken', line: 1, why: 'beginning' });
});

test('a damaged line stays for Verify to name, with all that follows it', async () => {
  work(190);
  const lines = linesOnDisk();
  writeFileSync(path, `${lines.with(4, 'hello').join('\n')}\n`);
  expect(open().trim()).toEqual({ ok: true, trimmed: 3 });
  expect(await open().verify()).toMatchObject({ kind: 'broken', line: 2, why: 'form' });
});

test('a mark of life tells the next run until when this one ran', () => {
  fill(1);
  now = NINE + 2 * HOUR;
  open().markAlive();
  expect(open().ranUntil).toBe(now);
});

test('a mark of life without a file is no trouble', () => {
  expect(() => open().markAlive()).not.toThrow();
});
