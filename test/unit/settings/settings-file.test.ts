import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { openSettings, waitForSettings } from '../../../main/settings/settings-file.ts';
import { MONDAY_9AM } from '../../support/app-state.ts';
import { expectPrivate, posixCases } from '../../support/unit/posix.ts';
import { readLimitedSync } from '../../../main/runtime/read-limited.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const defaults = defaultSettings('linux');
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-settings-'));
  path = join(folder, 'settings.json');
});
afterEach(() => removeFolder(folder));

const open = () => openSettings(folder, defaults, createVirtualClock());

test('a new profile starts with the defaults and writes nothing', () => {
  expect(open().file.get()).toEqual(defaults);
  expect(open().notice).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
});

test('a change is saved for the next start, in a file that only its owner can read', async () => {
  await open().file.update({ mode: 'simulator', lastAwayChoice: { status: 'rest', reason: '午餐' } });
  expect(open().file.get()).toEqual({
    ...defaults,
    mode: 'simulator',
    lastAwayChoice: { status: 'rest', reason: '午餐' },
  });
  expectPrivate(path);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test.each([
  ['half a file', '{"version":1,"mode":"acc'],
  ['something else', '[1,2,3]'],
  ['nothing', ''],
  ['what is nested 100,000 deep', `{"version":1,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['what has a million values', `{"version":1,"x":[${'0,'.repeat(400_000)}0]}`],
])('a settings file with this content is set aside and reported: %s', (_what, text) => {
  writeFileSync(path, text);
  const { file, notice } = open();
  expect(file.get()).toEqual(defaults);
  expect(notice).toEqual({
    kind: 'settingsDamaged',
    file: join(folder, 'settings.damaged-2026-11-23T09-00-00.000Z.json'),
  });
  expect(readFileSync(notice?.kind === 'settingsDamaged' ? notice.file : '', 'utf8')).toBe(text);
  expect(existsSync(path)).toBe(false);
});

test.each<[what: string, found: object, wrong: string[], kept: object]>([
  ['a mode', { mode: 'root' }, ['mode'], {}],
  [
    'a number in the account',
    { account: { ...defaults.account, sdkAppId: -1, agent: 'mei@example.com' } },
    ['account.sdkAppId'],
    { account: { ...defaults.account, agent: 'mei@example.com' } },
  ],
  [
    'two preferences, one of them a list',
    {
      preferences: {
        ...defaults.preferences,
        theme: 'black',
        breakLimits: [{ status: 'free' }],
        dayStartHour: 4,
      },
    },
    ['preferences.theme', 'preferences.breakLimits'],
    { preferences: { ...defaults.preferences, dayStartHour: 4 } },
  ],
  [
    'the seen reasons of one status',
    { seenReasons: { account: 'mei', rest: [7], notReady: ['Audit'] } },
    ['seenReasons.rest'],
    { seenReasons: { account: 'mei', rest: [], notReady: ['Audit'] } },
  ],
  ['a part that is no object', { preferences: 7 }, ['preferences'], {}],
  ['a value that was set back by hand', { plannedReturn: { backAt: 'soon' } }, ['plannedReturn'], {}],
  [
    'what is remembered of reasons',
    {
      reasonDurations: [{ status: 'rest', reason: 'Lunch', minutes: 0 }],
      recentChoices: [{ status: 'rest', reason: '', minutes: 5 }],
    },
    ['reasonDurations', 'recentChoices'],
    {},
  ],
  [
    'lists that are too long',
    {
      reasonDurations: Array.from({ length: 101 }, (_, number) => ({
        status: 'rest',
        reason: String(number),
        minutes: 5,
      })),
      recentChoices: Array.from({ length: 13 }, (_, number) => ({
        status: 'rest',
        reason: String(number),
        minutes: null,
      })),
      hiddenHints: Array.from({ length: 21 }, String),
    },
    ['reasonDurations', 'recentChoices', 'hiddenHints'],
    {},
  ],
  [
    'a shortcut for a reason',
    {
      choiceShortcuts: [{ id: 'choice-11', status: 'rest', reason: 'Lunch', minutes: 5, accelerator: '' }],
    },
    ['choiceShortcuts'],
    {},
  ],
  [
    'two shortcuts for a reason with one id, and a reason with blanks',
    {
      choiceShortcuts: ['Lunch ', 'Dinner'].map((reason) => ({
        id: 'choice-1',
        status: 'rest',
        reason,
        minutes: 5,
        accelerator: 'Alt+L',
      })),
    },
    [],
    {
      choiceShortcuts: [
        { id: 'choice-1', status: 'rest', reason: 'Lunch', minutes: 5, accelerator: 'Alt+L' },
      ],
    },
  ],
  [
    'a plan of a version without durations',
    { plannedReturn: { backAt: MONDAY_9AM, stage: { name: 'planned' } } },
    [],
    { plannedReturn: { backAt: MONDAY_9AM, minutes: null, stage: { name: 'planned' } } },
  ],
  [
    'a name of the language itself',
    JSON.parse('{"__proto__":{"mode":"simulator"},"theme":1}') as object,
    [],
    {},
  ],
])('only the wrong value is set aside, and the file is kept: %s', async (_what, found, wrong, kept) => {
  const shortcuts = { ...defaults.shortcuts, toggle: 'Control+F2' };
  const text = JSON.stringify({ ...defaults, shortcuts, ...found });
  writeFileSync(path, text);
  const { file, notice } = open();
  expect(file.get()).toEqual({ ...defaults, shortcuts, ...kept });
  const backup = join(folder, 'settings.damaged-2026-11-23T09-00-00.000Z.json');
  expect(notice).toEqual(
    wrong.length === 0 ? null : { kind: 'settingsValuesReset', file: backup, values: wrong },
  );
  if (wrong.length > 0) expect(readFileSync(backup, 'utf8')).toBe(text);
  expect(readFileSync(path, 'utf8')).toBe(text);
  await file.update({ mode: 'simulator' });
  expect(open()).toMatchObject({ notice: null });
  expect(open().file.get().shortcuts).toEqual(shortcuts);
});

test('a missing key takes its default, at every depth', () => {
  const { theme: _theme, ...preferences } = { ...defaults.preferences, dayStartHour: 5 };
  const { undo: _undo, ...shortcuts } = defaults.shortcuts;
  const { lastAwayChoice: _last, plannedReturn: _plan, ...rest } = defaults;
  writeFileSync(path, JSON.stringify({ ...rest, mode: 'simulator', shortcuts, preferences }));
  expect(open()).toMatchObject({ notice: null });
  expect(open().file.get()).toEqual({
    ...defaults,
    mode: 'simulator',
    preferences: { ...defaults.preferences, dayStartHour: 5 },
  });
});

test('settings of a newer Standby are not overwritten, whatever is changed', async () => {
  const newer = JSON.stringify({ version: 99, anything: true });
  writeFileSync(path, newer);
  const { file, notice } = open();
  expect(notice?.kind).toBe('settingsNewer');
  expect((await file.update({ mode: 'simulator' }))?.kind).toBe('settingsNewer');
  expect(file.get().mode).toBe('simulator');
  expect(readFileSync(path, 'utf8')).toBe(newer);
});

test('an unwritable profile is reported, and the change applies until the app quits', async () => {
  writeFileSync(path, JSON.stringify(defaults));
  const { file } = open();
  // A folder in place of the file refuses root as well, which file modes do not.
  await removeFolder(folder);
  writeFileSync(folder, '');
  const notice = await file.update({ mode: 'simulator' });
  expect(notice).toMatchObject({ kind: 'settingsNotSaved', file: path });
  expect(file.get().mode).toBe('simulator');
});

test('concurrent changes are all saved', async () => {
  const { file } = open();
  await Promise.all([
    file.update({ mode: 'simulator' }),
    file.update({ lastAwayChoice: { status: 'rest', reason: 'Tea' } }),
  ]);
  expect(open().file.get()).toMatchObject({
    mode: 'simulator',
    lastAwayChoice: { status: 'rest', reason: 'Tea' },
  });
});

test('temporary files of an interrupted save are removed, and nothing else', () => {
  for (const name of ['settings.json.1234567', 'settings.damaged-1.json', 'other.json.12']) {
    writeFileSync(join(folder, name), 'x');
  }
  open();
  expect(readdirSync(folder).sort()).toEqual(['other.json.12', 'settings.damaged-1.json']);
});

const SAVED = { ...defaults, account: { ...defaults.account, agent: '梅琳@example.com', sdkAppId: 7 } };
const AS_TEXT = JSON.stringify(SAVED, null, 2).replaceAll('\n', '\r\n');

test.each<[tool: string, bytes: Buffer]>([
  ['Notepad, in UTF-8 with a mark', Buffer.from(`\uFEFF${AS_TEXT}`)],
  ['Notepad, in UTF-16', Buffer.from(`\uFEFF${AS_TEXT}`, 'utf16le')],
  ['Notepad, in UTF-16 with the greater byte first', Buffer.from(`\uFEFF${AS_TEXT}`, 'utf16le').swap16()],
])('settings that %s has saved are read completely', (_tool, bytes) => {
  writeFileSync(path, bytes);
  expect(open()).toMatchObject({ notice: null });
  expect(open().file.get()).toEqual(SAVED);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('reasons in the file that differ only in invisible characters are one reason', () => {
  const written = {
    ...defaults,
    account: { ...defaults.account, agent: 'mei\u200B＠example.com' },
    reasons: { rest: ['Tea', 'Te\u200Ba'], notReady: [] },
    lastAwayChoice: { status: 'rest', reason: 'Tea\u2060' },
  };
  writeFileSync(path, JSON.stringify(written));
  expect(open().file.get()).toMatchObject({
    account: { agent: 'mei@example.com' },
    reasons: { rest: ['Tea'], notReady: [] },
    lastAwayChoice: { status: 'rest', reason: 'Tea' },
  });
});

test.each<[what: string, put: () => void]>([
  [
    'a file that is too large',
    () => {
      writeFileSync(path, '');
      truncateSync(path, 3 * 1024 ** 3);
    },
  ],
  ...posixCases<[what: string, put: () => void]>(
    ['a pipe', () => execFileSync('/usr/bin/mkfifo', [path])],
    ['a device that has no end', () => symlinkSync('/dev/zero', path)],
  ),
])('anything but a small file does not block the start, and is not overwritten: %s', async (_what, put) => {
  put();
  const before = lstatSync(path);
  const { file, notice } = open();
  expect(notice).toMatchObject({ kind: 'settingsUnreadable', file: path });
  expect(file.get()).toEqual(defaults);
  expect(await file.update({ mode: 'simulator' })).toEqual(notice);
  expect(lstatSync(path)).toMatchObject({ ino: before.ino, size: before.size });
});

test('an unreadable file is not treated as damaged, and not overwritten', async () => {
  // A folder cannot be read as a file, even by root. It simulates a file that another program has locked.
  mkdirSync(path);
  const { file, notice } = open();
  expect(notice).toMatchObject({ kind: 'settingsUnreadable', file: path });
  expect(await file.update({ mode: 'simulator' })).toEqual(notice);
  expect(file.get().mode).toBe('simulator');
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('settings in an unknown encoding are set aside completely, and that is reported', () => {
  const bytes = Buffer.from([0x7b, 0x22, 0xc3, 0xb7, 0x22, 0x7d]);
  writeFileSync(path, bytes);
  const { notice } = open();
  expect(notice?.kind).toBe('settingsDamaged');
  const [backupFile = ''] = readdirSync(folder);
  expect(readFileSync(join(folder, backupFile))).toEqual(bytes);
});

/** Windows, where another program has the settings file locked for the first attempts to read it. */
function lockedFor(attempts: number) {
  const time = createVirtualClock();
  let count = 0;
  const read = (file: string) => {
    count += 1;
    if (count > attempts) return readLimitedSync(file);
    throw Object.assign(new Error('EBUSY: resource busy or locked'), { code: 'EBUSY' });
  };
  return { time, access: { read, platform: 'win32' as const } };
}

test('the start waits for a settings file that another program has locked', async () => {
  const text = JSON.stringify({ ...defaults, mode: 'simulator' });
  writeFileSync(path, text);
  const { time, access } = lockedFor(5);
  const waiting = waitForSettings(folder, time, access);
  await time.advance(2_000);
  await waiting;
  const { file, notice } = openSettings(folder, defaults, time, access);
  expect(notice).toBeNull();
  expect(file.get().mode).toBe('simulator');
});

test('a settings file that stays locked is reported and not overwritten, also once it is unlocked', async () => {
  const text = JSON.stringify({ ...defaults, mode: 'simulator' });
  writeFileSync(path, text);
  const { time, access } = lockedFor(99);
  const waiting = waitForSettings(folder, time, access);
  await time.advance(2_000);
  await waiting;
  const { file, notice } = openSettings(folder, defaults, time, access);
  expect(notice).toMatchObject({ kind: 'settingsUnreadable', file: path });
  expect(await file.update({ mode: 'account' })).toEqual(notice);
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});
