import { computeSignature, canonicalRequest, utcDate } from '../tc3.ts';
import { accept, refuse, type Checked } from './api-error.ts';
import { checkTime, checkToken, findKey, sameSignature, wrongSignature, type SimulatorKey } from './keys.ts';
import { hostVariants, type ReceivedRequest } from './received-request.ts';

const AUTHORIZATION =
  /^TC3-HMAC-SHA256 +Credential=(?<secretId>[^/,\s]+)\/(?<date>\d{4}-\d\d-\d\d)\/(?<service>[^/,\s]+)\/tc3_request *, *SignedHeaders=(?<signed>[\w;-]+) *, *Signature=(?<signature>[0-9a-f]{64})$/;

/**
 * Checks a TC3-HMAC-SHA256 signature against the bytes and headers that were received, for whichever headers the client
 * chose to sign; `content-type` and `host` must be among them.
 *
 * @param now epoch milliseconds by the service's clock.
 */
export function verifyTc3(
  request: ReceivedRequest,
  keys: readonly SimulatorKey[],
  now: number,
): Checked<true> {
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
  const genuine =
    utcDate(scope.timestamp) === date &&
    isOurService(service, request) &&
    names.every((name) => request.headers.has(name)) &&
    canonicalVariants(request, names).some((canonical) =>
      sameSignature(computeSignature(canonical, scope, key.value.secretKey), signature),
    );
  if (!genuine) return wrongSignature;
  const token = checkToken(key.value, request.headers.get('x-tc-token') ?? '');
  return token.ok ? accept(true) : token;
}

/** The SDKs take the service's name from the first label of the host, whatever host they were given. */
function isOurService(service: string, { headers }: ReceivedRequest): boolean {
  return service === 'ccc' || service === headers.get('host')?.split('.')[0];
}

/**
 * Every text that a faithful client may have signed. They differ in the host's port, and in the letter case of X-TC-…
 * values: the specification wants lower case, the demos apply that to the action only, and some clients sign as sent.
 */
function canonicalVariants(request: ReceivedRequest, names: string[]): string[] {
  const unchanged = (value: string) => value;
  const lower = (value: string) => value.toLowerCase();
  const cases = [
    { action: lower, others: unchanged },
    { action: lower, others: lower },
    { action: unchanged, others: unchanged },
  ];
  return hostVariants(request.headers).flatMap((host) =>
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
        body: signedBody(request),
      });
    }),
  );
}

/** Some SDKs can leave the body out of the signature; they say so in a header, and sign these words in its place. */
function signedBody({ headers, body }: ReceivedRequest): Uint8Array {
  const unsigned = 'UNSIGNED-PAYLOAD';
  return headers.get('x-tc-content-sha256') === unsigned ? Buffer.from(unsigned) : body;
}
