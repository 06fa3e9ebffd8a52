/**
 * Sends events to a syslog collector over TLS or a Unix socket. A collector that is down costs nothing but the oldest events, which
 * are counted. Syslog has no acknowledgement: what the system had accepted when a connection broke can be lost.
 */
import type { Socket } from 'node:net';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import { errorMessage } from '../../shared/errors.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';
import { toDroppedEvent, type AuditEvent, type AuditSource } from './audit-event.ts';
import { toSyslogFrame } from './syslog-message.ts';

/** Events that wait for a collector. A shift of an agent has fewer. */
const MAX_WAITING = 1_000;

/** For a connection, and for a write, in milliseconds. */
const TIMEOUT_MS = 30_000;

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 5 * MINUTE_MS;

export type SyslogSinkDeps = {
  time: Clock;
  /** Starts a connection. The socket emits `connectEvent` when it can be written to. */
  connect: () => Socket;
  connectEvent: 'connect' | 'secureConnect';
  source: AuditSource;
  processId: number;
  /** A connection failed or ended; called once until the next success. */
  log: (message: string) => void;
};

export type SyslogSink = {
  send: (event: AuditEvent) => void;
  /** Ends the connection after what was written. Events that wait are lost. */
  stop: () => void;
};

export function createSyslogSink(deps: SyslogSinkDeps): SyslogSink {
  const { time, source } = deps;
  const waiting: AuditEvent[] = [];
  let dropped = 0;
  let socket: Socket | null = null;
  /** Whether the socket is connected and accepts another message. */
  let isReady = false;
  let failures = 0;
  let hasLogged = false;
  let isStopped = false;
  let cancelRetry: CancelTimer | null = null;
  let cancelTimeout: CancelTimer = () => {};

  function send(event: AuditEvent): void {
    if (isStopped) return;
    waiting.push(event);
    if (waiting.length > MAX_WAITING) {
      waiting.shift();
      dropped += 1;
    }
    pump();
  }

  function pump(): void {
    if (isReady) writeNext();
    else if (!socket && !cancelRetry) open();
  }

  function open(): void {
    let opened: Socket;
    try {
      opened = deps.connect();
    } catch (error) {
      fail(errorMessage(error));
      return;
    }
    socket = opened;
    startTimeout(opened);
    let reason = 'the collector has closed the connection';
    opened.on('error', (error) => (reason = error.message));
    opened.on('close', () => {
      if (socket === opened) fail(reason);
    });
    // Nothing is expected from a collector. Unread bytes would keep its end of the connection from being noticed.
    opened.resume();
    opened.once(deps.connectEvent, () => {
      if (socket !== opened) return;
      cancelTimeout();
      isReady = true;
      pump();
    });
  }

  function writeNext(): void {
    const opened = socket;
    const event = dropped > 0 ? toDroppedEvent(dropped, time.now(), source) : waiting[0];
    if (!opened || !event) return;
    const reported = dropped;
    isReady = false;
    startTimeout(opened);
    opened.write(toSyslogFrame(event, deps.processId), (error) => {
      if (error || socket !== opened) return;
      cancelTimeout();
      failures = 0;
      hasLogged = false;
      // More may have been dropped meanwhile, the written event among them.
      if (reported > 0) dropped -= reported;
      else if (waiting[0] === event) waiting.shift();
      else dropped -= 1;
      isReady = true;
      pump();
    });
  }

  function startTimeout(opened: Socket): void {
    cancelTimeout = time.setTimer(TIMEOUT_MS, () => opened.destroy(new Error('no answer in time')));
  }

  function fail(reason: string): void {
    cancelTimeout();
    socket = null;
    isReady = false;
    if (isStopped) return;
    failures += 1;
    if (!hasLogged) deps.log(reason);
    hasLogged = true;
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
    // Many computers lose a collector in the same second.
    cancelRetry = time.setTimer(delayMs * (0.5 + time.random() / 2), () => {
      cancelRetry = null;
      if (waiting.length > 0 || dropped > 0) open();
    });
  }

  return {
    send,
    stop: () => {
      isStopped = true;
      cancelRetry?.();
      cancelTimeout();
      socket?.end();
    },
  };
}
