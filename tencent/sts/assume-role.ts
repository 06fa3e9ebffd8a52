/** Gets a temporary key of a role for an ID token: AssumeRoleWithWebIdentity of STS, which needs no key and no signature. */
import * as z from 'zod/mini';
import type { CredentialsFailure } from '../failure.ts';
import type { ParsedResponse } from '../parse-response.ts';
import { maskKeys, redactText } from '../redact/redact.ts';
import type { Credentials } from '../signature/signed-request.ts';
import { createDeadline, type SetTimer } from '../transport/deadline.ts';
import type { Edition, Endpoint } from '../transport/endpoint.ts';
import { post, type FetchPort } from '../transport/http-post.ts';
import { failureTraits } from '../failure.ts';
import { classifyStsError } from './sts-errors.ts';

const ACTION = 'AssumeRoleWithWebIdentity';
const VERSION = '2018-08-13';
/** Documented as required. The key is valid in every region. */
const REGION = 'ap-guangzhou';
/** For the request and its answer, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** Documented: Token at most 4,096 bytes, the others 1,024. */
const visibleAscii = (maxBytes: number) =>
  z.string().check(z.maxLength(maxBytes, { abort: true }), z.regex(/^[\x21-\x7e]+$/));

/** The longest documented duration, with room for clocks that differ. */
const MAX_LIFETIME_MS = 43_200_000 + 300_000;

const answerSchema = z.object({
  Credentials: z.object({
    Token: visibleAscii(4_096),
    TmpSecretId: visibleAscii(1_024),
    TmpSecretKey: visibleAscii(1_024),
  }),
  /** Seconds since 1970. */
  ExpiredTime: z.int().check(z.gte(0), z.lte(100_000_000_000)),
});

export type AssumeRoleDeps = {
  fetch: FetchPort;
  endpoint: Endpoint;
  /** The site, whose handling of rotated keys differs. */
  edition: Edition;
  clock: { now(): number };
  setTimer: SetTimer;
};

export type AssumeRoleRequest = {
  providerId: string;
  roleArn: string;
  /** Appears in the audit log of Tencent Cloud: 2 to 128 of `[\w+=,.@-]`. */
  sessionName: string;
  durationSeconds: number;
  idToken: string;
  signal?: AbortSignal | undefined;
};

export type AssumeRoleResult =
  | {
      ok: true;
      credentials: Credentials;
      /** By this computer's clock, in milliseconds since 1970. */
      expiresAt: number;
    }
  | { ok: false; failure: CredentialsFailure };

/** Sends one request. Never rejects; no text of the result contains the token or a key. */
export async function assumeRoleWithWebIdentity(
  deps: AssumeRoleDeps,
  request: AssumeRoleRequest,
): Promise<AssumeRoleResult> {
  const { providerId, roleArn, sessionName, durationSeconds, idToken, signal } = request;
  const deadline = createDeadline(TIMEOUT_MS, deps.setTimer, signal);
  try {
    const body = JSON.stringify({
      ProviderId: providerId,
      WebIdentityToken: idToken,
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      DurationSeconds: durationSeconds,
    });
    const headers = {
      'Content-Type': 'application/json',
      'X-TC-Action': ACTION,
      'X-TC-Version': VERSION,
      'X-TC-Timestamp': String(Math.floor(deps.clock.now() / 1000)),
      'X-TC-Region': REGION,
      Authorization: 'SKIP',
    };
    const { origin } = deps.endpoint;
    const { parsed, serverTime } = await post(
      deps.fetch,
      `${origin}/`,
      headers,
      new TextEncoder().encode(body),
      deadline,
    );
    return parsed.ok
      ? readAnswer(parsed, serverTime, deps.clock.now())
      : { ok: false, failure: toFailure(parsed, deps.edition, idToken) };
  } catch {
    // A clock or timer that throws. The thrown value's message is not used: it may contain the token.
    return { ok: false, failure: { kind: 'appError', code: 'Sts.Error', message: '' } };
  } finally {
    deadline.close();
  }
}

function readAnswer(
  { response, requestId }: Extract<ParsedResponse, { ok: true }>,
  serverTime: number | null,
  now: number,
): AssumeRoleResult {
  const invalid = (code: string): AssumeRoleResult => ({
    ok: false,
    failure: { kind: 'stsUnavailable', code, message: '', ...toRequestId(requestId) },
  });
  const parsed = answerSchema.safeParse(response);
  if (!parsed.success) return invalid('Sts.WrongShape');
  const { Token: token, TmpSecretId: secretId, TmpSecretKey: secretKey } = parsed.data.Credentials;
  // Its lifetime by the clock of STS holds on this computer, too, whatever its clock says.
  const lifetimeMs = parsed.data.ExpiredTime * 1000 - (serverTime ?? now);
  if (lifetimeMs <= 0) return invalid('Sts.Expired');
  const expiresAt = now + Math.min(lifetimeMs, MAX_LIFETIME_MS);
  return { ok: true, credentials: { secretId, secretKey, token }, expiresAt };
}

/** @param idToken a server's or a proxy's message could echo it */
function toFailure(
  parsed: Extract<ParsedResponse, { ok: false }>,
  edition: Edition,
  idToken: string,
): CredentialsFailure {
  const secrets = [idToken];
  const redact = (text: string) => redactText(text, secrets);
  const kind = parsed.fromService ? classifyStsError(parsed.code, parsed.message, edition) : parsed.kind;
  // Nothing was changed at the contact center, so nothing about the agent's status is in doubt.
  const isAmbiguous = failureTraits(kind).outcome === 'unknown' || kind === 'rateLimited';
  const isCancelled = kind === 'cancelled';
  return {
    kind: isAmbiguous && !isCancelled ? 'stsUnavailable' : kind,
    code: `Sts.${redact(parsed.code)}`,
    message: redact(maskKeys(redact(parsed.message))),
    ...toRequestId(parsed.requestId === null ? null : redact(parsed.requestId)),
  };
}

function toRequestId(requestId: string | null): { requestId?: string } {
  return requestId === null ? {} : { requestId };
}
