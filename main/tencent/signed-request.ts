import type { Endpoint } from './endpoint.ts';
import { signRequest } from './tc3.ts';

/** The only version of the Contact Center's API. */
export const API_VERSION = '2020-02-10';

const SERVICE = 'ccc';

/** Signed and sent byte for byte the same. */
const CONTENT_TYPE = 'application/json; charset=utf-8';

/** An API key of Tencent Cloud. `token` is present only with a temporary key (STS). */
export type Credentials = { secretId: string; secretKey: string; token?: string };

/** The languages in which the service words its messages. */
export type Language = 'zh-CN' | 'en-US';

/** Whether a key can stand in HTTP headers: visible ASCII only. Tencent issues no others, but people paste things. */
export function canBeSent({ secretId, token = '' }: Credentials): boolean {
  return /^[\x21-\x7e]+$/.test(secretId) && /^[\x21-\x7e]*$/.test(token);
}

/**
 * The headers of a signed request. X-TC-Region is left out: the Contact Center does not need one.
 *
 * @param timestamp epoch seconds by the service's clock.
 */
export function signedHeaders(
  { endpoint, action, body }: { endpoint: Endpoint; action: string; body: Uint8Array },
  timestamp: number,
  credentials: Credentials,
  language?: Language,
): Record<string, string> {
  // `fetch` writes the Host header itself, from the same address.
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
