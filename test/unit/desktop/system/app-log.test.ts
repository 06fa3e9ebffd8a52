import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CATALOG_CODES } from '../../../../tencent/error-catalog.ts';
import { maskKeys } from '../../../../tencent/redact/redact.ts';
import { MONDAY_9AM } from '../../../support/app-state.ts';
import { createAppLog, toUserMessage } from '../../../../main/desktop/system/app-log.ts';
import { expectPrivate, isWindows } from '../../../support/unit/posix.ts';
import { createVirtualClock } from '../../../support/unit/virtual-clock.ts';
import { removeFolder } from '../../../support/unit/remove-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-log-'));
});
afterEach(() => removeFolder(folder));

test.each([
  'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
  '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
  'R3U1dDl4R0FSTnBxODZjZDk4am9RWUNOM0VYQU1QTEU=',
])('a text that may be a key is masked: %s', (key) => {
  expect(maskKeys(`Credential=${key}/2026, refused`)).not.toContain(key.slice(0, 12));
});

test('words, paths and codes stay readable', () => {
  const text =
    'ENOSPC: no space left on device, write /home/mei/.config/Standby/settings.json (index.cjs:12:345)';
  expect(maskKeys(text)).toBe(text);
});

function createLog(folder: string) {
  const clock = createVirtualClock(MONDAY_9AM);
  const log = createAppLog(folder, clock);
  const error = (message: unknown) => log.write({ level: 'error', scope: 'main', message });
  const read = () => (existsSync(log.file) ? readFileSync(log.file, 'utf8').trimEnd().split('\n') : []);
  return { clock, log, error, read };
}

test.each(CATALOG_CODES)('a documented error code stays readable: %s', (code) => {
  const { log, error, read } = createLog(folder);
  log.keepReadable(CATALOG_CODES);
  error(`failed: ${code}, AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE`);
  expect(read()[0]).toContain(`failed: ${code}, ••••`);
});

test('an error becomes one masked line, at once, readable by its owner only', () => {
  const { log, error, read } = createLog(join(folder, 'logs'));
  expect(existsSync(join(folder, 'logs'))).toBe(false);
  error(new Error('refused: AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE'));
  log.write({ level: 'error', scope: 'window', message: 'only a text' });
  expect(read()).toHaveLength(2);
  expect(read()[0]).toMatch(/^2026-11-23T09:00:00\.000Z error \[main\] Error: refused: •••• ⏎ at /);
  expect(read()[1]).toMatch(/ error \[window\] only a text$/);
  expectPrivate(log.file);
});

test('other lines are collected, masked too, and written together within seconds', async () => {
  const { clock, log, read } = createLog(folder);
  log.write({ level: 'info', scope: 'status', message: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE' });
  log.write({ level: 'debug', scope: 'polling', message: 'read free' });
  expect(read()).toEqual([]);
  await clock.advance(10_000);
  expect(read()).toEqual([
    '2026-11-23T09:00:00.000Z info [status] ••••',
    '2026-11-23T09:00:00.000Z debug [polling] read free',
  ]);
  log.write({ level: 'info', scope: 'main', message: 'quits' });
  log.flush();
  expect(read()).toHaveLength(3);
  log.flush();
  await clock.advance(10_000);
  expect(read()).toHaveLength(3);
});

test('an error comes after the lines before it', () => {
  const { log, error, read } = createLog(folder);
  log.write({ level: 'info', scope: 'status', message: 'first' });
  error('second');
  expect(read().map((line) => line.split('] ')[1])).toEqual(['first', 'second']);
});

test('the number of collected lines is limited', () => {
  const { log, read } = createLog(folder);
  for (let count = 0; count < 1_000; count += 1) {
    log.write({ level: 'debug', scope: 'polling', message: `read ${count}` });
  }
  expect(read()).toHaveLength(1_000);
});

test('the log is rotated, so that it never fills a disk', () => {
  const { log, error } = createLog(folder);
  for (let count = 0; count < 40; count += 1) error('x '.repeat(50_000));
  expect(statSync(log.file).size).toBeLessThan(1_200_000);
  expect(statSync(log.file).size).toBeGreaterThan(0);
  expect(statSync(join(folder, 'standby.old.log')).size).toBeLessThan(1_200_000);
});

test('an unwritable folder causes no further error', () => {
  const inTheWay = join(folder, 'file');
  writeFileSync(inTheWay, '');
  createLog(join(inTheWay, 'logs')).error(new Error('lost'));
});

test.skipIf(isWindows)(
  'where users can make links and pipes, one in place of the log is not written to',
  () => {
    const elsewhere = join(folder, 'elsewhere');
    writeFileSync(elsewhere, 'kept');
    const { log, error } = createLog(folder);
    symlinkSync(elsewhere, log.file);
    error(new Error('lost'));
    expect(readFileSync(elsewhere, 'utf8')).toBe('kept');
    rmSync(log.file);
    execFileSync('/usr/bin/mkfifo', [log.file]);
    error(new Error('lost'));
    rmSync(log.file);
    error(new Error('written again'));
    expect(readFileSync(log.file, 'utf8')).toContain('written again');
  },
);

test('only the message is shown', () => {
  expect(toUserMessage(new TypeError('no such thing'))).toBe('no such thing');
  expect(toUserMessage(undefined)).toBe('undefined');
});
