/** Sends status requests for the currently configured account: setStatus and readStatus, as the status service needs them. */
import type { Language } from '../../shared/domain.ts';
import {
  isGateway,
  type Connection,
  type DirectConnection,
  type GatewayConnection,
} from '../account/account-target.ts';
import type { GatewayClient } from '../gateway-client/gateway-client.ts';
import type { GatewayTarget } from '../gateway-client/gateway-target.ts';
import { startCall } from '../../shared/port-guard.ts';
import { portFailure, accountMissing, tooManyChecks } from '../status/local-failures.ts';
import type { StatusServiceDeps } from '../status/service.ts';
import { createClockCorrection, type ClockCorrection } from '../../tencent/signature/clock-offset.ts';
import {
  createTencentClient,
  type CallFailure,
  type FetchPort,
  type TencentClient,
} from '../../tencent/client.ts';
import { isLoopback } from '../../tencent/transport/endpoint.ts';
import type { Failure, FailureKind } from '../../tencent/failure.ts';
import type { RequestLimit } from '../../tencent/transport/request-limit.ts';
import {
  describeOwnStatus,
  setStaffStatus,
  type DescribeOwnStatusResult,
} from '../../tencent/staff-status.ts';
import type { Clock } from '../../shared/clock.ts';

export type StatusGatewayDeps = {
  /** `net.fetch` in the app: it uses the system's proxy and certificates. */
  fetch: FetchPort;
  connection: () => Connection | null;
  /** Shared by all requests of this app. */
  limit: RequestLimit;
  time: Clock;
  language: () => Language;
  /** Whether this computer has a network connection. */
  isNetworkUp: () => boolean;
  /** Milliseconds of a monotonic clock; default is `performance.now`. */
  elapsed?: () => number;
  /** Sends what is meant for the company's gateway; undefined where no account can have one. */
  gateway?: GatewayClient | undefined;
};

export type RequestDeps = Omit<StatusGatewayDeps, 'connection' | 'isNetworkUp' | 'gateway'>;

/** Creates the gateway. Its calls never reject, and resolve within {@link CALL_TIMEOUT_MS}. */
export function createStatusGateway(
  deps: StatusGatewayDeps,
): Pick<StatusServiceDeps, 'setStatus' | 'readStatus' | 'isOnline' | 'onRetry' | 'ordersIntents'> {
  const clockCorrection = createClockCorrection(deps.elapsed);
  const client = createClient(deps, clockCorrection, () => requireConnection(deps));
  return {
    onRetry: clockCorrection.allowCorrection,
    // A service on this computer, such as the simulator, needs no network.
    isOnline: () => {
      const connection = deps.connection();
      return (
        deps.isNetworkUp() ||
        (connection !== null && isLoopback(new URL(connection.endpoint.origin).hostname))
      );
    },
    ordersIntents: () => {
      const connection = deps.connection();
      return connection !== null && isGateway(connection);
    },
    setStatus: (choice, cancelled, canSend, intentId) =>
      callSafely(deps, 'SetStaffStatus', cancelled, async (signal) => {
        const connection = deps.connection();
        if (!connection) return failWithoutAccount(deps, 'SetStaffStatus');
        if (isGateway(connection)) {
          if (!deps.gateway) return failWithoutAccount(deps, 'SetStaffStatus');
          await deps.limit.acquire('switch', signal);
          const options = { signal, canSend, intentId: intentId ?? null };
          return deps.gateway.setStatus(toGatewayTarget(connection), choice, options);
        }
        const { sdkAppId, agent, invalidateCredentials } = connection;
        const target = { staffUserId: agent, status: choice.status, reason: choice.reason };
        return retryWithFreshCredentials(invalidateCredentials, async () => {
          await deps.limit.acquire('switch', signal);
          return setStaffStatus(client, { sdkAppId, agents: [target] }, { signal, canSend });
        });
      }),
    readStatus: (cancelled) =>
      callSafely(deps, 'DescribeStaffStatusMetrics', cancelled, async (signal) => {
        const connection = deps.connection();
        if (!connection) return failWithoutAccount(deps, 'DescribeStaffStatusMetrics');
        if (isGateway(connection)) {
          if (!deps.gateway) return failWithoutAccount(deps, 'DescribeStaffStatusMetrics');
          await deps.limit.acquire('reading', signal);
          return deps.gateway.readStatus(toGatewayTarget(connection), signal);
        }
        const { sdkAppId, agent, invalidateCredentials } = connection;
        return retryWithFreshCredentials(invalidateCredentials, async () => {
          await deps.limit.acquire('reading', signal);
          return describeOwnStatus(client, { sdkAppId, agent }, { signal });
        });
      }),
  };
}

