/**
 * Finds known secrets in a text, even if they are encoded: percent-encoded and JSON-escaped to any depth, as character
 * references, in base64, base64url and hex, as byte numbers, in full-width and other letter forms, in another case,
 * split by whitespace, and in parts of 8 characters and more. Runs in linear time.
 */

/** The shortest part of a secret that is found, in characters. */
const MIN_PART_LENGTH = 8;

/** Hex has two digits a character. A shorter run of digits would match RequestIds by chance. */
const MIN_HEX_LENGTH = 2 * MIN_PART_LENGTH;

/**
 * The shortest part in base64. 8 characters are 64 bits, which give 10 whole base64 characters at any alignment. Of
 * those, `+`, `/`, `-` and `_` are not compared, because base64url writes them differently.
 */
const MIN_BASE64_LENGTH = 7;

/** Names used by the service, in lower case. Error codes and messages contain them; a random key does not. */
const NAMES = /secretid|secretke|ecretkey/;

/** A range of a text: from `start` up to, but without, `end`. */
type Span = { start: number; end: number };

export type SecretFinder = (text: string) => Span[];

/**
 * Notations of bytes as numbers, of which only letters and digits are compared: decimal, as in byte lists and in
 * character references without their delimiters; hex with its prefix; octal, as some languages escape.
 */
const BYTE_NOTATIONS: ((byte: number) => string)[] = [
  (byte) => byte.toString(),
  (byte) => `0x${byte.toString(16)}`,
  (byte) => byte.toString(8).padStart(3, '0'),
];

/**
 * Creates a finder for a list of secrets. It contains every part of them, so it should not outlive the secrets.
 * @param secrets texts of fewer than 8 characters are ignored: they would match other words
 */
export function createSecretFinder(secrets: readonly string[]): SecretFinder {
  const parts = new Map<number, Set<string>>();
  const add = (text: string, length: number) => {
    const ofLength = parts.get(length) ?? new Set();
    parts.set(length, ofLength);
    for (let start = 0; start + length <= text.length; start += 1) {
      const part = text.slice(start, start + length);
      if (!NAMES.test(part)) ofLength.add(part);
    }
  };
  for (const secret of new Set(secrets)) {
    if (secret.length < MIN_PART_LENGTH) continue;
    for (const view of toViews(secret)) add(view.characters, MIN_PART_LENGTH);
    const bytes = Buffer.from(secret, 'utf8');
    for (const base64 of base64Alignments(bytes)) add(lettersAndDigits(base64), MIN_BASE64_LENGTH);
    add(bytes.toString('hex'), MIN_HEX_LENGTH);
    for (const write of BYTE_NOTATIONS) {
      const numbers = Array.from(bytes, write);
      for (let start = 0; start + MIN_PART_LENGTH <= numbers.length; start += 1) {
        const part = numbers.slice(start, start + MIN_PART_LENGTH).join('');
        add(part, part.length);
      }
    }
  }
  return (text) => (parts.size === 0 || text.length < MIN_PART_LENGTH ? [] : findSpans(text, parts));
}

/** The base64 characters that any encoding of these bytes contains, for each of the three alignments. */
function base64Alignments(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last character also encode bits of the neighboring bytes.
    const first = [0, 2, 3][before] ?? 0;
    const last = ((before + bytes.length) * 8) % 6 === 0 ? encoded.length : encoded.length - 1;
    return encoded.slice(first, last);
  });
}

function findSpans(text: string, parts: ReadonlyMap<number, ReadonlySet<string>>): Span[] {
  const spans = toViews(text).flatMap((view) =>
    [...parts].flatMap(([length, ofLength]) => findMatches(view, length, ofLength)),
  );
  return expandToWords(mergeSpans(spans), text);
}

function findMatches({ characters, places }: View, length: number, parts: ReadonlySet<string>): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start + length <= characters.length; start += 1) {
    if (!parts.has(characters.slice(start, start + length))) continue;
    const first = places[start];
    const last = places[start + length - 1];
    if (first && last) spans.push({ start: first.start, end: last.end });
  }
  return spans;
}

/** Sorts the spans and merges those that touch or overlap. */
function mergeSpans(spans: Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    const before = all.at(-1);
    if (before && span.start <= before.end) before.end = Math.max(before.end, span.end);
    else all.push({ ...span });
  }
  return all;
}

/**
 * Extends each span by the adjacent letters and digits, which may be the rest of the secret in an unknown form. Spans
 * in one word are merged, so that no word is scanned twice.
 */
function expandToWords(spans: readonly Span[], text: string): Span[] {
  const all: Span[] = [];
  for (let { start, end } of spans) {
    const before = all.at(-1);
    if (before && end <= before.end) continue;
    const reached = before?.end ?? 0;
    while (start > reached && isLetterOrDigit(text.charCodeAt(start - 1))) start -= 1;
    while (isLetterOrDigit(text.charCodeAt(end))) end += 1;
    if (before && start <= reached) before.end = end;
    else all.push({ start, end });
  }
  return all;
}

