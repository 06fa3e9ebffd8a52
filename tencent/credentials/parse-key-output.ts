/** Parses the temporary key that a program of the company prints as JSON. */
import * as z from 'zod/mini';
import { parseJson } from '../../shared/parse-json.ts';
import type { CredentialsFailure } from '../client.ts';
import type { IssueResult } from './temporary-keys.ts';

/** Only visible ASCII is valid in a header; Tencent issues nothing else. */
const outputSchema = z.object({
  SecretId: z.string().check(z.regex(/^[\x21-\x7e]+$/)),
  SecretKey: z.string().check(z.regex(/^[\x21-\x7e]+$/)),
  Token: z.nullish(z.string().check(z.regex(/^[\x21-\x7e]*$/))),
  /**
   * ISO 8601 with a time zone, or seconds since 1970. Without one, the credentials are used until the service refuses
   * them.
   */
  Expiration: z.nullish(z.union([z.iso.datetime({ offset: true }), z.number().check(z.gte(0))])),
});

/** The names in the output, which are no secrets. */
export const KEY_FIELDS: ReadonlySet<string> = new Set(Object.keys(outputSchema.shape));

/**
 * Parses the output of a program that has ended well.
 * @param now milliseconds since 1970
 */
export function parseKeyOutput(stdout: string, now: number): IssueResult {
  const fail = (kind: CredentialsFailure['kind'], code: string, message = ''): IssueResult => ({
    ok: false,
    failure: { kind, code: `KeyProgram.${code}`, message },
  });
  const json = parseJson(stdout);
  if (!json.ok) return fail('keyProgramInvalid', json.error === 'notJson' ? 'NotJson' : 'BeyondLimits');
  const parsed = outputSchema.safeParse(json.value);
  if (!parsed.success) {
    // Only the field names: the values may be secret.
    const fields = new Set(parsed.error.issues.map(({ path }) => path.map(String).join('.') || '{}'));
    return fail('keyProgramInvalid', 'WrongShape', [...fields].join(', '));
  }
  const { SecretId: secretId, SecretKey: secretKey, Token: token, Expiration: expiration } = parsed.data;
  const expiresAt = expirationTime(expiration);
  if (expiresAt <= now) return fail('keyProgramInvalid', 'Expired', new Date(expiresAt).toISOString());
  const credentials = { secretId, secretKey, ...(token && { token }) };
  return { ok: true, key: { credentials, expiresAt } };
}

function expirationTime(expiration: string | number | null | undefined): number {
  if (expiration === null || expiration === undefined) return Infinity;
  return typeof expiration === 'number' ? expiration * 1000 : Date.parse(expiration);
}
