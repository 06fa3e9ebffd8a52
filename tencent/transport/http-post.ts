/** Sends one HTTP POST request and parses the response. */
import { MAX_RESPONSE_BYTES, parseResponse, type ParsedResponse } from '../parse-response.ts';
import type { Deadline } from './deadline.ts';
import { exchange, type ExchangeInit, type ExchangeMeta } from './http-exchange.ts';

/** The part of `fetch` that the client uses: satisfied by Node's and by Electron's `net.fetch`. */
export type FetchPort = (
  url: string,
  init: ExchangeInit & { method: 'POST'; headers: Record<string, string>; body: Uint8Array<ArrayBuffer> },
) => Promise<Response>;

/** The result of one request. */
export type PostResult = ExchangeMeta & { parsed: ParsedResponse };

/**
 * Sends one request and reads the response. Never throws; a transport failure is a result that is not `ok`.
 * @param maxResponseBytes a longer response is a failure
 */
export async function post(
  fetch: FetchPort,
  url: string,
  headers: Record<string, string>,
  body: Uint8Array<ArrayBuffer>,
  deadline: Deadline,
  maxResponseBytes: number = MAX_RESPONSE_BYTES,
): Promise<PostResult> {
  const result = await exchange(
    (init) => fetch(url, { method: 'POST', headers, body, ...init }),
    deadline,
    maxResponseBytes,
  );
  const { httpStatus, serverTime } = result;
  const parsed = result.raw === null ? result.failure : parseResponse(result.raw, maxResponseBytes);
  return { httpStatus, serverTime, parsed };
}
