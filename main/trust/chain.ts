/** Verifies that the certificates a server presented lead to a CA of the company. Pure. */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { parseCertificateRules, type CertificateRules } from './certificate-rules.ts';

export type ChainVerification =
  | 'trusted'
  | 'unknownAuthority'
  /** The chain is trusted, but the certificate is for another host. */
  | 'wrongHost'
  /** The chain is trusted, but the server's certificate has expired or is not valid yet. */
  | 'outOfDate';

/** More than any real chain has. It limits the number of signatures that a server can make the client verify. */
export const MAX_PRESENTED = 10;

/** RSA (PKCS #1) and ECDSA with SHA-256, SHA-384 and SHA-512. */
const STRONG_SIGNATURES = /^(2a864886f70d01010[bcd]|2a8648ce3d04030[234])$/;
const STRONG_CURVES: readonly unknown[] = ['prime256v1', 'secp384r1', 'secp521r1'];
const MIN_RSA_BITS = 2048;

/**
 * Verifies a chain as RFC 5280 does, only stricter: a rule that is not supported is refused.
 * @param presented in PEM, the server's own first; the others in any order
 * @param host a name, or an address without brackets
 * @param now epoch milliseconds
 */
export function verifyChain(
  presented: readonly string[],
  authorities: readonly X509Certificate[],
  host: string,
  now: number,
): ChainVerification {
  try {
    if (presented.length > MAX_PRESENTED) return 'unknownAuthority';
    const [server, ...others] = presented.map((pem) => new X509Certificate(pem));
    if (!server || !hasPathTo(authorities, server, others, now)) return 'unknownAuthority';
    if (!matchesHost(server, host)) return 'wrongHost';
    return isCurrent(server, now) ? 'trusted' : 'outOfDate';
  } catch {
    return 'unknownAuthority';
  }
}

function hasPathTo(
  authorities: readonly X509Certificate[],
  server: X509Certificate,
  others: readonly X509Certificate[],
  now: number,
): boolean {
  const rules = readRules(server);
  if (!rules?.forServers || !rules.forHandshakes || !isStrong(server, rules)) return false;
  // Each certificate is reached once, over the shortest path, so the work is bounded whatever a server presents.
  const reached = [{ certificate: server, below: 0 }];
  for (const { certificate, below } of reached) {
    if (authorities.some((authority) => hasIssued(authority, certificate, below, now))) return true;
    for (const other of others) {
      const isNew = reached.every((step) => step.certificate !== other);
      const otherRules = isNew ? readRules(other) : null;
      if (otherRules && isStrong(other, otherRules) && hasIssued(other, certificate, below, now)) {
        reached.push({ certificate: other, below: below + 1 });
      }
    }
  }
  return false;
}

/**
 * Whether a certificate was signed by an issuer that may do so. `below`: the number of CA certificates already below
 * the issuer.
 */
function hasIssued(
  issuer: X509Certificate,
  certificate: X509Certificate,
  below: number,
  now: number,
): boolean {
  // `ca` and `checkIssued` also check the key usage.
  if (!issuer.ca || !certificate.checkIssued(issuer)) return false;
  const rules = readRules(issuer);
  return (
    rules !== null &&
    rules.forServers &&
    rules.pathLength >= below &&
    isCurrent(issuer, now) &&
    hasStrongKey(issuer) &&
    certificate.verify(issuer.publicKey)
  );
}

function readRules(certificate: X509Certificate): CertificateRules | null {
  try {
    return parseCertificateRules(certificate.raw);
  } catch {
    return null;
  }
}

function isStrong(certificate: X509Certificate, { signature }: CertificateRules): boolean {
  return STRONG_SIGNATURES.test(signature) && hasStrongKey(certificate);
}

function hasStrongKey({ publicKey }: X509Certificate): boolean {
  const { modulusLength = 0, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  return publicKey.asymmetricKeyType === 'rsa'
    ? modulusLength >= MIN_RSA_BITS
    : publicKey.asymmetricKeyType === 'ec' && STRONG_CURVES.includes(namedCurve);
}

function isCurrent({ validFrom, validTo }: X509Certificate, now: number): boolean {
  return now >= Date.parse(validFrom) && now <= Date.parse(validTo);
}

/** Compares alternative names only: the common name is obsolete for host names. */
function matchesHost(certificate: X509Certificate, host: string): boolean {
  return isIP(host) === 0
    ? certificate.checkHost(host, { subject: 'never', partialWildcards: false }) !== undefined
    : certificate.checkIP(host) !== undefined;
}
