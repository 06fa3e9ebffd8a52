/** What CAM knows about the company's OpenID provider and the role: the configuration of the simulated STS. */
import * as z from 'zod/mini';
import { STS_LIMITS } from './limits.ts';

const text = z.string().check(z.minLength(1), z.maxLength(2048));
const seconds = z.number().check(z.int(), z.gte(1), z.lte(STS_LIMITS.durationSeconds));

export const stsConfiguration = z.strictObject({
  /** The identity provider's name in CAM. */
  providerId: text,
  /** `iss` of the ID tokens, compared exactly. */
  issuer: text,
  /** `aud` of an ID token must be one of these. */
  clientIds: z.array(text).check(z.minLength(1), z.maxLength(64)),
  /** The provider's public keys, as IT pasted them. */
  jwks: z.object({ keys: z.array(z.looseObject({ kty: text })).check(z.maxLength(64)) }),
  /** Whether keys that are not in `jwks` are looked up at the issuer. The international edition has no such setting. */
  autoRotate: z._default(z.boolean(), false),
  roles: z.array(
    z.strictObject({
      arn: text,
      /** The longest session of the role, in seconds. A request for more gets this. */
      sessionDuration: z._default(seconds, STS_LIMITS.durationSeconds),
      /** Client ids and issuer that the trust policy names. Default: those of the provider. */
      trustedClientIds: z.optional(z.array(text)),
    }),
  ),
});

export type StsConfiguration = z.infer<typeof stsConfiguration>;
