import { createHmac } from 'node:crypto';
import { accept, refuse, type Checked } from './api-error.ts';
import { checkTime, checkToken, findKey, sameSignature, wrongSignature, type SimulatorKey } from './keys.ts';
import { hostVariants, type ReceivedRequest } from './received-request.ts';

const HASHES: ReadonlyMap<string, string> = new Map([
  ['HmacSHA1', 'sha1'],
  ['HmacSHA256', 'sha256'],
]);

/**
 * Checks the older signature (HmacSHA1 or HmacSHA256), which travels among the parameters of a query or a form. The
 * international Node SDK still signs this way unless told otherwise.
 *
 * @param now epoch milliseconds by the service's clock.
 */
export function verifyV1(
  request: ReceivedRequest,
  parameters: URLSearchParams,
  keys: readonly SimulatorKey[],
  now: number,
): Checked<true> {
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
  const genuine = hostVariants(request.headers).some((host) => {
    const text = `${request.method}${host}${request.path}?${pairs.join('&')}`;
    return sameSignature(createHmac(hash, key.value.secretKey).update(text).digest('base64'), sent);
  });
  if (!genuine) return wrongSignature;
  const token = checkToken(key.value, parameters.get('Token') ?? '');
  return token.ok ? accept(true) : token;
}
