/**
 * Tencent Cloud's request signature, version 3 (TC3-HMAC-SHA256): pure functions on node:crypto.
 *
 * The derived key is computed anew each time. That costs three short HMACs, and nothing that outlives the call ever
 * holds key material.
 */
import { createHash, createHmac } from 'node:crypto';

const TC3_ALGORITHM = 'TC3-HMAC-SHA256';

export type SignableRequest = {
  method: 'GET' | 'POST';
  /** As sent, without the question mark; empty for a POST. */
  query: string;
  /** The headers to sign, and no others. Names in any letter case; `content-type` and `host` are mandatory. */
  headers: Readonly<Record<string, string>>;
  /** The very bytes that are sent. */
  body: Uint8Array;
};

export type SigningScope = {
  /** The product's short name, `ccc`. */
  service: string;
  /** Epoch seconds; the same number goes into X-TC-Timestamp. */
  timestamp: number;
};

/**
 * The Authorization header for a request whose `headers` are given as they will be sent.
 * X-TC-Action is signed in lower case although it is sent in mixed case, as the service expects.
 */
export function signRequest(
  request: SignableRequest,
  scope: SigningScope,
  key: { secretId: string; secretKey: string },
): string {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) =>
      name.toLowerCase() === 'x-tc-action' ? [name, value.toLowerCase()] : [name, value],
    ),
  );
  const signature = computeSignature(canonicalRequest({ ...request, headers }), scope, key.secretKey);
  const credential = `${key.secretId}/${credentialScope(scope)}`;
  return `${TC3_ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaderNames(headers)}, Signature=${signature}`;
}

/** The text that stands for a request in its signature; header values are taken literally, only trimmed. */
export function canonicalRequest({ method, query, headers, body }: SignableRequest): string {
  const canonicalHeaders = sortedByName(headers).map(([name, value]) => `${name}:${value.trim()}\n`);
  return [method, '/', query, canonicalHeaders.join(''), signedHeaderNames(headers), sha256Hex(body)].join(
    '\n',
  );
}

/** The signature itself: 64 lower-case hexadecimal digits. */
export function computeSignature(canonical: string, scope: SigningScope, secretKey: string): string {
  const stringToSign = [TC3_ALGORITHM, scope.timestamp, credentialScope(scope), sha256Hex(canonical)].join(
    '\n',
  );
  const dateKey = hmac(`TC3${secretKey}`, utcDate(scope.timestamp));
  const serviceKey = hmac(dateKey, scope.service);
  const signingKey = hmac(serviceKey, 'tc3_request');
  return hmac(signingKey, stringToSign).toString('hex');
}

/** The day a signature is made for: `YYYY-MM-DD` in UTC, whatever the time zone of this computer. */
export function utcDate(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10);
}

function credentialScope({ service, timestamp }: SigningScope): string {
  return `${utcDate(timestamp)}/${service}/tc3_request`;
}

function signedHeaderNames(headers: SignableRequest['headers']): string {
  return sortedByName(headers)
    .map(([name]) => name)
    .join(';');
}

function sortedByName(headers: SignableRequest['headers']): [name: string, value: string][] {
  return Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
