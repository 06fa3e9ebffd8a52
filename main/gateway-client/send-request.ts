/** Sends one request to the gateway with a token of the sign-in, and once more with a fresh one if it was refused. */
import type * as z from 'zod/mini';
import type { Clock } from '../../shared/clock.ts';
import { errorMessage } from '../../shared/errors.ts';
import type { CallFailure } from '../../tencent/client.ts';
import type { Exchange } from '../../tencent/failure.ts';
import { transportFailure, type TransportFailure } from '../../tencent/parse-response.ts';
import { redactStderr, redactText } from '../../tencent/redact/redact.ts';
import { CLOCK_TOLERANCE_MS } from '../../tencent/signature/clock-offset.ts';
import { createDeadline, type Deadline } from '../../tencent/transport/deadline.ts';
import { deadlineFailure, exchange } from '../../tencent/transport/http-exchange.ts';
import type { GatewayFetch, GatewayTarget, TokenResult } from './gateway-target.ts';
import { readAnswer, type Answer } from './read-answer.ts';

export type SendDeps = { fetch: GatewayFetch; time: Clock };

export type GatewayRequest = {
  /** The action of the contact center that it stands for, in reports. */
  action: string;
  method: 'GET' | 'PUT';
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** For the request and its repetition, from the first one on, in milliseconds. */
  timeoutMs: number;
};

export type SendOptions = {
  signal: AbortSignal;
  /** Called before each request is sent; it is not sent if it returns false. */
  canSend?: (() => boolean) | undefined;
};

type Sent<Value> = {
  result: { ok: true; value: Value; exchange: Exchange; durationMs: number; attempts: number } | CallFailure;
  /** Whether the gateway has answered, with the value or a problem document. */
  isAnswered: boolean;
};

/** What is known of a request so far. */
type Progress = {
  attempts: number;
  httpStatus: number | null;
  /** The responder's clock: epoch milliseconds. */
  serverTime: number | null;
  deadline: Deadline | null;
};

/** Limit for a token, in milliseconds. At the start the keychain may prompt, and a refresh asks the issuer. */
const TOKEN_TIMEOUT_MS = 70_000;

/** Never rejects. What the result contains of the answer is free of the token. */
export async function sendRequest<Schema extends z.ZodMiniType>(
  { fetch, time }: SendDeps,
  target: GatewayTarget,
  request: GatewayRequest,
  schema: Schema,
  { signal, canSend }: SendOptions,
): Promise<Sent<z.infer<Schema>>> {
  const startedAt = time.now();
  const secrets: string[] = [];
  const progress: Progress = { attempts: 0, httpStatus: null, serverTime: null, deadline: null };

  async function attempt(fresh: boolean): Promise<Answer<z.infer<Schema>>> {
    const token = await readToken(target, fresh, time, signal);
    if (!token.ok) return { ok: false, failure: token.failure, isProblem: false };
    secrets.push(token.value);
    if (canSend?.() === false) return notSent('freeConfirmationRequired', 'App.FreeConfirmationRequired');
    progress.deadline ??= createDeadline(request.timeoutMs, time.setTimer, signal);
    progress.attempts += 1;
    const { method, path, body } = request;
    const result = await exchange(
      (init) =>
        fetch(`${target.origin}${path}`, {
          method,
          headers: {
            Accept: 'application/json',
            Authorization: `Bearer ${token.value}`,
            ...(body !== undefined && { 'Content-Type': 'application/json' }),
            ...request.headers,
          },
          ...(body !== undefined && { body: new TextEncoder().encode(JSON.stringify(body)) }),
          ...init,
        }),
      progress.deadline,
    );
    progress.httpStatus = result.httpStatus;
    progress.serverTime = result.serverTime;
    return result.raw === null
      ? { ok: false, failure: result.failure, isProblem: false }
      : readAnswer(result.raw, schema);
  }

  let answer: Answer<z.infer<Schema>>;
  try {
    answer = await attempt(false);
    if (!answer.ok && progress.httpStatus === 401) answer = await attempt(true);
  } catch (error) {
    // A port has thrown. What it says may contain the token.
    answer = notSent('appError', 'App.Error', redactStderr(errorMessage(error), secrets));
  } finally {
    progress.deadline?.close();
  }
  const { attempts, httpStatus, serverTime } = progress;
  const at = time.now();
  const isGateway = answer.ok || answer.isProblem;
  const metadata = {
    endpoint: target.origin,
    action: request.action,
    at,
    requestId: null,
    httpStatus,
    ...(isGateway && clockSkew(at, serverTime)),
  };
  const durationMs = Math.max(0, at - startedAt);
  if (answer.ok)
    return {
      result: { ok: true, value: answer.value, exchange: metadata, durationMs, attempts },
      isAnswered: true,
    };

  const { kind, code, message, requestId } = answer.failure;
  const failure = {
    ...metadata,
    kind,
    code: redactText(code, secrets),
    message: redactText(message, secrets),
    requestId: requestId === null ? null : redactText(requestId, secrets),
  };
  return { result: { ok: false, failure, durationMs, attempts }, isAnswered: answer.isProblem };
}

/** The gateway's clock, which follows the contact center's, shows a wrong one of this computer. */
function clockSkew(now: number, serverTime: number | null): Pick<Exchange, 'clockSkewMs'> {
  if (serverTime === null || Math.abs(now - serverTime) < CLOCK_TOLERANCE_MS) return {};
  return { clockSkewMs: now - serverTime };
}

function notSent(...failure: Parameters<typeof transportFailure>): Answer<never> {
  return { ok: false, failure: transportFailure(...failure), isProblem: false };
}

/** A token, within its time limit. Never rejects. */
export async function readToken(
  { idToken }: Pick<GatewayTarget, 'idToken'>,
  fresh: boolean,
  time: Clock,
  signal: AbortSignal,
): Promise<{ ok: true; value: string } | { ok: false; failure: TransportFailure }> {
  const deadline = createDeadline(TOKEN_TIMEOUT_MS, time.setTimer, signal);
  let token: TokenResult;
  try {
    token = await deadline.race(idToken(fresh));
  } catch {
    // What was thrown may contain the token.
    const failure = deadline.ended() === 'cancelled' ? deadlineFailure(deadline) : null;
    return {
      ok: false,
      failure: failure ?? transportFailure('credentialsUnavailable', 'App.NoCredentials'),
    };
  } finally {
    deadline.close();
  }
  if (token.ok) return token;
  const { kind, code, message, requestId } = token.failure;
  return { ok: false, failure: transportFailure(kind, code, message, requestId) };
}
