import { interpretAnswer, LONGEST_ANSWER_BYTES, noAnswer, type Answer, type NoAnswer } from './answer.ts';
import { parseDateHeader } from './clock-offset.ts';
import type { Deadline } from './deadline.ts';
import { readLimited } from './limited-body.ts';
import { classifyNetworkError } from './network-error.ts';

/** What the client needs of `fetch`: satisfied by Node's and by Electron's `net.fetch`. */
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

/** One request and what came of it. */
export type Posted = {
  answer: Answer;
  /** Null when no headers came back. */
  httpStatus: number | null;
  /** The answer's Date header: epoch milliseconds by the clock of whoever answered. */
  serverTime: number | null;
};

/**
 * Sends one request and reads the answer. Redirects are not followed: the signed headers are for one address only.
 * Never throws; a failure on the way is an answer that is not `ok`.
 */
export async function post(
  fetch: FetchPort,
  url: string,
  headers: Record<string, string>,
  body: Uint8Array<ArrayBuffer>,
  deadline: Deadline,
): Promise<Posted> {
  let response: Response;
  try {
    const { signal } = deadline;
    const init = { redirect: 'manual', credentials: 'omit', cache: 'no-store', signal } as const;
    response = await deadline.race(fetch(url, { method: 'POST', headers, body, ...init }));
  } catch (error) {
    const { kind, code, message } = classifyNetworkError(error);
    return { answer: endOf(deadline) ?? noAnswer(kind, code, message), httpStatus: null, serverTime: null };
  }

  let seen: Omit<Posted, 'answer'> = { httpStatus: null, serverTime: null };
  try {
    const { status: httpStatus } = response;
    seen = { httpStatus, serverTime: parseDateHeader(response.headers.get('date')) };
    const read = await readLimited(response, LONGEST_ANSWER_BYTES, deadline);
    const contentType = response.headers.get('content-type') ?? '';
    return { ...seen, answer: interpretAnswer({ httpStatus, contentType, ...read }) };
  } catch (error) {
    // Headers came back, so the request had arrived: whatever broke now, its outcome is in doubt.
    const { message } = classifyNetworkError(error);
    return { ...seen, answer: endOf(deadline) ?? noAnswer('connectionLost', 'Answer.BrokenOff', message) };
  }
}

/** The answer to a call that ended before one came; null while the deadline has not passed. */
export function endOf(deadline: Deadline): NoAnswer | null {
  switch (deadline.ended()) {
    case 'timedOut':
      return noAnswer('timedOut', 'Network.TimedOut');
    case 'cancelled':
      return noAnswer('cancelled', 'App.Cancelled');
    case null:
      return null;
  }
}
