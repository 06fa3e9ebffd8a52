/**
 * Connects to a D-Bus message bus, session or system, on Linux. Asynchronous throughout: a program that hangs delays only
 * the reply to its own call.
 */
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { CancelTimer, Clock } from '../../../shared/clock.ts';
import { createInbox } from '../system/inbox.ts';
import { decodeMessage, encodeCall, type IncomingMessage, type MethodCall } from './message.ts';

export type MessageBus = {
  /** Resolves to the body of the reply. Rejects with an {@link ErrorReply}, or with another Error on timeout. */
  call: (call: MethodCall, timeoutMs: number) => Promise<unknown[]>;
  /** Closes the connection after pending writes. */
  close: () => void;
};

/** The called program, or the bus in its place, has refused the call. The message is the name of the D-Bus error. */
export class ErrorReply extends Error {}

export type MessageBusDeps = {
  time: Pick<Clock, 'setTimer'>;
  /** Address of the bus, "unix:path=/run/user/1000/bus". */
  address: string;
  uid: number;
  onSignal: (signal: IncomingMessage) => void;
  /** Called when the connection has ended. All pending calls have been rejected. */
  onEnd: () => void;
};

/** Timeout for connecting, authentication and calls to the bus itself. */
const CONNECT_MS = 5_000;

/** The authentication reply is one line of some 40 bytes. */
const MAX_LINE_BYTES = 4096;

type PendingCall = {
  resolve: (body: unknown[]) => void;
  reject: (error: Error) => void;
  cancelTimer: CancelTimer;
};

/** The bus itself as a call destination. */
const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

/**
 * Connects, authenticates, and sends the initial `Hello` call.
 * @throws Error if there is no bus, or it rejects the connection
 */
export async function connectToBus(deps: MessageBusDeps): Promise<MessageBus> {
  const { time, onSignal, onEnd } = deps;
  const socket = await openSocket(deps);
  const pendingCalls = new Map<number, PendingCall>();
  let serial = 0;
  const received = createInbox();

  socket.on('data', (bytes: Buffer) => {
    received.push(bytes);
    try {
      for (let next = decodeMessage(received.bytes()); next; next = decodeMessage(received.bytes())) {
        received.consume(next.size);
        handleMessage(next.message);
      }
    } catch {
      // After an invalid message the next message boundary is unknown.
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const each of pendingCalls.values()) {
      each.cancelTimer();
      each.reject(new Error('The connection to the bus is gone'));
    }
    pendingCalls.clear();
    onEnd();
  });

  function handleMessage(message: IncomingMessage): void {
    if (message.type === 'signal') onSignal(message);
    const call = pendingCalls.get(message.replySerial);
    if (!call || (message.type !== 'reply' && message.type !== 'error')) return;
    pendingCalls.delete(message.replySerial);
    call.cancelTimer();
    if (message.type === 'reply') call.resolve(message.body);
    else call.reject(new ErrorReply(message.errorName));
  }

  function call(methodCall: MethodCall, timeoutMs: number): Promise<unknown[]> {
    serial += 1;
    const current = serial;
    return new Promise((resolve, reject) => {
      if (socket.destroyed) {
        reject(new Error('The connection to the bus is gone'));
        return;
      }
      const bytes = encodeCall(methodCall, current);
      const cancelTimer = time.setTimer(timeoutMs, () => {
        pendingCalls.delete(current);
        reject(new Error(`${methodCall.destination} did not answer ${methodCall.member} in time`));
      });
      pendingCalls.set(current, { resolve, reject, cancelTimer });
      socket.write(bytes);
    });
  }

  const bus: MessageBus = { call, close: () => socket.end() };
  try {
    await bus.call({ ...BUS, member: 'Hello' }, CONNECT_MS);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return bus;
}

/** Subscribes to the signals that match a rule. */
export async function matchSignals(bus: MessageBus, rule: string): Promise<void> {
  await bus.call({ ...BUS, member: 'AddMatch', signature: 's', body: [`type='signal',${rule}`] }, CONNECT_MS);
}

/**
 * Address of the session bus; null if there is none.
 * @param env the process environment
 */
export function sessionBusAddress(env: Readonly<Record<string, string | undefined>>): string | null {
  const configured = env.DBUS_SESSION_BUS_ADDRESS;
  if (configured) return configured;
  // The default path under systemd, for a program started without the variable.
  const runtime = env.XDG_RUNTIME_DIR;
  const path = runtime ? join(runtime, 'bus') : '';
  return path !== '' && existsSync(path) ? `unix:path=${path}` : null;
}

/** Paths of the Unix sockets in a bus address, in its order. Other transports are ignored. */
export function socketPaths(address: string): string[] {
  return address.split(';').flatMap((each) => {
    const [family, parameters = ''] = each.split(/:(.*)/s);
    if (family !== 'unix') return [];
    const values = new Map(
      parameters.split(',').map((pair): [string, string] => {
        const [key = '', value = ''] = pair.split(/=(.*)/s);
        return [key, unescapeValue(value)];
      }),
    );
    const abstract = values.get('abstract');
    const path = values.get('path') ?? (abstract === undefined ? undefined : `\0${abstract}`);
    return path === undefined ? [] : [path];
  });
}

/** Decodes a value; D-Bus addresses use URL escaping. An invalid value is returned unchanged. */
function unescapeValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Opens the first socket that accepts the authentication. */
async function openSocket(deps: MessageBusDeps): Promise<Socket> {
  let last = new Error(`No bus at ${deps.address}`);
  for (const path of socketPaths(deps.address)) {
    try {
      return await authenticate(path, deps);
    } catch (error) {
      last = error instanceof Error ? error : new Error(String(error));
    }
  }
  throw last;
}

/** Authenticates with EXTERNAL: the bus gets our user id from the kernel. */
function authenticate(path: string, { time, uid }: MessageBusDeps): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let line = '';
    let cancelTimer: CancelTimer = () => {};
    const finish = (error: Error | null): void => {
      cancelTimer();
      socket.removeAllListeners();
      if (error === null) {
        resolve(socket);
        return;
      }
      // A later error event must not end the process.
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    cancelTimer = time.setTimer(CONNECT_MS, () => finish(new Error('The bus does not answer')));
    socket.on('error', finish);
    socket.on('close', () => finish(new Error('The bus hung up')));
    socket.on('connect', () => {
      socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(uid)).toString('hex')}\r\n`);
    });
    socket.on('data', (bytes: Buffer) => {
      line += bytes.toString('latin1');
      if (!line.includes('\r\n') && line.length < MAX_LINE_BYTES) return;
      if (!/^OK [^\r\n]*\r\n$/.test(line)) {
        finish(new Error('The bus refused us'));
        return;
      }
      socket.write('BEGIN\r\n');
      finish(null);
    });
  });
}
