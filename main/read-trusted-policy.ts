/** Reads the company's policy, and puts the CA bundle that it names in use. */
import type { openLocales } from './app/locales.ts';
import { policyLocation } from './desktop/system/platform.ts';
import { readPolicy, type PolicyResult } from './settings/policy/policy.ts';
import { systemClock as time } from '../shared/clock.ts';

export async function readTrustedPolicy(locales: ReturnType<typeof openLocales>): Promise<PolicyResult> {
  const { location, owners } = policyLocation();
  const found = await readPolicy(location, { languages: locales.all().map(({ tag }) => tag), time });
  if (found.policy.caBundle === undefined) return found;
  const { trustCaBundle } = await import('./desktop/security/company-authorities.ts');
  return trustCaBundle(found, owners, time.now);
}
