/** Builds the signed headers of an API request. */
import type { Endpoint } from '../transport/endpoint.ts';
import { signRequest } from './tc3.ts';

/** The only version of the Contact Center's API. */
export const API_VERSION = '2020-02-10';

const SERVICE = 'ccc';

/** The same bytes are signed and sent. */
const CONTENT_TYPE = 'application/json; charset=utf-8';

/** An API key of Tencent Cloud. `token` is present only with a temporary key (STS). */
export type Credentials = { secretId: string; secretKey: string; token?: string };

/** The languages of the service's messages. */
export type Language = 'zh-CN' | 'en-US';

/**
 * Whether a key is valid in HTTP headers: visible ASCII only. Tencent issues nothing else, but users paste other text.
 */
export function isHeaderSafe({ secretId, token = '' }: Credentials): boolean {
  return /^[\x21-\x7e]+$/.test(secretId) && /^[\x21-\x7e]*$/.test(token);
}

/**
 * Builds the headers of a signed request. X-TC-Region is omitted: the Contact Center does not need one.
 *
 * @param timestamp epoch seconds in the service's clock
 */
export function signedHeaders(
  { endpoint, action, body }: { endpoint: Endpoint; action: string; body: Uint8Array },
  timestamp: number,
  credentials: Credentials,
  language?: Language,
): Record<string, string> {
  // `fetch` sets the Host header itself, from the same address.
  const signed = { 'Content-Type': CONTENT_TYPE, 'X-TC-Action': action, Host: endpoint.host };
  const request = { method: 'POST', query: '', headers: signed, body } as const;
  const headers: Record<string, string> = {
    'Content-Type': CONTENT_TYPE,
    'X-TC-Action': action,
    'X-TC-Version': API_VERSION,
    'X-TC-Timestamp': String(timestamp),
    Authorization: signRequest(request, { service: SERVICE, timestamp }, credentials),
  };
  if (language !== undefined) headers['X-TC-Language'] = language;
  if (credentials.token) headers['X-TC-Token'] = credentials.token;
  return headers;
}
