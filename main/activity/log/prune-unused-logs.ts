/** Prunes the logs of accounts that are not in use, so that they too are retained for at most 180 days. */
import { readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { openActivityLog } from './activity-log.ts';
import { isLogFile, toSideFileName } from './log-account.ts';
import { toLogError, type LogError } from './log-error.ts';
import { retryWhileLocked, SAVE_LIMIT_MS, type LockRetry } from '../../runtime/retry-locked.ts';
import { DAY_MS } from '../../../shared/time-units.ts';

/** How often an unused log gets a marker line. Shorter than the longest gap that pruneLog accepts (30 days). */
const MARKER_INTERVAL_MS = 7 * DAY_MS;

/**
 * Prunes the logs that are not in use, by the same rule as the current one: a line is old when later lines show it. Nothing
 * else is written to these logs, so each gets a marker line per week. A log with nothing but markers is deleted.
 * @param currentFile file name of the log to skip; null when there is none
 * @param now epoch milliseconds, by a clock that another clock agrees with
 * @returns the disk errors
 */
export async function pruneUnusedLogs(
  folder: string,
  currentFile: string | null,
  now: number,
  retry: LockRetry,
): Promise<LogError[]> {
  try {
    const others = readdirSync(folder).filter((name) => isLogFile(name) && name !== currentFile);
    const errors: LogError[] = [];
    for (const file of others) errors.push(...((await pruneOne(folder, file, now, retry)) ?? []));
    return errors;
  } catch (error) {
    return [toLogError(error, retry.platform)];
  }
}

async function pruneOne(
  folder: string,
  file: string,
  now: number,
  retry: LockRetry,
): Promise<[LogError] | null> {
  const log = openActivityLog(folder, file, () => now, retry);
  // An empty log, or one that a newer version wrote.
  if (!log.lastLine) return null;
  const account = log.lastLine.account ?? null;
  if (Math.abs(now - log.lastLine.entry.at) >= MARKER_INTERVAL_MS) {
    const marked = log.append({ kind: 'notInUse', at: now }, account);
    if (!marked.ok) return [marked.error];
  }
  const result = await log.prune(account);
  if (!result.ok) return [result.error];
  if (result.isBare) {
    for (const each of [file, toSideFileName(file)]) {
      await retryWhileLocked(() => rmSync(join(folder, each), { force: true }), retry, SAVE_LIMIT_MS);
    }
    return null;
  }
  // The modification time records when the account was last in use; restore it.
  if (log.lastHeartbeatAt !== null) utimesSync(join(folder, file), now / 1000, log.lastHeartbeatAt / 1000);
  return null;
}
