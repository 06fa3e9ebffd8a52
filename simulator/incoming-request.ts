/** Reads and parses an HTTP request to the simulator. */
import type { IncomingMessage } from 'node:http';
import { parseJson, DEFAULT_LIMITS } from '../shared/parse-json.ts';

/** An HTTP request as received, before any validation. */
export type IncomingRequest = {
  method: string;
  path: string;
  /** Raw, without the question mark. */
  query: string;
  /** Lower-case names. A header that was sent twice is joined, and will not match its signature. */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
};

/** In bytes. A reading of 1,250 agents is about 60 kB; the service itself accepts 10 MB. */
const MAX_BODY_BYTES = 1_000_000;

/** Reads a whole request; null if its body is too long. Rejects if the client disconnects. */
export async function readRequest(message: IncomingMessage): Promise<IncomingRequest | null> {
  const stream: AsyncIterable<unknown> = message;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (length > MAX_BODY_BYTES) return null;

  const url = message.url ?? '/';
  const queryStart = url.indexOf('?');
  return {
    method: message.method ?? '',
    path: queryStart < 0 ? url : url.slice(0, queryStart),
    query: queryStart < 0 ? '' : url.slice(queryStart + 1),
    headers: collectHeaders(message.rawHeaders),
    body: Buffer.concat(chunks),
  };
}

/** Parses a body as JSON; undefined if it is invalid or nested too deeply. */
export function parseBody(body: Buffer): unknown {
  const json = parseJson(body.toString('utf8'), { ...DEFAULT_LIMITS, maxLength: MAX_BODY_BYTES });
  return json.ok ? json.value : undefined;
}

/** @param raw alternating names and values, as received */
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
 * Returns the host as received, and without its port. The official Node SDK signs the name alone, even if the Host
 * header contains a port; on the service's default port there is no difference.
 */
export function getHostVariants(headers: IncomingRequest['headers']): string[] {
  const host = headers.get('host') ?? '';
  return [...new Set([host, host.replace(/:\d+$/, '')])];
}
