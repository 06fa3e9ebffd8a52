/** Makes Chromium trust the company's CA certificates on Linux, where it reads no store that only administrators can write. */
import type { X509Certificate } from 'node:crypto';
import { session, type Certificate } from 'electron';
import type { PolicyResult } from '../../settings/policy/policy.ts';
import { applyCaBundle } from '../../settings/policy/apply-ca-bundle.ts';
import { verifyChain, MAX_PRESENTED, type ChainVerification } from '../../trust/chain.ts';

/** Chromium's ERR_CERT_AUTHORITY_INVALID (`net/base/net_error_list.h`). */
const AUTHORITY_INVALID = -202;
/** Electron's value for "use Chromium's own result". */
const USE_CHROMIUM_RESULT = -3;

const VERIFY_RESULTS: Record<ChainVerification, number> = {
  trusted: 0,
  unknownAuthority: USE_CHROMIUM_RESULT,
  // CERT_COMMON_NAME_INVALID and CERT_DATE_INVALID. With several errors Chromium reports only the most severe one.
  wrongHost: -200,
  outOfDate: -201,
};

/**
 * Trusts the certificates that the policy names, if they are usable.
 * @param owners user ids that may own the file and its parent folders
 * @returns the policy as it applies
 */
export function trustCaBundle(
  policyResult: PolicyResult,
  owners: readonly number[],
  now: () => number,
): PolicyResult {
  const trust = (authorities: readonly X509Certificate[]) => trustAuthorities(authorities, now);
  return applyCaBundle(policyResult, { owners, platform: process.platform, trust });
}

/**
 * Trusts authorities for requests of the main process, in addition to Chromium's own. They are consulted only if the unknown
 * authority is the error that Chromium reports. No other check is relaxed.
 *
 * Chromium caches a result for half an hour per host and chain; another chain is verified again.
 */
function trustAuthorities(authorities: readonly X509Certificate[], now: () => number): void {
  session.defaultSession.setCertificateVerifyProc(({ errorCode, certificate, hostname }, callback) => {
    callback(
      errorCode === AUTHORITY_INVALID
        ? VERIFY_RESULTS[
            verifyChain(getPresentedChain(certificate), authorities, hostname.replace(/^\[|\]$/g, ''), now())
          ]
        : USE_CHROMIUM_RESULT,
    );
  });
}

/** The certificates the server sent, in its order; at most one more than can be verified. */
function getPresentedChain(certificate: Certificate): string[] {
  const presented: string[] = [];
  // The last certificate has no issuer, contrary to its type.
  let next: Partial<Certificate> = certificate;
  while (next.data !== undefined && presented.length <= MAX_PRESENTED) {
    presented.push(next.data);
    next = next.issuerCert ?? {};
  }
  return presented;
}
