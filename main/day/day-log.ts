/**
 * The day log: an append-only file in the profile, one line a change, each sealed to the one before it. It never throws,
 * and the app goes on without it: what could not be written is counted, and noted once writing works again.
 *
 * One process writes (the app holds the single-instance lock).
 */
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { anchorLine, chainLine } from './chain.ts';
import type { LogEntry } from './log-entry.ts';
import type { LogFailure } from './log-failure.ts';
import { readTail, writeAtEnd, type Tail } from './log-tail.ts';
import { readLog, type ReadLogResult } from './read-log.ts';
import { trimLog, type TrimResult } from './trim-log.ts';
import { verifyLog, type VerifyResult } from './verify-log.ts';

export const LOG_FILE = 'day-log.jsonl';
/** Where the torn ends of lines go. */
export const SIDE_FILE = 'day-log.torn';

type AppendResult = { ok: true } | { ok: false; failure: LogFailure };

export type DayLog = {
  /** Writes an entry now, in well under a millisecond. */
  append: (entry: LogEntry) => AppendResult;
  /** The entries with from ≤ at < to (epoch milliseconds), and their neighbours. */
  read: (from: number, to: number) => Promise<ReadLogResult>;
  /** Whether the chain holds, or where it breaks first. */
  verify: () => Promise<VerifyResult>;
  /**
   * Removes what the log shows to be older than 180 days. Only to be called while another clock agrees with this computer's.
   * Once a day is enough; best when nobody waits, for it rewrites the file.
   */
  trim: () => TrimResult;
  /** When the run before this one is last known to have run, epoch milliseconds, for the `started` entry. */
  ranUntil: number | null;
  /** Notes, in the file's date, that the app is running. Costs no line; once a minute is plenty. */
  markAlive: () => void;
};

/**
 * @param folder the profile's folder
 * @param now epoch milliseconds
 */
export function openDayLog(folder: string, now: () => number): DayLog {
  const path = join(folder, LOG_FILE);
  /** Null while it is not known: nothing is written before the end of the chain was found. */
  let tail: Tail | null = null;
  /** What is to be noted with the next line that can be written. */
  let tornBytes = 0;
  let missed: { count: number; since: number; code: string } | null = null;

  function findTail(): { ok: true; tail: Tail } | { ok: false; failure: LogFailure } {
    if (tail) return { ok: true, tail };
    const found = readTail(path, join(folder, SIDE_FILE));
    if (found.ok) {
      tail = found.tail;
      tornBytes += found.tornBytes;
    }
    return found;
  }

  function append(entry: LogEntry): AppendResult {
    const failure = write(entry);
    if (!failure) return { ok: true };
    missed = { count: (missed?.count ?? 0) + 1, since: missed?.since ?? entry.at, code: failure.code };
    return { ok: false, failure };
  }

  function write(entry: LogEntry): LogFailure | null {
    let outcome = tryToWrite(entry);
    // Somebody replaced or cut the file: the chain goes on from what is there now.
    if (outcome === 'moved') outcome = tryToWrite(entry);
    return outcome === 'moved' ? { kind: 'disk', code: '', message: 'The file keeps changing' } : outcome;
  }

  function tryToWrite(entry: LogEntry): LogFailure | 'moved' | null {
    const found = findTail();
    if (!found.ok) return found.failure;
    const { size, touchedAt } = found.tail;
    let { link } = found.tail;
    let text = size === 0 ? anchorLine(link) : '';
    for (const each of [...notes(entry.at), entry]) {
      const line = chainLine(link, each);
      text += line.text;
      link = line.link;
    }
    const outcome = writeAtEnd(path, text, size);
    tail = outcome === null ? { link, size: size + Buffer.byteLength(text), touchedAt } : null;
    if (outcome === null) [tornBytes, missed] = [0, null];
    return outcome;
  }

  function notes(at: number): LogEntry[] {
    const torn: LogEntry = { kind: 'setAside', at, file: SIDE_FILE, bytes: tornBytes };
    return [
      ...(tornBytes > 0 ? [torn] : []),
      ...(missed ? [{ kind: 'missed' as const, at, ...missed }] : []),
    ];
  }

  function trim(): TrimResult {
    const found = findTail();
    if (!found.ok) return found;
    const result = trimLog(path, found.tail.link, now());
    if (result.ok && result.trimmed > 0) tail = null;
    return result;
  }

  function markAlive(): void {
    const at = now() / 1000;
    try {
      utimesSync(path, at, at);
    } catch {
      // The mark is a help, not a record: without it less of the last run counts as known.
    }
  }

  const found = findTail();
  return {
    append,
    read: (from, to) => readLog(path, from, to),
    verify: () => verifyLog(path),
    trim,
    ranUntil: found.ok ? found.tail.touchedAt : null,
    markAlive,
  };
}
