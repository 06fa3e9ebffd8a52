/** Verifies the request signature version 3 (TC3-HMAC-SHA256) in the simulator. */
import { computeSignature, canonicalRequest, utcDate } from '../../tencent/signature/tc3.ts';
import { accept, refuse, type ApiResult } from '../api/api-error.ts';
import { checkTime, checkToken, findKey, isSameSecret, wrongSignature, type SimulatorKey } from './keys.ts';
import { getHostVariants, type IncomingRequest } from '../incoming-request.ts';

const AUTHORIZATION =
  /^TC3-HMAC-SHA256 +Credential=(?<secretId>[^/,\s]+)\/(?<date>\d{4}-\d\d-\d\d)\/(?<service>[^/,\s]+)\/tc3_request *, *SignedHeaders=(?<signed>[\w;-]+) *, *Signature=(?<signature>[0-9a-f]{64})$/;

/**
 * Verifies a TC3-HMAC-SHA256 signature against the received bytes and headers, for the headers that the client chose to
 * sign; `content-type` and `host` must be among them.
 *
 * @param now epoch milliseconds in the service's clock
 */
export function verifyTc3(
  request: IncomingRequest,
  keys: readonly SimulatorKey[],
  now: number,
): ApiResult<true> {
  const parts = AUTHORIZATION.exec(request.headers.get('authorization') ?? '')?.groups;
  const { secretId = '', date = '', service = '', signed = '', signature = '' } = parts ?? {};
  const names = signed.split(';');
  if (!parts || !names.includes('content-type') || !names.includes('host')) {
    return refuse('AuthFailure.InvalidAuthorization', 'The Authorization header is not in the TC3 format.');
  }
  const key = findKey(keys, secretId);
  if (!key.ok) return key;
  const time = checkTime(request.headers.get('x-tc-timestamp') ?? '', now);
  if (!time.ok) return time;

  const scope = { service, timestamp: time.value };
  const isGenuine =
    utcDate(scope.timestamp) === date &&
    isExpectedService(service, request) &&
    names.every((name) => request.headers.has(name)) &&
    getCanonicalVariants(request, names).some((canonical) =>
      isSameSecret(computeSignature(canonical, scope, key.value.secretKey), signature),
    );
  if (!isGenuine) return wrongSignature;
  const token = checkToken(key.value, request.headers.get('x-tc-token') ?? '', now);
  return token.ok ? accept(true) : token;
}

/** The SDKs use the first label of the host as the service name, whatever host they are configured with. */
function isExpectedService(service: string, { headers }: IncomingRequest): boolean {
  return service === 'ccc' || service === headers.get('host')?.split('.')[0];
}

/**
 * Returns every canonical request that a correct client may have signed. They differ in the host's port, and in the
 * letter case of X-TC-… values: the specification requires lower case, the demos apply that to the action only, and
 * some clients sign as sent.
 */
function getCanonicalVariants(request: IncomingRequest, names: string[]): string[] {
  const unchanged = (value: string) => value;
  const lower = (value: string) => value.toLowerCase();
  const cases = [
    { action: lower, others: unchanged },
    { action: lower, others: lower },
    { action: unchanged, others: unchanged },
  ];
  return getHostVariants(request.headers).flatMap((host) =>
    cases.map(({ action, others }) => {
      const headers = names.map((name): [string, string] => {
        const value = request.headers.get(name) ?? '';
        if (name === 'host') return [name, host];
        if (name === 'x-tc-action') return [name, action(value)];
        return [name, name.startsWith('x-tc-') ? others(value) : value];
      });
      return canonicalRequest({
        method: request.method === 'GET' ? 'GET' : 'POST',
        query: request.query,
        headers: Object.fromEntries(headers),
        body: getSignedBody(request),
      });
    }),
  );
}

/** Some SDKs can omit the body from the signature. They set a header, and sign this constant instead. */
function getSignedBody({ headers, body }: IncomingRequest): Uint8Array {
  const unsigned = 'UNSIGNED-PAYLOAD';
  return headers.get('x-tc-content-sha256') === unsigned ? Buffer.from(unsigned) : body;
}
