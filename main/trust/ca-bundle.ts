/** Parses a file of CA certificates in PEM, the format of Linux distributions and OpenSSL. Pure. */
import { X509Certificate } from 'node:crypto';
import { parseCertificateRules } from './certificate-rules.ts';
import { errorMessage } from '../../shared/errors.ts';

export type CaBundle = { ok: true; authorities: readonly X509Certificate[] } | { ok: false; message: string };

/** Three times as many as in a distribution's bundle. */
const MAX_CERTIFICATES = 500;

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/**
 * Parses the whole bundle; one invalid certificate makes the result a failure. Text between the certificates is a
 * comment.
 */
export function parseCaBundle(text: string): CaBundle {
  const authorities: X509Certificate[] = [];
  for (let start = text.indexOf(BEGIN); start >= 0;) {
    const position = authorities.length + 1;
    if (position > MAX_CERTIFICATES) return toFailure(`> ${MAX_CERTIFICATES}`);
    const end = text.indexOf(END, start);
    try {
      if (end < 0) throw new Error('END?');
      const certificate = new X509Certificate(text.slice(start, end + END.length));
      parseCertificateRules(certificate.raw);
      if (!certificate.ca) throw new Error('CA:FALSE');
      authorities.push(certificate);
    } catch (error) {
      return toFailure(`${position}: ${errorMessage(error)}`);
    }
    start = text.indexOf(BEGIN, end);
  }
  return authorities.length > 0 ? { ok: true, authorities } : toFailure('BEGIN CERTIFICATE?');
}

function toFailure(message: string): CaBundle {
  return { ok: false, message };
}
