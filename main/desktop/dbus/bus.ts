/** A connection to a message bus: asks, and listens. */
import { connect, type Socket } from 'node:net';
import { decodeMessage, encodeCall, LARGEST_MESSAGE, type Call, type Message } from './wire.ts';

export type Bus = {
  /** The body of the answer; rejects on an error of the other side, and when the connection ends. */
  call: (call: Call) => Promise<unknown[]>;
  /** Has the signals that a match rule describes sent here. */
  subscribe: (rule: string) => Promise<void>;
  isOpen: () => boolean;
  close: () => void;
};

const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

/**
 * Connects as the user who runs this. Rejects when the bus cannot be reached or does not let them in. It has no time limit
 * of its own: whoever asks has one.
 * @param address of the bus, as in DBUS_SESSION_BUS_ADDRESS
 */
export async function connectToBus(address: string, onSignal: (signal: Message) => void): Promise<Bus> {
  const socket = connect(socketOf(address));
  const waiting = new Map<number, { resolve: (body: unknown[]) => void; reject: (error: Error) => void }>();
  let serial = 0;
  let open = true;
  // An app that wants to end does not wait for a bus.
  socket.unref();

  function end(error: Error): void {
    open = false;
    socket.destroy();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }
  socket.on('error', end);
  socket.on('close', () => end(new Error('The bus has closed the connection')));

  const rest = await signIn(socket);

  function take(message: Message): void {
    if (message.type === 'signal') {
      onSignal(message);
      return;
    }
    const asked = message.replyTo === null ? undefined : waiting.get(message.replyTo);
    if (!asked || message.replyTo === null) return;
    waiting.delete(message.replyTo);
    if (message.type === 'return') asked.resolve(message.body);
    else asked.reject(new Error('The other side answers with an error'));
  }

  let bytes = rest;
  function readAll(): void {
    for (;;) {
      let found: ReturnType<typeof decodeMessage>;
      try {
        found = decodeMessage(bytes);
      } catch (error) {
        end(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      if (!found) return;
      bytes = bytes.subarray(found.size);
      take(found.message);
    }
  }
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    readAll();
  });
  socket.resume();

  function call(what: Call): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      if (!open) {
        reject(new Error('The bus has closed the connection'));
        return;
      }
      serial += 1;
      waiting.set(serial, { resolve, reject });
      socket.write(encodeCall(what, serial));
    });
  }

  await call({ ...BUS, member: 'Hello' });
  return {
    call,
    subscribe: async (rule) => {
      await call({ ...BUS, member: 'AddMatch', args: [rule] });
    },
    isOpen: () => open,
    close: () => end(new Error('The connection was closed')),
  };
}

/** By the user's number, which the system vouches for. @returns what came after the bus's "OK" */
function signIn(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk]);
      const lineEnd = answer.indexOf('\r\n');
      if (lineEnd < 0 && answer.length < LARGEST_MESSAGE) return;
      socket.off('data', onData);
      socket.pause();
      if (!answer.toString('latin1').startsWith('OK ')) {
        socket.destroy();
        reject(new Error('The bus does not let this user in'));
        return;
      }
      socket.write('BEGIN\r\n');
      resolve(answer.subarray(lineEnd + 2));
    };
    socket.on('data', onData);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The bus has closed the connection')));
    const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
  });
}

/** The first of the addresses that is a socket of this computer. Throws where there is none. */
function socketOf(address: string): string {
  for (const each of address.split(';')) {
    const found = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(each);
    const [, kind, name = ''] = found ?? [];
    if (kind) return (kind === 'abstract' ? '\0' : '') + decodeURIComponent(name);
  }
  throw new Error('The bus has no address on this computer');
}
