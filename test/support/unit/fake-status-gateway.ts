import type { StatusServiceDeps } from '../../../main/status/service.ts';
import type { Exchange, Failure, FailureKind } from '../../../tencent/failure.ts';
import type {
  DescribeOwnStatusResult,
  OwnStatus,
  SetStaffStatusResult,
} from '../../../tencent/staff-status.ts';
import type { AgentStatus, StatusChoice } from '../../../shared/domain.ts';

type PendingRequest<Answer> = { signal: AbortSignal; answer: (answer: Answer) => void; sentAt: number };

/** Fake status gateway: every request waits until the test answers it. */
export type FakeStatusGateway = Pick<StatusServiceDeps, 'setStatus' | 'readStatus'> & {
  /** Every switch requested so far, answered or not. */
  switches: (PendingRequest<SetStaffStatusResult> & { choice: StatusChoice })[];
  readings: PendingRequest<DescribeOwnStatusResult>[];
};

export function createFakeStatusGateway(now: () => number = () => 0): FakeStatusGateway {
  const switches: FakeStatusGateway['switches'] = [];
  const readings: FakeStatusGateway['readings'] = [];
  return {
    switches,
    readings,
    setStatus: (choice, signal) =>
      new Promise((resolve) => switches.push({ choice, signal, answer: resolve, sentAt: now() })),
    readStatus: (signal) =>
      new Promise((resolve) => readings.push({ signal, answer: resolve, sentAt: now() })),
  };
}

const exchange: Exchange = {
  endpoint: 'https://ccc.test',
  action: 'SetStaffStatus',
  at: 0,
  requestId: 'request-1',
  httpStatus: 200,
};

/** A response that confirms a switch. @param previous the previous status in it */
export function switchConfirmed(
  choice: StatusChoice,
  requestId = 'request-1',
  previous: { previousStatus: AgentStatus | null; previousReason: string | null } = {
    previousStatus: null,
    previousReason: null,
  },
): SetStaffStatusResult {
  const agents = [{ kind: 'switched', staffUserId: 'a@b.test', ...previous, ...choice }] as const;
  return { ok: true, agents, exchange: { ...exchange, requestId }, durationMs: 5, attempts: 1 };
}

/** A successful response that reports another status; null for an unknown status. */
export function switchReportedOther(
  requested: StatusChoice,
  status: AgentStatus | null,
): SetStaffStatusResult {
  const agents = [
    {
      kind: 'otherStatus',
      staffUserId: 'a@b.test',
      requested: requested.status,
      status,
      reason: '',
      previousStatus: null,
      previousReason: null,
    },
  ] as const;
  return { ok: true, agents, exchange, durationMs: 5, attempts: 1 };
}

function failure(kind: FailureKind, code: string = kind): Failure {
  return { ...exchange, kind, code, message: 'the words of the service' };
}

export function requestFailed(kind: FailureKind, code?: string): SetStaffStatusResult & { ok: false } {
  return { ok: false, failure: failure(kind, code), durationMs: 5, attempts: 1 };
}

/** A successful response in which the agent was refused. */
export function agentRequestFailed(kind: FailureKind, code?: string): SetStaffStatusResult {
  const agents = [{ kind: 'failed', staffUserId: 'a@b.test', failure: failure(kind, code) }] as const;
  return { ok: true, agents, exchange, durationMs: 5, attempts: 1 };
}

export function statusRead(status: AgentStatus, more: Partial<OwnStatus> = {}): DescribeOwnStatusResult {
  const current: OwnStatus = {
    status,
    reason: '',
    reserveRest: false,
    reserveNotReady: false,
    lastStatusAt: null,
    lastOnlineAt: null,
    ...more,
  };
  return { ok: true, current, exchange, durationMs: 5, attempts: 1 };
}
