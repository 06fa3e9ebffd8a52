/**
 * What can go wrong between the agent's choice and the service's answer, as values.
 *
 * Each way of failing has one kind. The kind decides the words shown (`failure` in assets/locales), who is asked
 * to act, whether a retry makes sense, and what is known about the agent's status afterwards.
 */

/** Who can remove the cause. `nobody` means: it passes, or it is in the service's hands. */
type WhoCanFix = 'agent' | 'admin' | 'nobody';

/**
 * Whether asking again can help.
 * - `backoff`: again by itself, with growing and jittered waits, while the choice is still the newest;
 * - `backoffFew`: the same, but only a few times;
 * - `once`: one more try after the cause was corrected; the client has already made it when you see this;
 * - `no`: a person must act first.
 */
export type RetryClass = 'backoff' | 'backoffFew' | 'once' | 'no';

export type FailureTraits = {
  whoCanFix: WhoCanFix;
  retry: RetryClass;
  /**
   * What is known about the agent's status: `notApplied` when the request was refused or never arrived, `unknown`
   * when the service may have acted on it although no proof came back.
   */
  outcome: 'notApplied' | 'unknown';
  /** True where there is no way out of this computer: waiting for the network is better than trying. */
  offline?: boolean;
};

const agentActs = { whoCanFix: 'agent', retry: 'no', outcome: 'notApplied' } as const;
const adminActs = { whoCanFix: 'admin', retry: 'no', outcome: 'notApplied' } as const;
const passes = { whoCanFix: 'nobody', retry: 'backoff', outcome: 'notApplied' } as const;
const inDoubt = { whoCanFix: 'nobody', retry: 'backoff', outcome: 'unknown' } as const;

/** The facts behind the retry column and the "who can fix it" column of the service's error list. */
export const FAILURE_TRAITS = {
  // The key
  secretIdUnknown: agentActs,
  secretKeyMismatch: agentActs,
  notAnApiKey: adminActs,
  tokenExpired: agentActs,
  mfaRequired: adminActs,
  keyRefused: adminActs,
  signatureDamaged: adminActs,
  notPermitted: adminActs,
  clockWrong: { ...agentActs, retry: 'once' },
  credentialsUnavailable: agentActs,
  keyProgramFailed: adminActs,
  keyProgramTimedOut: adminActs,
  keyProgramInvalid: adminActs,
  keyProgramUnsafe: adminActs,

  // The agent and the centre
  notAcceptedNow: agentActs,
  inCall: agentActs,
  agentNotPermitted: adminActs,
  agentUnknown: agentActs,
  applicationUnknown: agentActs,
  notFound: agentActs,
  valueRefused: agentActs,
  reasonTooLong: agentActs,
  setupIncomplete: agentActs,

  // The cloud account
  cloudAccountDisabled: adminActs,
  notAllowListed: adminActs,
  quotaUsedUp: adminActs,
  licenceMissing: adminActs,
  packageExpired: adminActs,
  networkNotAllowed: adminActs,
  serviceSuspended: { ...adminActs, retry: 'backoffFew' },

  // The service
  rateLimited: passes,
  resourceShort: { ...passes, retry: 'backoffFew' },
  serviceTrouble: inDoubt,
  appOutOfDate: adminActs,
  addressWrong: adminActs,
  unknownService: { ...inDoubt, retry: 'no' },

  // The way there
  noNetwork: { ...passes, whoCanFix: 'agent', offline: true },
  dnsFailure: { ...passes, whoCanFix: 'agent' },
  connectionRefused: passes,
  serverUnreachable: passes,
  tlsUntrusted: adminActs,
  tlsFailed: adminActs,
  requestBlocked: adminActs,
  proxyRefused: adminActs,
  redirected: adminActs,
  connectionLost: inDoubt,
  timedOut: inDoubt,

  // The answer
  httpRefused: adminActs,
  httpTrouble: inDoubt,
  portalPage: { ...inDoubt, whoCanFix: 'agent', retry: 'backoffFew' },
  answerDamaged: { ...inDoubt, retry: 'backoffFew' },
  answerTooLarge: { ...inDoubt, whoCanFix: 'admin', retry: 'no' },
  agentMissing: { ...inDoubt, whoCanFix: 'agent', retry: 'no' },

  // This app
  freeWishStale: agentActs,
  cancelled: { ...inDoubt, retry: 'no' },
  appFault: { ...adminActs, outcome: 'unknown' },
} as const satisfies Record<string, FailureTraits>;

export type FailureKind = keyof typeof FAILURE_TRAITS;

/** The traits of a kind, widened so that `offline` can be asked of every kind. */
export function failureTraits(kind: FailureKind): FailureTraits {
  return FAILURE_TRAITS[kind];
}

/** One exchange with the service: what an admin or Tencent's support needs to find it again. */
export type Exchange = {
  /** Where it was sent, for example `https://ccc.intl.tencentcloudapi.com`. */
  endpoint: string;
  /** The API action, for example `SetStaffStatus`. */
  action: string;
  /** When it ended: epoch milliseconds by this computer's clock. */
  at: number;
  /** The service's id of the request; null when no answer came, or one without. */
  requestId: string | null;
  httpStatus: number | null;
  /**
   * How far this computer's clock is ahead of the service's (negative: behind), in milliseconds. Present only while
   * it is so far off that requests have to be signed with a corrected time.
   */
  clockOffMs?: number;
};

export type Failure = Exchange & {
  kind: FailureKind;
  /** The service's code, or one of ours such as `Network.DnsFailure`, `Http.503`, `Answer.NotJson`. */
  code: string;
  /** The service's message or the underlying error's, free of secrets and control characters; may be empty. */
  message: string;
};

/** Why there are no keys to sign with, where that can be told better than by their absence. */
export type CredentialsFailure = Pick<Failure, 'kind' | 'code' | 'message'>;
