/**
 * Parses the output of `reg export`: UTF-16 with a byte order mark, a heading, and the values of each key. Strings are quoted,
 * with a backslash before quotes and backslashes, and may contain line breaks. Numbers are `dword:` with eight hex digits. All
 * other types are `hex(n):` with bytes, continued over lines that end with a backslash. An INI parser would split values that
 * contain line breaks and brackets. Never throws, and runs in linear time.
 */

export type RegistryValue =
  | { type: 'text'; name: string; data: string }
  | { type: 'lines'; name: string; data: string[] }
  | { type: 'number'; name: string; data: number }
  /** A type that no setting uses: bytes, a string with environment variables, a 64-bit number. */
  | { type: 'other'; name: string };

/** Names are as exported; the default value has the name `''`. */
export type RegistryKey = { path: string; values: RegistryValue[] };

export type RegistryExport = { ok: true; keys: RegistryKey[] } | { ok: false; message: string };

/** A policy has a few kilobytes. */
export const MAX_EXPORT_BYTES = 1024 * 1024;
const MAX_KEYS = 100;
const MAX_VALUES = 1_000;

/** Type numbers in `hex(n)`. */
const REG_SZ = 1;
const REG_MULTI_SZ = 7;

const HEADING = /^Windows Registry Editor Version 5\.00\r?\n/;

const KEY = /\[([^\]\r\n]*)\][ \t]*(?:\r?\n|$)/y;

const BLANK_LINE = /[ \t]*\r?\n/y;

export function parseRegistryExport(bytes: Uint8Array): RegistryExport {
  if (bytes.length > MAX_EXPORT_BYTES) return malformed(`more than ${MAX_EXPORT_BYTES} bytes`);
  if (bytes[0] !== 0xff || bytes[1] !== 0xfe || bytes.length % 2 !== 0) return malformed('not UTF-16');
  const text = new TextDecoder('utf-16le').decode(bytes);
  const [heading] = HEADING.exec(text) ?? [];
  if (heading === undefined) return malformed('not a file of the registry editor');

  const keys: RegistryKey[] = [];
  let position = heading.length;
  let values = 0;
  while (position < text.length) {
    const key = matchAt(KEY, text, position);
    if (key) {
      if (keys.length === MAX_KEYS) return malformed(`more than ${MAX_KEYS} keys`);
      keys.push({ path: key[1] ?? '', values: [] });
      position += key[0].length;
      continue;
    }
    const blank = matchAt(BLANK_LINE, text, position);
    if (blank) {
      position += blank[0].length;
      continue;
    }
    const found = readValue(text, position);
    const current = keys.at(-1);
    if (!found || !current) return malformed(`line ${text.slice(0, position).split('\n').length}`);
    if (values === MAX_VALUES) return malformed(`more than ${MAX_VALUES} values`);
    values += 1;
    current.values.push(found.value);
    position = found.end;
  }
  return { ok: true, keys };
}
const DEFAULT_NAME = /@=/y;
const STRING = /"((?:[^"\\]|\\[^])*)"/y;
const NAME = new RegExp(`${STRING.source}=`, 'y');
const DWORD = /dword:([0-9a-f]{8})/iy;
/** Bytes separated by commas; a backslash at the end of a line continues it. */
const HEX = /hex(?:\(([0-9a-f]+)\))?:((?:[0-9a-f]{2}|,|\\[ \t]*\r?\n[ \t]*)*)/iy;
const END_OF_LINE = /[ \t]*(?:\r?\n|$)/y;

function readValue(text: string, start: number): { value: RegistryValue; end: number } | null {
  let position = start;
  const consume = (pattern: RegExp) => {
    const found = matchAt(pattern, text, position);
    if (found) position += found[0].length;
    return found;
  };
  const name = consume(DEFAULT_NAME) ? '' : unescape(consume(NAME)?.[1]);
  if (name === null) return null;
  const value = readData(name, consume);
  return value && consume(END_OF_LINE) ? { value, end: position } : null;
}

function readData(name: string, consume: (pattern: RegExp) => RegExpExecArray | null): RegistryValue | null {
  const string = consume(STRING);
  if (string) {
    const data = unescape(string[1]);
    return data === null ? null : { type: 'text', name, data };
  }
  const dword = consume(DWORD);
  if (dword) return { type: 'number', name, data: parseInt(dword[1] ?? '', 16) };
  const hex = consume(HEX);
  if (!hex) return null;
  const type = hex[1] === undefined ? null : parseInt(hex[1], 16);
  if (type !== REG_SZ && type !== REG_MULTI_SZ) return { type: 'other', name };
  const bytes = Buffer.from((hex[2] ?? '').replace(/[^0-9a-f]/gi, ''), 'hex');
  if (bytes.length % 2 !== 0) return { type: 'other', name };
  const decoded = bytes.toString('utf16le');
  return type === REG_SZ
    ? { type: 'text', name, data: decoded.replace(/\0[^]*$/, '') }
    : { type: 'lines', name, data: trimNulls(decoded).split('\0') };
}

/** Removes the NULs at the end; a list has two. */
function trimNulls(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\0') end -= 1;
  return text.slice(0, end);
}

const ONLY_KNOWN_ESCAPES = /^(?:[^\\]|\\["\\nr])*$/;

/** The registry editor escapes only quotes and backslashes; other exporters also line breaks. */
function unescape(text: string | undefined): string | null {
  if (text === undefined || !ONLY_KNOWN_ESCAPES.test(text)) return null;
  return text.replace(/\\([^])/g, (_escape, character: string) => {
    if (character === 'n') return '\n';
    return character === 'r' ? '\r' : character;
  });
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

function malformed(message: string): RegistryExport {
  return { ok: false, message: `The exported registry key cannot be read: ${message}` };
}
