import { noAnswer, type Answer, type NoAnswer } from './answer.ts';
import { keepOffset, learnOffset } from './clock-offset.ts';
import { createDeadline, type After, type Deadline } from './deadline.ts';
import type { Endpoint } from './endpoint.ts';
import type { CredentialsFailure, Exchange, Failure } from './failure.ts';
import { endOf, post, type FetchPort, type Posted } from './post.ts';
import { cleanText, cleanTexts } from './redact.ts';
import { canBeSent, signedHeaders, type Credentials, type Language } from './signed-request.ts';

export type { CredentialsFailure } from './failure.ts';
export type { FetchPort } from './post.ts';
export type { Credentials } from './signed-request.ts';

const TIME_LIMIT_MS = 10_000;

/**
 * The keychain may be asking somebody for a password, a company's sign-in for a second factor. Both have limits of their
 * own, the longest of a minute; the time limit of the call begins when the key is there.
 */
const CREDENTIALS_LIMIT_MS = 70_000;

export type FoundCredentials = Credentials | CredentialsFailure | null;

export type TencentClientPorts = {
  fetch: FetchPort;
  /** Asked for each call, so that a changed setting takes effect at once. */
  endpoint: () => Endpoint;
  /** The key to sign with; a failure, null or a throw when there is none to be had. Asked for each call. */
  credentials: () => FoundCredentials | Promise<FoundCredentials>;
  clock: { now(): number };
  /** Milliseconds to add to this computer's clock to get the service's; 0 while the clock is good enough. */
  clockOffset: { get(): number; set(milliseconds: number): void };
  /** The language of the service's messages. */
  language?: () => Language;
  /** For the request with its one repetition, headers and body. 10 seconds unless told. */
  timeLimitMs?: number;
  /** Calls back after a delay in milliseconds and returns a way to stop that; `setTimeout` unless told. */
  after?: After;
  /** A clock that only goes forward, for durations; `performance.now` unless told. */
  monotonic?: () => number;
};

type CallSuccess = {
  ok: true;
  /**
   * The `Response` object, known to carry no `Error`. Its texts are free of secrets and control characters; otherwise
   * its fields are not yet checked.
   */
  response: Record<string, unknown>;
  exchange: Exchange;
  durationMs: number;
  /** Requests sent: 2 when the first was refused for the clock. */
  attempts: number;
};

export type CallFailure = { ok: false; failure: Failure; durationMs: number; attempts: number };

export type CallResult = CallSuccess | CallFailure;

