/** Sends one HTTP POST request and parses the response. */
import {
  parseResponse,
  MAX_RESPONSE_BYTES,
  transportFailure,
  type ParsedResponse,
  type TransportFailure,
} from '../parse-response.ts';
import { parseDateHeader } from '../signature/clock-offset.ts';
import type { Deadline } from './deadline.ts';
import { readBody } from './read-body.ts';
import { classifyNetworkError } from './network-error.ts';

/** The part of `fetch` that the client uses: satisfied by Node's and by Electron's `net.fetch`. */
export type FetchPort = (
  url: string,
  init: {
    method: 'POST';
    headers: Record<string, string>;
    body: Uint8Array<ArrayBuffer>;
    signal: AbortSignal;
    redirect: 'manual';
    credentials: 'omit';
    cache: 'no-store';
  },
) => Promise<Response>;

/** The result of one request. */
export type PostResult = {
  parsed: ParsedResponse;
  /** Null if no headers came back. */
  httpStatus: number | null;
  /** The response's Date header: epoch milliseconds in the responder's clock. */
  serverTime: number | null;
};

/**
 * Sends one request and reads the response. Redirects are not followed: the signed headers are for one address only.
 * Never throws; a transport failure is a result that is not `ok`.
 */
export async function post(
  fetch: FetchPort,
  url: string,
  headers: Record<string, string>,
  body: Uint8Array<ArrayBuffer>,
  deadline: Deadline,
  maxResponseBytes: number = MAX_RESPONSE_BYTES,
): Promise<PostResult> {
  let response: Response;
  try {
    const { signal } = deadline;
    const init = { redirect: 'manual', credentials: 'omit', cache: 'no-store', signal } as const;
    response = await deadline.race(fetch(url, { method: 'POST', headers, body, ...init }));
  } catch (error) {
    const { kind, code, message } = classifyNetworkError(error);
    return {
      parsed: deadlineFailure(deadline) ?? transportFailure(kind, code, message),
      httpStatus: null,
      serverTime: null,
    };
  }

  let meta: Omit<PostResult, 'parsed'> = { httpStatus: null, serverTime: null };
  try {
    const { status: httpStatus } = response;
    meta = { httpStatus, serverTime: parseDateHeader(response.headers.get('date')) };
    const read = await readBody(response, maxResponseBytes, deadline);
    const contentType = response.headers.get('content-type') ?? '';
    return { ...meta, parsed: parseResponse({ httpStatus, contentType, ...read }, maxResponseBytes) };
  } catch (error) {
    // Headers came back, so the request had arrived, and its outcome is unknown.
    const { message } = classifyNetworkError(error);
    return {
      ...meta,
      parsed: deadlineFailure(deadline) ?? transportFailure('connectionLost', 'Answer.BrokenOff', message),
    };
  }
}

/** The failure of a call that ended without a response; null while the deadline has not passed. */
export function deadlineFailure(deadline: Deadline): TransportFailure | null {
  switch (deadline.ended()) {
    case 'timedOut':
      return transportFailure('timedOut', 'Network.TimedOut');
    case 'cancelled':
      return transportFailure('cancelled', 'App.Cancelled');
    case null:
      return null;
  }
}
