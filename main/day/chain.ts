/**
 * The lines of the day log and the chain through them. A line is
 *
 *     {"seq":12,"entry":{"at":1795424400000,"kind":"…",…},"hash":"<64 hex digits>"}
 *
 * and its hash is the SHA-256 of the hash before it, in hex, followed by the line's own bytes up to `,"hash"`. The bytes
 * are hashed as they stand, so anybody can check a log with no more than SHA-256: nothing has to be parsed or put into a
 * canonical form first. The file begins with an anchor, `{"anchor":{"seq":…,"hash":"…"},"hash":"…"}`: the end of what was
 * trimmed, from which the first entry goes on.
 *
 * A line that was read is a string with one character for each byte (Latin-1): bytes stay what they are, and looking at
 * 100,000 of them costs a fraction of what as many buffers would.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { LogEntry } from './log-entry.ts';

/** A place in the chain: the number of a line and its hash. */
export type Link = { seq: number; hash: string };

/** Before the first line there ever was. */
export const GENESIS: Link = { seq: 0, hash: '0'.repeat(64) };

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const anchorSchema = z.object({ anchor: z.object({ seq: z.int(), hash }), hash });

const headForm = /^\{"seq":(\d+),"entry":\{"at":(-?\d+(?:\.\d+)?),"kind":"(\w+)"/;

const sealForm = /^,"hash":"([0-9a-f]{64})"\}$/;
const SEAL_BYTES = ',"hash":""}'.length + 64;

/** The line that follows `previous`, newline and all, and the link it makes. */
export function chainLine(previous: Link, entry: LogEntry): { text: string; link: Link } {
  const seq = previous.seq + 1;
  // Time and kind come first, so that a day is found without parsing every line.
  const { at, kind, ...rest } = entry;
  const body = JSON.stringify({ seq, entry: { at, kind, ...rest } }).slice(0, -1);
  return seal(previous.hash, body, seq);
}

/** The first line of a file that goes on from `trimmed`. */
export function anchorLine(trimmed: Link): string {
  return seal(trimmed.hash, JSON.stringify({ anchor: trimmed }).slice(0, -1), trimmed.seq).text;
}

function seal(previousHash: string, body: string, seq: number): { text: string; link: Link } {
  const sealed = digest(previousHash, Buffer.from(body));
  return { text: `${body},"hash":"${sealed}"}\n`, link: { seq, hash: sealed } };
}

function digest(previousHash: string, body: Buffer): string {
  return createHash('sha256').update(previousHash).update(body).digest('hex');
}

/** Number, time and kind of a line (without its newline), read from its first bytes only; null when it is no entry. */
export function lineHead(line: string): { seq: number; at: number; kind: string } | null {
  const found = headForm.exec(line);
  return found ? { seq: Number(found[1]), at: Number(found[2]), kind: found[3] ?? '' } : null;
}

/** The hash a line bears; null when it does not end like a line. */
export function lineHash(line: string): string | null {
  return sealForm.exec(line.slice(-SEAL_BYTES))?.[1] ?? null;
}

/** Whether a line bears the hash that its bytes and the hash before it make. */
export function isSealed(line: string, previousHash: string): boolean {
  return lineHash(line) === digest(previousHash, Buffer.from(line.slice(0, -SEAL_BYTES), 'latin1'));
}

/** What an anchor goes on from; null when the line is none. */
export function readAnchor(line: string): Link | null {
  const parsed = anchorSchema.safeParse(parseJson(line));
  return parsed.success ? parsed.data.anchor : null;
}

/** The link that the next line goes on from, if this is a whole line. Whether its hash is right is not looked at. */
export function linkAfter(line: string): Link | null {
  const [head, sealed] = [lineHead(line), lineHash(line)];
  if (head && sealed !== null && parseJson(line) !== undefined) return { seq: head.seq, hash: sealed };
  return readAnchor(line);
}

/** A line as JSON; undefined when it is none. */
export function parseJson(line: string): unknown {
  try {
    return JSON.parse(Buffer.from(line, 'latin1').toString('utf8'));
  } catch {
    return undefined;
  }
}
