/** Removes lines older than 180 days from an activity log. */
import { isNotFound } from '../../../shared/errors.ts';
import { readFileSync } from 'node:fs';
import { saveAtomicallySync } from '../../runtime/save-atomically.ts';
import type { LogAccount } from './log-account.ts';
import { closeFlushing } from './log-end.ts';
import type { LogKind } from './log-entry.ts';
import { formatLine, parseHeader } from './log-line.ts';
import { DAY_MS } from '../../../shared/time-units.ts';

/** How long a line is retained, in milliseconds: 180 days. */
export const RETENTION_MS = 180 * DAY_MS;

/**
 * The longest gap between two lines that counts as an absence. A longer gap may also come from a clock change, so the lines
 * before it are retained until those after it expire.
 */
const MAX_GAP_MS = 30 * DAY_MS;

/** `isBare`: only the log's own markers remain. */
export type Pruned = { prunedCount: number; isBare: boolean };

const META_KINDS: ReadonlySet<string> = new Set<LogKind>(['trimmed', 'notInUse', 'quarantined']);

/**
 * Removes the lines at the beginning of the file that are older than {@link RETENTION_MS}. The age of a line follows from
 * the order of the log: it was written before every line after it. So a single wrong time, of a line or of the system
 * clock, never removes lines that the log does not show to be old.
 *
 * The new file continues the numbering and ends with a `trimmed` entry. It replaces the old file atomically.
 * @param account owner of the log; null if unknown
 * @param now epoch milliseconds, by a clock that another clock agrees with
 * @throws the system's error; the file is unchanged
 */
export function pruneLog(path: string, account: LogAccount | null, now: number): Pruned {
  try {
    // The caller may delete the file, too.
    closeFlushing();
    const bytes = readFileSync(path);
    const lines = parseLines(bytes);
    const count = countExpired(lines, now);
    const expired = lines.slice(0, count);
    const isBare = lines.slice(count).every(({ header }) => header === null || META_KINDS.has(header.kind));
    const headers = expired.flatMap(({ header }) => header ?? []);
    const [lastExpired, last] = [headers.at(-1), lines.findLast(({ header }) => header !== null)?.header];
    if (!lastExpired || !last) return { prunedCount: 0, isBare };
    const marker = { kind: 'trimmed' as const, at: now, count: headers.length, through: lastExpired.seq };
    const remaining = [
      bytes.subarray(expired.at(-1)?.end ?? 0),
      Buffer.from(formatLine(last.seq + 1, marker, account)),
    ];
    saveAtomicallySync(path, Buffer.concat(remaining));
    return { prunedCount: headers.length, isBare };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { prunedCount: 0, isBare: true };
  }
}

/** `header` is null for a line without an entry. `end` is its end offset in the file. */
type Line = { header: ReturnType<typeof parseHeader>; end: number };

function parseLines(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let end = bytes.indexOf('\n'); end !== -1; end = bytes.indexOf('\n', start)) {
    const header = parseHeader(bytes.toString('latin1', start, end));
    start = end + 1;
    lines.push({ header, end: start });
  }
  return lines;
}

/**
 * Number of expired lines at the beginning. Counted backwards from the end of the log: a line was written no later than the
 * line after it, whatever its own time. Behind a gap over {@link MAX_GAP_MS} the age is unknown.
 */
function countExpired(lines: readonly Line[], now: number): number {
  let noLaterThan = now;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const at = lines[index]?.header?.at ?? noLaterThan;
    if (noLaterThan - at > MAX_GAP_MS) return 0;
    noLaterThan = Math.min(noLaterThan, at);
    if (noLaterThan < now - RETENTION_MS) return index + 1;
  }
  return 0;
}
