/**
 * The error codes of STS and the failure kind of each.
 *
 * The sources differ in strength, and each entry is marked:
 * - [list] the code is in the SDK's list for all of STS, and its name tells the meaning;
 * - [common] the code is common to all services of Tencent Cloud;
 * - [open] no public source tells which code refuses an ID token. The message is examined, and a miss is `stsTokenRefused`.
 */
import type { Edition } from '../transport/endpoint.ts';
import type { FailureKind } from '../failure.ts';

const KIND_BY_CODE: Readonly<Record<string, FailureKind>> = {
  'ResourceNotFound.RoleNotFound': 'stsRoleNotFound', // [list]
  'InternalError.GetRoleError': 'stsRoleNotFound', // [list]
  'InternalError.IllegalRole': 'stsRoleNotFound', // [list]
  'InvalidParameter.OverTimeError': 'stsRoleNotPermitted', // [list] DurationSeconds exceeds the role's limit
  UnauthorizedOperation: 'stsRoleNotPermitted', // [common]
  'AuthFailure.UnauthorizedOperation': 'stsRoleNotPermitted', // [common]
  'AuthFailure.SignatureExpire': 'signInClockWrong', // [common] X-TC-Timestamp
  RequestLimitExceeded: 'stsUnavailable', // [common]
  InternalError: 'stsUnavailable', // [common]
  ServiceUnavailable: 'stsUnavailable', // [common]
  ResourceInsufficient: 'stsUnavailable', // [common]
  IpInBlacklist: 'networkNotAllowed', // [common]
  IpNotInWhitelist: 'networkNotAllowed', // [common]
  ActionOffline: 'appOutOfDate', // [common]
  NoSuchVersion: 'appOutOfDate', // [common]
  InvalidAction: 'addressWrong', // [common]
  NoSuchProduct: 'addressWrong', // [common]
};

/** The codes of failures by STS, as they are logged. */
export const STS_CODES: readonly string[] = Object.keys(KIND_BY_CODE).map((code) => `Sts.${code}`);

/** [open] What a message about a refused token names, in either language, from the most specific. */
const KIND_BY_MESSAGE: readonly [RegExp, FailureKind][] = [
  [/\baud(ience)?\b|client ?id/i, 'stsAudienceUnknown'],
  [/signature|public ?key|identity ?key|jwks|\bkid\b|签名|公钥/i, 'stsKeysOutdated'],
  [/identity provider.*not exist|provider ?id.*not exist|身份提供商.*不存在/i, 'stsRoleNotFound'],
];

/**
 * The kind of a refusal by STS.
 * @param message the message of STS; it only tells refusals of the token apart
 */
export function classifyStsError(code: string, message: string, edition: Edition): FailureKind {
  const kind = findKind(code) ?? findKind(code.split('.')[0] ?? '');
  if (kind) return kind;
  const byMessage = KIND_BY_MESSAGE.find(([pattern]) => pattern.test(message.slice(0, 1_000)))?.[1];
  // The mainland site fetches rotated keys by itself where that is turned on. A fresh token tells.
  if (byMessage === 'stsKeysOutdated' && edition === 'mainland') return 'stsTokenRefused';
  return byMessage ?? 'stsTokenRefused';
}

function findKind(code: string): FailureKind | undefined {
  // The code is untrusted input: "constructor" must not match an inherited property.
  return Object.hasOwn(KIND_BY_CODE, code) ? KIND_BY_CODE[code] : undefined;
}
