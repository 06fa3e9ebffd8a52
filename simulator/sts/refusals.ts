/**
 * The error codes of the simulated STS. Which code the service gives for an ID token that it refuses is not published,
 * and neither are the messages. The codes are from the SDK's list for all of STS.
 */
import { refuse, type ApiError } from '../api/api-error.ts';

type Refusal = { ok: false; error: ApiError };

/** Documented for STS. */
export const roleNotFound: Refusal = refuse('ResourceNotFound.RoleNotFound', 'The role does not exist.');
export const roleNotPermitted: Refusal = refuse(
  'UnauthorizedOperation',
  "The role's trust policy does not allow this identity.",
);
export const durationTooLong: Refusal = refuse(
  'InvalidParameter.OverTimeError',
  'DurationSeconds is at most 43200.',
);

/** Not published: the code of a refused identity. The message alone tells the reason. */
const refuseIdentity = (message: string): Refusal => refuse('InvalidParameter.ParamError', message);

export const providerNotFound = refuseIdentity('The identity provider (ProviderId) does not exist.');
export const tokenMalformed = refuseIdentity('WebIdentityToken is not a valid token.');
export const tokenNotSigned = refuseIdentity(
  'The signature of WebIdentityToken does not match the public keys of the identity provider.',
);
export const tokenExpired = refuseIdentity('WebIdentityToken has expired.');
export const issuerUnknown = refuseIdentity("iss of WebIdentityToken is not the identity provider's URL.");
export const audienceUnknown = refuseIdentity(
  'aud of WebIdentityToken is not a client ID of the identity provider.',
);
export const sessionNameInvalid = refuseIdentity('RoleSessionName is 2 to 128 of [\\w+=,.@_-].');
