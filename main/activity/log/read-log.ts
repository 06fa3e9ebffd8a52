/** Reads the entries of a time range from an activity log. */
import { readLines } from './read-lines.ts';
import { affectsTimeline, type LogEntry } from './log-entry.ts';
import type { LogError } from './log-error.ts';
import { parseHeader, parseLine, type LogLine } from './log-line.ts';

/** The entries of a time range, and their neighbors. */
export type LogSlice = {
  /** In the order of writing. */
  lines: LogLine[];
  /** The last entry before the range and the first after it that affect the timeline. */
  before: LogEntry | null;
  after: LogEntry | null;
  /** Number of lines in the range that are damaged, or that a newer version wrote. */
  unreadable: number;
};

export type ReadLogResult = { ok: true; slice: LogSlice } | { ok: false; error: LogError };

/**
 * Reads the entries with from ≤ at < to (epoch milliseconds). A linear scan of the headers, not a binary search: after the
 * clock was set back, lines are not ordered by time. Only lines in the range are parsed, which keeps 100,000 lines well
 * under the limit of 200 ms.
 */
export async function readLog(path: string, from: number, to: number): Promise<ReadLogResult> {
  const lines: LogLine[] = [];
  const around: { before: string | null; after: string | null } = { before: null, after: null };
  let unreadable = 0;

  const error = await readLines(path, (text) => {
    const header = parseHeader(text);
    if (!header) return;
    if (header.at >= from && header.at < to) {
      const line = parseLine(text);
      if (line) lines.push(line);
      else unreadable += 1;
      // The clock was set back into the range: an entry seen after it is no longer the next one.
      around.after = null;
    } else if (affectsTimeline(header.kind)) {
      if (header.at >= to) around.after ??= text;
      else if (lines.length === 0) around.before = text;
    }
  });

  if (error) return { ok: false, error };
  return {
    ok: true,
    slice: { lines, before: toEntry(around.before), after: toEntry(around.after), unreadable },
  };
}

function toEntry(line: string | null): LogEntry | null {
  return line === null ? null : (parseLine(line)?.entry ?? null);
}
