import type { Deadline } from './deadline.ts';

/**
 * Reads a response's body, but never more than `limit` bytes (after decompression).
 *
 * @returns its beginning, and `isWhole` false, when there is more than that; the rest is not read. The caller closes the
 *   connection.
 * @throws what the stream throws, or when the deadline ends.
 */
export async function readLimited(
  response: Response,
  limit: number,
  deadline: Deadline,
): Promise<{ body: Uint8Array; isWhole: boolean }> {
  const chunks: Uint8Array[] = [];
  const end = (isWhole: boolean) => ({ body: Buffer.concat(chunks).subarray(0, limit), isWhole });
  if (Number(response.headers.get('content-length')) > limit) return end(false);
  const reader = response.body?.getReader();
  let length = 0;
  while (reader !== undefined) {
    const { done, value } = await deadline.race(reader.read());
    if (done) break;
    chunks.push(value);
    // An empty chunk counts too: a stream of nothing else would never let a timer run.
    length += Math.max(1, value.byteLength);
    if (!(length <= limit)) return end(false);
  }
  return end(true);
}
