import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toLogError } from '../../../main/activity/log/log-error.ts';
import { openActivityLog } from '../../../main/activity/log/activity-log.ts';
import { toLogFileName, toSideFileName } from '../../../main/activity/log/log-account.ts';
import type { LogEntry } from '../../../main/activity/log/log-entry.ts';
import { RETENTION_MS } from '../../../main/activity/log/prune-log.ts';
import { MONDAY_9AM } from '../../support/app-state.ts';
import { expectPrivate, folderWriteCodes } from '../../support/unit/posix.ts';
import {
  FREE,
  HOUR,
  LUNCH,
  MEI,
  MINUTE,
  newProfile,
  statusSeen,
  started,
  switchedTo,
} from './support/entries.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const LOG_FILE = toLogFileName(MEI);
const SIDE_FILE = toSideFileName(LOG_FILE);

const NO_LOCKS = { platform: 'linux', setTimer: () => {} } as const;

let folder: string;
let path: string;
let now: number;

beforeEach(() => {
  folder = newProfile();
  path = join(folder, LOG_FILE);
  now = MONDAY_9AM;
});
afterEach(() => removeFolder(folder));

function open() {
  const log = openActivityLog(folder, LOG_FILE, () => now, NO_LOCKS);
  return {
    ...log,
    append: (entry: LogEntry) => log.append(entry, MEI),
    trim: () => log.prune(MEI),
  };
}

async function everything(): Promise<LogEntry[]> {
  const read = await open().read(0, Infinity);
  if (!read.ok) throw new Error(read.error.message);
  return read.slice.lines.map(({ entry }) => entry);
}

/** Expects every line to be complete, to name its account, and to have the next number. */
function expectWhole(from = 1): void {
  const lines = readFileSync(path, 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  lines.forEach((line, index) => {
    expect(JSON.parse(line)).toMatchObject({ seq: from + index, account: MEI });
  });
}

/** Writes the given number of entries, one per minute. */
function fill(count: number): void {
  const log = open();
  for (let index = 0; index < count; index += 1) {
    now += MINUTE;
    expect(log.append(switchedTo(index % 2 ? FREE : LUNCH, now))).toEqual({ ok: true });
  }
}

test('a new profile has no log file', () => {
  expect(open().lastHeartbeatAt).toBeNull();
  expect(existsSync(path)).toBe(false);
});

test('appended entries are read after a restart, from a file that only its owner can read', async () => {
  const entries: LogEntry[] = [
    started(MONDAY_9AM),
    statusSeen(FREE, MONDAY_9AM + 1),
    switchedTo({ status: 'rest', reason: '"午餐",\n\u2028 🍜 \uD800' }, MONDAY_9AM + 2),
    {
      kind: 'externalChange',
      at: MONDAY_9AM + 3,
      from: LUNCH,
      to: FREE,
      after: MONDAY_9AM + 2,
      before: MONDAY_9AM + 3,
    },
    { kind: 'failed', at: MONDAY_9AM + 4, choice: FREE, failure: 'inCall', code: 'X', requestId: null },
    { kind: 'automated', at: MONDAY_9AM + 5.5, cause: 'lock', choice: LUNCH },
    { kind: 'statusInvalidated', at: MONDAY_9AM + 6 },
    { kind: 'stopped', at: MONDAY_9AM + 7 },
  ];
  for (const entry of entries) open().append(entry);
  expect(await everything()).toEqual(entries);
  expectPrivate(path);
});

test('a day is read with its neighbors, even if the clock was set back', async () => {
  const log = open();
  const at = [
    MONDAY_9AM - HOUR,
    MONDAY_9AM,
    MONDAY_9AM + 2 * HOUR,
    MONDAY_9AM + MINUTE,
    MONDAY_9AM + 3 * HOUR,
  ];
  for (const each of at) log.append(statusSeen(FREE, each));
  log.append({ kind: 'trimmed', at: MONDAY_9AM + 4 * HOUR, count: 0, through: 0 });
  const read = await log.read(MONDAY_9AM, MONDAY_9AM + HOUR);
  expect(read.ok && read.slice.lines.map(({ seq }) => seq)).toEqual([2, 4]);
  expect(read.ok && [read.slice.before?.at, read.slice.after?.at]).toEqual([
    MONDAY_9AM - HOUR,
    MONDAY_9AM + 3 * HOUR,
  ]);
});

test('entries of a newer Standby are counted, not shown', async () => {
  fill(1);
  open().append({ kind: 'statusInvalidated', at: MONDAY_9AM + HOUR });
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace('"kind":"statusInvalidated"', '"kind":"fromTheFuture"'),
  );
  const read = await open().read(MONDAY_9AM, MONDAY_9AM + 2 * HOUR);
  expect(read.ok && [read.slice.lines.length, read.slice.unreadable]).toEqual([1, 1]);
});

test('after 1,000 lines with interrupted writes only the truncated lines are lost', async () => {
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
  const notes = (await everything()).filter(({ kind }) => kind === 'quarantined');
  expectWhole();
  expect(notes.length).toBeGreaterThan(kills / 2);
  expect(existsSync(join(folder, SIDE_FILE))).toBe(true);
});

