/**
 * Failure kinds: every way in which a request can fail, as values.
 *
 * The kind determines the message shown (`failure` in assets/locales), who has to act, whether a retry makes sense, and
 * what is known about the agent's status afterwards.
 */

/** Whose step comes first. `nobody`: it passes without a step, or only the service can fix it. */
type WhoCanFix = 'agent' | 'admin' | 'nobody';

/**
 * Whether a retry can help.
 * - `backoff`: retried automatically, with growing, jittered delays, while the intent is still the newest;
 * - `backoffFew`: the same, but only a few times;
 * - `once`: one retry after the cause was corrected; the client has already made it;
 * - `no`: a user must act first.
 */
export type RetryClass = 'backoff' | 'backoffFew' | 'once' | 'no';

export type FailureTraits = {
  whoCanFix: WhoCanFix;
  retry: RetryClass;
  /**
   * What is known about the agent's status: `notApplied` if the request was refused or never arrived, `unknown` if the
   * service may have applied it although no confirmation came back.
   */
  outcome: 'notApplied' | 'unknown';
  /** True if this computer has no network: waiting for the network is better than retrying. */
  offline?: boolean;
};

const agentCanFix = { whoCanFix: 'agent', retry: 'no', outcome: 'notApplied' } as const;
const adminCanFix = { whoCanFix: 'admin', retry: 'no', outcome: 'notApplied' } as const;
const transient = { whoCanFix: 'nobody', retry: 'backoff', outcome: 'notApplied' } as const;
const outcomeUnknown = { whoCanFix: 'nobody', retry: 'backoff', outcome: 'unknown' } as const;

/** The traits of each kind, from the retry and "who can fix it" columns of the service's error list. */
export const FAILURE_TRAITS = {
  // Credentials
  secretIdUnknown: agentCanFix,
  secretKeyMismatch: agentCanFix,
  notAnApiKey: adminCanFix,
  tokenExpired: agentCanFix,
  mfaRequired: adminCanFix,
  keyRefused: agentCanFix,
  signatureDamaged: adminCanFix,
  notPermitted: adminCanFix,
  clockWrong: { ...agentCanFix, retry: 'once' },
  clockTooFar: agentCanFix,
  clockChanged: agentCanFix,
  credentialsUnavailable: agentCanFix,
  keyForOtherAccount: agentCanFix,
  keyProgramFailed: agentCanFix,
  keyProgramTimedOut: agentCanFix,
  keyProgramInvalid: adminCanFix,
  keyProgramUnsafe: adminCanFix,
  addressNotInPolicy: adminCanFix,

  // The company's sign-in, and STS, which issues keys for it
  signInRequired: agentCanFix,
  signInCancelled: agentCanFix,
  signInTimedOut: agentCanFix,
  issuerUnreachable: { ...transient, whoCanFix: 'agent' },
  issuerInvalid: adminCanFix,
  signInRefused: agentCanFix,
  signInExpired: agentCanFix,
  signInClockWrong: agentCanFix,
  agentClaimMissing: adminCanFix,
  stsTokenRefused: agentCanFix,
  stsAudienceUnknown: adminCanFix,
  stsRoleNotFound: adminCanFix,
  stsRoleNotPermitted: adminCanFix,
  stsKeysOutdated: adminCanFix,
  stsUnavailable: transient,

  // The company's gateway. What it reports of the contact center has the kinds of the contact center.
  gatewayForbidden: adminCanFix,
  gatewayBusy: transient,
  gatewayInvalid: { ...outcomeUnknown, whoCanFix: 'admin', retry: 'no' },

  // The agent and the contact center
  temporarilyRejected: agentCanFix,
  inCall: agentCanFix,
  agentNotPermitted: adminCanFix,
  agentUnknown: agentCanFix,
  applicationUnknown: agentCanFix,
  notFound: agentCanFix,
  valueRefused: agentCanFix,
  reasonTooLong: agentCanFix,
  setupIncomplete: agentCanFix,

  // The cloud account
  cloudAccountDisabled: adminCanFix,
  notAllowListed: adminCanFix,
  quotaExceeded: adminCanFix,
  licenseMissing: adminCanFix,
  packageExpired: adminCanFix,
  networkNotAllowed: agentCanFix,
  serviceSuspended: { ...adminCanFix, retry: 'backoffFew' },

  // The service
  rateLimited: transient,
  resourceExhausted: { ...transient, retry: 'backoffFew' },
  serviceError: outcomeUnknown,
  appOutOfDate: adminCanFix,
  addressWrong: adminCanFix,
  unknownService: { ...outcomeUnknown, whoCanFix: 'admin', retry: 'no' },

  // Network
  noNetwork: { ...transient, whoCanFix: 'agent', offline: true },
  dnsFailure: { ...transient, whoCanFix: 'agent' },
  connectionRefused: transient,
  serverUnreachable: transient,
  tlsUntrusted: adminCanFix,
  tlsFailed: adminCanFix,
  requestBlocked: adminCanFix,
  proxyRefused: adminCanFix,
  redirected: agentCanFix,
  connectionLost: outcomeUnknown,
  timedOut: outcomeUnknown,

  // The response
  httpRefused: adminCanFix,
  httpServerError: outcomeUnknown,
  captivePortal: { ...outcomeUnknown, whoCanFix: 'agent', retry: 'backoffFew' },
  malformedResponse: { ...outcomeUnknown, whoCanFix: 'admin', retry: 'backoffFew' },
  responseTooLarge: { ...outcomeUnknown, whoCanFix: 'admin', retry: 'no' },
  agentMissing: { ...outcomeUnknown, whoCanFix: 'agent', retry: 'no' },

  // This app
  tooManyChecks: agentCanFix,
  freeConfirmationRequired: agentCanFix,
  cancelled: { ...outcomeUnknown, whoCanFix: 'agent', retry: 'no' },
  appError: { ...agentCanFix, outcome: 'unknown' },
} as const satisfies Record<string, FailureTraits>;

