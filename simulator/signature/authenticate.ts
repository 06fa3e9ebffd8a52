/** Authenticates the simulator's requests, in every form that the API supports. */
import { API_VERSION } from '../../tencent/signature/signed-request.ts';
import { accept, refuse, type ApiResult } from '../api/api-error.ts';
import { unflatten } from '../api/flat-parameters.ts';
import type { SimulatorKey } from './keys.ts';
import { parseBody, type IncomingRequest } from '../incoming-request.ts';
import { verifyTc3 } from './tc3-verification.ts';
import { verifyV1 } from './v1-verification.ts';

/** A call whose signature is valid. */
export type ApiCall = { action: string; version: string; parameters: unknown };

/** The action named in a request, whether or not its signature is valid; for the log. */
export function namedAction(request: IncomingRequest): string {
  return request.headers.get('x-tc-action') ?? flatParameters(request).get('Action') ?? '';
}

/**
 * Authenticates a request and parses its call. Supported are JSON or a query signed with TC3, and a query or form with
 * the older signature.
 *
 * @param now epoch milliseconds in the service's clock
 */
export function authenticate(
  request: IncomingRequest,
  keys: readonly SimulatorKey[],
  now: number,
): ApiResult<ApiCall> {
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
): ApiResult<ApiCall> {
  if (!action) return refuse('MissingParameter', 'The action is missing.');
  if (version !== API_VERSION) return refuse('NoSuchVersion', `The version of this API is ${API_VERSION}.`);
  if (parameters === undefined) return refuse('InvalidRequest', 'The parameters cannot be read.');
  return accept({ action, version, parameters });
}

function flatParameters({ method, query, headers, body }: IncomingRequest): URLSearchParams {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '');
  return new URLSearchParams(method === 'POST' && isForm ? body.toString('utf8') : query);
}
