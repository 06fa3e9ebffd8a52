/** Files that another program has open, on Windows. Elsewhere retry-locked.test.ts drives the errors. */
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openActivityLog } from '../../main/activity/log/activity-log.ts';
import { saveAtomically } from '../../main/runtime/save-atomically.ts';
import { openSettings, waitForSettings } from '../../main/settings/settings-file.ts';
import { defaultSettings } from '../../main/settings/schema.ts';
import { removeFolder } from '../support/unit/remove-folder.ts';

/** UV_FS_O_EXLOCK of libuv's uv/win.h: the file is opened without a share mode, so that nobody else can open or replace it. */
const EXCLUSIVE = 0x1000_0000;

function createLockedFile(name: string, text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'standby-locked-'));
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, name);
  writeFileSync(path, text);
  let handle: number | null = openSync(path, constants.O_RDWR | EXCLUSIVE);
  const unlock = () => {
    if (handle !== null) closeSync(handle);
    handle = null;
  };
  onTestFinished(unlock);
  return { folder, path, unlock };
}

/** A clock whose timers call back at once. `onWait` runs whenever one is set. */
function createImmediateClock(onWait: () => void = () => {}) {
  let delayMs = 0;
  return {
    now: () => Date.UTC(2026, 10, 23, 9),
    setTimer: (milliseconds: number, callback: () => void) => {
      delayMs += milliseconds;
      onWait();
      setImmediate(callback);
      return () => {};
    },
    delayMs: () => delayMs,
  };
}

test('a file is replaced once the other program has closed it', async () => {
  const { folder, path, unlock } = createLockedFile('settings.json', 'old');
  const time = createImmediateClock(unlock);
  await saveAtomically(path, 'new', { retry: { platform: 'win32', setTimer: time.setTimer } });
  expect(time.delayMs()).toBeGreaterThan(0);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('a file that stays locked keeps its content, and saving ends after 3 s', async () => {
  const { folder, path, unlock } = createLockedFile('settings.json', 'old');
  const time = createImmediateClock();
  const saved = saveAtomically(path, 'new', { retry: { platform: 'win32', setTimer: time.setTimer } });
  await expect(saved).rejects.toThrow(/EPERM|EACCES|EBUSY/);
  expect(time.delayMs()).toBe(3_000);
  unlock();
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('settings are read once the other program has closed them', async () => {
  const { folder, unlock } = createLockedFile('settings.json', '{"version":3}');
  const time = createImmediateClock(unlock);
  await waitForSettings(folder, time);
  expect(time.delayMs()).toBeGreaterThan(0);
  expect(openSettings(folder, defaultSettings('win32'), time).notice).toBeNull();
});

test('settings that stay locked are not overwritten later', async () => {
  const { folder, path, unlock } = createLockedFile('settings.json', '{"version":3}');
  const time = createImmediateClock();
  await waitForSettings(folder, time);
  const { file, notice } = openSettings(folder, defaultSettings('win32'), time);
  expect(notice).toMatchObject({ kind: 'settingsUnreadable', file: path });
  unlock();
  expect(await file.update({})).toMatchObject({ kind: 'settingsUnreadable' });
  expect(readFileSync(path, 'utf8')).toBe('{"version":3}');
});

test('a locked activity log says so, and its entries follow', () => {
  const { folder, path, unlock } = createLockedFile('activity.jsonl', '');
  const time = createImmediateClock();
  const log = openActivityLog(folder, 'activity.jsonl', time.now, {
    platform: 'win32',
    setTimer: time.setTimer,
  });
  expect(log.append({ kind: 'stopped', at: time.now() }, null)).toMatchObject({
    ok: false,
    error: { kind: 'locked' },
  });
  unlock();
  expect(log.append({ kind: 'stopped', at: time.now() }, null)).toEqual({ ok: true });
  expect(readFileSync(path, 'utf8')).toContain('dropped');
});
