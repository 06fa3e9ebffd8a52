/**
 * Keeps one stream of events open while an account of the gateway is in use, and reports what it says. While a stream has said
 * the status, regular readings are not needed.
 */
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import { KEEP_ALIVE_MS, type StreamEvent } from '../../shared/gateway-api/events.ts';
import type { Exchange, Failure } from '../../tencent/failure.ts';
import { redactText } from '../../tencent/redact/redact.ts';
import { isSameAccount } from '../../tencent/response-schema.ts';
import type { OwnStatus } from '../../tencent/staff-status.ts';
import { readEventStream, type StreamEnd } from './event-stream.ts';
import { toOwnStatus } from './gateway-client.ts';
import type { GatewayFetch, GatewayTarget } from './gateway-target.ts';
import { toFailureKind } from './problem-failure.ts';
import { readToken } from './send-request.ts';

export type GatewayEventsDeps = {
  fetch: GatewayFetch;
  time: Clock;
  /** Null while no account of a gateway is in use. */
  target: () => GatewayTarget | null;
  onStatus: (current: OwnStatus, exchange: Exchange) => void;
  /** The gateway could not read the status. */
  onFailure: (failure: Failure) => void;
  /** Logs how a stream ended. */
  log: (message: string) => void;
};

export type GatewayEvents = {
  /**
   * Opens a stream if an account of a gateway is in use, unless one is open. Call it again when the account has changed, and when
   * the computer may have slept: timers stand still then.
   */
  start: () => void;
  stop: () => void;
  /** Whether a stream is open that has said the status. */
  isLive: () => boolean;
  /** Calls back when `isLive` has changed. Returns the end of that. */
  subscribe: (listener: () => void) => () => void;
};

/** Delays before another stream, in milliseconds: doubled from the first to the last, and jittered by half. */
const FIRST_DELAY_MS = 1_000;
const LAST_DELAY_MS = 60_000;

/** A stream that was open this long, in milliseconds, shows that the gateway works: the delays begin anew. */
const STABLE_MS = 60_000;

export function createGatewayEvents(deps: GatewayEventsDeps): GatewayEvents {
  const { time } = deps;
  let run: { target: GatewayTarget; controller: AbortController } | null = null;
  const listeners = new Set<() => void>();
  let isLive = false;
  let lastHeardAt = 0;
  let failures = 0;
  let cancelTimer: CancelTimer = () => {};

  function setLive(next: boolean): void {
    if (isLive === next) return;
    isLive = next;
    for (const listener of listeners) listener();
  }

  function stop(): void {
    cancelTimer();
    run?.controller.abort();
    run = null;
    failures = 0;
    setLive(false);
  }

  function start(): void {
    const target = deps.target();
    const isSame = run !== null && target !== null && isSameTarget(run.target, target);
    const isSilent = Math.abs(time.now() - lastHeardAt) > 2 * KEEP_ALIVE_MS;
    if (isSame && !(isLive && isSilent)) return;
    stop();
    if (target) void open(target, false);
  }

  /** @param fresh whether the token of the last stream was refused */
  async function open(target: GatewayTarget, fresh: boolean): Promise<void> {
    const own = { target, controller: new AbortController() };
    run = own;
    const openedAt = time.now();
    lastHeardAt = openedAt;
    const end = await readUntilEnd(own, fresh);
    if (run !== own) return;
    setLive(false);
    deps.log(`the stream of events has ended: ${end}`);
    if (end === 'refused' && !fresh) {
      void open(target, true);
      return;
    }
    if (time.now() - openedAt >= STABLE_MS) failures = 0;
    const delayMs = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures) * (0.5 + time.random());
    failures = Math.min(failures + 1, 10);
    cancelTimer = time.setTimer(Math.round(delayMs), () => void open(target, false));
  }

  async function readUntilEnd(own: NonNullable<typeof run>, fresh: boolean): Promise<StreamEnd | 'noToken'> {
    const { target, controller } = own;
    const token = await readToken(target, fresh, time, controller.signal);
    if (!token.ok) return 'noToken';
    return readEventStream(deps, target, token.value, controller.signal, {
      onHeard: () => {
        if (run === own) lastHeardAt = time.now();
      },
      onEvent: (event) => {
        if (run === own) onEvent(target, event);
      },
    });
  }

  function onEvent(target: GatewayTarget, { event, data }: StreamEvent): void {
    const metadata = {
      endpoint: target.origin,
      action: 'DescribeStaffStatusMetrics',
      at: time.now(),
      httpStatus: 200,
      requestId: data.requestId === null ? null : redactText(data.requestId, []),
    };
    if (event === 'unreadable') {
      const kind = toFailureKind(data.kind, 'notApplied');
      deps.onFailure({ ...metadata, kind, code: redactText(data.code, []), message: '' });
      return;
    }
    // An event about another agent says nothing about this one.
    if (!isSameAccount(data.agent, target.agent)) return;
    deps.onStatus(toOwnStatus(data), { ...metadata, asOf: data.asOf });
    setLive(true);
  }

  return {
    start,
    stop,
    isLive: () => isLive,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function isSameTarget(one: GatewayTarget, other: GatewayTarget): boolean {
  return one.origin === other.origin && isSameAccount(one.agent, other.agent);
}
