/** Tests that each account has its own log, and that only the log of the current account is written, read and exported. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openActivityHistory } from '../../../main/activity/report/activity-history.ts';
import { LEGACY_FILE, toLogFileName, type LogAccount } from '../../../main/activity/log/log-account.ts';
import { initialAgentState } from '../../../main/status/state.ts';
import { appState, MONDAY_9AM, confirmed } from '../../support/app-state.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import {
  FREE,
  HOUR,
  LUNCH,
  MEI,
  MINUTE,
  newProfile,
  DEMO_AGENT,
  switchedTo,
  TRAINING,
} from './support/entries.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const BO: LogAccount = { ...MEI, agent: 'bo.wang@example.com' };
const DAY = 24 * HOUR;

let folder: string;
let time: ReturnType<typeof createVirtualClock>;
beforeEach(() => {
  folder = newProfile();
  time = createVirtualClock(MONDAY_9AM);
});
afterEach(() => removeFolder(folder));

/** Starts a run of the app with an account. */
function run(first: LogAccount | null, set: LogAccount | null = first) {
  const errors: string[] = [];
  let account = first;
  const activityHistory = openActivityHistory({
    folder,
    time,
    version: '0.2.0',
    rule: () => ({ zone: 'UTC', resetHour: 0 }),
    account: () => account,
    adoptingAccount: () => set,
    retry: { platform: 'linux', setTimer: time.setTimer },
    onWriteError: (message) => errors.push(message),
  });
  activityHistory.start();
  return {
    activityHistory,
    errors,
    change: (to: LogAccount | null) => {
      account = to;
      activityHistory.onAccountChange();
    },
    kinds: async () => (await activityHistory.report(null))?.changes.map(({ kind }) => kind).reverse(),
    reasons: async () =>
      (await activityHistory.report(null))?.changes.flatMap((change) =>
        change.kind === 'switched' ? change.to.reason : [],
      ),
  };
}

const onDisk = (account: LogAccount) => readFileSync(join(folder, toLogFileName(account)), 'utf8');
const accountsIn = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { account?: unknown }).account);

test('every entry names its account, and is in the file of its account only', async () => {
  const { activityHistory, change, reasons, kinds } = run(MEI);
  activityHistory.append(switchedTo(LUNCH, time.now()));
  change(BO);
  activityHistory.append(switchedTo(TRAINING, time.now()));
  expect(await reasons()).toEqual(['Training']);
  change(DEMO_AGENT);
  activityHistory.append(switchedTo({ status: 'rest', reason: 'Played' }, time.now()));
  expect(await reasons()).toEqual(['Played']);
  change(MEI);
  activityHistory.append(switchedTo(FREE, time.now()));
  expect(await kinds()).toEqual(['started', 'switched', 'accountClosed', 'accountOpened', 'switched']);
  activityHistory.close();

  for (const account of [MEI, BO, DEMO_AGENT]) {
    const accounts = accountsIn(onDisk(account));
    expect(accounts.length).toBeGreaterThan(2);
    for (const each of accounts) expect(each).toEqual(account);
  }
});

test('what a change of account removes from the state is logged for the previous account', async () => {
  const { activityHistory, change, kinds } = run(MEI);
  const known = appState({ confirmed: confirmed() }).agent;
  activityHistory.recordChange(initialAgentState(), known);
  // As in the app: the state is reset first, then the log is changed.
  activityHistory.recordChange(known, initialAgentState());
  change(BO);
  activityHistory.recordChange(
    initialAgentState(),
    appState({ confirmed: confirmed({ status: 'rest', reason: '午餐' }) }).agent,
  );
  expect(await kinds()).toEqual(['accountOpened', 'statusSeen']);
  expect(onDisk(MEI)).not.toContain('午餐');
  expect(onDisk(BO)).not.toContain('statusInvalidated');
});

test('the time in another account is unknown, and counts for no limit', async () => {
  const { activityHistory, change } = run(MEI);
  activityHistory.append(switchedTo(LUNCH, time.now()));
  await time.advance(10 * MINUTE);
  change(BO);
  await time.advance(20 * MINUTE);
  change(MEI);
  await time.advance(MINUTE);
  const today = await activityHistory.today();
  expect(today?.reasons).toEqual([{ status: 'rest', reason: '午餐', ms: 10 * MINUTE }]);
  expect(today?.running).toMatchObject({ status: 'unknown' });
});

