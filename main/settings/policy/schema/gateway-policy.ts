/** Schema of the setting `gateway`: the company's own server, which switches and reads for all agents. */
import * as z from 'zod/mini';
import { text } from '../../../../shared/limits.ts';
import type { PolicyError } from '../../../../shared/notice.ts';
import { parseEndpoint } from '../../../../tencent/transport/endpoint.ts';
import { normalizeAddress } from '../../normalize-text.ts';
import { rule } from './policy-rule.ts';

export const gatewayPolicy = z
  .strictObject({
    address: text('message').check(
      z.overwrite(normalizeAddress),
      rule((address) => parseEndpoint('gateway', address).ok, { expected: 'https://host/' }),
      z.describe('Its address.'),
    ),
  })
  .check(
    z.describe(
      'The company’s gateway, which has the key. It needs signIn, excludes credentialProcess, and ignores edition, customAddress and sdkAppId.',
    ),
  );

/** The settings that the rules between `gateway` and others concern, as far as they are valid themselves. */
type Related = { gateway?: unknown; signIn?: unknown; credentialProcess?: unknown };

/** The first rule between `gateway` and another setting that is broken; null if none is. */
export function gatewayConflict(policy: Related): Pick<PolicyError, 'setting' | 'kind' | 'expected'> | null {
  if (policy.gateway === undefined) return null;
  const conflict = (expected: string) => ({ setting: 'gateway', kind: 'notAllowed', expected }) as const;
  if (policy.credentialProcess !== undefined) return conflict('no credentialProcess');
  if (policy.signIn === undefined) return conflict('signIn');
  return null;
}
