/**
 * Reads and writes values in the D-Bus wire format, little-endian. Pure. All types are read; only those that calls need are
 * written: y (byte), b, u, i, s, o, g, v, arrays and dictionaries (https://dbus.freedesktop.org/doc/dbus-specification.html).
 */

/** A value with its signature, as in type `v`. */
type Variant = { signature: string; value: unknown };

/** Deeper than any notification daemon sends. Deeper nesting is rejected before it is read. */
const MAX_DEPTH = 16;

/** Alignment of each type, in bytes. */
const ALIGNMENT: Readonly<Record<string, number>> = {
  y: 1,
  g: 1,
  v: 1,
  n: 2,
  q: 2,
  b: 4,
  u: 4,
  h: 4,
  i: 4,
  s: 4,
  o: 4,
  a: 4,
  x: 8,
  t: 8,
  d: 8,
  '(': 8,
  '{': 8,
};

/**
 * Splits a signature into its complete types: "sa{sv}u" is "s", "a{sv}" and "u".
 * @throws RangeError for an invalid signature
 */
function splitSignature(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length;) {
    const end = endOfType(signature, at, 0);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

function endOfType(signature: string, at: number, depth: number): number {
  const code = signature[at] ?? '';
  if (depth > MAX_DEPTH || !(code in ALIGNMENT)) throw new RangeError(`No D-Bus type: ${signature}`);
  if (code === 'a') return endOfType(signature, at + 1, depth + 1);
  if (code !== '(' && code !== '{') return at + 1;
  const close = code === '(' ? ')' : '}';
  let end = at + 1;
  while (signature[end] !== close) end = endOfType(signature, end, depth + 1);
  // An empty struct would make the element loop of an array endless.
  if (end === at + 1) throw new RangeError(`No D-Bus type: ${signature}`);
  return end + 1;
}

/** Writes values in sequence, each at its alignment. */
export class Writer {
  readonly #parts: Buffer[] = [];
  #size = 0;

  /** @throws TypeError if a value does not match its type */
  write(signature: string, values: readonly unknown[]): this {
    splitSignature(signature).forEach((type, index) => this.#value(type, values[index]));
    return this;
  }

  align(to: number): this {
    this.#bytes(Buffer.alloc(padding(this.#size, to)));
    return this;
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #value(type: string, value: unknown): void {
    this.align(getAlignment(type));
    switch (type[0]) {
      case 'y':
        this.#bytes(Buffer.of(asNumber(value)));
        return;
      case 'b':
        this.#u32(value === true ? 1 : 0);
        return;
      case 'u':
        this.#u32(asNumber(value));
        return;
      case 'i': {
        const bytes = Buffer.alloc(4);
        bytes.writeInt32LE(asNumber(value));
        this.#bytes(bytes);
        return;
      }
      case 's':
      case 'o':
        this.#text(value);
        return;
      case 'g':
        this.#signature(asString(value));
        return;
      case 'v':
        this.#variant(value);
        return;
      case 'a':
        this.#array(type.slice(1), value);
        return;
      default:
        throw new TypeError(`Not written: ${type}`);
    }
  }

  /** D-Bus strings must not contain NUL. Buffer.from replaces unpaired surrogates, which are not valid UTF-8. */
  #text(value: unknown): void {
    const bytes = Buffer.from(asString(value).replaceAll('\0', ''), 'utf8');
    this.#u32(bytes.length);
    this.#bytes(bytes);
    this.#bytes(Buffer.alloc(1));
  }

  #signature(signature: string): void {
    this.#bytes(Buffer.of(signature.length));
    this.#bytes(Buffer.from(`${signature}\0`, 'latin1'));
  }

  #variant(value: unknown): void {
    if (!isVariant(value)) throw new TypeError('Not a variant');
    this.#signature(value.signature);
    this.#value(value.signature, value.value);
  }

  #array(element: string, value: unknown): void {
    const items = toEntries(element, value);
    const length = Buffer.alloc(4);
    this.#bytes(length);
    // The array length does not include the padding before the first element.
    this.align(getAlignment(element));
    const start = this.#size;
    for (const item of items) this.#element(element, item);
    length.writeUInt32LE(this.#size - start);
  }

  #element(type: string, item: unknown): void {
    if (!type.startsWith('{') && !type.startsWith('(')) {
      this.#value(type, item);
      return;
    }
    if (!Array.isArray(item)) throw new TypeError(`Not a ${type}`);
    this.align(8);
    this.write(type.slice(1, -1), item);
  }

  #u32(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    this.#bytes(bytes);
  }

  #bytes(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.#size += bytes.length;
  }
}