/** A text in the form that is compared: in lower case, each character with its position in the original. */
type View = { characters: string; places: Span[] };

/** The text as it is and decoded; each once with every visible character, and once with letters and digits only. */
function toViews(text: string): View[] {
  return [toVisibleCharacters(text), decodeCharacters(text)].flatMap((characters) => [
    toView(characters),
    toView(characters.filter(({ code }) => isLetterOrDigit(code))),
  ]);
}

type Character = Span & { code: number };

function toView(characters: readonly Character[]): View {
  const text = characters.map(({ code }) => String.fromCharCode(lowerCase(code))).join('');
  return { characters: text, places: [...characters] };
}

function toVisibleCharacters(text: string): Character[] {
  const characters: Character[] = [];
  let start = 0;
  for (const symbol of text) {
    const end = start + symbol.length;
    // NFKC maps a full-width or circled letter, for example, to the plain letter.
    for (const character of symbol < '\x80' ? symbol : symbol.normalize('NFKC')) {
      const code = character.charCodeAt(0);
      if (isVisible(code)) characters.push({ code, start, end });
    }
    start = end;
  }
  return characters;
}

type Encoding = { pattern: RegExp; maxLength: number; decode: (match: RegExpExecArray) => number };

/** Encodings by the character that ends them. A decoded character may end another encoding. */
const encodingsEndingWith = {
  hexDigit: [
    // %41, also as %2541 and so on
    { pattern: /%([0-9a-f]{2})$/i, maxLength: 3, decode: parseHex },
    { pattern: /\\x([0-9a-f]{2})$/i, maxLength: 4, decode: parseHex },
    { pattern: /[\\%]u([0-9a-f]{4})$/i, maxLength: 6, decode: parseHex },
  ],
  // \u{41}
  brace: [{ pattern: /\\u\{([0-9a-f]{1,6})\}$/i, maxLength: 10, decode: parseHex }],
  // \/ \" \\ and line ends
  escape: [{ pattern: /\\(["'/\\`nrt])$/, maxLength: 2, decode: decodeEscape }],
  semicolon: [
    { pattern: /&#x([0-9a-f]{1,6});$/i, maxLength: 10, decode: parseHex },
    { pattern: /&#([0-9]{1,7});$/, maxLength: 10, decode: ([, digits]) => Number(digits) },
    { pattern: /&(amp|lt|gt|quot|apos);$/i, maxLength: 6, decode: ([, name = '']) => decodeEntity(name) },
  ],
} satisfies Record<string, Encoding[]>;

function findEncodings(character: string): readonly Encoding[] {
  if (/[0-9a-f]/i.test(character)) return encodingsEndingWith.hexDigit;
  if (character === ';') return encodingsEndingWith.semicolon;
  if (character === '}') return encodingsEndingWith.brace;
  return `"'/\\\`nrt`.includes(character) ? encodingsEndingWith.escape : [];
}

function parseHex([, digits = '']: RegExpExecArray): number {
  return parseInt(digits, 16);
}

const SPACE = 0x20;

function decodeEscape([, character = '']: RegExpExecArray): number {
  return 'nrt'.includes(character) ? SPACE : character.charCodeAt(0);
}

function decodeEntity(name: string): number {
  return { amp: 0x26, lt: 0x3c, gt: 0x3e, quot: 0x22, apos: 0x27 }[name.toLowerCase()] ?? SPACE;
}

/**
 * Returns the visible characters with every encoding undone, however often it was applied. The characters read so far
 * are a stack, so that a decoded character can be part of another encoding. Each decoding shortens the stack, so the
 * number of steps is linear in the number of characters.
 */
function decodeCharacters(text: string): Character[] {
  const stack: Character[] = [];
  for (const character of toVisibleCharacters(text)) {
    stack.push(character);
    while (undoLast(stack, character.end));
  }
  return stack;
}

/**
 * Undoes the encoding that ends at the top of the stack. Returns whether there was one that left a visible character.
 */
function undoLast(stack: Character[], end: number): boolean {
  const top = stack.at(-1);
  if (!top) return false;
  for (const { pattern, maxLength, decode } of findEncodings(String.fromCharCode(top.code))) {
    const last = stack.slice(-maxLength);
    const match = pattern.exec(last.map(({ code }) => String.fromCharCode(code)).join(''));
    const first = match && last[match.index];
    if (!first) continue;
    stack.length -= last.length - match.index;
    const code = decode(match);
    if (!isVisible(code)) return false;
    stack.push({ code, start: first.start, end });
    return true;
  }
  return false;
}

function lettersAndDigits(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/**
 * Whether a character can be part of a secret, which is printable ASCII. All others, such as spaces, line ends and
 * invisible characters, only separate.
 */
function isVisible(code: number): boolean {
  return code > SPACE && code < 0x7f;
}

function lowerCase(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}
