/** Converts a problem document of the gateway to a failure of the app. */
import type { GatewayProblemKind, Problem } from '../../shared/gateway-api/problem.ts';
import { FAILURE_TRAITS, failureTraits, type FailureKind } from '../../tencent/failure.ts';
import { transportFailure, type TransportFailure } from '../../tencent/parse-response.ts';

/** What the gateway itself refuses. */
const KIND_BY_PROBLEM: Readonly<Record<GatewayProblemKind, FailureKind>> = {
  unauthenticated: 'signInExpired',
  forbidden: 'gatewayForbidden',
  // A newer request of the same agent, on another computer, has replaced this one.
  superseded: 'cancelled',
  queueTimeout: 'gatewayBusy',
  overloaded: 'gatewayBusy',
  sharedStateUnavailable: 'gatewayBusy',
  shuttingDown: 'gatewayBusy',
  invalidRequest: 'gatewayInvalid',
  notFound: 'gatewayInvalid',
  tooLarge: 'gatewayInvalid',
  idempotencyKeyReused: 'gatewayInvalid',
  internalError: 'gatewayInvalid',
};

/**
 * What the contact center says about the agent, the cloud account and itself. All other kinds are about the gateway's own key,
 * clock, settings and network, which the agent cannot change.
 */
const ABOUT_THE_AGENT: readonly FailureKind[] = [
  'notPermitted',
  'temporarilyRejected',
  'inCall',
  'agentNotPermitted',
  'agentUnknown',
  'agentMissing',
  'notFound',
  'valueRefused',
  'reasonTooLong',
  'cloudAccountDisabled',
  'notAllowListed',
  'quotaExceeded',
  'licenseMissing',
  'packageExpired',
  'serviceSuspended',
  'rateLimited',
  'resourceExhausted',
  'serviceError',
  'unknownService',
];

export function toTransportFailure({ kind, code, detail, requestId, outcome }: Problem): TransportFailure {
  return transportFailure(toFailureKind(kind, outcome), code, detail, requestId);
}

/**
 * The failure kind for a kind of the gateway's API.
 * @param outcome what the gateway knows about the status. A kind never says less doubt than the gateway
 */
export function toFailureKind(kind: string, outcome: Problem['outcome']): FailureKind {
  const known = findKind(kind);
  const { outcome: ofKind } = failureTraits(known);
  return outcome === 'unknown' && ofKind === 'notApplied' ? 'serviceError' : known;
}

function findKind(kind: string): FailureKind {
  if (isGatewayKind(kind)) return KIND_BY_PROBLEM[kind];
  // The text is untrusted input: "constructor" must not match an inherited property.
  if (!isFailureKind(kind)) return 'gatewayInvalid';
  if (ABOUT_THE_AGENT.includes(kind)) return kind;
  const { retry, outcome } = failureTraits(kind);
  if (retry !== 'backoff') return 'gatewayInvalid';
  return outcome === 'unknown' ? 'serviceError' : 'gatewayBusy';
}

function isGatewayKind(kind: string): kind is GatewayProblemKind {
  return Object.hasOwn(KIND_BY_PROBLEM, kind);
}

function isFailureKind(kind: string): kind is FailureKind {
  return Object.hasOwn(FAILURE_TRAITS, kind);
}
