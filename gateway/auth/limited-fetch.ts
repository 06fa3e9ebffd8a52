/** Requests to the issuer with limits of time and size, and without redirects. */

const ISSUER_TIMEOUT_MS = 5_000;

/** In bytes. A discovery document or a key set has a few kB. */
const MAX_BYTES = 256 * 1024;

/**
 * Fetches a document. @throws Error if it is too large, comes too late, or is a redirect
 */
export async function fetchDocument(url: string): Promise<Response> {
  const signal = AbortSignal.timeout(ISSUER_TIMEOUT_MS);
  const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_BYTES) throw new Error('the issuer’s document is too large');
    chunks.push(chunk);
  }
  const { status, statusText, headers } = response;
  return new Response(Buffer.concat(chunks), { status, statusText, headers });
}
