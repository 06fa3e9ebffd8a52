/**
 * Tencent Cloud's request signature, version 3 (TC3-HMAC-SHA256): pure functions on node:crypto.
 *
 * The derived key is computed for each request. That costs three short HMACs, and no key material outlives the call.
 */
import { createHmac, hash } from 'node:crypto';

const TC3_ALGORITHM = 'TC3-HMAC-SHA256';

export type SignableRequest = {
  method: 'GET' | 'POST';
  /** As sent, without the question mark; empty for a POST. */
  query: string;
  /** The headers to sign. Names in any letter case; `content-type` and `host` are mandatory. */
  headers: Readonly<Record<string, string>>;
  /** The exact bytes that are sent. */
  body: Uint8Array;
};

export type SigningScope = {
  /** The product's short name, `ccc`. */
  service: string;
  /** Epoch seconds; the same number goes into X-TC-Timestamp. */
  timestamp: number;
};

/**
 * Returns the Authorization header for a request whose `headers` are given as they will be sent. X-TC-Action is signed
 * in lower case although it is sent in mixed case, as the service expects.
 */
export function signRequest(
  request: SignableRequest,
  scope: SigningScope,
  key: { secretId: string; secretKey: string },
): string {
  const { lines, names } = canonicalHeaders(request.headers, (action) => action.toLowerCase());
  const day = utcDate(scope.timestamp);
  const signature = signCanonical(canonicalText(request, lines, names), scope, day, key.secretKey);
  return `${TC3_ALGORITHM} Credential=${key.secretId}/${day}/${scope.service}/tc3_request, SignedHeaders=${names}, Signature=${signature}`;
}

/** Returns the canonical request that is signed; header values are used literally, only trimmed. */
export function canonicalRequest(request: SignableRequest): string {
  const { lines, names } = canonicalHeaders(request.headers, (action) => action);
  return canonicalText(request, lines, names);
}

/** Returns the signature: 64 lower-case hexadecimal digits. */
export function computeSignature(canonical: string, scope: SigningScope, secretKey: string): string {
  return signCanonical(canonical, scope, utcDate(scope.timestamp), secretKey);
}

/** Returns the date of the signature: `YYYY-MM-DD` in UTC, whatever the time zone of this computer. */
export function utcDate(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10);
}

function signCanonical(
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

function canonicalText({ method, query, body }: SignableRequest, lines: string, names: string): string {
  return `${method}\n/\n${query}\n${lines}\n${names}\n${sha256Hex(body)}`;
}

/** Returns the headers as they are signed, one per line and sorted by name, and the list of those names. */
function canonicalHeaders(
  headers: SignableRequest['headers'],
  mapAction: (value: string) => string,
): { lines: string; names: string } {
  const sorted = Object.keys(headers)
    .map((name) => ({ lower: name.toLowerCase(), value: headers[name] ?? '' }))
    .sort((one, other) => (one.lower < other.lower ? -1 : 1));
  let lines = '';
  let names = '';
  for (const { lower, value } of sorted) {
    lines += `${lower}:${(lower === 'x-tc-action' ? mapAction(value) : value).trim()}\n`;
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