test('wherever the file is cut, and whatever a crash leaves there, the log continues and no byte is lost', async () => {
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
      expectWhole();

      const quarantined = existsSync(join(folder, SIDE_FILE))
        ? readFileSync(join(folder, SIDE_FILE)).subarray(0, -1)
        : Buffer.alloc(0);
      const remaining = readFileSync(path).subarray(0, found.length - quarantined.length);
      expect(Buffer.concat([remaining, quarantined]).equals(found)).toBe(true);
      const note = (await everything()).find(({ kind }) => kind === 'quarantined');
      expect(note).toEqual(
        quarantined.length > 0
          ? { kind: 'quarantined', at: now, file: SIDE_FILE, bytes: quarantined.length }
          : undefined,
      );
    }),
    { numRuns: 100 },
  );
});

test('a long end of zero bytes, as after a power failure, is quarantined', async () => {
  fill(3);
  writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(200_000)]));
  open().append(switchedTo(FREE, now));
  expect((await everything()).map(({ kind }) => kind)).toEqual([
    'switched',
    'switched',
    'switched',
    'quarantined',
    'switched',
  ]);
});

test('while the log cannot be written the app runs, and later the log tells what is missing', async () => {
  fill(2);
  const log = open();
  // A folder in the file's place simulates an unwritable disk, because root may write anywhere.
  renameSync(path, `${path}.away`);
  mkdirSync(path);
  const since = now + MINUTE;
  const writeCode: unknown = expect.toSatisfy((code: string) => folderWriteCodes.includes(code));
  for (let count = 1; count <= 3; count += 1) {
    const result = log.append(switchedTo(FREE, now + count * MINUTE));
    expect(result).toMatchObject({ ok: false, error: { kind: 'disk', code: writeCode } });
  }
  await removeFolder(path);
  renameSync(`${path}.away`, path);
  now += HOUR;
  expect(log.append(switchedTo(LUNCH, now))).toEqual({ ok: true });
  expect((await everything()).slice(2)).toEqual([
    { kind: 'dropped', at: now, count: 3, since, code: writeCode },
    switchedTo(LUNCH, now),
  ]);
});

// By error code only: a read-only folder does not stop root, as which the tests may run. The desktop tests use a real one.
test.each([
  ['EROFS', 'readOnly'],
  ['EACCES', 'readOnly'],
  ['ENOSPC', 'diskFull'],
  ['EIO', 'disk'],
  ['EBUSY', 'disk'],
])('the error %s is reported as %s', (code, kind) => {
  expect(toLogError(Object.assign(new Error('said by the system'), { code }), 'linux')).toMatchObject({
    kind,
    code,
  });
});

test.each(['EPERM', 'EACCES', 'EBUSY'])(
  'on Windows %s means that another program has the file open',
  (code) => {
    expect(toLogError(Object.assign(new Error('said by the system'), { code }), 'win32').kind).toBe('locked');
  },
);

test.runIf(existsSync('/dev/full'))('a full disk is reported as such', () => {
  const failure = (() => {
    try {
      writeFileSync('/dev/full', 'x');
      return null;
    } catch (error) {
      return toLogError(error);
    }
  })();
  expect(failure).toMatchObject({ kind: 'diskFull', code: 'ENOSPC' });
});

test('a file that was replaced while the app runs is continued', async () => {
  fill(5);
  const log = open();
  truncateSync(path, statSync(path).size - 40);
  expect(log.append(switchedTo(FREE, now))).toEqual({ ok: true });
  expect((await everything()).map(({ kind }) => kind).slice(-2)).toEqual(['quarantined', 'switched']);
  expectWhole();
});

const DAY = 24 * HOUR;

/** Writes an entry on each of the given number of days, the first of them at `now`. */
function work(days: number): void {
  const log = open();
  for (let day = 0; day < days; day += 1) {
    log.append(switchedTo(day % 2 ? FREE : LUNCH, now));
    now += DAY;
  }
}

test('lines that are older than 180 days by the log are pruned, and the numbers continue', async () => {
  work(182);
  const log = open();
  // Written 182, 181 and 180 days ago: the third line is not older.
  expect(await log.trim()).toMatchObject({ ok: true, prunedCount: 2 });
  expect(await log.trim()).toMatchObject({ ok: true, prunedCount: 0 });
  log.append(switchedTo(FREE, now));
  expectWhole(3);
  const read = await log.read(0, Infinity);
  expect(read.ok && read.slice.lines[0]?.seq).toBe(3);
  expect(read.ok && read.slice.lines.slice(-2).map(({ seq, entry }) => [seq, entry.kind])).toEqual([
    [183, 'trimmed'],
    [184, 'switched'],
  ]);
});

test.runIf(existsSync('/proc/self/fd'))(
  'a log that is pruned is open nowhere, so that Windows can replace it',
  async () => {
    work(182);
    expect(await open().trim()).toMatchObject({ ok: true, prunedCount: 2 });
    const openFiles = readdirSync('/proc/self/fd').map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return ''; // Closed since, such as the folder that was just read.
      }
    });
    expect(openFiles.filter((file) => file.startsWith(path))).toEqual([]);
  },
);

