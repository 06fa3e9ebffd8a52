/**
 * An activity log: an append-only file in the profile, one line per entry. It never throws, and the app works without it:
 * entries that could not be written are counted, and a `dropped` entry is added with the next successful write.
 *
 * Only one process writes, because of the single-instance lock.
 */
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { toSideFileName, type LogAccount } from './log-account.ts';
import type { LogEntry } from './log-entry.ts';
import { toLogError, type LogError } from './log-error.ts';
import { formatLine, parseHeader, parseLine, type LogLine } from './log-line.ts';
import { readLogEnd, writeAtEnd, type LogEnd, type LogEndResult } from './log-end.ts';
import { readLog, type ReadLogResult } from './read-log.ts';
import { pruneLog, type Pruned } from './prune-log.ts';
import { retryWhileLocked, SAVE_LIMIT_MS, type LockRetry } from '../../runtime/retry-locked.ts';

type PruneResult = ({ ok: true } & Pruned) | { ok: false; error: LogError };

type AppendResult = { ok: true } | { ok: false; error: LogError };

export type ActivityLog = {
  /** Writes an entry synchronously, in well under 1 ms. @param account owner of the entry; null if unknown */
  append: (entry: LogEntry, account: LogAccount | null) => AppendResult;
  /** Reads the entries with from ≤ at < to (epoch milliseconds), and their neighbors. */
  read: (from: number, to: number) => Promise<ReadLogResult>;
  /**
   * Removes lines that the log shows to be older than 180 days. Call it only while another clock agrees with the system
   * clock. Once a day is enough. It rewrites the file, so call it when the app is idle. It waits until this log is not read,
   * and on Windows until no other program has the file open.
   */
  prune: (account: LogAccount | null) => Promise<PruneResult>;
  /** The last known time that the log was in use before it was opened, epoch milliseconds. */
  lastHeartbeatAt: number | null;
  /** The last line at opening; null when there was none, or when this version cannot parse it. */
  lastLine: LogLine | null;
  /** Records in the file's modification time that the app is running. Writes no line; once a minute is enough. */
  touchHeartbeat: () => void;
};

type WritePosition = { seq: number; size: number };

/**
 * @param folder the profile's folder
 * @param file the name of the log's file in it
 * @param now epoch milliseconds
 * @param retry how to wait while another program has the file open
 */
export function openActivityLog(
  folder: string,
  file: string,
  now: () => number,
  retry: LockRetry,
): ActivityLog {
  const path = join(folder, file);
  const sideFile = toSideFileName(file);
  /** Null until the end of the file was located. Nothing is written before. */
  let end: WritePosition | null = null;
  const reads = new Set<Promise<unknown>>();
  /** Pending markers, written with the next entry. */
  let quarantinedBytes = 0;
  let dropped: { count: number; since: number; code: string } | null = null;

  function locateEnd(): LogEndResult {
    const found = readLogEnd(path, join(folder, sideFile));
    if (found.ok) quarantinedBytes += found.quarantinedBytes;
    return found;
  }

  function getWritePosition(): { ok: true; end: WritePosition } | { ok: false; error: LogError } {
    if (end) return { ok: true, end };
    const found = locateEnd();
    if (!found.ok) return found;
    end = toWritePosition(found.logEnd);
    return { ok: true, end };
  }

  function append(entry: LogEntry, account: LogAccount | null): AppendResult {
    const error = writeEntry(entry, account);
    if (!error) return { ok: true };
    dropped = { count: (dropped?.count ?? 0) + 1, since: dropped?.since ?? entry.at, code: error.code };
    return { ok: false, error };
  }

  function writeEntry(entry: LogEntry, account: LogAccount | null): LogError | null {
    let outcome = appendOnce(entry, account);
    // The file was replaced or truncated on disk: locate its end again and retry once.
    if (outcome === 'changedOnDisk') outcome = appendOnce(entry, account);
    return outcome === 'changedOnDisk'
      ? { kind: 'disk', code: '', message: 'The file keeps changing' }
      : outcome;
  }

  function appendOnce(entry: LogEntry, account: LogAccount | null): LogError | 'changedOnDisk' | null {
    const found = getWritePosition();
    if (!found.ok) return found.error;
    const { seq, size } = found.end;
    const entries = [...pendingMarkers(entry.at), entry];
    const text = entries.map((each, index) => formatLine(seq + 1 + index, each, account)).join('');
    const outcome = writeAtEnd(path, text, size);
    end = outcome === null ? { seq: seq + entries.length, size: size + Buffer.byteLength(text) } : null;
    if (outcome === null) [quarantinedBytes, dropped] = [0, null];
    return outcome;
  }

  function pendingMarkers(at: number): LogEntry[] {
    const quarantined: LogEntry = { kind: 'quarantined', at, file: sideFile, bytes: quarantinedBytes };
    return [
      ...(quarantinedBytes > 0 ? [quarantined] : []),
      ...(dropped ? [{ kind: 'dropped' as const, at, ...dropped }] : []),
    ];
  }

  async function prune(account: LogAccount | null): Promise<PruneResult> {
    const found = getWritePosition();
    if (!found.ok) return found;
    try {
      return { ok: true, ...(await retryWhileLocked(() => pruneWhenNotRead(account), retry, SAVE_LIMIT_MS)) };
    } catch (error) {
      return { ok: false, error: toLogError(error, retry.platform) };
    }
  }

  async function pruneWhenNotRead(account: LogAccount | null): Promise<Pruned> {
    while (reads.size > 0) await Promise.allSettled(reads);
    // Synchronous from here on, so that no entry is added and no read begins in between.
    const pruned = pruneLog(path, account, now());
    if (pruned.prunedCount > 0) end = null;
    return pruned;
  }

  function read(from: number, to: number): Promise<ReadLogResult> {
    const reading = readLog(path, from, to);
    reads.add(reading);
    return reading.finally(() => reads.delete(reading));
  }

  function touchHeartbeat(): void {
    const at = now() / 1000;
    try {
      utimesSync(path, at, at);
    } catch {
      // The heartbeat is optional: without it less of the last run counts as certain.
    }
  }

  const found = locateEnd();
  if (found.ok) end = toWritePosition(found.logEnd);
  return {
    append,
    read,
    prune,
    lastHeartbeatAt: found.ok ? found.logEnd.touchedAt : null,
    lastLine: found.ok ? parseLine(found.logEnd.line) : null,
    touchHeartbeat,
  };
}

function toWritePosition({ line, size }: LogEnd): WritePosition {
  return { seq: parseHeader(line)?.seq ?? 0, size };
}
