import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogAccount } from '../../../../main/activity/log/log-account.ts';
import type { LogEntry } from '../../../../main/activity/log/log-entry.ts';
import type { LogSlice } from '../../../../main/activity/log/read-log.ts';
import type { StatusChoice } from '../../../../shared/domain.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const FREE: StatusChoice = { status: 'free', reason: '' };
export const LUNCH: StatusChoice = { status: 'rest', reason: '午餐' };
export const TRAINING: StatusChoice = { status: 'notReady', reason: 'Training' };

export const MEI: LogAccount = {
  mode: 'account',
  endpoint: 'https://ccc.intl.tencentcloudapi.com',
  sdkAppId: 1400692008,
  agent: 'mei.lin@example.com',
};
export const DEMO_AGENT: LogAccount = {
  mode: 'simulator',
  endpoint: 'http://127.0.0.1:40001',
  sdkAppId: 1400000000,
  agent: 'you@simulator.example',
};

export function newProfile(): string {
  return mkdtempSync(join(tmpdir(), 'standby-day-'));
}

export function switchedTo(to: StatusChoice, at: number, from: StatusChoice | null = null): LogEntry {
  const receipt = {
    requestedAt: at - 150,
    confirmedAt: at,
    attempts: 1,
    requestId: '6980f29d-c779-4a49-bf65-736bfc3b76a0',
  };
  return { kind: 'switched', at, from, to, source: 'tray', ...receipt };
}

export function started(at: number, lastHeartbeatAt: number | null = null): LogEntry {
  return { kind: 'started', at, version: '0.1.0', lastHeartbeatAt };
}

export function statusSeen({ status, reason }: StatusChoice, at: number): LogEntry {
  return { kind: 'statusSeen', at, status, reason };
}

/** Creates what the log returns for a day with these entries. */
export function toLogSlice(entries: LogEntry[], around: Partial<LogSlice> = {}): LogSlice {
  const lines = entries.map((entry, index) => ({ seq: index + 1, entry }));
  return { lines, before: null, after: null, unreadable: 0, ...around };
}
