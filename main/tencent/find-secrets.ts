/**
 * Finds known secrets in a text, also where they are encoded: percent-encoded and JSON-escaped to any depth, as character
 * references, in base64, base64url and hex, in another case, split by blanks or lines, and in parts of 8 characters and more.
 * It takes time in proportion to the text.
 */

/** The shortest part of a secret that is found, in characters. */
const SHORTEST_PART = 8;

/** Hex has two digits a character. A shorter run of digits is found in RequestIds by chance. */
const SHORTEST_HEX_PART = 2 * SHORTEST_PART;

/**
 * The shortest part in base64. 8 characters are 64 bits, which make 10 whole characters of base64 at any alignment. Of
 * those, `+`, `/`, `-` and `_` are not compared, because base64url writes them otherwise.
 */
const SHORTEST_BASE64_PART = 7;

/** Names of the service's in lower case. Error codes and messages hold them, and no random key does. */
const NAMES = /secretid|secretke|ecretkey/;

/** A stretch of a text: from `start` up to, but without, `end`. */
type Span = { start: number; end: number };

export type SecretFinder = (text: string) => Span[];

/**
 * Makes a finder of some secrets. It holds every part of them, so it should not outlive the secrets.
 * @param secrets texts of fewer than 8 characters are left out: they would be found in other words
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
    if (secret.length < SHORTEST_PART) continue;
    for (const view of viewsOf(secret)) add(view.characters, SHORTEST_PART);
    const bytes = Buffer.from(secret, 'utf8');
    for (const base64 of base64Alignments(bytes)) add(lettersAndDigits(base64), SHORTEST_BASE64_PART);
    add(bytes.toString('hex'), SHORTEST_HEX_PART);
  }
  return (text) => (parts.size === 0 || text.length < SHORTEST_PART ? [] : spansOf(text, parts));
}

/** What base64 of anything that holds these bytes must hold, in each of the three places they can have in it. */
function base64Alignments(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last characters also hold bits of what stands beside the bytes.
    const first = [0, 2, 3][before] ?? 0;
    const last = ((before + bytes.length) * 8) % 6 === 0 ? encoded.length : encoded.length - 1;
    return encoded.slice(first, last);
  });
}

function spansOf(text: string, parts: ReadonlyMap<number, ReadonlySet<string>>): Span[] {
  const spans = viewsOf(text).flatMap((view) =>
    [...parts].flatMap(([length, ofLength]) => matches(view, length, ofLength)),
  );
  return joined(spans).map((span) => withItsWord(span, text));
}

function matches({ characters, places }: View, length: number, parts: ReadonlySet<string>): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start + length <= characters.length; start += 1) {
    if (!parts.has(characters.slice(start, start + length))) continue;
    const first = places[start];
    const last = places[start + length - 1];
    if (first && last) spans.push({ start: first.start, end: last.end });
  }
  return spans;
}

/** In order, those that touch or overlap as one. */
function joined(spans: Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    const before = all.at(-1);
    if (before && span.start <= before.end) before.end = Math.max(before.end, span.end);
    else all.push({ ...span });
  }
  return all;
}

/** With the letters and digits beside it, which may be the rest of the secret in a form that is not known. */
function withItsWord({ start, end }: Span, text: string): Span {
  let [from, to] = [start, end];
  while (from > 0 && isLetterOrDigit(text.charCodeAt(from - 1))) from -= 1;
  while (to < text.length && isLetterOrDigit(text.charCodeAt(to))) to += 1;
  return { start: from, end: to };
}

/** A text as it is compared: in lower case, each character with its place in the original. */
type View = { characters: string; places: Span[] };

/** As it stands and decoded; each once with every visible character, and once with letters and digits only. */
function viewsOf(text: string): View[] {
  return [asItStands(text), decoded(text)].flatMap((characters) => [
    viewOf(characters),
    viewOf(characters.filter(({ code }) => isLetterOrDigit(code))),
  ]);
}

type Character = Span & { code: number };

function viewOf(characters: readonly Character[]): View {
  const text = characters.map(({ code }) => String.fromCharCode(lowerCase(code))).join('');
  return { characters: text, places: [...characters] };
}

function asItStands(text: string): Character[] {
  const characters: Character[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const code = text.charCodeAt(start);
    if (isVisible(code)) characters.push({ code, start, end: start + 1 });
  }
  return characters;
}

type Encoding = { whole: RegExp; longest: number; decode: (match: RegExpExecArray) => number };

/** By the character that ends them: what may have been encoded. A decoded character may end another encoding. */
const encodingsEndingWith = {
  hexDigit: [
    // %41, also as %2541 and so on
    { whole: /%([0-9a-f]{2})$/i, longest: 3, decode: hexadecimal },
    { whole: /\\x([0-9a-f]{2})$/i, longest: 4, decode: hexadecimal },
    { whole: /[\\%]u([0-9a-f]{4})$/i, longest: 6, decode: hexadecimal },
  ],
  // \u{41}
  brace: [{ whole: /\\u\{([0-9a-f]{1,6})\}$/i, longest: 10, decode: hexadecimal }],
  // \/ \" \\ and line ends
  escape: [{ whole: /\\(["'/\\`nrt])$/, longest: 2, decode: escaped }],
  semicolon: [
    { whole: /&#x([0-9a-f]{1,6});$/i, longest: 10, decode: hexadecimal },
    { whole: /&#([0-9]{1,7});$/, longest: 10, decode: ([, digits]) => Number(digits) },
    { whole: /&(amp|lt|gt|quot|apos);$/i, longest: 6, decode: ([, name = '']) => named(name) },
  ],
} satisfies Record<string, Encoding[]>;

function encodingsEndedBy(character: string): readonly Encoding[] {
  if (/[0-9a-f]/i.test(character)) return encodingsEndingWith.hexDigit;
  if (character === ';') return encodingsEndingWith.semicolon;
  if (character === '}') return encodingsEndingWith.brace;
  return `"'/\\\`nrt`.includes(character) ? encodingsEndingWith.escape : [];
}

function hexadecimal([, digits = '']: RegExpExecArray): number {
  return parseInt(digits, 16);
}

const BLANK = 0x20;

function escaped([, character = '']: RegExpExecArray): number {
  return 'nrt'.includes(character) ? BLANK : character.charCodeAt(0);
}

function named(name: string): number {
  return { amp: 0x26, lt: 0x3c, gt: 0x3e, quot: 0x22, apos: 0x27 }[name.toLowerCase()] ?? BLANK;
}

/**
 * The visible characters with every encoding undone, however often it was applied. The characters read so far are a stack,
 * so that what is decoded can be part of another encoding. Each encoding that is undone makes the stack shorter, so this
 * takes as many steps as there are characters.
 */
function decoded(text: string): Character[] {
  const stack: Character[] = [];
  for (const character of asItStands(text)) {
    stack.push(character);
    while (undoLast(stack, character.end));
  }
  return stack;
}

/** Undoes the encoding that ends at the top of the stack. Answers whether there was one that left a visible character. */
function undoLast(stack: Character[], end: number): boolean {
  const top = stack.at(-1);
  if (!top) return false;
  for (const { whole, longest, decode } of encodingsEndedBy(String.fromCharCode(top.code))) {
    const last = stack.slice(-longest);
    const match = whole.exec(last.map(({ code }) => String.fromCharCode(code)).join(''));
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

/** A secret is printable ASCII; all else, such as blanks, line ends and invisible characters, only stands between. */
function isVisible(code: number): boolean {
  return code > BLANK && code < 0x7f;
}

function lowerCase(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}
