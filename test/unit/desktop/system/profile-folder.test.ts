import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  resolveProfileFolder,
  type ProfileFolderDeps,
} from '../../../../main/desktop/system/profile-folder.ts';
import { removeFolder } from '../../../support/unit/remove-folder.ts';

let root: string;
let old: string;
let local: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'standby-profile-'));
  old = join(root, 'Roaming', 'Standby');
  local = join(root, 'Local', 'Standby');
});
afterEach(() => removeFolder(root));

const resolve = (change: Partial<ProfileFolderDeps> = {}) =>
  resolveProfileFolder({
    platform: 'win32',
    electronFolder: old,
    isGiven: false,
    localAppData: join(root, 'Local'),
    mayMove: true,
    ...change,
  });

function write(folder: string, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

const OLD_FILES = {
  'settings.json': '{"old":true}',
  'activity-1.jsonl': 'entry\n',
  'logs/standby.log': 'line\n',
  'Local State': '{}',
  'Cache/data_0': 'cache',
  'GPUCache/data_1': 'cache',
};

test('a first start on Windows uses the folder that stays on the computer', () => {
  expect(resolve()).toEqual({ folder: local, error: null });
  expect(existsSync(local)).toBe(true);
});

test('an old profile is moved there, without the caches of Chromium', () => {
  write(old, OLD_FILES);
  utimesSync(join(old, 'activity-1.jsonl'), 1_000, 1_000);
  expect(resolve()).toEqual({ folder: local, error: null });
  expect(readdirSync(local).sort()).toEqual(['Local State', 'activity-1.jsonl', 'logs', 'settings.json']);
  expect(readFileSync(join(local, 'settings.json'), 'utf8')).toBe('{"old":true}');
  expect(readFileSync(join(local, 'logs', 'standby.log'), 'utf8')).toBe('line\n');
  expect(statSync(join(local, 'activity-1.jsonl')).mtimeMs).toBe(1_000_000);
  expect(existsSync(old)).toBe(false);
  expect(resolve()).toEqual({ folder: local, error: null });
});

test('a profile that is there already is used, and the old one is left alone', () => {
  write(old, OLD_FILES);
  write(local, { 'settings.json': '{"new":true}' });
  expect(resolve()).toEqual({ folder: local, error: null });
  expect(readFileSync(join(local, 'settings.json'), 'utf8')).toBe('{"new":true}');
  expect(existsSync(join(old, 'settings.json'))).toBe(true);
});

test('what an interrupted move has left is completed', () => {
  write(old, OLD_FILES);
  write(local, { 'activity-1.jsonl': 'ent', 'settings.json.moving': '{"ol' });
  expect(resolve()).toEqual({ folder: local, error: null });
  expect(readFileSync(join(local, 'activity-1.jsonl'), 'utf8')).toBe('entry\n');
  expect(readdirSync(local).sort()).toEqual(['Local State', 'activity-1.jsonl', 'logs', 'settings.json']);
});

test('an old folder without settings is no profile', () => {
  write(old, { 'Local State': '{}' });
  expect(resolve()).toEqual({ folder: local, error: null });
  expect(existsSync(join(local, 'Local State'))).toBe(false);
  expect(existsSync(join(old, 'Local State'))).toBe(true);
});

test('a profile in use is not moved', () => {
  write(old, { ...OLD_FILES, lockfile: '' });
  expect(resolve()).toEqual({ folder: old, error: null });
  expect(existsSync(local)).toBe(false);
});

test('a request to quit finds the profile in use, and moves nothing', () => {
  write(old, OLD_FILES);
  expect(resolve({ mayMove: false })).toEqual({ folder: old, error: null });
  expect(existsSync(local)).toBe(false);
  expect(resolve().folder).toBe(local);
  expect(resolve({ mayMove: false })).toEqual({ folder: local, error: null });
});

test.each<[what: string, prepare: () => void, isLeft: boolean]>([
  ['a file is in the place of the folder', () => write(join(root, 'Local'), { Standby: 'x' }), true],
  [
    'a folder is in the place of a file',
    () => mkdirSync(join(local, 'activity-1.jsonl'), { recursive: true }),
    true,
  ],
  // After everything else was copied to a folder that did not exist.
  ['the settings are no file', () => mkdirSync(join(old, 'settings.json'), { recursive: true }), false],
])('a copy that fails leaves the old profile complete and in use: %s', (_what, prepare, isLeft) => {
  prepare();
  const { 'settings.json': settings, ...others } = OLD_FILES;
  write(old, others);
  if (!existsSync(join(old, 'settings.json'))) write(old, { 'settings.json': settings });
  const before = readdirSync(old);
  const { folder, error } = resolve();
  expect(folder).toBe(old);
  expect(error).toBeInstanceOf(Error);
  expect(readdirSync(old)).toEqual(before);
  expect(existsSync(local)).toBe(isLeft);
  expect(existsSync(join(local, 'settings.json'))).toBe(false);
});

test.each<[what: string, change: Partial<ProfileFolderDeps>]>([
  ['on Linux', { platform: 'linux' }],
  ['on macOS', { platform: 'darwin' }],
  ['with a folder on the command line', { isGiven: true }],
  ['without LOCALAPPDATA', { localAppData: undefined }],
  ['with an empty LOCALAPPDATA', { localAppData: '' }],
  ['with a LOCALAPPDATA that is relative', { localAppData: 'Local' }],
])('nothing changes %s', (_what, change) => {
  write(old, OLD_FILES);
  expect(resolve(change)).toEqual({ folder: old, error: null });
  expect(existsSync(local)).toBe(false);
  expect(readdirSync(old).sort()).toEqual([
    'Cache',
    'GPUCache',
    'Local State',
    'activity-1.jsonl',
    'logs',
    'settings.json',
  ]);
});
