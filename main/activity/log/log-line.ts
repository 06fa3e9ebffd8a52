/**
 * Formats and parses the lines of an activity log. A line is
 *
 *     {"seq":12,"entry":{"at":1795424400000,"kind":"…",…},"account":{"mode":"account","endpoint":"https://…",…}}
 *
 * Earlier versions wrote a hash in place of the account, and a first line with hashes only. Both are still read: the hash
 * and lines without an entry are skipped.
 *
 * A line that was read is a string with one character per byte (Latin-1). Bytes stay unchanged, and searching 100,000 such
 * strings costs a fraction of what buffers would.
 */
import * as z from 'zod/mini';
import { toCurrentKind, toCurrentNames } from './legacy-entry.ts';
import { logAccount, type LogAccount } from './log-account.ts';
import { logEntry, type LogEntry } from './log-entry.ts';

/** An entry with its number. Numbering continues after pruning. `account` is missing in lines of earlier versions. */
const logLine = z.object({ seq: z.int(), entry: logEntry, account: z.optional(logAccount) });
export type LogLine = z.infer<typeof logLine>;

const HEADER_PATTERN = /^\{"seq":(\d+),"entry":\{"at":(-?\d+(?:\.\d+)?),"kind":"(\w+)"/;

/** Formats a line, including its newline. @param account owner of the log; null if unknown */
export function formatLine(seq: number, entry: LogEntry, account: LogAccount | null): string {
  // Time and kind come first, so that parseHeader can find a day without parsing every line.
  const { at, kind, ...rest } = entry;
  return `${JSON.stringify({ seq, entry: { at, kind, ...rest }, ...(account && { account }) })}\n`;
}

/** Number, time and kind of a line (without its newline), read from its first bytes; null when it is no entry. */
export function parseHeader(line: string): { seq: number; at: number; kind: string } | null {
  const found = HEADER_PATTERN.exec(line);
  return found ? { seq: Number(found[1]), at: Number(found[2]), kind: toCurrentKind(found[3] ?? '') } : null;
}

/** Whether a line is complete and has an entry, of any version. */
export function isWholeLine(line: string): boolean {
  return parseHeader(line) !== null && parseJson(line) !== undefined;
}

/** Parses a line; null when this version cannot. */
export function parseLine(line: string): LogLine | null {
  const parsed = logLine.safeParse(toCurrentNames(parseJson(line)));
  return parsed.success ? parsed.data : null;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(Buffer.from(line, 'latin1').toString('utf8'));
  } catch {
    return undefined;
  }
}
