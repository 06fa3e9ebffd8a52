/** Handles requests of the simulated STS: AssumeRoleWithWebIdentity, which is neither signed nor sent with a key. */
import { randomBytes, randomUUID } from 'node:crypto';
import { accept, refuse, type ApiResult } from '../api/api-error.ts';
import { requiredText, requireObject, type Fields } from '../api/parameters.ts';
import type { Fault, Faults } from '../faults.ts';
import { parseBody, type IncomingRequest } from '../incoming-request.ts';
import { createRateLimit } from '../rate-limit.ts';
import { checkTime, type SimulatorKey } from '../signature/keys.ts';
import { STS_LIMITS } from './limits.ts';
import type { StsConfiguration } from './options.ts';
import {
  durationTooLong,
  providerNotFound,
  roleNotFound,
  roleNotPermitted,
  sessionNameInvalid,
} from './refusals.ts';
import type { Identity } from './verify-identity.ts';

const ACTION = 'AssumeRoleWithWebIdentity';
const VERSION = '2018-08-13';
const PARAMETERS = ['ProviderId', 'WebIdentityToken', 'RoleArn', 'RoleSessionName', 'DurationSeconds'];

/** One line of the log of STS. It contains no token and no key. */
export type StsLogEntry = {
  /** ISO 8601. */
  time: string;
  action: string;
  /** RoleSessionName as received; `''` if the request could not be read. */
  session: string;
  /** `ok`, an error code, or `Fault.<kind>` for an injected fault. */
  verdict: string;
  RequestId: string;
};

export type StsDeps = {
  configuration: StsConfiguration;
  verifyIdentity: (token: string, now: number) => Promise<ApiResult<Identity>>;
  clock: { now(): number };
  ratePerSecond: number;
  faults: Faults;
  /** Length of the issued tokens, in bytes. */
  tokenBytes: number;
  /** Receives each issued key. */
  onIssued: (key: SimulatorKey) => void;
};

type HandledStsRequest = { body: object; fault: Fault | null; entry: StsLogEntry };

/** Creates STS: a function from a received request to a response and a log entry. */
export function createStsApi(deps: StsDeps): (request: IncomingRequest) => Promise<HandledStsRequest> {
  const { clock, faults } = deps;
  const rateLimit = createRateLimit(deps.ratePerSecond, clock);

  return async (request) => {
    const action = request.headers.get('x-tc-action') ?? '';
    const fault = faults.takeNext(action);
    const call = readCall(request, clock.now());
    let result: ApiResult<object>;
    if (!call.ok) result = call;
    else if (!rateLimit.admit(action))
      result = refuse('RequestLimitExceeded', 'Too many requests per second.');
    else if (fault?.kind === 'error') result = refuse(fault.code, fault.message);
    else result = await assumeRole(deps, call.value);

    const RequestId = randomUUID();
    const session = call.ok ? call.value.RoleSessionName : '';
    const fine = fault === null || fault.kind === 'delay' ? 'ok' : `Fault.${fault.kind}`;
    const verdict = result.ok ? fine : result.error.code;
    const content = result.ok
      ? result.value
      : { Error: { Code: result.error.code, Message: result.error.message } };
    return {
      body: { Response: { ...content, RequestId } },
      fault,
      entry: {
        time: new Date(clock.now()).toISOString(),
        action,
        session: typeof session === 'string' ? session.slice(0, 128) : '',
        verdict,
        RequestId,
      },
    };
  };
}

/** Checks what the SDKs send with a call that is not signed. */
function readCall(request: IncomingRequest, now: number): ApiResult<Fields> {
  const { headers, method, body } = request;
  if (method !== 'POST') return refuse('UnsupportedProtocol', 'Only POST is supported.');
  if (!/^application\/json\b/.test(headers.get('content-type') ?? '')) {
    return refuse('UnsupportedProtocol', 'Only application/json is supported.');
  }
  if (headers.get('x-tc-action') !== ACTION) return refuse('InvalidAction', `Only ${ACTION} is supported.`);
  if (headers.get('x-tc-version') !== VERSION) return refuse('NoSuchVersion', `The version is ${VERSION}.`);
  if (!headers.get('x-tc-region')) return refuse('MissingParameter', 'X-TC-Region is missing.');
  if (headers.get('authorization') !== 'SKIP') {
    return refuse('AuthFailure.InvalidAuthorization', 'The Authorization header is not SKIP.');
  }
  if (headers.has('x-tc-token')) return refuse('AuthFailure.TokenFailure', 'X-TC-Token is not expected.');
  const time = checkTime(headers.get('x-tc-timestamp') ?? '', now);
  return time.ok ? requireObject(parseBody(body), 'the request', PARAMETERS) : time;
}

async function assumeRole(deps: StsDeps, fields: Fields): Promise<ApiResult<object>> {
  const { configuration, clock, tokenBytes, onIssued } = deps;
  const providerId = requiredText(fields, 'ProviderId');
  if (!providerId.ok) return providerId;
  const token = requiredText(fields, 'WebIdentityToken');
  if (!token.ok) return token;
  const roleArn = requiredText(fields, 'RoleArn');
  if (!roleArn.ok) return roleArn;
  const session = requiredText(fields, 'RoleSessionName');
  if (!session.ok) return session;
  if (!/^[\w+=,.@-]{2,128}$/.test(session.value)) return sessionNameInvalid;
  const duration = readDuration(fields);
  if (!duration.ok) return duration;

  if (providerId.value !== configuration.providerId) return providerNotFound;
  const identity = await deps.verifyIdentity(token.value, clock.now());
  if (!identity.ok) return identity;
  const role = configuration.roles.find(({ arn }) => arn === roleArn.value);
  if (!role) return roleNotFound;
  const trusted = role.trustedClientIds ?? configuration.clientIds;
  if (!trusted.includes(identity.value.audience)) return roleNotPermitted;

  const lifetime = Math.min(duration.value, role.sessionDuration);
  const expiredTime = Math.floor(clock.now() / 1000) + lifetime;
  const key = {
    secretId: `AKID${randomBytes(24).toString('base64url')}`,
    secretKey: randomBytes(32).toString('base64url'),
    token: randomBytes(tokenBytes).toString('base64url').slice(0, tokenBytes),
    expiresAt: expiredTime * 1000,
  };
  onIssued(key);
  return accept({
    Credentials: { Token: key.token, TmpSecretId: key.secretId, TmpSecretKey: key.secretKey },
    ExpiredTime: expiredTime,
    Expiration: new Date(key.expiresAt).toISOString().replace('.000Z', 'Z'),
  });
}

function readDuration(fields: Fields): ApiResult<number> {
  const value = fields.DurationSeconds ?? STS_LIMITS.defaultDurationSeconds;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    return refuse('InvalidParameter', 'The value type of parameter `DurationSeconds` is not valid.');
  }
  return value > STS_LIMITS.durationSeconds ? durationTooLong : accept(value);
}
