/** Loads the company's CA certificates from the file that the policy names, or reports why they cannot be used. */
import type { X509Certificate } from 'node:crypto';
import type { PolicyError } from '../../../shared/notice.ts';
import { parseCaBundle } from '../../trust/ca-bundle.ts';
import type { PolicyResult } from './policy.ts';
import { readStrictFile } from './strict-file.ts';

export type CaBundleDeps = {
  /** User ids that may own the file and its parent folders. */
  owners: readonly number[];
  platform: NodeJS.Platform;
  trust: (authorities: readonly X509Certificate[]) => void;
};

/**
 * Trusts the certificates that a policy names.
 * @returns the policy; without `caBundle` and with an error if the certificates cannot be used
 */
export function applyCaBundle(policyResult: PolicyResult, deps: CaBundleDeps): PolicyResult {
  const { caBundle, ...policy } = policyResult.policy;
  if (caBundle === undefined) return policyResult;
  const bundle = loadBundle(caBundle, deps);
  if ('authorities' in bundle) {
    deps.trust(bundle.authorities);
    return policyResult;
  }
  const error = { line: null, setting: 'caBundle', ...bundle };
  return { ...policyResult, policy, errors: [...policyResult.errors, error] };
}

/** The certificates of a bundle that is in use, in PEM, for connections that Chromium does not make. Empty without a bundle. */
export function companyAuthorities(path: string | undefined, deps: Omit<CaBundleDeps, 'trust'>): string[] {
  const bundle = path === undefined ? null : loadBundle(path, deps);
  return bundle && 'authorities' in bundle ? bundle.authorities.map(String) : [];
}

type LoadedBundle = { authorities: readonly X509Certificate[] } | Pick<PolicyError, 'kind' | 'expected'>;

function loadBundle(path: string, { owners, platform }: Omit<CaBundleDeps, 'trust'>): LoadedBundle {
  // On these systems Chromium reads the system's certificate store.
  if (platform === 'win32' || platform === 'darwin') return { kind: 'systemStore', expected: '' };
  const file = readStrictFile(path, owners);
  if (file.kind === 'absent') return { kind: 'unreadable', expected: 'ENOENT' };
  if (file.kind === 'unreadable') return { kind: 'unreadable', expected: file.message };
  if (file.changeable !== null) return { kind: 'unsafeFile', expected: file.changeable };
  const bundle = parseCaBundle(file.bytes.toString('latin1'));
  return bundle.ok ? bundle : { kind: 'notCertificates', expected: bundle.message };
}
