import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { maskKeys } from '../../../main/tencent/redact.ts';
import { createTroubleLog, troubleInWords } from '../../../main/desktop/trouble-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
  '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
  'R3U1dDl4R0FSTnBxODZjZDk4am9RWUNOM0VYQU1QTEU=',
])('what may be a key is masked: %s', (key) => {
  expect(maskKeys(`Credential=${key}/2026, refused`)).not.toContain(key.slice(0, 12));
});

test('words, paths and codes stay readable', () => {
  const text =
    'ENOSPC: no space left on device, write /home/mei/.config/Standby/settings.json (index.cjs:12:345)';
  expect(maskKeys(text)).toBe(text);
});

test('an error becomes one masked line, readable by its owner only', async () => {
  const log = createTroubleLog(join(folder, 'logs'));
  expect(existsSync(join(folder, 'logs'))).toBe(false);
  await log.write('main', new Error('refused: AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE'));
  await log.write('window', 'only a text');
  const lines = readFileSync(log.file, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\S* \[main\] Error: refused: •••• ⏎ at /);
  expect(lines[1]).toMatch(/ \[window\] only a text$/);
  expect(statSync(log.file).mode & 0o777).toBe(0o600);
});

test('the log is rotated, so that it never fills a disk', async () => {
  const log = createTroubleLog(folder);
  for (let count = 0; count < 14; count += 1) await log.write('main', 'x '.repeat(50_000));
  expect(statSync(log.file).size).toBeLessThan(700_000);
  expect(statSync(join(folder, 'standby.old.log')).size).toBeLessThan(700_000);
});

test('a folder that cannot be written makes no second trouble', async () => {
  const inTheWay = join(folder, 'file');
  writeFileSync(inTheWay, '');
  await createTroubleLog(join(inTheWay, 'logs')).write('main', new Error('lost'));
});

test('what is shown is the message alone', () => {
  expect(troubleInWords(new TypeError('no such thing'))).toBe('no such thing');
  expect(troubleInWords(undefined)).toBe('undefined');
});