/**
 * Reads the status once with any connection, to test it. Its clock correction is discarded afterwards. A call beyond the rate
 * limit fails: a loop in the page must not delay switches, nor use up the service's limit for other agents.
 */
export function readOnce(deps: RequestDeps, connection: DirectConnection): Promise<DescribeOwnStatusResult> {
  const client = createClient(deps, createClockCorrection(deps.elapsed), () => connection);
  return callSafely(deps, 'DescribeStaffStatusMetrics', null, (signal) =>
    retryWithFreshCredentials(connection.invalidateCredentials, () =>
      deps.limit.tryAcquire('check')
        ? describeOwnStatus(client, connection, { signal })
        : Promise.resolve(toCallFailure(tooManyChecks(deps.time.now()))),
    ),
  );
}

export function toGatewayTarget({ endpoint, agent, idToken }: GatewayConnection): GatewayTarget {
  return { origin: endpoint.origin, agent, idToken };
}

export type Action = Parameters<typeof accountMissing>[0];

/** Covers the keys (70 s) and two requests (10 s each), the second with fresh keys. */
const CALL_TIMEOUT_MS = 90_000;

/** Guards account, keys and client: converts rejections and timeouts to a failure. */
export async function callSafely<Result extends { ok: true } | CallFailure>(
  { time }: Pick<StatusGatewayDeps, 'time'>,
  action: Action,
  cancelled: AbortSignal | null,
  send: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | CallFailure> {
  const call = startCall(time, CALL_TIMEOUT_MS, send);
  cancelled?.addEventListener('abort', call.cancel, { once: true });
  if (cancelled?.aborted) call.cancel();
  const result = await call.result;
  cancelled?.removeEventListener('abort', call.cancel);
  return result.type === 'answered' ? result.value : toCallFailure(portFailure(result, action, time.now()));
}

/** Failure of a request before the account is configured, or after it was removed. */
export function failWithoutAccount(
  { time }: Pick<StatusGatewayDeps, 'time'>,
  action: Action,
): Promise<CallFailure> {
  return Promise.resolve(toCallFailure(accountMissing(action, time.now())));
}

function toCallFailure(failure: Failure): CallFailure {
  return { ok: false, failure, durationMs: 0, attempts: 0 };
}

/** A temporary key that was revoked, or that has expired by the service's clock only. */
const CREDENTIAL_ERRORS: readonly FailureKind[] = ['tokenExpired', 'secretIdUnknown'];

/**
 * Retries once if the service rejects temporary credentials and newer ones are available. If it rejects those too, the failure
 * is the one of their provider, because the agent has not typed these credentials and cannot correct them.
 */
export async function retryWithFreshCredentials<Result extends { ok: true } | CallFailure>(
  invalidateCredentials: DirectConnection['invalidateCredentials'],
  send: () => Promise<Result>,
): Promise<Result | CallFailure> {
  const first = await send();
  if (first.ok || !invalidateCredentials || !CREDENTIAL_ERRORS.includes(first.failure.kind)) return first;
  if (invalidateCredentials() === null) return first;
  const second = await send();
  if (second.ok || !CREDENTIAL_ERRORS.includes(second.failure.kind)) return second;
  const kind = invalidateCredentials() ?? second.failure.kind;
  return { ...second, failure: { ...second.failure, kind } };
}

export function createClient(
  { fetch, time, language }: Pick<RequestDeps, 'fetch' | 'time' | 'language'>,
  clockCorrection: ClockCorrection,
  connection: () => DirectConnection,
): TencentClient {
  return createTencentClient({
    fetch,
    endpoint: () => connection().endpoint,
    credentials: () => connection().credentials(),
    clock: time,
    clockCorrection,
    language: () => (language() === 'zh-CN' ? 'zh-CN' : 'en-US'),
    setTimer: time.setTimer,
  });
}

/** The account may be removed while a request waits for its keys. @throws Error if there is none */
export function requireConnection({ connection }: Pick<StatusGatewayDeps, 'connection'>): DirectConnection {
  const current = connection();
  if (!current || isGateway(current)) throw new Error('A request without an account');
  return current;
}
