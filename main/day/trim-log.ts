import { readFileSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';
import { GENESIS, anchorLine, chainLine, lineHash, lineHead, type Link } from './chain.ts';
import { isAbsent, logFailure, type LogFailure } from './log-failure.ts';

/** How long a line is kept, in milliseconds: 180 days. */
export const KEPT_MS = 180 * 24 * 60 * 60_000;

export type TrimResult = { ok: true; trimmed: number } | { ok: false; failure: LogFailure };

/**
 * Removes the lines at the beginning of the file that are older than {@link KEPT_MS}. The new file begins with the last
 * removed line's number and hash, so the chain goes on, and ends with an entry that tells of the trimming. It replaces the
 * old one in one step, or not at all.
 * @param end the last line of the log
 * @param now epoch milliseconds
 */
export function trimLog(path: string, end: Link, now: number): TrimResult {
  try {
    const bytes = readFileSync(path);
    const { count, last, size } = findOldLines(bytes, now - KEPT_MS);
    if (count === 0) return { ok: true, trimmed: 0 };
    const note = chainLine(end, { kind: 'trimmed', at: now, count, through: last.seq });
    const kept = [Buffer.from(anchorLine(last)), bytes.subarray(size), Buffer.from(note.text)];
    writeFileAtomic.sync(path, Buffer.concat(kept), { mode: 0o600 });
    return { ok: true, trimmed: count };
  } catch (error) {
    return isAbsent(error) ? { ok: true, trimmed: 0 } : { ok: false, failure: logFailure(error) };
  }
}

/** The entries before the first one that is to be kept: how many, the last of them, and where it ends. */
function findOldLines(bytes: Buffer, keptFrom: number): { count: number; last: Link; size: number } {
  // The first line is the anchor.
  const begin = bytes.indexOf('\n') + 1;
  const old = { count: 0, last: GENESIS, size: begin };
  for (let end = bytes.indexOf('\n', begin); end !== -1; end = bytes.indexOf('\n', old.size)) {
    const line = bytes.toString('latin1', old.size, end);
    const [head, hash] = [lineHead(line), lineHash(line)];
    // A damaged line stays for Verify to name, and so does what follows it.
    if (!head || hash === null || head.at >= keptFrom) break;
    old.count += 1;
    old.last = { seq: head.seq, hash };
    old.size = end + 1;
  }
  return old;
}