test('entries that could not be written are reported in the log that misses them', async () => {
  const { activityHistory, change, errors } = run(MEI);
  const file = join(folder, toLogFileName(MEI));
  // Renamed, because Windows may keep the name of a deleted file while its last line is flushed.
  renameSync(file, `${file}.away`);
  mkdirSync(file);
  activityHistory.append(switchedTo(LUNCH, time.now()));
  change(BO);
  expect(errors).toHaveLength(2);
  await removeFolder(file);
  activityHistory.append(switchedTo(TRAINING, time.now()));
  change(MEI);
  expect(onDisk(BO)).not.toContain('dropped');
  // The switch, and the change of account.
  expect(onDisk(MEI)).toContain('"kind":"dropped","count":2');
});

test('without an account nothing is logged, and the day is empty', async () => {
  const { activityHistory, change, kinds } = run(null);
  activityHistory.append(switchedTo(LUNCH, time.now()));
  expect(await kinds()).toEqual([]);
  expect(await activityHistory.csv('2026-11-23', (term) => term)).toMatch(/^\uFEFFcolumn\.number.*\r\n$/);
  await activityHistory.prune();
  activityHistory.close();
  expect(readdirSync(folder)).toEqual([]);
  change(MEI);
  expect(await kinds()).toEqual(['accountOpened']);
});

test('setting the same account again changes nothing', async () => {
  const { activityHistory, change, kinds } = run(MEI);
  activityHistory.start();
  change({ ...MEI });
  expect(await kinds()).toEqual(['started']);
});

test('the next run of the simulator, at another address, continues its log', async () => {
  const { activityHistory, change, kinds } = run(DEMO_AGENT);
  change(MEI);
  const again = { ...DEMO_AGENT, endpoint: 'http://127.0.0.1:40002' };
  change(again);
  activityHistory.append({ kind: 'statusInvalidated', at: time.now() });
  expect(await kinds()).toEqual(['started', 'accountClosed', 'accountOpened']);
  expect(accountsIn(onDisk(DEMO_AGENT))).toEqual([DEMO_AGENT, DEMO_AGENT, again, again]);
});

