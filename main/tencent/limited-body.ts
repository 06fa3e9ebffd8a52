import type { Deadline } from './deadline.ts';

/**
 * Reads a response's body, but never more than `limit` bytes (after decompression).
 *
 * @returns null when there is more than that; the rest is not read. The caller closes the connection.
 * @throws what the stream throws, or when the deadline ends.
 */
export async function readLimited(
  response: Response,
  limit: number,
  deadline: Deadline,
): Promise<Uint8Array | null> {
  if (Number(response.headers.get('content-length')) > limit) return null;
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (reader !== undefined) {
    const { done, value } = await deadline.race(reader.read());
    if (done) break;
    length += value.byteLength;
    if (length > limit) return null;
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
