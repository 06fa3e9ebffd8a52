import type { StatusPorts } from '../../../main/status/service.ts';
import type { Exchange, Failure, FailureKind } from '../../../main/tencent/failure.ts';
import type {
  DescribeOwnStatusResult,
  OwnStatus,
  SetStaffStatusResult,
} from '../../../main/tencent/staff-status.ts';
import type { AgentStatus, Choice } from '../../../preload/contract/vocabulary.ts';

type Asked<Answer> = { signal: AbortSignal; answer: (answer: Answer) => void; sentAt: number };

/** The service, played by the test: every request waits until the test answers it. */
export type FakeCloud = Pick<StatusPorts, 'setStatus' | 'readStatus'> & {
  /** Every switch asked for so far, answered or not. */
  switches: (Asked<SetStaffStatusResult> & { choice: Choice })[];
  readings: Asked<DescribeOwnStatusResult>[];
};

export function fakeCloud(now: () => number = () => 0): FakeCloud {
  const switches: FakeCloud['switches'] = [];
  const readings: FakeCloud['readings'] = [];
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

/** The proof of a switch. */
export function proves(choice: Choice, requestId = 'request-1'): SetStaffStatusResult {
  const agents = [
    { kind: 'switched', staffUserId: 'a@b.test', previousStatus: null, previousReason: null, ...choice },
  ] as const;
  return { ok: true, agents, exchange: { ...exchange, requestId }, durationMs: 5, attempts: 1 };
}

/** Accepted, but the answer shows another status. */
export function showsOther(asked: Choice, status: AgentStatus): SetStaffStatusResult {
  const agents = [
    {
      kind: 'otherStatus',
      staffUserId: 'a@b.test',
      asked: asked.status,
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

export function refuses(kind: FailureKind, code?: string): SetStaffStatusResult & { ok: false } {
  return { ok: false, failure: failure(kind, code), durationMs: 5, attempts: 1 };
}

export function reads(status: AgentStatus, more: Partial<OwnStatus> = {}): DescribeOwnStatusResult {
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
