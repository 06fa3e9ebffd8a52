/** Verifies bearer tokens of the company's issuer. */
import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { IssuerUnreachable } from './issuer-keys.ts';
import type { TokenResult, VerifyToken } from './identity.ts';
import { isSupervisor, mapAccount, type AccountMapping, type SupervisorRule } from './map-account.ts';

/** Algorithms with a pair of keys. With a shared secret whoever can verify a token could make one. */
export const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

export type TokenPolicy = {
  issuer: string;
  audience: readonly string[];
  algorithms: readonly (typeof ALGORITHMS)[number][];
  account: AccountMapping;
  supervisors: SupervisorRule | null;
};

/** In characters. An ID token with many groups has a few thousand. */
export const MAX_TOKEN_LENGTH = 16_384;

/** How far the clocks of the issuer and of this computer may differ, in seconds. */
const CLOCK_TOLERANCE_S = 30;

export type VerifyTokenDeps = { policy: TokenPolicy; keys: JWTVerifyGetKey; now: () => number };

export function createVerifyToken({ policy, keys, now }: VerifyTokenDeps): VerifyToken {
  return async (token) => {
    if (token.length > MAX_TOKEN_LENGTH) return refuse('Gateway.TokenTooLong', 'The token is too long.');
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: policy.issuer,
        audience: [...policy.audience],
        algorithms: [...policy.algorithms],
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(now()),
      });
      const mapped = mapAccount(payload, policy.account);
      if (!mapped.ok) return mapped;
      const { sub = '', exp = 0 } = payload;
      return {
        ok: true,
        identity: {
          account: mapped.account,
          isSupervisor: isSupervisor(payload, policy.supervisors),
          subject: sub,
          expiresAt: (exp + CLOCK_TOLERANCE_S) * 1_000,
        },
      };
    } catch (error) {
      return toRefusal(error);
    }
  };
}

/** The messages of errors are not passed on: they may contain parts of the token. */
function toRefusal(error: unknown): TokenResult {
  if (error instanceof IssuerUnreachable || error instanceof errors.JWKSTimeout)
    return refuse('Gateway.IssuerUnreachable', 'The company’s sign-in cannot be reached to check the token.');
  if (error instanceof errors.JWTExpired) return refuse('Gateway.TokenExpired', 'The token has ended.');
  if (error instanceof errors.JWTClaimValidationFailed)
    return refuse('Gateway.TokenClaims', `The token’s claim "${error.claim}" is missing or wrong.`);
  if (error instanceof errors.JWKSNoMatchingKey)
    return refuse(
      'Gateway.TokenKeyUnknown',
      'The token is signed with a key that the issuer does not publish.',
    );
  if (error instanceof errors.JOSEAlgNotAllowed)
    return refuse('Gateway.TokenAlgorithm', 'The token is signed with an algorithm that is not accepted.');
  if (error instanceof errors.JOSEError) return refuse('Gateway.TokenInvalid', 'The token is not valid.');
  return refuse('Gateway.IssuerUnreachable', 'The company’s sign-in cannot be reached to check the token.');
}

function refuse(code: string, detail: string): TokenResult {
  return { ok: false, code, detail };
}
