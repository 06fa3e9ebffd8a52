/** Reads an HTTP response body up to a size limit. */
import type { Deadline } from './deadline.ts';

/** Node's types declare the chunks of a body as `any`. */
type BodyReader = { read: () => Promise<{ done: true } | { done: false; value: Uint8Array }> };

/**
 * Reads a response's body, at most `maxBytes` bytes (after decompression).
 *
 * @returns the body's beginning, with `isComplete` false if there is more. The rest is not read; the caller closes the
 * connection.
 * @throws the stream's error, or when the deadline ends
 */
export async function readBody(
  response: Response,
  maxBytes: number,
  deadline: Deadline,
): Promise<{ body: Uint8Array; isComplete: boolean }> {
  const chunks: Uint8Array[] = [];
  const toResult = (isComplete: boolean) => ({
    body: Buffer.concat(chunks).subarray(0, maxBytes),
    isComplete,
  });
  if (Number(response.headers.get('content-length')) > maxBytes) return toResult(false);
  const reader: BodyReader | undefined = response.body?.getReader();
  let length = 0;
  while (reader !== undefined) {
    const chunk = await deadline.race(reader.read());
    if (chunk.done) break;
    chunks.push(chunk.value);
    // An empty chunk counts as one byte: a stream of empty chunks would never let a timer run.
    length += Math.max(1, chunk.value.byteLength);
    if (!(length <= maxBytes)) return toResult(false);
  }
  return toResult(true);
}
