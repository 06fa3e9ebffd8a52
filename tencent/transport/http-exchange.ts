/** One HTTP request and its response, as far as they can be told apart from a service's own answer. */
import {
  MAX_RESPONSE_BYTES,
  transportFailure,
  type RawResponse,
  type TransportFailure,
} from '../parse-response.ts';
import { parseDateHeader } from '../signature/clock-offset.ts';
import type { Deadline } from './deadline.ts';
import { classifyNetworkError } from './network-error.ts';
import { readBody } from './read-body.ts';

/** How each request is sent. A redirect is not followed: the headers are meant for one address. */
export type ExchangeInit = {
  signal: AbortSignal;
  redirect: 'manual';
  credentials: 'omit';
  cache: 'no-store';
};

/** What is known of a response besides its content. */
export type ExchangeMeta = {
  /** Null if no headers came back. */
  httpStatus: number | null;
  /** The response's Date header: epoch milliseconds in the responder's clock. */
  serverTime: number | null;
};

export type ExchangeResult = ExchangeMeta & ({ raw: RawResponse } | { raw: null; failure: TransportFailure });

const NO_RESPONSE: ExchangeMeta = { httpStatus: null, serverTime: null };

/**
 * Sends one request and reads the response. Never throws.
 * @param maxResponseBytes the rest of a longer response is not read
 */
export async function exchange(
  send: (init: ExchangeInit) => Promise<Response>,
  deadline: Deadline,
  maxResponseBytes: number = MAX_RESPONSE_BYTES,
): Promise<ExchangeResult> {
  const opened = await openExchange(send, deadline);
  if ('failure' in opened) return { ...NO_RESPONSE, raw: null, failure: opened.failure };
  const { response } = opened;
  let meta = NO_RESPONSE;
  try {
    const { status: httpStatus } = response;
    meta = { httpStatus, serverTime: parseDateHeader(response.headers.get('date')) };
    const read = await readBody(response, maxResponseBytes, deadline);
    const contentType = response.headers.get('content-type') ?? '';
    return { ...meta, raw: { httpStatus, contentType, ...read } };
  } catch (error) {
    // Headers came back, so the request had arrived, and its outcome is unknown.
    const { message } = classifyNetworkError(error);
    const failure =
      deadlineFailure(deadline) ?? transportFailure('connectionLost', 'Answer.BrokenOff', message);
    return { ...meta, raw: null, failure };
  }
}

/** Sends one request, and waits for the headers of its response. Never throws. */
async function openExchange(
  send: (init: ExchangeInit) => Promise<Response>,
  deadline: Deadline,
): Promise<{ response: Response } | { failure: TransportFailure }> {
  try {
    const { signal } = deadline;
    const init = { redirect: 'manual', credentials: 'omit', cache: 'no-store', signal } as const;
    return { response: await deadline.race(send(init)) };
  } catch (error) {
    const { kind, code, message } = classifyNetworkError(error);
    return { failure: deadlineFailure(deadline) ?? transportFailure(kind, code, message) };
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
