/**
 * A connection to a message bus of Linux: a session's or the system's. Nothing here waits synchronously: a program on the other side that
 * hangs costs its own answer, and nothing else.
 */
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Cancel, Time } from '../../time.ts';
import { decodeMessage, encodeCall, type IncomingMessage, type MethodCall } from './message.ts';

export type MessageBus = {
  /** Resolves to the body of the answer. Rejects with an Error where there is none in time, or an error came. */
  call: (call: MethodCall, timeoutMs: number) => Promise<unknown[]>;
  /** Ends the connection after what was written has left. */
  close: () => void;
};

export type BusPorts = {
  time: Pick<Time, 'after'>;
  /** The address of the bus, "unix:path=/run/user/1000/bus". */
  address: string;
  uid: number;
  onSignal: (signal: IncomingMessage) => void;
  /** The connection is gone; every call that waits has been rejected. */
  onEnd: () => void;
};

/** How long the bus itself may take to let somebody in. */
const CONNECT_MS = 5_000;

/** The answer to the authentication is one line of some 40 bytes. */
const MAX_LINE_BYTES = 4096;

type Waiting = { resolve: (body: unknown[]) => void; reject: (error: Error) => void; stopTimer: Cancel };

/**
 * Connects, and says hello to the bus.
 * @throws Error where there is no bus, or it does not let us in
 */
export async function connectToBus(ports: BusPorts): Promise<MessageBus> {
  const { time, onSignal, onEnd } = ports;
  const socket = await openSocket(ports);
  const waiting = new Map<number, Waiting>();
  let serial = 0;
  let received = Buffer.alloc(0);

  socket.on('data', (bytes: Buffer) => {
    received = Buffer.concat([received, bytes]);
    try {
      for (let next = decodeMessage(received); next; next = decodeMessage(received)) {
        received = received.subarray(next.size);
        take(next.message);
      }
    } catch {
      // What cannot be read leaves no place to go on from.
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const each of waiting.values()) {
      each.stopTimer();
      each.reject(new Error('The connection to the bus is gone'));
    }
    waiting.clear();
    onEnd();
  });

  function take(message: IncomingMessage): void {
    if (message.type === 'signal') onSignal(message);
    const call = waiting.get(message.replySerial);
    if (!call || (message.type !== 'answer' && message.type !== 'error')) return;
    waiting.delete(message.replySerial);
    call.stopTimer();
    if (message.type === 'answer') call.resolve(message.body);
    else call.reject(new Error(message.errorName));
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
      const stopTimer = time.after(timeoutMs, () => {
        waiting.delete(current);
        reject(new Error(`${methodCall.destination} did not answer ${methodCall.member} in time`));
      });
      waiting.set(current, { resolve, reject, stopTimer });
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

/** The bus itself, to be called as a program on it. */
const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

/** Asks the bus for the signals that a rule describes. */
export async function matchSignals(bus: MessageBus, rule: string): Promise<void> {
  await bus.call({ ...BUS, member: 'AddMatch', signature: 's', body: [`type='signal',${rule}`] }, CONNECT_MS);
}

/**
 * The address of the session bus; null where there is none.
 * @param env the process's variables
 */
export function sessionBusAddress(env: Readonly<Record<string, string | undefined>>): string | null {
  const told = env.DBUS_SESSION_BUS_ADDRESS;
  if (told) return told;
  // Where systemd keeps it; a program that is started without the variable finds it there.
  const runtime = env.XDG_RUNTIME_DIR;
  const path = runtime ? join(runtime, 'bus') : '';
  return path !== '' && existsSync(path) ? `unix:path=${path}` : null;
}

/** The sockets that an address names, in its order. Others than unix sockets are left out. */
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

/** In addresses bytes are escaped as in URLs. A value that is not well formed is taken as it stands. */
function unescapeValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Opens the first socket that lets us in. */
async function openSocket(ports: BusPorts): Promise<Socket> {
  let last = new Error(`No bus at ${ports.address}`);
  for (const path of socketPaths(ports.address)) {
    try {
      return await authenticate(path, ports);
    } catch (error) {
      last = error instanceof Error ? error : new Error(String(error));
    }
  }
  throw last;
}

/** EXTERNAL: the bus asks the system who we are. */
function authenticate(path: string, { time, uid }: BusPorts): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let line = '';
    const finish = (error: Error | null): void => {
      stopTimer();
      socket.removeAllListeners();
      if (error === null) {
        resolve(socket);
        return;
      }
      // An error that comes after it must not end the process.
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const stopTimer = time.after(CONNECT_MS, () => finish(new Error('The bus does not answer')));
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