/** Reads values in sequence. Throws RangeError for invalid bytes. */
export class Reader {
  readonly #bytes: Buffer;
  #at: number;

  /** @param at start offset; alignment counts from the beginning of `bytes` */
  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get position(): number {
    return this.#at;
  }

  read(signature: string, depth = 0): unknown[] {
    return splitSignature(signature).map((type) => this.#value(type, depth));
  }

  align(to: number): void {
    this.#at += padding(this.#at, to);
  }

  #value(type: string, depth: number): unknown {
    if (depth > MAX_DEPTH) throw new RangeError('Nested too deep');
    this.align(getAlignment(type));
    switch (type[0]) {
      case 'y':
        return this.#bytes.readUInt8(this.#take(1));
      case 'b':
        return this.#u32() === 1;
      case 'u':
      case 'h':
        return this.#u32();
      case 'n':
        return this.#bytes.readInt16LE(this.#take(2));
      case 'q':
        return this.#bytes.readUInt16LE(this.#take(2));
      // As a number: the only such values are counts of milliseconds, which stay below 2^53.
      case 't':
        return Number(this.#bytes.readBigUInt64LE(this.#take(8)));
      case 'x':
        return Number(this.#bytes.readBigInt64LE(this.#take(8)));
      case 'd':
        return this.#bytes.readDoubleLE(this.#take(8));
      case 'i':
        return this.#bytes.readInt32LE(this.#take(4));
      case 's':
      case 'o':
        return this.#text(this.#u32());
      case 'g':
        return this.#text(this.#bytes.readUInt8(this.#take(1)));
      case 'v':
        return this.#variant(depth);
      case 'a':
        return this.#array(type.slice(1), depth);
      case '(':
      case '{':
        return this.read(type.slice(1, -1), depth + 1);
      default:
        throw new RangeError(`No D-Bus type: ${type}`);
    }
  }

  #variant(depth: number): unknown {
    const [type, ...more] = splitSignature(this.#text(this.#bytes.readUInt8(this.#take(1))));
    if (type === undefined || more.length > 0) throw new RangeError('Not one type');
    return this.#value(type, depth + 1);
  }

  #array(element: string, depth: number): unknown[] {
    const length = this.#u32();
    this.align(getAlignment(element));
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('Longer than the message');
    const items: unknown[] = [];
    while (this.#at < end) items.push(this.#value(element, depth + 1));
    return items;
  }

  #text(length: number): string {
    const at = this.#take(length + 1);
    return this.#bytes.toString('utf8', at, at + length);
  }

  #u32(): number {
    return this.#bytes.readUInt32LE(this.#take(4));
  }

  #take(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.length) throw new RangeError('The message ends too early');
    this.#at += count;
    return at;
  }
}

function getAlignment(type: string): number {
  return ALIGNMENT[type[0] ?? ''] ?? 1;
}

function padding(size: number, to: number): number {
  return (to - (size % to)) % to;
}

function asNumber(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('Not a number');
  return value;
}

function asString(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('Not a string');
  return value;
}

function isVariant(value: unknown): value is Variant {
  return typeof value === 'object' && value !== null && 'signature' in value && 'value' in value;
}

/** Converts a dictionary to the array of its entries, which is how D-Bus writes it. */
function toEntries(element: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (element.startsWith('{') && typeof value === 'object' && value !== null) return Object.entries(value);
  throw new TypeError(`Not an array of ${element}`);
}
