import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry } from '../../../../main/day/log-entry.ts';
import type { LogExtract } from '../../../../main/day/read-log.ts';
import type { Choice } from '../../../../preload/contract/vocabulary.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const FREE: Choice = { status: 'free', reason: '' };
export const LUNCH: Choice = { status: 'rest', reason: '午餐' };
export const TRAINING: Choice = { status: 'notReady', reason: 'Training' };

export function newProfile(): string {
  return mkdtempSync(join(tmpdir(), 'standby-day-'));
}

export function switchedTo(to: Choice, at: number, from: Choice | null = null): LogEntry {
  const proof = {
    askedAt: at - 150,
    provedAt: at,
    attempts: 1,
    requestId: '6980f29d-c779-4a49-bf65-736bfc3b76a0',
  };
  return { kind: 'switched', at, from, to, source: 'tray', ...proof };
}

export function started(at: number, ranUntil: number | null = null): LogEntry {
  return { kind: 'started', at, version: '0.1.0', ranUntil };
}

export function observedAs({ status, reason }: Choice, at: number): LogEntry {
  return { kind: 'observed', at, status, reason };
}

/** What the log would answer for a day with these entries. */
export function extract(entries: LogEntry[], around: Partial<LogExtract> = {}): LogExtract {
  const lines = entries.map((entry, index) => ({ seq: index + 1, entry }));
  return { lines, before: null, after: null, unreadable: 0, ...around };
}