export type TencentClient = {
  /** Never throws and never rejects. Aborting gives a failure of kind `cancelled`. */
  call(
    action: string,
    payload: Record<string, unknown>,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<CallResult>;
};

/**
 * A client for the Contact Center's API: one signed POST in, a typed result or a typed failure out.
 *
 * A call is sent once. The only repetition is after AuthFailure.SignatureExpire, when the refusal has shown what time
 * it is.
 */
export function createTencentClient(ports: TencentClientPorts): TencentClient {
  return {
    async call(action, payload, { signal } = {}) {
      const startedAt = readNumber(ports.monotonic ?? elapsed, 0);
      const progress: Progress = { origin: '', secrets: [], attempts: 0, httpStatus: null };
      try {
        const answer = await perform(ports, action, payload, progress, signal);
        return resultOf(answer, exchangeOf(ports, action, progress), progress, startedAt, ports);
      } catch {
        // Not even the words of what was thrown can be trusted here.
        const fault = noAnswer('appFault', 'App.Fault');
        return resultOf(fault, exchangeOf(ports, action, progress), progress, startedAt, ports);
      }
    },
  };
}

/** What a call came to. Everything in it that came from outside is free of secrets. */
function resultOf(
  answer: Answer,
  exchange: Exchange,
  { attempts, secrets }: Progress,
  startedAt: number,
  { monotonic = elapsed }: TencentClientPorts,
): CallResult {
  const durationMs = readNumber(monotonic, startedAt) - startedAt;
  const requestId = answer.requestId === null ? null : cleanText(answer.requestId, secrets);
  if (answer.ok) {
    const response = cleanTexts(answer.response, secrets);
    return { ok: true, response, exchange: { ...exchange, requestId }, durationMs, attempts };
  }
  const failure: Failure = {
    ...exchange,
    requestId,
    kind: answer.kind,
    code: cleanText(answer.code, secrets),
    message: cleanText(answer.message, secrets),
  };
  return { ok: false, failure, durationMs, attempts };
}

/** Where and when; a clock that fails must not cost the answer. */
function exchangeOf(ports: TencentClientPorts, action: string, { origin, httpStatus }: Progress): Exchange {
  const offset = readNumber(() => ports.clockOffset.get(), 0);
  return {
    endpoint: origin,
    action,
    at: readNumber(() => ports.clock.now(), Date.now()),
    requestId: null,
    httpStatus,
    ...(offset === 0 ? {} : { clockOffMs: -offset }),
  };
}

/** What a port says, or the fallback where it throws or says no number. */
function readNumber(port: () => number, fallback: number): number {
  try {
    const number = port();
    return Number.isFinite(number) ? number : fallback;
  } catch {
    return fallback;
  }
}

/** What is known about a call so far; it is needed in full also when the call ends early. */
type Progress = { origin: string; secrets: string[]; attempts: number; httpStatus: number | null };

async function perform(
  ports: TencentClientPorts,
  action: string,
  payload: Record<string, unknown>,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const { timeLimitMs = TIME_LIMIT_MS, after = startTimer } = ports;
  let deadline: Deadline | null = null;
  try {
    const endpoint = ports.endpoint();
    progress.origin = endpoint.origin;
    const credentials = await readCredentials(ports, signal);
    if ('ok' in credentials) return credentials;
    const { secretId, secretKey, token = '' } = credentials;
    progress.secrets = [secretKey, token, secretId];
    if (!canBeSent(credentials)) return noAnswer('notAnApiKey', 'App.KeyHasForeignCharacters');

    // Serialised once: these bytes are hashed for the signature, and these bytes are sent.
    const body = new TextEncoder().encode(JSON.stringify(payload));
    const limit = createDeadline(timeLimitMs, after, signal);
    deadline = limit;
    const send = async (): Promise<Posted> => {
      const offset = readNumber(() => ports.clockOffset.get(), 0);
      const timestamp = Math.floor((ports.clock.now() + offset) / 1000);
      const headers = signedHeaders({ endpoint, action, body }, timestamp, credentials, languageOf(ports));
      progress.attempts += 1;
      const posted = await post(ports.fetch, `${endpoint.origin}/`, headers, body, limit);
      progress.httpStatus = posted.httpStatus;
      return posted;
    };

    let posted = await send();
    if (adjustClock(ports, posted)) {
      posted = await send();
      adjustClock(ports, posted);
    }
    return posted.answer;
  } catch (error) {
    return (deadline && endOf(deadline)) ?? noAnswer('appFault', 'App.Fault', describe(error));
  } finally {
    deadline?.close();
  }
}

async function readCredentials(
  { credentials, after = startTimer }: TencentClientPorts,
  signal: AbortSignal | undefined,
): Promise<Credentials | NoAnswer> {
  const missing = (message: string) => noAnswer('credentialsUnavailable', 'App.NoCredentials', message);
  const deadline = createDeadline(CREDENTIALS_LIMIT_MS, after, signal);
  try {
    const found = await deadline.race(Promise.resolve(credentials()));
    if (found === null) return missing('');
    return 'kind' in found ? noAnswer(found.kind, found.code, found.message) : found;
  } catch (error) {
    const cancelled = deadline.ended() === 'cancelled' ? endOf(deadline) : null;
    return cancelled ?? missing(describe(error));
  } finally {
    deadline.close();
  }
}

/** The language of the messages is no reason not to switch. */
function languageOf({ language }: TencentClientPorts): Language | undefined {
  try {
    return language?.();
  } catch {
    return undefined;
  }
}

/**
 * Learns from an answer what time it is. The answer holds, whether or not that works.
 *
 * @returns whether the same call, signed with the corrected time, is worth one more try.
 */
function adjustClock({ clock, clockOffset }: TencentClientPorts, { answer, serverTime }: Posted): boolean {
  if (!answer.fromService || serverTime === null) return false;
  try {
    const inUse = clockOffset.get();
    const refused = !answer.ok && answer.kind === 'clockWrong';
    const offset = (refused ? learnOffset : keepOffset)(serverTime, clock.now(), inUse);
    if (offset !== inUse) clockOffset.set(offset);
    return refused && offset !== inUse;
  } catch {
    return false;
  }
}

/** The words of whatever was thrown: an error's, or what becomes of it as a text. */
function describe(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return '';
  }
}

function startTimer(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}

function elapsed(): number {
  return performance.now();
}
