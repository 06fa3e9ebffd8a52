import { readFileSync } from 'node:fs';
import { saveAtomicallySync } from '../save-atomically.ts';
import { GENESIS, anchorLine, chainLine, lineHash, lineHead, type Link } from './chain.ts';
import { isAbsent, logFailure, type LogFailure } from './log-failure.ts';

/** How long a line is kept, in milliseconds: 180 days. */
export const KEPT_MS = 180 * 24 * 60 * 60_000;

/**
 * The longest time between two lines that is taken for an absence. A longer one may be an absence too, or a clock that was
 * set; lines before it are kept until those after it are old.
 */
const LONGEST_ABSENCE_MS = 30 * 24 * 60 * 60_000;

export type TrimResult = { ok: true; trimmed: number } | { ok: false; failure: LogFailure };

/**
 * Removes the lines at the beginning of the file that are older than {@link KEPT_MS}. How old a line is follows from the
 * order of the log, not from its own time: it was written before every line after it. So no single time, neither a line's
 * nor this computer's, has lines removed that the log does not show to be old.
 *
 * The new file begins with the last removed line's number and hash, so the chain goes on, and ends with an entry that tells
 * of the trimming. It replaces the old one in one step, or not at all.
 * @param end the last line of the log
 * @param now epoch milliseconds, by a clock that another one agrees with
 */
export function trimLog(path: string, end: Link, now: number): TrimResult {
  try {
    const bytes = readFileSync(path);
    const { count, last, size } = findOldLines(bytes, now);
    if (count === 0) return { ok: true, trimmed: 0 };
    const note = chainLine(end, { kind: 'trimmed', at: now, count, through: last.seq });
    const kept = [Buffer.from(anchorLine(last)), bytes.subarray(size), Buffer.from(note.text)];
    saveAtomicallySync(path, Buffer.concat(kept));
    return { ok: true, trimmed: count };
  } catch (error) {
    return isAbsent(error) ? { ok: true, trimmed: 0 } : { ok: false, failure: logFailure(error) };
  }
}

type OldLines = { count: number; last: Link; size: number };

/** The entries that are old: how many, the last of them, and where it ends. */
function findOldLines(bytes: Buffer, now: number): OldLines {
  const lines = readLines(bytes);
  const old = lines.slice(0, countOld(lines, now));
  // A damaged line stays for Verify to name, and so does what follows it.
  const damaged = old.findIndex(({ link }) => link === null);
  const { link, end } = (damaged === -1 ? old : old.slice(0, damaged)).at(-1) ?? { link: null, end: 0 };
  return link === null
    ? { count: 0, last: GENESIS, size: 0 }
    : { count: damaged === -1 ? old.length : damaged, last: link, size: end };
}

/** A line after the anchor; `link` and `at` are null where it is damaged. `end` is where it ends in the file. */
type Line = { at: number | null; link: Link | null; end: number };

function readLines(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  // The first line is the anchor.
  let begin = bytes.indexOf('\n') + 1;
  for (let end = bytes.indexOf('\n', begin); end !== -1; end = bytes.indexOf('\n', begin)) {
    const line = bytes.toString('latin1', begin, end);
    const [head, hash] = [lineHead(line), lineHash(line)];
    begin = end + 1;
    const link = head && hash !== null ? { seq: head.seq, hash } : null;
    lines.push({ at: head?.at ?? null, link, end: begin });
  }
  return lines;
}

/**
 * How many lines from the beginning are old. From the end of the log backwards, a line was written no later than the line
 * after it, whatever it says of itself. Where the times leap, nobody knows what lies before the leap.
 */
function countOld(lines: readonly Line[], now: number): number {
  let noLaterThan = now;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const at = lines[index]?.at ?? noLaterThan;
    if (noLaterThan - at > LONGEST_ABSENCE_MS) return 0;
    noLaterThan = Math.min(noLaterThan, at);
    if (noLaterThan < now - KEPT_MS) return index + 1;
  }
  return 0;
}
