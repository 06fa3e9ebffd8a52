import type { IncomingMessage } from 'node:http';
import { readJson, USUAL_LIMITS } from '../../json.ts';

/** A request as it came over the wire, before anything is believed. */
export type ReceivedRequest = {
  method: string;
  path: string;
  /** Raw, without the question mark. */
  query: string;
  /** Lower-case names; a header that was sent twice is joined, and will not match its signature. */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
};

/** The service's own limit for a request signed with TC3. */
const LONGEST_BODY = 10_000_000;

/** Reads a request to its end; null when its body is too long. Rejects when the client goes away. */
export async function receive(message: IncomingMessage): Promise<ReceivedRequest | null> {
  const stream: AsyncIterable<unknown> = message;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length <= LONGEST_BODY) chunks.push(chunk);
  }
  if (length > LONGEST_BODY) return null;

  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: message.method ?? '',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: collectHeaders(message.rawHeaders),
    body: Buffer.concat(chunks),
  };
}

/** A body as JSON; undefined when it is none, or nested deeper than any request. */
export function parseBody(body: Buffer): unknown {
  const json = readJson(body.toString('utf8'), { ...USUAL_LIMITS, longest: LONGEST_BODY });
  return json.ok ? json.value : undefined;
}

/** @param raw names and values in turn, as they were received. */
function collectHeaders(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]?.toLowerCase() ?? '';
    const value = raw[i + 1] ?? '';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

/**
 * The host as received, and without its port. The official Node SDK signs the name alone, also where the Host header
 * carries a port; on the service's own port there is no difference.
 */
export function hostVariants(headers: ReceivedRequest['headers']): string[] {
  const host = headers.get('host') ?? '';
  return [...new Set([host, host.replace(/:\d+$/, '')])];
}
