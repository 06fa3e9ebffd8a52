/** Verifies an ID token as STS does: signature, issuer, audience and end. */
import { createLocalJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';
import { accept, type ApiResult } from '../api/api-error.ts';
import type { StsConfiguration } from './options.ts';
import { audienceUnknown, issuerUnknown, tokenExpired, tokenMalformed, tokenNotSigned } from './refusals.ts';

/** An ID token's person. */
export type Identity = { subject: string; audience: string };

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

const claims = z.object({
  sub: z.string().check(z.minLength(1)),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
});

const fetchedKeys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** @param fetchJwks reads the issuer's current keys; used with `autoRotate` only */
export function createIdentityVerification(
  { issuer, clientIds, jwks, autoRotate }: StsConfiguration,
  fetchJwks: (issuer: string) => Promise<unknown>,
): (token: string, now: number) => Promise<ApiResult<Identity>> {
  let keys = createLocalJWKSet(jwks);

  const findKey: JWTVerifyGetKey = async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (!autoRotate || !(error instanceof errors.JWKSNoMatchingKey)) throw error;
      keys = createLocalJWKSet(fetchedKeys.parse(await fetchJwks(issuer)));
      return keys(header, token);
    }
  };

  return async (token, now) => {
    try {
      const { payload } = await jwtVerify(token, findKey, {
        algorithms: ALGORITHMS,
        issuer,
        audience: clientIds,
        currentDate: new Date(now),
      });
      const read = claims.safeParse(payload);
      if (!read.success) return tokenMalformed;
      const { sub, aud } = read.data;
      return accept({ subject: sub, audience: [aud].flat().find((id) => clientIds.includes(id)) ?? '' });
    } catch (error) {
      if (error instanceof errors.JWTExpired) return tokenExpired;
      if (error instanceof errors.JWTClaimValidationFailed) {
        if (error.claim === 'iss') return issuerUnknown;
        return error.claim === 'aud' ? audienceUnknown : tokenMalformed;
      }
      const isUnsigned =
        error instanceof errors.JWSSignatureVerificationFailed ||
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JOSEAlgNotAllowed;
      return isUnsigned ? tokenNotSigned : tokenMalformed;
    }
  };
}
