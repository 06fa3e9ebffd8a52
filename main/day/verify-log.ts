import { GENESIS, isSealed, lineHash, lineHead, parseJson, readAnchor, type Link } from './chain.ts';
import { scanLines } from './line-scan.ts';
import { parseLine } from './log-entry.ts';
import type { LogFailure } from './log-failure.ts';

/**
 * Why a line breaks the chain.
 * - `form`: it is no line of a day log;
 * - `order`: it does not bear the number that follows the one before: lines were removed, added or moved;
 * - `edited`: its bytes, or the hash before it, are not the ones its hash was made from;
 * - `beginning`: the first line claims that more, or less, was trimmed than the log says was.
 */
type BreakReason = 'form' | 'order' | 'edited' | 'beginning';

export type VerifyResult =
  /** `end`: the last line's number and hash. Noted elsewhere, it shows later whether lines were cut off at the end. */
  | { kind: 'intact'; entries: number; end: Link }
  /** `line`: the first bad line of the file, from 1, as an editor counts. */
  | { kind: 'broken'; line: number; why: BreakReason }
  | { kind: 'notRead'; failure: LogFailure };

type Walk = {
  end: Link;
  entries: number;
  /** The number of the last line that was trimmed: as the anchor claims, and as the entries say. */
  claimed: number;
  said: number;
  broken: { line: number; why: BreakReason } | null;
};

/**
 * Goes through the whole chain. It shows every edit, removal or reordering of lines, short of somebody computing every
 * hash after it anew or cutting off the end: no log kept on the agent's own computer can show that by itself.
 */
export async function verifyLog(path: string): Promise<VerifyResult> {
  const walk: Walk = { end: GENESIS, entries: 0, claimed: 0, said: 0, broken: null };
  const failure = await scanLines(path, (line, number, whole) => {
    const why = whole ? step(walk, line, number) : 'form';
    if (why === null) return undefined;
    walk.broken = { line: number, why };
    return 'stop';
  });
  if (failure) return { kind: 'notRead', failure };
  if (walk.broken) return { kind: 'broken', ...walk.broken };
  if (walk.claimed !== walk.said) return { kind: 'broken', line: 1, why: 'beginning' };
  return { kind: 'intact', entries: walk.entries, end: walk.end };
}

function step(walk: Walk, line: string, number: number): BreakReason | null {
  return number === 1 ? stepAnchor(walk, line) : stepEntry(walk, line);
}

function stepAnchor(walk: Walk, line: string): BreakReason | null {
  const anchor = readAnchor(line);
  if (!anchor) return 'form';
  if (!isSealed(line, anchor.hash)) return 'edited';
  walk.claimed = anchor.seq;
  walk.end = anchor;
  return null;
}

function stepEntry(walk: Walk, line: string): BreakReason | null {
  const [head, hash] = [lineHead(line), lineHash(line)];
  if (!head || hash === null) return 'form';
  if (head.seq !== walk.end.seq + 1) return 'order';
  if (!isSealed(line, walk.end.hash)) return 'edited';
  walk.end = { seq: head.seq, hash };
  walk.entries += 1;
  if (head.kind === 'trimmed') walk.said = trimmedThrough(line) ?? walk.said;
  return null;
}

function trimmedThrough(line: string): number | null {
  const entry = parseLine(parseJson(line))?.entry;
  return entry?.kind === 'trimmed' ? entry.through : null;
}
