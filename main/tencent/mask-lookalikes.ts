/**
 * Masks what looks like a key, a password or a token in a text whose secrets are not known. It goes by shape, so it can be
 * wrong both ways: where the secrets are known, find-secrets.ts finds them for certain.
 */

const MASK = '••••';

/** The user and password of an address. */
const USER_INFO = /(:\/\/)[^/\s@]+@/g;

/** The value of something called a password, token, key and so on. */
const NAMED =
  /((?:secret|token|passw(?:or)?d|passphrase|pwd|authorization|cookie|key)(?:_?id)?["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi;
const BEARER = /(\b(?:bearer|basic)\s+)[^\s"',;&]+/gi;

/** A password after nothing but a blank: a word with a digit in it, because "the token has expired" names none. */
const NAMED_BY_A_BLANK =
  /(\b(?:secret|token|passw(?:or)?d|passphrase|pwd|key)\s+(?:(?:is|was)\s+)?)(?=[^\s\d]*\d)[^\s"',;&]+/gi;

/** What a line end divides: both sides touch it, and each could be half of a key. */
const DIVIDED = /(?<![\w+/=-])[\w+/=-]{6,}(?:[ \t\r]*[\n⏎][ \t\r]*[\w+/=-]{6,})+/g;

/** What may be one key with escapes in it; also a path, an address, a name with dots. */
const WORD = /[\w+/=.%\\-]{10,}/g;

/** A part of a word without what divides paths, names and values. */
const PART = /[\w+-]{10,}=*/g;

/** As long as the shortest part of a key. */
const KEY_LENGTH = 20;

/** A RequestId, which support asks for: it stays. */
const UUID = /(?<![\w+-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w+-])/gi;

/** Takes time in proportion to the text. */
export function maskLookalikes(text: string): string {
  return text
    .replace(BEARER, `$1${MASK}`)
    .replace(NAMED, `$1${MASK}`)
    .replace(NAMED_BY_A_BLANK, `$1${MASK}`)
    .replace(USER_INFO, `$1${MASK}@`)
    .replace(DIVIDED, (words) => (isKeyLike(lettersAndDigits(words)) ? MASK : words))
    .replace(WORD, maskWord);
}

function maskWord(word: string): string {
  const decoded = word
    .replace(/%([0-9a-f]{2})|\\u00([0-9a-f]{2})/gi, (_escape, percent: string, json: string) =>
      String.fromCharCode(parseInt(percent || json, 16)),
    )
    .replaceAll('\\/', '/');
  const isEncoded =
    decoded !== word &&
    decoded
      .replaceAll('/', '')
      .split(/[^\w+-]/)
      .some((part) => isKeyLike(part));
  if (isEncoded || looksRandom(word.replace(UUID, ''), KEY_LENGTH)) return MASK;
  return word.replace(PART, (part) => {
    if (part.replace(UUID, '') === '') return part;
    return isKeyLike(part) || looksRandom(part, 10) ? MASK : part;
  });
}

/** At least 20 characters that mix upper and lower case, or letters and digits. A long name in camel case is masked too. */
function isKeyLike(run: string): boolean {
  if (run.length < KEY_LENGTH || !/[a-z]/i.test(run)) return false;
  return /\d/.test(run) || (/[a-z]/.test(run) && /[A-Z]/.test(run));
}

/**
 * Whether upper case, lower case and digits follow one another as by chance. In a random text of letters and digits 64 of
 * 100 neighbours are of different kinds, in a camel-case name or a path some 25.
 */
function looksRandom(word: string, shortest: number): boolean {
  const run = lettersAndDigits(word);
  if (run.length < shortest) return false;
  let changes = 0;
  for (let place = 1; place < run.length; place += 1) {
    if (kindOf(run.charCodeAt(place)) !== kindOf(run.charCodeAt(place - 1))) changes += 1;
  }
  return changes / (run.length - 1) >= 0.4;
}

function kindOf(code: number): 'digit' | 'upper' | 'lower' {
  if (code < 0x40) return 'digit';
  return code < 0x60 ? 'upper' : 'lower';
}

function lettersAndDigits(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '');
}
