/**
 * HTTP client of the Contact Center's API: signs, sends, parses, corrects the clock, and returns failures as values.
 */
import { transportFailure, type ParsedResponse, type TransportFailure } from './parse-response.ts';
import type { ClockCorrection, ClockRefusal } from './signature/clock-offset.ts';
import { createDeadline, type SetTimer, type Deadline } from './transport/deadline.ts';
import type { Endpoint } from './transport/endpoint.ts';
import type { CredentialsFailure, Exchange, Failure } from './failure.ts';
import { deadlineFailure } from './transport/http-exchange.ts';
import { post, type FetchPort, type PostResult } from './transport/http-post.ts';
import { redactText, redactTexts, maskKeys } from './redact/redact.ts';
import { isHeaderSafe, signedHeaders, type Credentials, type Language } from './signature/signed-request.ts';
import { errorMessage } from '../shared/errors.ts';

export type { CredentialsFailure } from './failure.ts';
export type { FetchPort } from './transport/http-post.ts';
export type { Credentials } from './signature/signed-request.ts';

const TIMEOUT_MS = 10_000;

/**
 * Limit for obtaining the credentials, in milliseconds. The keychain may prompt for a password, a company's sign-in for
 * a second factor. Both have limits of their own, the longest of a minute. The time limit of the call begins when the
 * credentials are available.
 */
const CREDENTIALS_TIMEOUT_MS = 70_000;

export type CredentialResult = Credentials | CredentialsFailure | null;

export type TencentClientDeps = {
  fetch: FetchPort;
  /** Called for each call, so that a changed setting takes effect at once. */
  endpoint: () => Endpoint;
  /** The credentials to sign with; returns a failure or null, or throws, if there are none. Called for each call. */
  credentials: () => CredentialResult | Promise<CredentialResult>;
  clock: { now(): number };
  clockCorrection: ClockCorrection;
  /** The language of the service's messages. */
  language?: () => Language;
  /** For the request and its one repetition, headers and body, in milliseconds. Default: 10 s. */
  timeoutMs?: number;
  /** The longest response, in bytes, for callers that read many agents at once. Default: `MAX_RESPONSE_BYTES`. */
  maxResponseBytes?: number;
  /** Calls back after a delay in milliseconds and returns a function that cancels it. Default: `setTimeout`. */
  setTimer?: SetTimer;
  /** A monotonic clock for durations. Default: `performance.now`. */
  monotonic?: () => number;
};

type CallSuccess = {
  ok: true;
  /**
   * The `Response` object, which contains no `Error`. Its strings are free of secrets and control characters; otherwise
   * its fields are not yet validated.
   */
  response: Record<string, unknown>;
  exchange: Exchange;
  durationMs: number;
  /** Requests sent: 2 if the first was refused because of the clock. */
  attempts: number;
};

export type CallFailure = { ok: false; failure: Failure; durationMs: number; attempts: number };

export type CallResult = CallSuccess | CallFailure;

export type CallOptions = {
  signal?: AbortSignal | undefined;
  /**
   * Called before each request is sent, because time may have passed since: waiting for credentials, a refusal, or
   * sleep.
   */
  canSend?: (() => boolean) | undefined;
};

export type TencentClient = {
  /** Never throws and never rejects. Aborting results in a failure of kind `cancelled`. */
  call(action: string, payload: Record<string, unknown>, options?: CallOptions): Promise<CallResult>;
};

/**
 * Creates a client for the Contact Center's API: sends one signed POST and returns a typed result or a typed failure.
 *
 * A call is sent once. It is only repeated after AuthFailure.SignatureExpire, when the refusal revealed the service's
 * time.
 */
export function createTencentClient(deps: TencentClientDeps): TencentClient {
  return {
    async call(action, payload, options = {}) {
      const startedAt = readNumber(deps.monotonic ?? monotonicNow, 0);
      const progress: Progress = { origin: '', secrets: [], attempts: 0, httpStatus: null, clock: {} };
      try {
        const parsed = await send(deps, action, payload, progress, options);
        return toCallResult(parsed, toExchange(deps, action, progress), progress, startedAt, deps);
      } catch {
        // The thrown value's message is not used: reading it may throw as well.
        const appFailure = transportFailure('appError', 'App.Error');
        return toCallResult(appFailure, toExchange(deps, action, progress), progress, startedAt, deps);
      }
    },
  };
}

const NO_RESPONSE = { httpStatus: null, serverTime: null };

/** Builds the result of a call. Everything in it that came from outside is free of secrets. */
function toCallResult(
  parsed: ParsedResponse,
  exchange: Exchange,
  { attempts, secrets, clock }: Progress,
  startedAt: number,
  { monotonic = monotonicNow }: TencentClientDeps,
): CallResult {
  const durationMs = readNumber(monotonic, startedAt) - startedAt;
  const requestId = parsed.requestId === null ? null : redactText(parsed.requestId, secrets);
  if (parsed.ok) {
    const response = redactTexts(parsed.response, secrets);
    return { ok: true, response, exchange: { ...exchange, requestId }, durationMs, attempts };
  }
  const failure: Failure = {
    ...exchange,
    ...clock,
    requestId,
    kind: parsed.kind,
    code: redactText(parsed.code, secrets),
    message: redactText(parsed.message, secrets),
  };
  return { ok: false, failure, durationMs, attempts };
}

/** Builds the exchange's metadata. A clock that throws must not lose the response. */
function toExchange(deps: TencentClientDeps, action: string, { origin, httpStatus }: Progress): Exchange {
  const offsetMs = readNumber(() => deps.clockCorrection.offsetMs(), 0);
  return {
    endpoint: origin,
    action,
    at: readNumber(() => deps.clock.now(), Date.now()),
    requestId: null,
    httpStatus,
    ...(offsetMs === 0 ? {} : { clockSkewMs: -offsetMs }),
  };
}

