/**
 * The messages of D-Bus, as far as a client needs them that asks and listens: calls with texts as their arguments, and
 * answers and signals of any type. After the D-Bus specification, "Message Protocol"; little-endian out, both ways in.
 */

/** A method call. All that Standby asks takes texts. */
export type Call = {
  destination: string;
  path: string;
  interface: string;
  member: string;
  args?: readonly string[];
};

/** What came in. Which of the fields there are depends on the type. */
export type Message = {
  type: 'return' | 'error' | 'signal' | 'other';
  /** Of the call that it answers. */
  replyTo: number | null;
  path: string;
  interface: string;
  member: string;
  body: unknown[];
};

/** No answer that Standby asks for is larger. */
export const LARGEST_MESSAGE = 256 * 1024;
/** The specification's own limit is 32 for arrays and as much for structures. */
const DEEPEST = 32;

const METHOD_CALL = 1;
/** Nothing is started only because Standby asks for it. */
const NO_AUTO_START = 2;
const types = { 2: 'return', 3: 'error', 4: 'signal' } as const;

/** A call as it goes over the wire. @param serial above 0, another one each time */
export function encodeCall(call: Call, serial: number): Buffer {
  const args = call.args ?? [];
  const body = join(args.map(textValue));
  const fields = [
    field(1, 'o', textValue(call.path)),
    field(2, 's', textValue(call.interface)),
    field(3, 's', textValue(call.member)),
    field(6, 's', textValue(call.destination)),
    ...(args.length > 0 ? [field(8, 'g', signatureValue('s'.repeat(args.length)))] : []),
  ];
  const list = join(fields, 8);
  const start = Buffer.from([0x6c, METHOD_CALL, NO_AUTO_START, 1]);
  const header = Buffer.concat([start, u32(body.length), u32(serial), u32(list.length), list]);
  return Buffer.concat([padded(header, 8), body]);
}

/**
 * The first message of what came in, or null while it is not whole. Throws on what is no D-Bus.
 * @returns the message and how many bytes it took
 */
export function decodeMessage(bytes: Buffer): { message: Message; size: number } | null {
  if (bytes.length < 16) return null;
  const reader = createReader(bytes, bytes[0] === 0x6c);
  const bodyLength = reader.at(4).u32();
  const fieldsLength = reader.at(12).u32();
  const bodyStart = align(16 + fieldsLength, 8);
  const size = bodyStart + bodyLength;
  if (size > LARGEST_MESSAGE) throw new Error('A D-Bus message is too large');
  if (bytes.length < size) return null;

  const fields = new Map<number, unknown>();
  for (const [code, value] of reader.at(12).read('a(yv)') as [number, unknown][]) fields.set(code, value);
  const text = (code: number) => {
    const value = fields.get(code);
    return typeof value === 'string' ? value : '';
  };
  const replyTo = fields.get(5);
  const kind = bytes[1];
  const message: Message = {
    type: kind === 2 || kind === 3 || kind === 4 ? types[kind] : 'other',
    replyTo: typeof replyTo === 'number' ? replyTo : null,
    path: text(1),
    interface: text(2),
    member: text(3),
    body: reader.at(bodyStart).readAll(text(8)),
  };
  return { message, size };
}

/** Reads values one after the other, each where its type is aligned. Throws where a value does not fit. */
function createReader(bytes: Buffer, little: boolean) {
  let place = 0;

  function take(size: number, alignment = size): number {
    place = align(place, alignment);
    const from = place;
    place += size;
    if (place > bytes.length) throw new Error('A D-Bus message ends early');
    return from;
  }
  const u32 = () => (little ? bytes.readUInt32LE(take(4)) : bytes.readUInt32BE(take(4)));
  const i64 = () => (little ? bytes.readBigInt64LE(take(8)) : bytes.readBigInt64BE(take(8)));
  function text(length: number): string {
    const from = take(length + 1, 1);
    return bytes.toString('utf8', from, from + length);
  }

  function one(type: string, depth: number): unknown {
    if (depth > DEEPEST) throw new Error('A D-Bus message is nested too deeply');
    switch (type[0]) {
      case 'y':
        return bytes.readUInt8(take(1));
      case 'b':
        return u32() !== 0;
      case 'n':
      case 'q':
        return little ? bytes.readUInt16LE(take(2)) : bytes.readUInt16BE(take(2));
      case 'i':
        return u32() | 0;
      case 'u':
      case 'h':
        return u32();
      case 'x':
      case 't':
        return Number(i64());
      case 'd':
        return little ? bytes.readDoubleLE(take(8)) : bytes.readDoubleBE(take(8));
      case 's':
      case 'o':
        return text(u32());
      case 'g':
        return text(bytes.readUInt8(take(1)));
      case 'v':
        return one(text(bytes.readUInt8(take(1))), depth + 1);
      case 'a':
        return list(type.slice(1), depth);
      case '(':
      case '{':
        take(0, 8);
        return typesIn(type.slice(1, -1)).map((inner) => one(inner, depth + 1));
      default:
        throw new Error('A D-Bus message has an unknown type');
    }
  }

  function list(type: string, depth: number): unknown {
    const length = u32();
    take(0, alignmentOf(type));
    const end = place + length;
    if (end > bytes.length) throw new Error('A D-Bus message ends early');
    const values: unknown[] = [];
    while (place < end) {
      const before = place;
      values.push(one(type, depth + 1));
      if (place === before) throw new Error('A D-Bus message has values without a size');
    }
    return type.startsWith('{') ? Object.fromEntries(values as [string, unknown][]) : values;
  }

  const reader = {
    at: (where: number) => {
      place = where;
      return reader;
    },
    u32,
    read: (type: string) => one(type, 0),
    readAll: (signature: string) => typesIn(signature).map((type) => one(type, 0)),
  };
  return reader;
}

/** The single types of a signature: "a{sv}ub" has three. */
function typesIn(signature: string): string[] {
  const found: string[] = [];
  for (let from = 0; from < signature.length;) {
    let to = from;
    while (signature[to] === 'a') to += 1;
    if (signature[to] === '(' || signature[to] === '{') {
      for (let open = 0; ; to += 1) {
        if (to >= signature.length) throw new Error('A D-Bus signature ends early');
        if ('({'.includes(signature[to] ?? '')) open += 1;
        if (')}'.includes(signature[to] ?? '')) open -= 1;
        if (open === 0) break;
      }
    }
    found.push(signature.slice(from, to + 1));
    from = to + 1;
  }
  return found;
}

function alignmentOf(type: string): number {
  if ('xtd({'.includes(type[0] ?? '')) return 8;
  if ('nq'.includes(type[0] ?? '')) return 2;
  return 'ygv'.includes(type[0] ?? '') ? 1 : 4;
}

function align(place: number, alignment: number): number {
  return Math.ceil(place / alignment) * alignment;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function textValue(text: string): Buffer {
  return Buffer.concat([u32(Buffer.byteLength(text)), Buffer.from(`${text}\0`)]);
}

function signatureValue(signature: string): Buffer {
  return Buffer.from([signature.length, ...Buffer.from(`${signature}\0`)]);
}

/** A field of the header. Its value stands at a multiple of four in every case here. */
function field(code: number, type: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([code]), signatureValue(type), value]);
}

/** Values in a row, each at a multiple of `alignment`. */
function join(values: readonly Buffer[], alignment = 4): Buffer {
  return values.reduce((all, value) => Buffer.concat([padded(all, alignment), value]), Buffer.alloc(0));
}

function padded(bytes: Buffer, alignment: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(align(bytes.length, alignment) - bytes.length)]);
}
