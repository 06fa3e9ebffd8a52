/** The fetch of the OpenID library: a deadline and a size limit for each request, and no redirect is followed. */
import type { CustomFetch } from 'openid-client';
import { findJsonExcess } from '../../../shared/parse-json.ts';
import type { FailureKind } from '../../../tencent/failure.ts';
import { createDeadline, type SetTimer } from '../../../tencent/transport/deadline.ts';
import { classifyNetworkError } from '../../../tencent/transport/network-error.ts';
import { readBody } from '../../../tencent/transport/read-body.ts';

/** The part of `fetch` that is used: satisfied by Node's and by Electron's `net.fetch`. */
export type IssuerFetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    signal: AbortSignal;
    redirect: 'manual';
    credentials: 'omit';
    cache: 'no-store';
  },
) => Promise<Response>;

/** For a request and its answer, in milliseconds. */
const TIMEOUT_MS = 8_000;
/** Keys of large providers are about 20 kB. */
const MAX_BYTES = 262_144;
const JSON_LIMITS = { maxLength: MAX_BYTES, maxDepth: 16, maxEntries: 5_000 };

/** Why a request to the issuer has no usable answer. */
export class IssuerTrouble extends Error {
  readonly kind: FailureKind;
  readonly code: string;
  constructor(kind: FailureKind, code: string, message = '') {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}

export type LimitedFetchDeps = {
  fetch: IssuerFetch;
  setTimer: SetTimer;
  /** Called with the Date header of each answer; null without one. */
  onDate: (date: string | null) => void;
};

/** @throws {IssuerTrouble} instead of an answer that is none of the issuer, or beyond the limits */
export function createLimitedFetch({ fetch, setTimer, onDate }: LimitedFetchDeps): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    const deadline = createDeadline(TIMEOUT_MS, setTimer, signal);
    try {
      const init = { method, headers, signal: deadline.signal, ...toBody(body) };
      const response = await deadline.race(
        fetch(url, { ...init, redirect: 'manual', credentials: 'omit', cache: 'no-store' }),
      );
      onDate(response.headers.get('date'));
      return await toLimited(response, deadline);
    } catch (error) {
      if (error instanceof IssuerTrouble) throw error;
      if (deadline.ended() === 'cancelled') throw new IssuerTrouble('signInCancelled', 'SignIn.Cancelled');
      if (deadline.ended() === 'timedOut') throw new IssuerTrouble('issuerUnreachable', 'Network.TimedOut');
      const { kind, code, message } = classifyNetworkError(error);
      throw new IssuerTrouble(kind === 'noNetwork' ? 'noNetwork' : 'issuerUnreachable', code, message);
    } finally {
      deadline.close();
    }
  };
}

async function toLimited(response: Response, deadline: Parameters<typeof readBody>[2]): Promise<Response> {
  const { status, headers } = response;
  if (status >= 500 || status === 429) throw new IssuerTrouble('issuerUnreachable', `Http.${status}`);
  if (status < 200 || (status >= 300 && status < 400))
    throw new IssuerTrouble('issuerInvalid', `Http.${status}`);
  const { body, isComplete } = await readBody(response, MAX_BYTES, deadline);
  const text = new TextDecoder().decode(body);
  if (!isComplete || findJsonExcess(text, JSON_LIMITS))
    throw new IssuerTrouble('issuerInvalid', 'Answer.TooLarge');
  // A guest network answers every address with its own page.
  if (/\bhtml\b/i.test(headers.get('content-type') ?? ''))
    throw new IssuerTrouble('issuerUnreachable', 'Answer.Html');
  const type = headers.get('content-type');
  return new Response(text === '' ? null : text, {
    status,
    headers: type === null ? {} : { 'content-type': type },
  });
}

function toBody(body: Parameters<CustomFetch>[1]['body']): { body?: string } {
  if (body === undefined || body === null) return {};
  if (typeof body === 'string') return { body };
  if (body instanceof URLSearchParams) return { body: body.toString() };
  throw new IssuerTrouble('appError', 'SignIn.Body');
}