/** Reads a number from a port; the fallback if it throws or returns no finite number. */
function readNumber(read: () => number, fallback: number): number {
  try {
    const number = read();
    return Number.isFinite(number) ? number : fallback;
  } catch {
    return fallback;
  }
}

/** What is known about a call so far; a call that ends early still needs all of it. */
type Progress = {
  origin: string;
  secrets: string[];
  attempts: number;
  httpStatus: number | null;
  clock: Pick<Failure, 'uncorrectedSkewMs'>;
};

async function send(
  deps: TencentClientDeps,
  action: string,
  payload: Record<string, unknown>,
  progress: Progress,
  { signal, canSend }: CallOptions,
): Promise<ParsedResponse> {
  const { timeoutMs = TIMEOUT_MS, setTimer = startTimer } = deps;
  let deadline: Deadline | null = null;
  try {
    const endpoint = deps.endpoint();
    progress.origin = endpoint.origin;
    const credentials = await readCredentials(deps, signal);
    if ('ok' in credentials) return credentials;
    const { secretId, secretKey, token = '' } = credentials;
    progress.secrets = [secretKey, token, secretId];
    if (!isHeaderSafe(credentials)) return transportFailure('notAnApiKey', 'App.KeyHasForeignCharacters');

    // Serialized once: the same bytes are hashed for the signature and sent.
    const body = new TextEncoder().encode(JSON.stringify(payload));
    const limit = createDeadline(timeoutMs, setTimer, signal);
    deadline = limit;
    /** The offset of the last signature. A concurrent call may have updated the correction since. */
    let offsetMs = 0;
    const sendOnce = async (): Promise<PostResult> => {
      if (canSend?.() === false)
        return {
          parsed: transportFailure('freeConfirmationRequired', 'App.FreeConfirmationRequired'),
          ...NO_RESPONSE,
        };
      offsetMs = readNumber(() => deps.clockCorrection.offsetMs(), 0);
      const timestamp = Math.floor((deps.clock.now() + offsetMs) / 1000);
      const headers = signedHeaders({ endpoint, action, body }, timestamp, credentials, getLanguage(deps));
      progress.attempts += 1;
      const posted = await post(
        deps.fetch,
        `${endpoint.origin}/`,
        headers,
        body,
        limit,
        deps.maxResponseBytes,
      );
      progress.httpStatus = posted.httpStatus;
      return posted;
    };

    let posted = await sendOnce();
    let clockRefusal = updateClockOffset(deps, posted, progress, offsetMs);
    if (clockRefusal === 'corrected') {
      posted = await sendOnce();
      clockRefusal = updateClockOffset(deps, posted, progress, offsetMs);
    }
    const { parsed } = posted;
    return parsed.ok || clockRefusal === null || clockRefusal === 'corrected'
      ? parsed
      : { ...parsed, kind: clockRefusal };
  } catch (error) {
    return (
      (deadline && deadlineFailure(deadline)) ??
      transportFailure('appError', 'App.Error', describeError(error))
    );
  } finally {
    deadline?.close();
  }
}

async function readCredentials(
  { credentials, setTimer = startTimer }: TencentClientDeps,
  signal: AbortSignal | undefined,
): Promise<Credentials | TransportFailure> {
  const missing = (message: string) =>
    transportFailure('credentialsUnavailable', 'App.NoCredentials', message);
  const deadline = createDeadline(CREDENTIALS_TIMEOUT_MS, setTimer, signal);
  try {
    const credentialResult = await deadline.race(Promise.resolve(credentials()));
    if (credentialResult === null) return missing('');
    if (!('kind' in credentialResult)) return credentialResult;
    const { kind, code, message, requestId } = credentialResult;
    return transportFailure(kind, code, message, requestId);
  } catch (error) {
    const cancelled = deadline.ended() === 'cancelled' ? deadlineFailure(deadline) : null;
    // No secrets are known yet to redact, and the text may contain credentials.
    return cancelled ?? missing(maskKeys(describeError(error)));
  } finally {
    deadline.close();
  }
}

/** The language of the messages. A port that throws must not prevent the switch. */
function getLanguage({ language }: TencentClientDeps): Language | undefined {
  try {
    return language?.();
  } catch {
    return undefined;
  }
}

/**
 * Updates the clock correction from a response. The response is used whether or not that succeeds.
 *
 * @param signedOffsetMs the offset that the request was signed with
 * @returns how to treat a request that was refused because of its time; null if it was not
 */
function updateClockOffset(
  { clock, clockCorrection }: TencentClientDeps,
  { parsed, serverTime }: PostResult,
  progress: Progress,
  signedOffsetMs: number,
): ClockRefusal | null {
  if (!parsed.fromService || serverTime === null) return null;
  try {
    const localTime = clock.now();
    if (parsed.ok || parsed.kind !== 'clockWrong') {
      clockCorrection.onAnswered(serverTime, localTime);
      return null;
    }
    const clockRefusal = clockCorrection.onRefused(serverTime, localTime, signedOffsetMs);
    if (clockRefusal === 'clockTooFar' || clockRefusal === 'clockChanged')
      progress.clock = { uncorrectedSkewMs: localTime - serverTime };
    return clockRefusal;
  } catch {
    return null;
  }
}

/** The message of any thrown value. */
function describeError(error: unknown): string {
  try {
    return errorMessage(error);
  } catch {
    return '';
  }
}

function startTimer(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}

function monotonicNow(): number {
  return performance.now();
}
