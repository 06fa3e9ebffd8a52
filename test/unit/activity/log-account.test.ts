import { expect, test } from 'vitest';
import {
  isLogFile,
  toLogFileName,
  toSideFileName,
  type LogAccount,
} from '../../../main/activity/log/log-account.ts';
import { MEI, DEMO_AGENT } from './support/entries.ts';

test('the same agent at the same contact center has the same log file, whatever else differs', () => {
  expect(toLogFileName({ ...MEI })).toBe(toLogFileName(MEI));
  // Stable across versions: a log under another name would be lost.
  expect(toLogFileName(MEI)).toBe('day-log-cb0c699f0d680ef7.jsonl');
});

test.each<[string, Partial<LogAccount>]>([
  ['agent', { agent: 'bo.wang@example.com' }],
  ['application', { sdkAppId: 1400692009 }],
  ['address', { endpoint: 'https://ccc.tencentcloudapi.com' }],
])('another %s has another log file', (_what, change) => {
  expect(toLogFileName({ ...MEI, ...change })).not.toBe(toLogFileName(MEI));
});

test.each(['../../etc/passwd', 'CON', 'a:b\\c/d?*|<>"', '午'.repeat(300), 'mei\u0000', ' .'])(
  'the agent %j has a file name that is valid on every system and does not contain the agent',
  (agent) => {
    const file = toLogFileName({ ...MEI, agent });
    expect(file).toMatch(/^day-log-[0-9a-f]{16}\.jsonl$/);
    expect(isLogFile(file)).toBe(true);
    expect(toSideFileName(file)).toBe(file.replace('.jsonl', '.torn'));
  },
);

test('the simulator has its own log file, whatever its address is', () => {
  expect(toLogFileName(DEMO_AGENT)).toBe('day-log-simulator.jsonl');
  expect(toLogFileName({ ...DEMO_AGENT, endpoint: 'http://127.0.0.1:40002' })).toBe(
    'day-log-simulator.jsonl',
  );
  // An account at the same address is not the simulator.
  expect(toLogFileName({ ...DEMO_AGENT, mode: 'account' })).not.toBe('day-log-simulator.jsonl');
});

test.each([
  'day-log.torn',
  'day-log-simulator.torn',
  'day-log.jsonl.123',
  'settings.json',
  'my-day-log.jsonl',
])('%s is not the name of a log', (name) => {
  expect(isLogFile(name)).toBe(false);
});
