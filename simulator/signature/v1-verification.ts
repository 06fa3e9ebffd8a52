/** Verifies the older request signature (HmacSHA1, HmacSHA256) in the simulator. */
import { createHmac } from 'node:crypto';
import { accept, refuse, type ApiResult } from '../api/api-error.ts';
import { checkTime, checkToken, findKey, isSameSecret, wrongSignature, type SimulatorKey } from './keys.ts';
import { getHostVariants, type IncomingRequest } from '../incoming-request.ts';

const HASHES: ReadonlyMap<string, string> = new Map([
  ['HmacSHA1', 'sha1'],
  ['HmacSHA256', 'sha256'],
]);

/**
 * Verifies the older signature (HmacSHA1 or HmacSHA256), which is one of the parameters of a query or a form. The
 * international Node SDK uses it by default.
 *
 * @param now epoch milliseconds in the service's clock
 */
export function verifyV1(
  request: IncomingRequest,
  parameters: URLSearchParams,
  keys: readonly SimulatorKey[],
  now: number,
): ApiResult<true> {
  const hash = HASHES.get(parameters.get('SignatureMethod') ?? 'HmacSHA1');
  if (hash === undefined) return refuse('InvalidParameterValue', 'This SignatureMethod is not supported.');
  const key = findKey(keys, parameters.get('SecretId') ?? '');
  if (!key.ok) return key;
  const time = checkTime(parameters.get('Timestamp') ?? '', now);
  if (!time.ok) return time;

  const pairs = [...parameters]
    .filter(([name]) => name !== 'Signature')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const sent = parameters.get('Signature') ?? '';
  const isGenuine = getHostVariants(request.headers).some((host) => {
    const text = `${request.method}${host}${request.path}?${pairs.join('&')}`;
    return isSameSecret(createHmac(hash, key.value.secretKey).update(text).digest('base64'), sent);
  });
  if (!isGenuine) return wrongSignature;
  const token = checkToken(key.value, parameters.get('Token') ?? '', now);
  return token.ok ? accept(true) : token;
}
