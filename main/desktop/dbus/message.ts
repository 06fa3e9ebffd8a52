/** Messages of D-Bus as bytes. Pure. */
import * as z from 'zod/mini';
import { Reader, Writer } from './marshal.ts';

/** A call of another program's method. */
export type MethodCall = {
  destination: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: readonly unknown[];
  /** The bus starts no program for it: only one that runs already answers. */
  noAutoStart?: boolean;
};

/** What came in, as far as it is of use here. */
export type IncomingMessage = {
  type: 'answer' | 'error' | 'signal' | 'other';
  /** The call that an answer or an error is for; 0 for none. */
  replySerial: number;
  sender: string;
  path: string;
  interface: string;
  member: string;
  errorName: string;
  body: unknown[];
};

/** The fixed part and the length of the fields. */
const HEADER_BYTES = 16;

/** Nothing that a notification daemon says is nearly as long; the specification allows 128 MiB. */
export const MAX_MESSAGE_BYTES = 1 << 20;

const METHOD_CALL = 1;
const NO_AUTO_START = 2;
const TYPES: Readonly<Record<number, IncomingMessage['type']>> = { 2: 'answer', 3: 'error', 4: 'signal' };
const FIELD = {
  path: 1,
  interface: 2,
  member: 3,
  errorName: 4,
  replySerial: 5,
  destination: 6,
  sender: 7,
  signature: 8,
} as const;

/** A call as bytes. */
export function encodeCall(call: MethodCall, serial: number): Buffer {
  const { signature = '', body = [], noAutoStart = false } = call;
  const bodyBytes = new Writer().write(signature, body).toBuffer();
  const fields: [number, { signature: string; value: string }][] = [
    [FIELD.path, { signature: 'o', value: call.path }],
    [FIELD.interface, { signature: 's', value: call.interface }],
    [FIELD.member, { signature: 's', value: call.member }],
    [FIELD.destination, { signature: 's', value: call.destination }],
  ];
  if (signature !== '') fields.push([FIELD.signature, { signature: 'g', value: signature }]);
  const header = new Writer()
    .write('yyyyuua(yv)', [
      'l'.charCodeAt(0),
      METHOD_CALL,
      noAutoStart ? NO_AUTO_START : 0,
      1,
      bodyBytes.length,
      serial,
      fields,
    ])
    .align(8)
    .toBuffer();
  return Buffer.concat([header, bodyBytes]);
}

/**
 * Takes the first whole message off the bytes that have come so far.
 * @returns the message and how many bytes it took; null while it has not come whole
 * @throws RangeError where the bytes are no message that can be read: the connection is of no more use
 */
export function decodeMessage(bytes: Buffer): { message: IncomingMessage; size: number } | null {
  if (bytes.length < HEADER_BYTES) return null;
  // Both sides are programs of this computer: the bus passes on what it gets, and everybody here is little-endian.
  if (bytes[0] !== 'l'.charCodeAt(0)) throw new RangeError('Not a little-endian message');
  const bodyLength = bytes.readUInt32LE(4);
  const fieldsLength = bytes.readUInt32LE(12);
  const bodyAt = HEADER_BYTES + Math.ceil(fieldsLength / 8) * 8;
  const size = bodyAt + bodyLength;
  if (size > MAX_MESSAGE_BYTES) throw new RangeError('The message is too long');
  if (bytes.length < size) return null;
  const whole = bytes.subarray(0, size);
  const fields = fieldsOf(new Reader(whole, 12).read('a(yv)')[0]);
  const body = new Reader(whole.subarray(bodyAt)).read(text(fields, FIELD.signature));
  return {
    size,
    message: {
      type: TYPES[bytes[1] ?? 0] ?? 'other',
      replySerial: number(fields, FIELD.replySerial),
      sender: text(fields, FIELD.sender),
      path: text(fields, FIELD.path),
      interface: text(fields, FIELD.interface),
      member: text(fields, FIELD.member),
      errorName: text(fields, FIELD.errorName),
      body,
    },
  };
}

const fieldList = z.array(z.tuple([z.number(), z.unknown()]));

function fieldsOf(value: unknown): ReadonlyMap<number, unknown> {
  const parsed = fieldList.safeParse(value);
  return new Map(parsed.success ? parsed.data : []);
}

function text(fields: ReadonlyMap<number, unknown>, field: number): string {
  const value = fields.get(field);
  return typeof value === 'string' ? value : '';
}

function number(fields: ReadonlyMap<number, unknown>, field: number): number {
  const value = fields.get(field);
  return typeof value === 'number' ? value : 0;
}
