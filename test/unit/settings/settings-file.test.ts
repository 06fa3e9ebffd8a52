import {
  mkdirSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { NINE } from '../../support/app-state.ts';

const defaults = defaultSettings('linux');
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-settings-'));
  path = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openSettings(folder, defaults, () => NINE);

test('a new profile starts with the defaults and writes nothing', () => {
  expect(open().file.get()).toEqual(defaults);
  expect(open().notice).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
});

test('what is changed is there after a restart, readable by its owner only', async () => {
  await open().file.update({ mode: 'simulator', lastAway: { status: 'rest', reason: '午餐' } });
  expect(open().file.get()).toEqual({
    ...defaults,
    mode: 'simulator',
    lastAway: { status: 'rest', reason: '午餐' },
  });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test.each([
  ['half a file', '{"version":1,"mode":"acc'],
  ['something else', '[1,2,3]'],
  ['nothing', ''],
  ['what is nested 100,000 deep', `{"version":1,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['what has a million values', `{"version":1,"x":[${'0,'.repeat(400_000)}0]}`],
  ['a wrong value', JSON.stringify({ ...defaults, mode: 'root' })],
])('%s is kept aside and named', (_what, text) => {
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

test('settings from a newer Standby are left alone, whatever is changed', async () => {
  const newer = JSON.stringify({ version: 99, anything: true });
  writeFileSync(path, newer);
  const { file, notice } = open();
  expect(notice?.kind).toBe('settingsNewer');
  expect((await file.update({ mode: 'simulator' }))?.kind).toBe('settingsNewer');
  expect(file.get().mode).toBe('simulator');
  expect(readFileSync(path, 'utf8')).toBe(newer);
});

test('a profile that cannot be written is said, and the change holds until the end', async () => {
  writeFileSync(path, JSON.stringify(defaults));
  const { file } = open();
  // A folder in place of the file refuses root as well, which file modes do not.
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  const trouble = await file.update({ mode: 'simulator' });
  expect(trouble).toMatchObject({ kind: 'settingsNotSaved', file: path });
  expect(file.get().mode).toBe('simulator');
});

test('changes made at once are all in the file', async () => {
  const { file } = open();
  await Promise.all([
    file.update({ mode: 'simulator' }),
    file.update({ lastAway: { status: 'rest', reason: 'Tea' } }),
  ]);
  expect(open().file.get()).toMatchObject({ mode: 'simulator', lastAway: { status: 'rest', reason: 'Tea' } });
});

test('what a crash left of a save is cleared away, and nothing else', () => {
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
])('settings saved by %s are read whole', (_tool, bytes) => {
  writeFileSync(path, bytes);
  expect(open()).toMatchObject({ notice: null });
  expect(open().file.get()).toEqual(SAVED);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('what nobody can see in the file does not make two reasons of one', () => {
  const written = {
    ...defaults,
    account: { ...defaults.account, agent: 'mei\u200B＠example.com' },
    reasons: { rest: ['Tea', 'Te\u200Ba'], notReady: [] },
    lastAway: { status: 'rest', reason: 'Tea\u2060' },
  };
  writeFileSync(path, JSON.stringify(written));
  expect(open().file.get()).toMatchObject({
    account: { agent: 'mei@example.com' },
    reasons: { rest: ['Tea'], notReady: [] },
    lastAway: { status: 'rest', reason: 'Tea' },
  });
});

test('a file that cannot be read is left alone, not taken for damaged, and not written over', async () => {
  // A folder cannot be read as a file, by root neither; it stands for a file that another program holds.
  mkdirSync(path);
  const { file, notice } = open();
  expect(notice).toMatchObject({ kind: 'settingsUnreadable', file: path });
  expect(await file.update({ mode: 'simulator' })).toEqual(notice);
  expect(file.get().mode).toBe('simulator');
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('settings in an encoding that nobody knows are set aside whole, and that is said', () => {
  const bytes = Buffer.from([0x7b, 0x22, 0xc3, 0xb7, 0x22, 0x7d]);
  writeFileSync(path, bytes);
  const { notice } = open();
  expect(notice?.kind).toBe('settingsDamaged');
  const [aside = ''] = readdirSync(folder);
  expect(readFileSync(join(folder, aside))).toEqual(bytes);
});
