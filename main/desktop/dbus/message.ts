/** Encodes and decodes D-Bus messages. Pure. */
import * as z from 'zod/mini';
import { Reader, Writer } from './marshal.ts';

/** A method call to another program. */
export type MethodCall = {
  destination: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: readonly unknown[];
  /** The bus does not start the program; only a running one replies. */
  noAutoStart?: boolean;
};

/** A received message, reduced to the fields that Standby uses. */
export type IncomingMessage = {
  type: 'reply' | 'error' | 'signal' | 'other';
  /** Serial of the call that a reply or an error belongs to; 0 for none. */
  replySerial: number;
  sender: string;
  path: string;
  interface: string;
  member: string;
  errorName: string;
  body: unknown[];
};

/** Size of the fixed header including the length of the fields. */
const HEADER_BYTES = 16;

/** Far above any message of a notification daemon; the specification allows 128 MiB. */
export const MAX_MESSAGE_BYTES = 1 << 20;

const METHOD_CALL = 1;
const NO_AUTO_START = 2;
const TYPES: Readonly<Record<number, IncomingMessage['type']>> = { 2: 'reply', 3: 'error', 4: 'signal' };
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

/** Encodes a method call. */
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
 * Decodes the first complete message of the received bytes.
 * @returns the message and its size in bytes; null while it is incomplete
 * @throws RangeError for an invalid message; the connection cannot be used any more
 */
export function decodeMessage(bytes: Buffer): { message: IncomingMessage; size: number } | null {
  if (bytes.length < HEADER_BYTES) return null;
  // All programs on the bus run on this little-endian computer, and the bus forwards messages unchanged.
  if (bytes[0] !== 'l'.charCodeAt(0)) throw new RangeError('Not a little-endian message');
  const bodyLength = bytes.readUInt32LE(4);
  const fieldsLength = bytes.readUInt32LE(12);
  const bodyAt = HEADER_BYTES + Math.ceil(fieldsLength / 8) * 8;
  const size = bodyAt + bodyLength;
  if (size > MAX_MESSAGE_BYTES) throw new RangeError('The message is too long');
  if (bytes.length < size) return null;
  const whole = bytes.subarray(0, size);
  const fields = toFields(new Reader(whole, 12).read('a(yv)')[0]);
  const body = new Reader(whole.subarray(bodyAt)).read(getText(fields, FIELD.signature));
  return {
    size,
    message: {
      type: TYPES[bytes[1] ?? 0] ?? 'other',
      replySerial: getNumber(fields, FIELD.replySerial),
      sender: getText(fields, FIELD.sender),
      path: getText(fields, FIELD.path),
      interface: getText(fields, FIELD.interface),
      member: getText(fields, FIELD.member),
      errorName: getText(fields, FIELD.errorName),
      body,
    },
  };
}

const fieldList = z.array(z.tuple([z.number(), z.unknown()]));

function toFields(value: unknown): ReadonlyMap<number, unknown> {
  const parsed = fieldList.safeParse(value);
  return new Map(parsed.success ? parsed.data : []);
}

function getText(fields: ReadonlyMap<number, unknown>, field: number): string {
  const value = fields.get(field);
  return typeof value === 'string' ? value : '';
}

function getNumber(fields: ReadonlyMap<number, unknown>, field: number): number {
  const value = fields.get(field);
  return typeof value === 'number' ? value : 0;
}
