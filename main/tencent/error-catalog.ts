import type { FailureKind } from './failure.ts';

/**
 * Every error code that the service documents for the Contact Center, and what it means to us.
 * A code without a dot is also the meaning of its undocumented sub-codes.
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

  InternalError: 'serviceTrouble',
  'InternalError.DBError': 'serviceTrouble',
  ServiceUnavailable: 'serviceTrouble',
  ResourceInUse: 'resourceShort',
  ResourceInsufficient: 'resourceShort',
  ResourceUnavailable: 'serviceSuspended',

  FailedOperation: 'notAcceptedNow',
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
  LimitExceeded: 'quotaUsedUp',
  'LimitExceeded.InsufficientLicense': 'licenceMissing',
  'LimitExceeded.BasePackageExpired': 'packageExpired',
  'LimitExceeded.OutOfCountLimit': 'quotaUsedUp',
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

/** The kind of a service's error code: by the exact code, then by the part before the dot, then the generic kind. */
export function kindOfCode(code: string): FailureKind {
  return lookUp(code) ?? lookUp(code.split('.')[0] ?? '') ?? 'unknownService';
}

function lookUp(code: string): FailureKind | undefined {
  // A code is a text from outside: "constructor" must not find what every object inherits.
  return Object.hasOwn(KIND_BY_CODE, code) ? KIND_BY_CODE[code] : undefined;
}
