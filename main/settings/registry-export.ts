/**
 * Reads what `reg export` writes: UTF-16 with a byte order mark, a heading, and for each key its values. Strings are in quotes,
 * with a backslash before each quote and backslash, and can hold line ends as they are; numbers are `dword:` with eight hex
 * digits; all else is `hex(n):` with bytes, over several lines that end with a backslash. It is no INI file: values with line
 * ends and brackets in them would break one into pieces. Never throws, and takes time in proportion to the text.
 */

export type RegistryValue =
  | { type: 'text'; name: string; data: string }
  | { type: 'lines'; name: string; data: string[] }
  | { type: 'number'; name: string; data: number }
  /** One that no setting is made of: bytes, a text with environment variables in it, a number of 64 bits. */
  | { type: 'other'; name: string };

/** Names as they stand there; the default value has the name `''`. */
export type RegistryKey = { path: string; values: RegistryValue[] };

export type RegistryExport = { ok: true; keys: RegistryKey[] } | { ok: false; message: string };

/** A policy is a few kilobytes. */
export const LARGEST_EXPORT_BYTES = 1024 * 1024;
const MOST_KEYS = 100;
const MOST_VALUES = 1_000;

/** The numbers in `hex(n)`. */
const REG_SZ = 1;
const REG_MULTI_SZ = 7;

const HEADING = /^Windows Registry Editor Version 5\.00\r?\n/;

export function parseRegistryExport(bytes: Uint8Array): RegistryExport {
  if (bytes.length > LARGEST_EXPORT_BYTES) return damaged(`more than ${LARGEST_EXPORT_BYTES} bytes`);
  if (bytes[0] !== 0xff || bytes[1] !== 0xfe || bytes.length % 2 !== 0) return damaged('not UTF-16');
  const text = new TextDecoder('utf-16le').decode(bytes);
  const [heading] = HEADING.exec(text) ?? [];
  if (heading === undefined) return damaged('not a file of the registry editor');

  const keys: RegistryKey[] = [];
  let place = heading.length;
  let values = 0;
  while (place < text.length) {
    const key = match(KEY, text, place);
    if (key) {
      if (keys.length === MOST_KEYS) return damaged(`more than ${MOST_KEYS} keys`);
      keys.push({ path: key[1] ?? '', values: [] });
      place += key[0].length;
      continue;
    }
    const blank = match(BLANK_LINE, text, place);
    if (blank) {
      place += blank[0].length;
      continue;
    }
    const found = readValue(text, place);
    const current = keys.at(-1);
    if (!found || !current) return damaged(`line ${text.slice(0, place).split('\n').length}`);
    if (values === MOST_VALUES) return damaged(`more than ${MOST_VALUES} values`);
    values += 1;
    current.values.push(found.value);
    place = found.end;
  }
  return { ok: true, keys };
}

const BLANK_LINE = /[ \t]*\r?\n/y;
const KEY = /\[([^\]\r\n]*)\][ \t]*(?:\r?\n|$)/y;
const DEFAULT_NAME = /@=/y;
const STRING = /"((?:[^"\\]|\\[^])*)"/y;
const NAME = new RegExp(`${STRING.source}=`, 'y');
const DWORD = /dword:([0-9a-f]{8})/iy;
/** Bytes with commas between them; a backslash at the end of a line goes on with the next. */
const HEX = /hex(?:\(([0-9a-f]+)\))?:((?:[0-9a-f]{2}|,|\\[ \t]*\r?\n[ \t]*)*)/iy;
const END_OF_LINE = /[ \t]*(?:\r?\n|$)/y;

function readValue(text: string, start: number): { value: RegistryValue; end: number } | null {
  let place = start;
  const take = (pattern: RegExp) => {
    const found = match(pattern, text, place);
    if (found) place += found[0].length;
    return found;
  };
  const name = take(DEFAULT_NAME) ? '' : unescaped(take(NAME)?.[1]);
  if (name === null) return null;
  const value = readData(name, take);
  return value && take(END_OF_LINE) ? { value, end: place } : null;
}

function readData(name: string, take: (pattern: RegExp) => RegExpExecArray | null): RegistryValue | null {
  const string = take(STRING);
  if (string) {
    const data = unescaped(string[1]);
    return data === null ? null : { type: 'text', name, data };
  }
  const dword = take(DWORD);
  if (dword) return { type: 'number', name, data: parseInt(dword[1] ?? '', 16) };
  const hex = take(HEX);
  if (!hex) return null;
  const type = hex[1] === undefined ? null : parseInt(hex[1], 16);
  if (type !== REG_SZ && type !== REG_MULTI_SZ) return { type: 'other', name };
  const bytes = Buffer.from((hex[2] ?? '').replace(/[^0-9a-f]/gi, ''), 'hex');
  if (bytes.length % 2 !== 0) return { type: 'other', name };
  const decoded = bytes.toString('utf16le');
  return type === REG_SZ
    ? { type: 'text', name, data: decoded.replace(/\0[^]*$/, '') }
    : { type: 'lines', name, data: decoded.replace(/\0+$/, '').split('\0') };
}

/** The registry editor escapes quotes and backslashes only; other exporters also line ends. */
function unescaped(text: string | undefined): string | null {
  if (text === undefined || !ONLY_KNOWN_ESCAPES.test(text)) return null;
  return text.replace(/\\([^])/g, (_escape, character: string) => {
    if (character === 'n') return '\n';
    return character === 'r' ? '\r' : character;
  });
}

const ONLY_KNOWN_ESCAPES = /^(?:[^\\]|\\["\\nr])*$/;

function match(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place;
  return pattern.exec(text);
}

function damaged(message: string): RegistryExport {
  return { ok: false, message: `The exported registry key cannot be read: ${message}` };
}
