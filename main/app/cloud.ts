/** The service as the status service sees it: two questions, asked for whichever account is set up at that moment. */
import type { Language } from '../../preload/contract/vocabulary.ts';
import type { Connection } from '../account/account.ts';
import { startCall } from '../port-guard.ts';
import { portFailure, noAccount } from '../status/own-failures.ts';
import type { StatusPorts } from '../status/service.ts';
import {
  createTencentClient,
  type CallFailure,
  type FetchPort,
  type TencentClient,
} from '../tencent/client.ts';
import { isLoopback } from '../tencent/endpoint.ts';
import type { Failure, FailureKind } from '../tencent/failure.ts';
import { describeOwnStatus, setStaffStatus, type DescribeOwnStatusResult } from '../tencent/staff-status.ts';
import type { Time } from '../time.ts';

export type CloudPorts = {
  /** `net.fetch` in the app: it knows the system's proxy and the system's or user's certificates. */
  fetch: FetchPort;
  connection: () => Connection | null;
  time: Time;
  language: () => Language;
  /** Whether this computer has any network. */
  networkUp: () => boolean;
};

/** The answers never reject, and come within a time limit. */
export function createCloud(ports: CloudPorts): Pick<StatusPorts, 'setStatus' | 'readStatus' | 'online'> {
  const client = createClient(ports, () => connected(ports));
  return {
    // A service on this computer, the simulator for one, needs no network.
    online: () => {
      const connection = ports.connection();
      return (
        ports.networkUp() || (connection !== null && isLoopback(new URL(connection.endpoint.origin).hostname))
      );
    },
    setStatus: (choice, cancelled) =>
      answered(ports, 'SetStaffStatus', cancelled, (signal) => {
        const connection = ports.connection();
        if (!connection) return withoutAccount(ports, 'SetStaffStatus');
        const { sdkAppId, agent, keysRefused } = connection;
        const wanted = { staffUserId: agent, status: choice.status, reason: choice.reason };
        return withFreshKeys(keysRefused, () =>
          setStaffStatus(client, { sdkAppId, agents: [wanted] }, { signal }),
        );
      }),
    readStatus: (cancelled) =>
      answered(ports, 'DescribeStaffStatusMetrics', cancelled, (signal) => {
        const connection = ports.connection();
        if (!connection) return withoutAccount(ports, 'DescribeStaffStatusMetrics');
        const { sdkAppId, agent, keysRefused } = connection;
        return withFreshKeys(keysRefused, () => describeOwnStatus(client, { sdkAppId, agent }, { signal }));
      }),
  };
}

/** One reading at any account, to try it out. What is learnt of the clock meanwhile is forgotten with it. */
export function readAt(
  ports: Omit<CloudPorts, 'connection' | 'networkUp'>,
  connection: Connection,
): Promise<DescribeOwnStatusResult> {
  const client = createClient(ports, () => connection);
  return answered(ports, 'DescribeStaffStatusMetrics', null, (signal) =>
    withFreshKeys(connection.keysRefused, () => describeOwnStatus(client, connection, { signal })),
  );
}

type Action = Parameters<typeof noAccount>[0];

/** For the keys (70 s) and two requests (10 s each), the second with fresh keys. */
const ANSWER_LIMIT_MS = 90_000;

/** The one guard round the account, the keys and the client: whatever they do, there is an answer. */
async function answered<Result extends { ok: true } | CallFailure>(
  { time }: Pick<CloudPorts, 'time'>,
  action: Action,
  cancelled: AbortSignal | null,
  ask: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | CallFailure> {
  const call = startCall(time, ANSWER_LIMIT_MS, ask);
  cancelled?.addEventListener('abort', call.cancel, { once: true });
  if (cancelled?.aborted) call.cancel();
  const result = await call.result;
  cancelled?.removeEventListener('abort', call.cancel);
  return result.type === 'answered' ? result.value : notSent(portFailure(result, action, time.now()));
}

/** Asked for before the account is there, or after it has gone. */
function withoutAccount({ time }: Pick<CloudPorts, 'time'>, action: Action): Promise<CallFailure> {
  return Promise.resolve(notSent(noAccount(action, time.now())));
}

function notSent(failure: Failure): CallFailure {
  return { ok: false, failure, durationMs: 0, attempts: 0 };
}

/** A temporary key that was withdrawn, or that expired by the service's clock only. */
const refusesKey: readonly FailureKind[] = ['tokenExpired', 'secretIdUnknown'];

/**
 * Asks once more where the service refuses temporary keys of which newer ones can be had. When it refuses those as well, that
 * is not for the agent to mend: they typed none.
 */
async function withFreshKeys<Result extends { ok: true } | CallFailure>(
  keysRefused: Connection['keysRefused'],
  ask: () => Promise<Result>,
): Promise<Result | CallFailure> {
  const first = await ask();
  if (first.ok || !keysRefused || !refusesKey.includes(first.failure.kind)) return first;
  keysRefused();
  const second = await ask();
  if (second.ok || !refusesKey.includes(second.failure.kind)) return second;
  keysRefused();
  return { ...second, failure: { ...second.failure, kind: 'keyProgramInvalid' } };
}

function createClient(
  { fetch, time, language }: Omit<CloudPorts, 'connection' | 'networkUp'>,
  connection: () => Connection,
): TencentClient {
  let clockOffset = 0;
  return createTencentClient({
    fetch,
    endpoint: () => connection().endpoint,
    credentials: () => connection().credentials(),
    clock: time,
    clockOffset: {
      get: () => clockOffset,
      set: (milliseconds) => {
        clockOffset = milliseconds;
      },
    },
    language: () => (language() === 'zh-CN' ? 'zh-CN' : 'en-US'),
    after: time.after,
  });
}

/** A request is made only where there is an account; it may go while the request waits for its keys. */
function connected({ connection }: Pick<CloudPorts, 'connection'>): Connection {
  const current = connection();
  if (!current) throw new Error('A request without an account');
  return current;
}
