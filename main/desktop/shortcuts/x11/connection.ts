/**
 * X11 client connection with the few core protocol messages that global shortcuts and the taskbar need. An X11 library adds 250 kB and
 * supports neither XKB GetMap nor PerClientFlags, which are required here.
 */
import type { Socket } from 'node:net';
import type { CancelTimer, Clock } from '../../../../shared/clock.ts';
import { createInbox } from '../../system/inbox.ts';
import type { Cookie } from './xauthority.ts';

export type XConnection = {
  /** Root window of the display's screen. */
  root: number;
  /** Sends a request that has a reply. Null: an error reply, or the connection is lost. */
  query: (request: Buffer) => Promise<Buffer | null>;
  /** Sends requests that have no reply except errors. False: at least one failed, or the connection is lost. */
  sendAll: (requests: readonly Buffer[]) => Promise<boolean>;
  close: () => void;
};

export type XEvents = {
  /** Receives events (messages that are no reply): 32 bytes. */
  onEvent: (event: Buffer) => void;
  /** Called once, when the connection is lost, a reply times out, or the protocol is violated. */
  onDisconnected: () => void;
};

type XConnectionDeps = XEvents & {
  /** A socket that is not connected yet. */
  socket: Socket;
  cookie: Cookie | null;
  /** The screen number in DISPLAY. */
  screen: number;
  time: Pick<Clock, 'setTimer'>;
};

/** A local display replies in microseconds; a busy or remote one in far less than this. */
const TIMEOUT_MS = 5000;
/** A keyboard map has 40 kB. A message larger than this limit is invalid. */
const MAX_BYTES = 4_000_000;

const ERROR = 0;
const REPLY = 1;
const GENERIC_EVENT = 35;
const HEADER_BYTES = 32;

type Pending = { onReply: (packet: Buffer) => void; onError: () => void };

/** Connects. Null: there is no display, it rejects the connection, or it does not reply in time. */
export function connectToX({
  socket,
  cookie,
  screen,
  time,
  onEvent,
  onDisconnected,
}: XConnectionDeps): Promise<XConnection | null> {
  return new Promise((resolve) => {
    const inbox = createInbox();
    let isOpen = false;
    let isLost = false;
    let sequence = 0;
    const pending = new Map<number, Pending>();
    const cancelConnectTimeout = time.setTimer(TIMEOUT_MS, disconnect);

    function disconnect(): void {
      if (isLost) return;
      isLost = true;
      cancelConnectTimeout();
      socket.destroy();
      const waiting = [...pending.values()];
      pending.clear();
      for (const { onError } of waiting) onError();
      resolve(null);
      if (isOpen) onDisconnected();
    }

    /** Sends a request and counts its sequence number, modulo 2^16 as the display does. */
    function send(request: Buffer, handlers: Pending): number {
      sequence = (sequence + 1) & 0xffff;
      pending.set(sequence, handlers);
      socket.write(request);
      return sequence;
    }

    function query(request: Buffer): Promise<Buffer | null> {
      return new Promise((resolveQuery) => {
        if (isLost) {
          resolveQuery(null);
          return;
        }
        let cancelTimeout: CancelTimer = () => {};
        const done = (packet: Buffer | null) => {
          cancelTimeout();
          resolveQuery(packet);
        };
        send(request, { onReply: done, onError: () => done(null) });
        cancelTimeout = time.setTimer(TIMEOUT_MS, disconnect);
      });
    }

    async function sendAll(requests: readonly Buffer[]): Promise<boolean> {
      if (isLost) return false;
      let allDone = true;
      const onError = () => {
        allDone = false;
      };
      const numbers = requests.map((request) => send(request, { onReply: () => {}, onError }));
      // Errors arrive before the reply to any later request.
      const reply = await query(getInputFocus());
      for (const number of numbers) pending.delete(number);
      return reply !== null && allDone;
    }

    /** Parses the complete messages received so far. */
    function parseMessages(): void {
      while (!isLost) {
        const received = inbox.bytes();
        if (!isOpen) {
          if (received.length < 8) return;
          const length = 8 + 4 * received.readUInt16LE(6);
          if (received.length < length) return;
          const root = parseRoot(received.subarray(0, length), screen);
          inbox.consume(length);
          if (root === null) {
            disconnect();
            return;
          }
          isOpen = true;
          cancelConnectTimeout();
          resolve({ root, query, sendAll, close: () => socket.destroy() });
          continue;
        }
        if (received.length < HEADER_BYTES) return;
        const type = received.readUInt8(0) & 0x7f;
        const hasMore = type === REPLY || type === GENERIC_EVENT;
        const length = HEADER_BYTES + (hasMore ? 4 * received.readUInt32LE(4) : 0);
        if (length > MAX_BYTES) {
          disconnect();
          return;
        }
        if (received.length < length) return;
        const packet = Buffer.from(received.subarray(0, length));
        inbox.consume(length);
        handlePacket(type, packet);
      }
    }

    function handlePacket(type: number, packet: Buffer): void {
      if (type !== ERROR && type !== REPLY) {
        onEvent(packet);
        return;
      }
      const number = packet.readUInt16LE(2);
      const waiting = pending.get(number);
      pending.delete(number);
      if (type === REPLY) waiting?.onReply(packet);
      else waiting?.onError();
    }

    socket.on('connect', () => socket.write(setupRequest(cookie)));
    socket.on('data', (bytes) => {
      inbox.push(bytes);
      parseMessages();
    });
    // 'close' follows 'error'; without a listener the error would be thrown.
    socket.on('error', () => {});
    socket.on('close', disconnect);
  });
}

/** Connection setup for the little-endian protocol 11.0, with the cookie. */
function setupRequest(cookie: Cookie | null): Buffer {
  const name = Buffer.from(cookie?.name ?? '', 'latin1');
  const data = cookie?.data ?? Buffer.alloc(0);
  const header = Buffer.alloc(12);
  header.write('l', 0, 'latin1');
  header.writeUInt16LE(11, 2);
  header.writeUInt16LE(name.length, 6);
  header.writeUInt16LE(data.length, 8);
  return Buffer.concat([header, pad(name), pad(data)]);
}

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** Root window of a screen, from the setup reply; null if that is a refusal or invalid. */
function parseRoot(reply: Buffer, screen: number): number | null {
  try {
    if (reply.readUInt8(0) !== 1) return null;
    const vendorBytes = reply.readUInt16LE(24);
    const formats = reply.readUInt8(29);
    let at = 40 + vendorBytes + ((4 - (vendorBytes % 4)) % 4) + 8 * formats;
    for (let number = 0; number < screen; number += 1) {
      const depths = reply.readUInt8(at + 39);
      at += 40;
      for (let depth = 0; depth < depths; depth += 1) at += 8 + 24 * reply.readUInt16LE(at + 2);
    }
    return reply.readUInt32LE(at);
  } catch {
    // The reply is truncated.
    return null;
  }
}

/** The cheapest request that has a reply. */
function getInputFocus(): Buffer {
  return Buffer.from([43, 0, 1, 0]);
}
