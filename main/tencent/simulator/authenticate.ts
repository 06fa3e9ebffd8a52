import { API_VERSION } from '../signed-request.ts';
import { accept, refuse, type Checked } from './api-error.ts';
import { unflatten } from './flat-parameters.ts';
import type { SimulatorKey } from './keys.ts';
import { parseBody, type ReceivedRequest } from './received-request.ts';
import { verifyTc3 } from './tc3-verification.ts';
import { verifyV1 } from './v1-verification.ts';

/** A call whose signature holds. */
export type ApiCall = { action: string; version: string; parameters: unknown };

/** The action a request names, believed or not; for the log. */
export function namedAction(request: ReceivedRequest): string {
  return request.headers.get('x-tc-action') ?? flatParameters(request).get('Action') ?? '';
}

/**
 * Finds out which of the API's forms a request has, checks its signature, and reads the call from it: JSON or a query
 * signed with TC3, or a query or form signed the older way.
 *
 * @param now epoch milliseconds by the service's clock.
 */
export function authenticate(
  request: ReceivedRequest,
  keys: readonly SimulatorKey[],
  now: number,
): Checked<ApiCall> {
  if (request.method !== 'POST' && request.method !== 'GET') {
    return refuse('UnsupportedProtocol', 'Only GET and POST are supported.');
  }
  const flat = flatParameters(request);
  if (!request.headers.has('authorization')) {
    if (!flat.has('Signature')) return refuse('MissingParameter', 'The request is not signed.');
    const verified = verifyV1(request, flat, keys, now);
    if (!verified.ok) return verified;
    return readCall(flat.get('Action'), flat.get('Version'), unflatten(flat));
  }
  const verified = verifyTc3(request, keys, now);
  if (!verified.ok) return verified;
  const parameters = request.method === 'GET' ? unflatten(flat) : parseBody(request.body);
  return readCall(request.headers.get('x-tc-action'), request.headers.get('x-tc-version'), parameters);
}

function readCall(
  action: string | null | undefined,
  version: string | null | undefined,
  parameters: unknown,
): Checked<ApiCall> {
  if (!action) return refuse('MissingParameter', 'The action is missing.');
  if (version !== API_VERSION) return refuse('NoSuchVersion', `The version of this API is ${API_VERSION}.`);
  if (parameters === undefined) return refuse('InvalidRequest', 'The parameters cannot be read.');
  return accept({ action, version, parameters });
}

function flatParameters({ method, query, headers, body }: ReceivedRequest): URLSearchParams {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '');
  return new URLSearchParams(method === 'POST' && isForm ? body.toString('utf8') : query);
}
