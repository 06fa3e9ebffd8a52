/** Converts what the OpenID library throws into failures. The thrown objects contain tokens and are not kept. */
import * as z from 'zod/mini';
import type { CredentialsFailure } from '../../../tencent/client.ts';
import type { FailureReport } from '../../../shared/state.ts';
import { failureTraits, type FailureKind } from '../../../tencent/failure.ts';
import { maskKeys, redactText } from '../../../tencent/redact/redact.ts';
import { IssuerTrouble } from './limited-fetch.ts';

/** Error codes of OAuth 2.0 (RFC 6749, RFC 8628) and OpenID Connect. */
const KIND_BY_OAUTH_ERROR: Readonly<Record<string, FailureKind>> = {
  access_denied: 'signInRefused',
  interaction_required: 'signInRefused',
  login_required: 'signInRefused',
  account_selection_required: 'signInRefused',
  consent_required: 'signInRefused',
  invalid_grant: 'signInRefused',
  expired_token: 'signInTimedOut',
  temporarily_unavailable: 'issuerUnreachable',
  server_error: 'issuerUnreachable',
};

const oauthError = z.object({
  error: z.string().check(z.maxLength(100), z.regex(/^[a-z_]+$/)),
  error_description: z.catch(z.optional(z.string().check(z.maxLength(4_000))), undefined),
});
const coded = z.object({ code: z.string().check(z.maxLength(100), z.regex(/^[A-Z_]+$/)) });
const withCause = z.object({ cause: z.unknown() });

const MAX_CAUSES = 5;

/**
 * The failure for anything that is thrown. Never throws.
 * @param secrets texts that the failure must not contain
 */
export function toSignInFailure(error: unknown, secrets: readonly string[]): CredentialsFailure {
  for (const cause of causesOf(error)) {
    if (cause instanceof IssuerTrouble) {
      const { kind, code } = cause;
      return { kind, code: `Issuer.${code}`, message: redact(cause.message, secrets) };
    }
    const answer = oauthError.safeParse(cause);
    if (answer.success) {
      const { error: name, error_description: description = '' } = answer.data;
      const kind = Object.hasOwn(KIND_BY_OAUTH_ERROR, name) ? KIND_BY_OAUTH_ERROR[name] : undefined;
      return {
        kind: kind ?? 'issuerInvalid',
        code: `Issuer.${name}`,
        message: redact(description, secrets),
      };
    }
  }
  const code = coded.safeParse(error);
  return {
    kind: 'issuerInvalid',
    code: code.success ? `Issuer.${code.data.code}` : 'Issuer.Invalid',
    message: '',
  };
}

/**
 * The failure as it is shown beside the sign-in.
 * @param at in milliseconds since 1970
 */
export function toSignInReport(
  { kind, code, message, requestId }: CredentialsFailure,
  issuer: string,
  at: number,
): FailureReport {
  return {
    kind,
    code,
    message,
    requestId: requestId ?? null,
    at,
    endpoint: issuer,
    whoCanFix: failureTraits(kind).whoCanFix,
    choice: null,
    clockSkewMs: null,
  };
}

/** Whether a token was refused because of its times, which a wrong clock of this computer explains. */
export function isTimestampError(error: unknown): boolean {
  const code = coded.safeParse(error);
  return code.success && code.data.code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED';
}

function* causesOf(error: unknown): Generator {
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && current !== undefined; depth += 1) {
    yield current;
    const next = withCause.safeParse(current);
    current = next.success ? next.data.cause : undefined;
  }
}

/** The description of an issuer tells IT what to change, such as "AADSTS50105". */
function redact(text: string, secrets: readonly string[]): string {
  return redactText(maskKeys(redactText(text, secrets)), secrets);
}
