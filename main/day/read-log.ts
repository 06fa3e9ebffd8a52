import { lineHead, parseJson } from './chain.ts';
import { scanLines } from './line-scan.ts';
import { bearsOnTimeline, parseLine, type LogEntry, type LogLine } from './log-entry.ts';
import type { LogFailure } from './log-failure.ts';

/** What the log says of a stretch of time. */
export type LogExtract = {
  /** In the order in which they were written. */
  lines: LogLine[];
  /** The last entry before it, and the first after it, that bears on the timeline. */
  before: LogEntry | null;
  after: LogEntry | null;
  /** How many lines in it are damaged, or written by a newer version of the app. */
  unreadable: number;
};

export type ReadLogResult = { ok: true; extract: LogExtract } | { ok: false; failure: LogFailure };

/**
 * Reads the entries with from ≤ at < to (epoch milliseconds). Every line's head is looked at, rather than searching by
 * halves: where the clock was set back, the lines are not in the order of their times. Only the lines that are wanted are
 * parsed, which keeps 100,000 lines well under the 200 ms they may take.
 */
export async function readLog(path: string, from: number, to: number): Promise<ReadLogResult> {
  const lines: LogLine[] = [];
  const around: { before: string | null; after: string | null } = { before: null, after: null };
  let unreadable = 0;

  const failure = await scanLines(path, (text) => {
    const head = lineHead(text);
    if (!head) return undefined;
    if (head.at >= from && head.at < to) {
      const line = parseLine(parseJson(text));
      if (line) lines.push(line);
      else unreadable += 1;
      // What followed a stretch that the clock came back to is inside it.
      around.after = null;
    } else if (bearsOnTimeline(head.kind)) {
      if (head.at >= to) around.after ??= text;
      else if (lines.length === 0) around.before = text;
    }
    return undefined;
  });

  if (failure) return { ok: false, failure };
  return {
    ok: true,
    extract: { lines, before: entryOf(around.before), after: entryOf(around.after), unreadable },
  };
}

function entryOf(line: string | null): LogEntry | null {
  return line === null ? null : (parseLine(parseJson(line))?.entry ?? null);
}
