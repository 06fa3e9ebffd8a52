/** The service's error codes and the failure kind of each. */
import type { FailureKind } from './failure.ts';

/**
 * Maps every error code that the service documents for the Contact Center to a failure kind. A code without a dot also
 * covers its undocumented sub-codes.
 */
const KIND_BY_CODE: Readonly<Record<string, FailureKind>> = {
  AuthFailure: 'keyRefused',
  'AuthFailure.SecretIdNotFound': 'secretIdUnknown',
  'AuthFailure.SignatureFailure': 'secretKeyMismatch',
  'AuthFailure.SignatureExpire': 'clockWrong',
  'AuthFailure.TokenFailure': 'tokenExpired',
  'AuthFailure.InvalidSecretId': 'notAnApiKey',
  'AuthFailure.InvalidAuthorization': 'signatureDamaged',
  'AuthFailure.MFAFailure': 'mfaRequired',
  'AuthFailure.UnauthorizedOperation': 'notPermitted',
  UnauthorizedOperation: 'notPermitted',

  RequestLimitExceeded: 'rateLimited',
  'RequestLimitExceeded.UinLimitExceeded': 'rateLimited',
  'RequestLimitExceeded.IPLimitExceeded': 'rateLimited',
  'RequestLimitExceeded.GlobalRegionUinLimitExceeded': 'rateLimited',

  InternalError: 'serviceError',
  'InternalError.DBError': 'serviceError',
  ServiceUnavailable: 'serviceError',
  ResourceInUse: 'resourceExhausted',
  ResourceInsufficient: 'resourceExhausted',
  ResourceUnavailable: 'serviceSuspended',

  FailedOperation: 'temporarilyRejected',
  'FailedOperation.PermissionDenied': 'agentNotPermitted',
  'FailedOperation.SeatStatusBusy': 'inCall',

  InvalidParameter: 'valueRefused',
  'InvalidParameter.InstanceNotExist': 'applicationUnknown',
  InvalidParameterValue: 'valueRefused',
  'InvalidParameterValue.InstanceNotExist': 'applicationUnknown',
  'InvalidParameterValue.AccountNotExist': 'agentUnknown',
  MissingParameter: 'setupIncomplete',
  ResourceNotFound: 'notFound',
  RequestSizeLimitExceeded: 'reasonTooLong',

  OperationDenied: 'cloudAccountDisabled',
  'OperationDenied.UinDisabled': 'cloudAccountDisabled',
  'OperationDenied.NotInWhiteList': 'notAllowListed',
  LimitExceeded: 'quotaExceeded',
  'LimitExceeded.InsufficientLicense': 'licenseMissing',
  'LimitExceeded.BasePackageExpired': 'packageExpired',
  'LimitExceeded.OutOfCountLimit': 'quotaExceeded',
  IpInBlacklist: 'networkNotAllowed',
  IpNotInWhitelist: 'networkNotAllowed',

  ActionOffline: 'appOutOfDate',
  NoSuchVersion: 'appOutOfDate',
  UnknownParameter: 'appOutOfDate',
  UnsupportedOperation: 'appOutOfDate',
  DryRunOperation: 'appOutOfDate',
  InvalidRequest: 'appOutOfDate',
  ResponseSizeLimitExceeded: 'appOutOfDate',
  InvalidAction: 'addressWrong',
  NoSuchProduct: 'addressWrong',
  UnsupportedProtocol: 'addressWrong',
  UnsupportedRegion: 'addressWrong',
};

/** Every code of the catalog. */
export const CATALOG_CODES: readonly string[] = Object.keys(KIND_BY_CODE);

/**
 * Returns the kind of a service's error code: by the exact code, then by the part before the dot, then the generic
 * kind.
 */
export function classifyErrorCode(code: string): FailureKind {
  return findKind(code) ?? findKind(code.split('.')[0] ?? '') ?? 'unknownService';
}

function findKind(code: string): FailureKind | undefined {
  // The code is untrusted input: "constructor" must not match an inherited property.
  return Object.hasOwn(KIND_BY_CODE, code) ? KIND_BY_CODE[code] : undefined;
}