export type FailureKind = keyof typeof FAILURE_TRAITS;

/** The traits of a kind, widened so that `offline` can be read for every kind. */
export function failureTraits(kind: FailureKind): FailureTraits {
  return FAILURE_TRAITS[kind];
}

/** One exchange with the service: the data by which an admin or Tencent's support can find it. */
export type Exchange = {
  /** The origin it was sent to, for example `https://ccc.intl.tencentcloudapi.com`. */
  endpoint: string;
  /** The API action, for example `SetStaffStatus`. */
  action: string;
  /** When it ended: epoch milliseconds in this computer's clock. */
  at: number;
  /** The service's request id; null without a response or without an id in it. */
  requestId: string | null;
  httpStatus: number | null;
  /**
   * How far this computer's clock is ahead of the service's (negative: behind), in milliseconds. Present only while the
   * difference is so large that requests are signed with a corrected time.
   */
  clockSkewMs?: number;
  /**
   * When the status in the response was true, in the clock of the company's gateway; absent without a gateway. Of two
   * statuses the one with the later time is the present one.
   */
  asOf?: number;
};

export type Failure = Exchange & {
  kind: FailureKind;
  /** The service's code, or one of Standby's such as `Network.DnsFailure`, `Http.503`, `Answer.NotJson`. */
  code: string;
  /** The service's message or the underlying error's, free of secrets and control characters; may be empty. */
  message: string;
  /**
   * How far this computer's clock is ahead of the service's (negative: behind), in milliseconds, if it is not
   * corrected.
   */
  uncorrectedSkewMs?: number;
};

/** Why there are no credentials to sign with, if a specific cause is known. */
export type CredentialsFailure = Pick<Failure, 'kind' | 'code' | 'message'> & {
  /** Of the service that issues them, if one was asked and answered. */
  requestId?: string;
};