test('a log is not pruned while it is read, and an entry written meanwhile is kept', async () => {
  work(182);
  const log = open();
  const order: string[] = [];
  const read = log.read(0, Infinity).then(() => order.push('read'));
  const pruned = log.trim().then(() => order.push('pruned'));
  expect(log.append(switchedTo(FREE, now))).toEqual({ ok: true });
  await Promise.all([read, pruned]);
  expect(order).toEqual(['read', 'pruned']);
  expectWhole(3);
  expect((await everything()).map(({ kind }) => kind).slice(-2)).toEqual(['switched', 'trimmed']);
});

test.each([
  ['two years ahead', 2 * 365 * DAY],
  ['181 days ahead', 181 * DAY],
])('with the clock %s, a log of 60 days is not pruned', async (_what, ahead) => {
  work(60);
  const intact = readFileSync(path);
  now += ahead;
  expect(await open().trim()).toMatchObject({ ok: true, prunedCount: 0 });
  // Also not after a week with that clock.
  work(7);
  expect(await open().trim()).toMatchObject({ ok: true, prunedCount: 0 });
  expect(readFileSync(path).subarray(0, intact.length).equals(intact)).toBe(true);
});

test('with the clock years behind, nothing is pruned', async () => {
  work(200);
  now -= 5 * 365 * DAY;
  expect(await open().trim()).toMatchObject({ ok: true, prunedCount: 0 });
});

test.each([
  ['years ahead', 2 * 365 * DAY],
  ['years behind', -50 * 365 * DAY],
])('a line that was written with the clock %s is pruned together with its neighbors', async (_what, off) => {
  work(30);
  open().append(statusSeen(FREE, now + off));
  work(30);
  expect(await open().trim()).toMatchObject({ ok: true, prunedCount: 0 });
  work(182);
  const prunedCount = await open().trim();
  // 30 lines, the tested one, 30 more, and those of the last two days.
  expect(prunedCount).toMatchObject({ ok: true, prunedCount: 63 });
});

test('a first day with a wrong clock is not pruned as an old one', async () => {
  const right = now;
  now = Date.UTC(1970, 0, 1, 1);
  work(1);
  now = right;
  work(3);
  expect(await open().trim()).toMatchObject({ ok: true, prunedCount: 0 });
});

test('lines before a long absence are not pruned until the lines after it are old', async () => {
  work(10);
  now += 200 * DAY;
  work(10);
  expect(await open().trim()).toMatchObject({ ok: true, prunedCount: 0 });
  work(172);
  expect(await open().trim()).toMatchObject({ ok: true, prunedCount: 12 });
});

test('an absence of a month does not affect pruning', async () => {
  work(10);
  now += 29 * DAY;
  work(152);
  expect(await open().trim()).toMatchObject({ ok: true, prunedCount: 10 });
});

/** A slow disk. */
const TIMEOUT_MS = 2 * 60_000;

test(
  'whatever the clock was set to meanwhile, no line of the last 180 days is pruned',
  async () => {
    const off = fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      fc.integer({ min: 40, max: 20_000 }),
      fc.integer({ min: -20_000, max: -40 }),
    );
    const ranges = fc.array(fc.record({ off, days: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 1,
      maxLength: 12,
    });
    let totalPruned = 0;
    await fc.assert(
      fc.asyncProperty(ranges, async (history) => {
        rmSync(path, { force: true });
        let today = MONDAY_9AM;
        const writtenOn: number[] = [];
        const log = open();
        for (const { off: days, days: count } of history) {
          for (let day = 0; day < count; day += 1) {
            log.append(statusSeen(FREE, today + days * DAY));
            writtenOn.push(today);
            today += DAY;
          }
        }
        // The clock is correct now: the service's clock agrees with it.
        now = today;
        const result = await open().trim();
        const old = writtenOn.filter((day) => day < today - RETENTION_MS).length;
        if (!result.ok) throw new Error(result.error.message);
        expect(result.prunedCount).toBeLessThanOrEqual(old);
        totalPruned += result.prunedCount;
      }),
      // Checks that the random histories are long enough for pruning.
      { numRuns: 100, examples: [[Array.from({ length: 8 }, () => ({ off: 0, days: 40 }))]] },
    );
    expect(totalPruned).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test('a corrupt line is pruned together with its neighbors', async () => {
  work(190);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  writeFileSync(path, `${lines.with(4, 'hello').join('\n')}\n`);
  // Nine of ten lines are valid.
  expect(await open().trim()).toMatchObject({ ok: true, prunedCount: 9 });
  const left = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(JSON.parse(left.at(-1) ?? '')).toMatchObject({ entry: { kind: 'trimmed', count: 9, through: 10 } });
  expect(left).not.toContain('hello');
});

test('the heartbeat tells the next run until when this one ran', () => {
  fill(1);
  now = MONDAY_9AM + 2 * HOUR;
  open().touchHeartbeat();
  expect(open().lastHeartbeatAt).toBe(now);
});

test('a heartbeat without a file causes no error', () => {
  expect(() => open().touchHeartbeat()).not.toThrow();
});
