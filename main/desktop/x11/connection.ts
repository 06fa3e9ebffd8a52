/**
 * A connection to an X11 display: the few messages of the core protocol that global keys need. A library for it brings 250 kB
 * and neither of XKB's GetMap and PerClientFlags, which are the point here.
 */
import type { Socket } from 'node:net';
import type { Cancel, Time } from '../../time.ts';
import type { Cookie } from './xauthority.ts';

export type XConnection = {
  /** The root window of the display's screen. */
  root: number;
  /** Sends a request that is answered. Null: it was refused, or the connection is lost. */
  ask: (request: Buffer) => Promise<Buffer | null>;
  /** Sends requests that are answered only when they fail. False: at least one was refused, or the connection is lost. */
  order: (requests: readonly Buffer[]) => Promise<boolean>;
  close: () => void;
};

type XPorts = {
  /** Not connected yet. */
  socket: Socket;
  cookie: Cookie | null;
  /** The screen that DISPLAY names. */
  screen: number;
  time: Pick<Time, 'after'>;
  /** A message that is no answer: 32 bytes. */
  onEvent: (event: Buffer) => void;
  /** Once, when the display is gone, does not answer in time, or does not speak X11. */
  onLost: () => void;
};

/** A display on this computer answers in microseconds; a busy one, or one that is far away, in far less than this. */
const TIME_LIMIT_MS = 5000;
/** A whole keyboard is 40 kB. What claims to be larger than this is no answer. */
const MOST_BYTES = 4_000_000;

const ERROR = 0;
const REPLY = 1;
const GENERIC_EVENT = 35;
const HEADER_BYTES = 32;

type Pending = { onReply: (packet: Buffer) => void; onError: () => void };

/** Connects. Null: there is no display, it refuses, or it does not answer in time. */
export function connectToX({
  socket,
  cookie,
  screen,
  time,
  onEvent,
  onLost,
}: XPorts): Promise<XConnection | null> {
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    let isOpen = false;
    let isLost = false;
    let sequence = 0;
    const pending = new Map<number, Pending>();
    const noAnswer = time.after(TIME_LIMIT_MS, lose);

    function lose(): void {
      if (isLost) return;
      isLost = true;
      noAnswer();
      socket.destroy();
      const waiting = [...pending.values()];
      pending.clear();
      for (const { onError } of waiting) onError();
      resolve(null);
      if (isOpen) onLost();
    }

    /** Numbers requests as the display does, modulo 2^16. */
    function send(request: Buffer, handlers: Pending): number {
      sequence = (sequence + 1) & 0xffff;
      pending.set(sequence, handlers);
      socket.write(request);
      return sequence;
    }

    function ask(request: Buffer): Promise<Buffer | null> {
      return new Promise((answer) => {
        if (isLost) {
          answer(null);
          return;
        }
        let stopWaiting: Cancel = () => {};
        const done = (packet: Buffer | null) => {
          stopWaiting();
          answer(packet);
        };
        send(request, { onReply: done, onError: () => done(null) });
        stopWaiting = time.after(TIME_LIMIT_MS, lose);
      });
    }

    async function order(requests: readonly Buffer[]): Promise<boolean> {
      if (isLost) return false;
      let allDone = true;
      const refused = () => {
        allDone = false;
      };
      const numbers = requests.map((request) => send(request, { onReply: () => {}, onError: refused }));
      // Errors come before the answer to any later request.
      const answer = await ask(getInputFocus());
      for (const number of numbers) pending.delete(number);
      return answer !== null && allDone;
    }

    /** Takes complete messages off what was received. */
    function read(): void {
      while (!isLost) {
        if (!isOpen) {
          if (received.length < 8) return;
          const length = 8 + 4 * received.readUInt16LE(6);
          if (received.length < length) return;
          const root = rootOf(received.subarray(0, length), screen);
          received = received.subarray(length);
          if (root === null) {
            lose();
            return;
          }
          isOpen = true;
          noAnswer();
          resolve({ root, ask, order, close: () => socket.destroy() });
          continue;
        }
        if (received.length < HEADER_BYTES) return;
        const type = received.readUInt8(0) & 0x7f;
        const hasMore = type === REPLY || type === GENERIC_EVENT;
        const length = HEADER_BYTES + (hasMore ? 4 * received.readUInt32LE(4) : 0);
        if (length > MOST_BYTES) {
          lose();
          return;
        }
        if (received.length < length) return;
        const packet = Buffer.from(received.subarray(0, length));
        received = received.subarray(length);
        take(type, packet);
      }
    }

    function take(type: number, packet: Buffer): void {
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

    socket.on('connect', () => socket.write(hello(cookie)));
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      read();
    });
    // 'close' follows 'error'; without a listener the error would be thrown.
    socket.on('error', () => {});
    socket.on('close', lose);
  });
}

/** Asks for the little-endian protocol 11.0, with the cookie. */
function hello(cookie: Cookie | null): Buffer {
  const name = Buffer.from(cookie?.name ?? '', 'latin1');
  const data = cookie?.data ?? Buffer.alloc(0);
  const header = Buffer.alloc(12);
  header.write('l', 0, 'latin1');
  header.writeUInt16LE(11, 2);
  header.writeUInt16LE(name.length, 6);
  header.writeUInt16LE(data.length, 8);
  return Buffer.concat([header, padded(name), padded(data)]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** The root window of a screen, from the display's first answer; null where that is a refusal or makes no sense. */
function rootOf(answer: Buffer, screen: number): number | null {
  try {
    if (answer.readUInt8(0) !== 1) return null;
    const vendorBytes = answer.readUInt16LE(24);
    const formats = answer.readUInt8(29);
    let at = 40 + vendorBytes + ((4 - (vendorBytes % 4)) % 4) + 8 * formats;
    for (let number = 0; number < screen; number += 1) {
      const depths = answer.readUInt8(at + 39);
      at += 40;
      for (let depth = 0; depth < depths; depth += 1) at += 8 + 24 * answer.readUInt16LE(at + 2);
    }
    return answer.readUInt32LE(at);
  } catch {
    // It breaks off.
    return null;
  }
}

/** The cheapest request that is answered. */
function getInputFocus(): Buffer {
  return Buffer.from([43, 0, 1, 0]);
}
