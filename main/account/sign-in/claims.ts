/** Reads the claims of a verified ID token: who signed in, and the agent account. */
import * as z from 'zod/mini';
import { AGENT_MAX } from '../../../shared/ipc/forms.ts';
import type { SignInPolicy } from '../../settings/policy/schema/sign-in-policy.ts';
import { normalizeAddress } from '../../settings/normalize-text.ts';
import type { CredentialsFailure } from '../../../tencent/client.ts';

/** Difference of clocks that is tolerated, in seconds. */
export const CLOCK_TOLERANCE_S = 60;

const claimsSchema = z.looseObject({
  sub: z.string().check(z.minLength(1), z.maxLength(1_000)),
  exp: z.number(),
  iat: z.number(),
  aud: z.union([z.string(), z.array(z.string()).check(z.maxLength(20))]),
  azp: z.optional(z.string()),
});

export type Person = {
  subject: string;
  agent: string;
  /** When the ID token ends, in milliseconds since 1970. */
  expiresAt: number;
};

type PersonResult = { ok: true; person: Person } | { ok: false; failure: CredentialsFailure };

const fail = (kind: CredentialsFailure['kind'], code: string): PersonResult => ({
  ok: false,
  failure: { kind, code: `SignIn.${code}`, message: '' },
});

/**
 * Reads the claims of an ID token whose signature, issuer, audience, end and nonce the OpenID library has verified.
 * @param now in milliseconds since 1970
 */
export function readPerson(
  claims: unknown,
  { clientId, accountClaim }: Pick<SignInPolicy, 'clientId' | 'accountClaim'>,
  now: number,
): PersonResult {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return fail('issuerInvalid', 'WrongClaims');
  const { sub, exp, iat, aud, azp } = parsed.data;
  if (azp !== undefined && azp !== clientId) return fail('issuerInvalid', 'OtherClient');
  // An ID token for several audiences must name the one that it was issued to.
  if (Array.isArray(aud) && aud.length > 1 && azp === undefined) return fail('issuerInvalid', 'OtherClient');
  if (iat > now / 1000 + CLOCK_TOLERANCE_S) return fail('signInClockWrong', 'IssuedInFuture');

  const agent = parsed.data[accountClaim];
  if (typeof agent !== 'string' || agent === '' || agent.length > AGENT_MAX)
    return fail('agentClaimMissing', 'NoAgent');
  // An account that looks like another one, or has blanks around it, is not that account.
  if (normalizeAddress(agent) !== agent) return fail('agentClaimMissing', 'AgentUnusable');
  const isVerified = parsed.data.email_verified;
  if (accountClaim === 'email' && (isVerified === false || isVerified === 'false'))
    return fail('agentClaimMissing', 'EmailUnverified');
  return { ok: true, person: { subject: sub, agent, expiresAt: exp * 1000 } };
}
