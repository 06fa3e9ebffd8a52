/** The service as the status service sees it: two questions, asked for whichever account is set up at that moment. */
import type { Language } from '../../preload/contract/vocabulary.ts';
import type { Connection } from '../account/account.ts';
import type { StatusPorts } from '../status/service.ts';
import {
  createTencentClient,
  type CallFailure,
  type FetchPort,
  type TencentClient,
} from '../tencent/client.ts';
import { isLoopback } from '../tencent/endpoint.ts';
import type { FailureKind } from '../tencent/failure.ts';
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

export function createCloud(ports: CloudPorts): Pick<StatusPorts, 'setStatus' | 'readStatus' | 'online'> {
  const client = createClient(ports, () => connected(ports));
  return {
    // A service on this computer, the simulator for one, needs no network.
    online: () => ports.networkUp() || isLoopback(new URL(connected(ports).endpoint.origin).hostname),
    setStatus: (choice, signal) => {
      const { sdkAppId, agent, keysRefused } = connected(ports);
      const wanted = { staffUserId: agent, status: choice.status, reason: choice.reason };
      return withFreshKeys(keysRefused, () =>
        setStaffStatus(client, { sdkAppId, agents: [wanted] }, { signal }),
      );
    },
    readStatus: (signal) => {
      const { sdkAppId, agent, keysRefused } = connected(ports);
      return withFreshKeys(keysRefused, () => describeOwnStatus(client, { sdkAppId, agent }, { signal }));
    },
  };
}

/** One reading at any account, to try it out. What is learnt of the clock meanwhile is forgotten with it. */
export function readAt(
  ports: Omit<CloudPorts, 'connection' | 'networkUp'>,
  connection: Connection,
): Promise<DescribeOwnStatusResult> {
  const client = createClient(ports, () => connection);
  return withFreshKeys(connection.keysRefused, () => describeOwnStatus(client, connection));
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

/** Wishes are taken only while an account is set up, so its absence is a fault of ours. */
function connected({ connection }: Pick<CloudPorts, 'connection'>): Connection {
  const current = connection();
  if (!current) throw new Error('A request without an account');
  return current;
}
