/** Schema of the setting `signIn`: the company's identity provider, and the role at Tencent Cloud that its tokens open. */
import * as z from 'zod/mini';
import { list, text } from '../../../../shared/limits.ts';
import type { PolicyError } from '../../../../shared/notice.ts';
import { parseEndpoint } from '../../../../tencent/transport/endpoint.ts';
import { normalizeAddress } from '../../normalize-text.ts';
import { rule } from './policy-rule.ts';

/** A scope of OAuth 2.0 (RFC 6749, 3.3). */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
/** The claim of a token, and the name of a provider: no blanks, which a typing mistake leaves. */
const NAME = /^[\x21-\x7e]+$/;
const ROLE_ARN = /^qcs::cam::uin\/\d{1,20}:role(?:Name)?\/[\w+=,.@-]{1,128}$/;

const name = text('name').check(rule((typed) => NAME.test(typed), { expected: 'visible ASCII characters' }));

export const signInPolicy = z
  .strictObject({
    issuer: text('message').check(
      rule((address) => isIssuer(address), { expected: 'https://host/path' }),
      z.describe('The issuer of the tokens, exactly as in its discovery document.'),
    ),
    clientId: name.check(z.describe('The client id of Standby at the issuer.')),
    scopes: z
      ._default(list(text('name').check(rule((scope) => SCOPE.test(scope), { expected: 'openid' })), 'few'), [
        'openid',
        'email',
        'offline_access',
      ])
      .check(
        rule((scopes) => scopes.includes('openid'), { expected: 'openid' }),
        z.describe('The requested scopes.'),
      ),
    accountClaim: z
      ._default(name, 'email')
      .check(z.describe('The claim of the ID token that contains the agent account.')),
    providerId: z
      .optional(name)
      .check(z.describe('The name of the identity provider in CAM; not with a gateway.')),
    roleArn: z
      .optional(
        text('message').check(
          rule((arn) => ROLE_ARN.test(arn), { expected: 'qcs::cam::uin/100000000001:roleName/ccc-agent' }),
        ),
      )
      .check(z.describe('The role that the agents assume; not with a gateway.')),
    durationSeconds: z
      ._default(z.int().check(z.gte(900), z.lte(43_200)), 43_200)
      .check(z.describe('How long a temporary key is valid; the role can limit it further.')),
    deviceCode: z
      ._default(z.boolean(), false)
      .check(z.describe('Allow a sign-in by a code on another device, for computers without a browser.')),
    stsAddress: z.optional(
      text('message').check(
        z.overwrite(normalizeAddress),
        rule((address) => parseEndpoint('custom', address).ok, { expected: 'https://host/' }),
        z.describe('The address of STS, for the edition "custom".'),
      ),
    ),
  })
  .check(
    z.describe(
      'The company’s sign-in; Standby then stores no key. It needs edition and sdkAppId, or gateway; it excludes credentialProcess and ignores agent.',
    ),
  );

export type SignInPolicy = z.infer<typeof signInPolicy>;

/** Whether an address can be an issuer (OpenID Connect Discovery 1.0, 3): https, without query, fragment and user info. */
function isIssuer(address: string): boolean {
  if (!/^https:\/\/[^/\s\\]/.test(address) || /[?#@\s\\]/.test(address)) return false;
  return URL.canParse(address);
}

/** The settings that the rules between `signIn` and others concern, as far as they are valid themselves. */
type Related = {
  edition?: unknown;
  customAddress?: unknown;
  sdkAppId?: unknown;
  credentialProcess?: unknown;
  gateway?: unknown;
  signIn?:
    | { providerId?: string | undefined; roleArn?: string | undefined; stsAddress?: string | undefined }
    | undefined;
};

/** The first rule between `signIn` and another setting that is broken, as the error of the whole setting; null if none is. */
export function signInConflict(policy: Related): Pick<PolicyError, 'setting' | 'kind' | 'expected'> | null {
  const { signIn, edition } = policy;
  if (!signIn) return null;
  const conflict = (expected: string, setting = 'signIn') =>
    ({ setting, kind: 'notAllowed', expected }) as const;
  if (policy.credentialProcess !== undefined) return conflict('no credentialProcess');
  // The gateway has the key: no role is assumed.
  if (policy.gateway !== undefined) return null;
  if (signIn.providerId === undefined) return conflict('signIn.providerId');
  if (signIn.roleArn === undefined) return conflict('signIn.roleArn');
  if (edition === undefined) return conflict('edition');
  if (policy.sdkAppId === undefined) return conflict('sdkAppId');
  if (edition === 'custom') {
    if (policy.customAddress === undefined) return conflict('customAddress');
    if (signIn.stsAddress === undefined) return conflict('https://host/', 'signIn.stsAddress');
  } else if (signIn.stsAddress !== undefined) return conflict('edition: custom', 'signIn.stsAddress');
  return null;
}
