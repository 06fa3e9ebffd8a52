/**
 * Tencent Cloud's request signature, version 3 (TC3-HMAC-SHA256): pure functions on node:crypto.
 *
 * The derived key is computed anew each time. That costs three short HMACs, and nothing that outlives the call ever
 * holds key material.
 */
import { createHmac, hash } from 'node:crypto';

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
  const { lines, names } = canonicalHeaders(request.headers, (action) => action.toLowerCase());
  const day = utcDate(scope.timestamp);
  const signature = signatureOf(textOf(request, lines, names), scope, day, key.secretKey);
  return `${TC3_ALGORITHM} Credential=${key.secretId}/${day}/${scope.service}/tc3_request, SignedHeaders=${names}, Signature=${signature}`;
}

/** The text that stands for a request in its signature; header values are taken literally, only trimmed. */
export function canonicalRequest(request: SignableRequest): string {
  const { lines, names } = canonicalHeaders(request.headers, (action) => action);
  return textOf(request, lines, names);
}

/** The signature itself: 64 lower-case hexadecimal digits. */
export function computeSignature(canonical: string, scope: SigningScope, secretKey: string): string {
  return signatureOf(canonical, scope, utcDate(scope.timestamp), secretKey);
}

/** The day a signature is made for: `YYYY-MM-DD` in UTC, whatever the time zone of this computer. */
export function utcDate(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10);
}

function signatureOf(
  canonical: string,
  { service, timestamp }: SigningScope,
  day: string,
  secretKey: string,
): string {
  const stringToSign = `${TC3_ALGORITHM}\n${timestamp}\n${day}/${service}/tc3_request\n${sha256Hex(canonical)}`;
  const dateKey = hmac(`TC3${secretKey}`, day);
  const serviceKey = hmac(dateKey, service);
  const signingKey = hmac(serviceKey, 'tc3_request');
  return hmac(signingKey, stringToSign).toString('hex');
}

function textOf({ method, query, body }: SignableRequest, lines: string, names: string): string {
  return `${method}\n/\n${query}\n${lines}\n${names}\n${sha256Hex(body)}`;
}

/** The headers as they are signed, a line each and sorted by name, and the list of those names. */
function canonicalHeaders(
  headers: SignableRequest['headers'],
  ofAction: (value: string) => string,
): { lines: string; names: string } {
  const sorted = Object.keys(headers)
    .map((name) => ({ lower: name.toLowerCase(), value: headers[name] ?? '' }))
    .sort((one, other) => (one.lower < other.lower ? -1 : 1));
  let lines = '';
  let names = '';
  for (const { lower, value } of sorted) {
    lines += `${lower}:${(lower === 'x-tc-action' ? ofAction(value) : value).trim()}\n`;
    names += names === '' ? lower : `;${lower}`;
  }
  return { lines, names };
}

function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