test('the CSV contains account and mode in every row', async () => {
  const { activityHistory } = run({ ...DEMO_AGENT, agent: '=cmd|A1' });
  activityHistory.append(switchedTo(LUNCH, time.now()));
  const rows = (await activityHistory.csv('2026-11-23', (term) => term))?.trimEnd().split('\r\n') ?? [];
  expect(rows[0]).toMatch(/,column\.requestId,column\.mode,column\.endpoint,column\.sdkAppId,column\.agent$/);
  expect(rows).toHaveLength(3);
  for (const row of rows.slice(1))
    expect(row).toMatch(/,mode\.simulator,http:\/\/127\.0\.0\.1:40001,1400000000,'=cmd\|A1$/);
});

const legacyLog = join(import.meta.dirname, 'fixtures/day-log-of-0.1.0.jsonl');
const writeLegacyLog = () => copyFileSync(legacyLog, join(folder, LEGACY_FILE));

test('the log of a version without accounts is adopted completely by the current account', async () => {
  writeLegacyLog();
  const earlier = readFileSync(legacyLog, 'utf8');
  time = createVirtualClock(MONDAY_9AM + HOUR);
  const { activityHistory, kinds, reasons } = run(MEI);
  expect(await kinds()).toEqual(['started', 'statusSeen', 'switched', 'stopped', 'started']);
  expect(await reasons()).toEqual(['午餐']);
  expect(existsSync(join(folder, LEGACY_FILE))).toBe(false);
  expect(onDisk(MEI).startsWith(earlier)).toBe(true);
  expect(onDisk(MEI).slice(earlier.length)).toMatch(/^\{"seq":5,/);
  // Its entries have no account, because it is unknown.
  const rows = (await activityHistory.csv('2026-11-23', (term) => term))?.trimEnd().split('\r\n') ?? [];
  expect(rows.map((row) => row.split(',').at(-1))).toEqual(['column.agent', '', '', '', '', MEI.agent]);
});

test('with the simulator in use the earlier log is adopted by the configured account', async () => {
  writeLegacyLog();
  const { kinds, change } = run(DEMO_AGENT, MEI);
  expect(await kinds()).toEqual(['started']);
  change(MEI);
  expect(await kinds()).toEqual(['started', 'statusSeen', 'switched', 'stopped', 'accountOpened']);
});

test('without an account the earlier log is adopted by the first one', async () => {
  writeLegacyLog();
  const { kinds, change } = run(null);
  expect(existsSync(join(folder, LEGACY_FILE))).toBe(true);
  change(BO);
  expect(await kinds()).toContain('switched');
});

test('the earlier log is adopted once: another account does not see it', async () => {
  writeLegacyLog();
  const { kinds, change } = run(MEI);
  change(BO);
  expect(await kinds()).toEqual(['accountOpened']);
});

test('an account with a log does not adopt the earlier one', () => {
  run(MEI).activityHistory.close();
  const own = onDisk(MEI);
  writeLegacyLog();
  run(MEI);
  expect(onDisk(MEI).startsWith(own)).toBe(true);
  expect(readFileSync(join(folder, LEGACY_FILE), 'utf8')).toBe(readFileSync(legacyLog, 'utf8'));
});

test('an earlier log that a crash has truncated is repaired like any other', async () => {
  writeLegacyLog();
  writeFileSync(join(folder, LEGACY_FILE), readFileSync(legacyLog, 'utf8').slice(0, -40));
  const { kinds } = run(MEI);
  expect(await kinds()).toEqual(['started', 'statusSeen', 'switched', 'started']);
  expect(onDisk(MEI)).toContain('"kind":"quarantined"');
});

test('an earlier log is pruned by the same rule', async () => {
  writeLegacyLog();
  const { activityHistory } = run(MEI);
  for (let day = 0; day <= 181; day += 1) {
    await time.advance(DAY);
    activityHistory.append(switchedTo(LUNCH, time.now()));
  }
  await activityHistory.prune();
  expect(onDisk(MEI)).not.toContain('anchor');
  expect(onDisk(MEI)).not.toContain('"hash"');
  expect(onDisk(MEI)).toContain('"kind":"trimmed"');
});

test('an unused log is kept for 180 days, with the time of its last use, and then deleted', async () => {
  const { activityHistory, change } = run(BO);
  activityHistory.append(switchedTo(LUNCH, time.now()));
  change(MEI);
  const file = join(folder, toLogFileName(BO));
  // Sets the modification time of the file to the virtual time of this test.
  const left = time.now();
  utimesSync(file, left / 1000, left / 1000);
  for (let day = 0; day < 179; day += 1) {
    await time.advance(DAY);
    activityHistory.append(switchedTo(FREE, time.now()));
    await activityHistory.prune();
  }
  expect(onDisk(BO)).toContain('午餐');
  expect(onDisk(MEI)).not.toContain('notInUse');
  const back = run(BO);
  const opened = onDisk(BO).trimEnd().split('\n').at(-1) ?? '';
  expect(JSON.parse(opened)).toMatchObject({ entry: { kind: 'started', lastHeartbeatAt: left } });
  back.change(MEI);
  for (let day = 0; day < 30; day += 1) {
    await time.advance(DAY);
    await activityHistory.prune();
  }
  expect(existsSync(file)).toBe(true);
  expect(onDisk(BO)).not.toContain('午餐');
  for (let day = 0; day < 181; day += 1) {
    await time.advance(DAY);
    await activityHistory.prune();
  }
  expect(existsSync(file)).toBe(false);
  expect(existsSync(join(folder, toLogFileName(MEI)))).toBe(true);
});

test('with the clock two years ahead no log of another account is deleted', async () => {
  const { activityHistory, change } = run(BO);
  activityHistory.append(switchedTo(LUNCH, time.now()));
  change(MEI);
  await time.advance(2 * 365 * DAY);
  await activityHistory.prune();
  await activityHistory.prune();
  expect(onDisk(BO)).toContain('午餐');
});
